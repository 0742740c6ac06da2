"""Does data leave only to whom it is declared to leave? What systems show of it, beside ``flows:`` of their maps.

A system that cannot tell is said to be unseen; a person's word can vouch for that part, never for a flow that was seen
and stands nowhere. Names are told without personal data: an address by its domain, or a count.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from belofte.checks.shape import (
    Parameters,
    Records,
    broken,
    by_word,
    kept,
    newest,
    not_connected,
    unknown,
    word_for,
)
from belofte.domain.expected import compare
from belofte.domain.flows import OWN, SeenFlow, Unseen, egress_of, question_about, seen_flows, undeclared
from belofte.domain.observing import Distinct, name_of
from belofte.domain.policy import Policy, RecipientRole, Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.said import said
from belofte.domain.system_map import SystemMap
from belofte.domain.worded import counted, joined, worded

SHOWN = 5
"""So many flows are named in the reason; all of them stand among the instances."""


@dataclass(frozen=True, slots=True)
class _Stray:
    """One flow that stands nowhere."""

    system: str
    seen_by: str
    flow: SeenFlow

    @property
    def place(self) -> str:
        return " ".join(filter(None, (self.system, self.seen_by, self.flow.place, self._name)))

    @property
    def _name(self) -> str:
        return "" if self.flow.is_counted or self.flow.name == self.flow.place else self.flow.name


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Every flow that was seen is declared, to a recipient that may still get data; what could not be seen is said."""
    strays: list[_Stray] = []
    unseen: list[Text] = []
    looked = 0
    for system in records.systems.values():
        for seen_by in _wanted(parameters, system):
            seen = newest(observations, system.name, name_of(question_about(system, seen_by)), now, parameters.fresh)
            if seen.why_not:
                unseen.append(_where(system, seen_by, seen.why_not))
                continue
            looked += 1
            found = list(seen_flows(_read(seen.value)))
            unseen += [_unseen(system, seen_by, one) for one in found if isinstance(one, Unseen)]
            flows = [_once(system, seen_by, one) for one in found if isinstance(one, SeenFlow)]
            strays += [_Stray(system.name, seen_by, one) for one in _undeclared(system, seen_by, seen.value, flows)]
    over = list(_over(parameters.policy, records)) if not _named(parameters) else []
    if strays or over:
        told = [_told(stray) for stray in strays[:SHOWN]] + list(_what_to_do(strays)) + [t for t, _ in over[:SHOWN]]
        places = [Instance(stray.place, stray.flow.count) for stray in strays] + [where for _, where in over]
        return broken(parameters, now, joined(told), places)
    unseen += list(_blind(parameters, records))
    if unseen:
        word = word_for(parameters, records)
        return by_word(parameters, now, word) if word else unknown(parameters, now, joined(unseen))
    if not looked:
        none = worded("geen systeem toont wat eruit gaat", "no system shows what leaves it")
        return unknown(parameters, now, none)
    ways = counted(looked, ("plek is", "plekken zijn"), ("place is", "places are"))
    return kept(
        parameters, now, worded("{ways} bekeken: alles is vermeld", "{ways} looked at: all is declared", ways=ways)
    )


def _once(system: SystemMap, seen_by: str, flow: SeenFlow) -> SeenFlow:
    """A number beside a name counts rows only where a column was asked for; a setting may tell an age by it."""
    counts = flow.is_counted or isinstance(question_about(system, seen_by), Distinct)
    return flow if counts else replace(flow, count=1)


def _named(parameters: Parameters) -> tuple[str, ...]:
    """The flows a clause names itself (``parameters: {flows: [shipments.carrier]}``): then only those are judged."""
    written = parameters.values.get("flows", ())
    return (written,) if isinstance(written, str) else tuple(map(str, cast("tuple[object, ...]", written)))


def _wanted(parameters: Parameters, system: SystemMap) -> tuple[str, ...]:
    known, named = egress_of(system), _named(parameters)
    return tuple(name for name in known if name in named) if named else known


def _undeclared(system: SystemMap, seen_by: str, value: object, flows: Sequence[SeenFlow]) -> Iterator[SeenFlow]:
    """What stands in no declaration. Where the map only expects something of the setting, that decides."""
    expected = system.expect.get(seen_by)
    if expected is not None and seen_by not in system.flows:
        differs = any(one.as_expected is False for one in compare(expected, _read(value)))
        yield from flows if differs else ()
        return
    yield from undeclared(flows, system.flows.get(seen_by, {}))


def _read(value: object) -> object:
    """A setting's value as JSON knows it: several values come as JSON text."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _over(policy: Policy, records: Records) -> Iterator[tuple[Text, Instance]]:
    """Declared flows to somebody with whom it is over: the last day is past, or the agreement."""
    for system in records.systems.values():
        for name in dict.fromkeys(name for targets in system.flows.values() for name in targets.values()):
            recipient = policy.recipients.get(name)
            ends = [recipient.ends, recipient.agreement.until if recipient.agreement else None] if recipient else []
            past = [day for day in ends if day is not None and day < records.today]
            if name != OWN and past:
                yield _ended(system.name, name, min(past)), Instance(f"{system.name} {name}", 1)


def _blind(parameters: Parameters, records: Records) -> Iterator[Text]:
    """Systems with records that cannot tell what leaves them, and processors nobody is connected to."""
    if _named(parameters):
        return
    for system in records.systems.values():
        if system.collections and not egress_of(system):
            why = worded("dit soort systeem toont niet wat eruit gaat", "this kind of system does not show what leaves")
            yield _where(system, "", why)
    connected = {system.recipient for system in records.systems.values()}
    for recipient in parameters.policy.recipients.values():
        if recipient.role is RecipientRole.PROCESSOR and recipient.name not in connected:
            yield not_connected(recipient.name)


def _where(system: SystemMap, seen_by: str, why: Text) -> Text:
    where = " ".join(filter(None, (system.name, seen_by)))
    return worded("{where}: niet gezien: {why}", "{where}: not seen: {why}", where=where, why=why)


def _unseen(system: SystemMap, seen_by: str, one: Unseen) -> Text:
    return _where(system, f"{seen_by} {one.place}".strip(), said(one.why))


def _told(stray: _Stray) -> Text:
    if stray.flow.is_counted:
        return worded(
            "{place}: {count} meer dan vermeld", "{place}: {count} more than declared",
            place=stray.place, count=stray.flow.count,
        )  # fmt: skip
    return worded(
        "{place} is nergens vermeld ({count}×)", "{place} is declared nowhere ({count}×)",
        place=stray.place, count=stray.flow.count,
    )  # fmt: skip


def _what_to_do(strays: Sequence[_Stray]) -> Iterator[Text]:
    """Stop it or state it: one sentence for all of them."""
    if strays:
        maps = ", ".join(f"systems/{name}.yaml" for name in dict.fromkeys(stray.system for stray in strays))
        yield worded(
            "stop het, of zeg onder flows: in {maps} naar wie het gaat",
            "stop it, or say under flows: in {maps} to whom it goes",
            maps=maps,
        )


def _ended(system: str, recipient: str, day: date) -> Text:
    return worded(
        "{system} geeft nog aan {name}, terwijl dat op {day} eindigde",
        "{system} still gives to {name}, which ended on {day}",
        system=system,
        name=recipient,
        day=day.isoformat(),
    )
