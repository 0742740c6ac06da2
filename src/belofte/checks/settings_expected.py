"""What was seen of a system's settings is what its map expects (``expect:`` in ``systems/NAME.yaml``).

A published sentence names a fact of the policy, never a system: systems are private. Which expectations speak of a fact
follows from the recipient a system stands for and from the setting's name: ``recipients.kpn.encrypted`` is judged by
what the systems with ``recipient: kpn`` expect of encryption. Where no expectation speaks of a fact it is judged as if
this check did not exist; a document is always judged beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from belofte.checks.shape import Parameters, Records, Seen, broken, kept, newest, unknown
from belofte.domain.expected import Compared, Expectation, compare
from belofte.domain.facts import fits
from belofte.domain.observing import Setting, name_of
from belofte.domain.policy import Clause, FactPath, Policy, Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.system_map import SystemMap
from belofte.domain.worded import counted, joined, worded


@dataclass(frozen=True, slots=True)
class Speaking:
    """Which settings speak of a fact: those with one of these words in their name, those of these names, or all."""

    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    every: bool = False

    def __contains__(self, setting: str) -> bool:
        return self.every or setting in self.names or bool(self.words & set(setting.split("-")))


def _with(*words: str) -> Speaking:
    return Speaking(words=frozenset(words))


EVERY = Speaking(every=True)
ENCRYPTION = _with(
    "certificate", "crypto", "dane", "encrypted", "encryption", "https", "mixed", "plain", "protocols", "starttls",
    "sts", "tls", "transport",
)  # fmt: skip
WEB = Speaking(
    names=frozenset(("certificate", "https-redirect", "hsts", "mixed-content", "protocols", "undeclared-hosts"))
)
SHARING = _with("ads", "advertising", "shared", "shares", "sharing", "signals")
TERM = _with("retention", "term", "terms")

SPEAKS_OF: tuple[tuple[str, Speaking], ...] = (
    ("systems.*.expect.**", EVERY),
    ("recipients.*.measures", EVERY),
    ("recipients.*.encrypted", ENCRYPTION),
    ("recipients.*.sees", ENCRYPTION),
    ("recipients.*.only_in", _with("location", "locations", "region", "regions", "replication")),
    ("recipients.*.tracking", _with("clicks", "opens", "tracking")),
    ("recipients.*.own_use", SHARING),
    ("recipients.*.shares_on", SHARING),
    ("recipients.*.only_for", SHARING),
    ("never.commercial-sharing", SHARING),
    ("website.encryption", WEB),
    ("website.unsubscribe_link", _with("unsubscribe")),
    ("purposes.*.ask", _with("opt")),
    ("retention.*", TERM),
    ("retention.*.at_most", TERM),
)
"""Fact -> the settings that speak of it."""

SHOWN = 3
"""So many differences are told in the reason; all of them stand among the instances."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One expectation of one system."""

    system: str
    setting: str
    expectation: Expectation


def expectations_for(fact: FactPath, policy: Policy, systems: Mapping[str, SystemMap]) -> tuple[Expected, ...]:
    """Every expectation that speaks of a fact."""
    speaking = next((speaking for pattern, speaking in SPEAKS_OF if fits(pattern, fact)), Speaking())
    return tuple(
        Expected(system.name, setting, expectation)
        for system in systems.values()
        if system.expect and _concerns(fact, policy, system)
        for setting, expectation in system.expect.items()
        if setting in speaking and _is_of(fact, setting, policy, system)
    )


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Every setting that speaks of the facts, in every place it has, as it is expected to be."""
    found = _expected(parameters, records)
    if not found:
        return unknown(parameters, now, worded("hiervoor is niets verwacht", "nothing is expected for this"))
    bad: list[tuple[Expected, Compared]] = []
    unseen: list[Text] = []
    good = 0
    for one in found:
        seen = newest(observations, one.system, name_of(Setting(one.setting)), now, parameters.fresh)
        if seen.why_not:
            unseen.append(_not_seen(one, seen.why_not))
            continue
        for compared in compare(one.expectation, value_of(seen)):
            if compared.as_expected is None:
                unseen.append(_not_seen(one, worded("{why}", "{why}", why=compared.why), compared.place))
            elif compared.as_expected:
                good += 1
            else:
                bad.append((one, compared))
    if bad:
        told = joined(_difference(one, compared) for one, compared in bad[:SHOWN])
        return broken(parameters, now, told, _instances(bad))
    if unseen:
        return unknown(parameters, now, joined(unseen))
    told = worded(
        "{settings} zoals verwacht",
        "{settings} as expected",
        settings=counted(good, ("instelling is", "instellingen zijn"), ("setting is", "settings are")),
    )
    return kept(parameters, now, told)


def value_of(seen: Seen) -> object:
    """A setting's value as JSON knows it: several values come as JSON text."""
    if isinstance(seen.value, str) and seen.value[:1] in ("{", "["):
        try:
            return json.loads(seen.value)
        except ValueError:
            return seen.value
    return seen.value


def _expected(parameters: Parameters, records: Records) -> tuple[Expected, ...]:
    """Of all facts, each once. A clause can say ``parameters: {settings: [...]}``: then those, of whichever system."""
    if named := _named(parameters.clause, records.systems):
        return named
    each = [one for fact in parameters.facts for one in expectations_for(fact, parameters.policy, records.systems)]
    return tuple(one for number, one in enumerate(each) if one not in each[:number])


def _named(clause: Clause, systems: Mapping[str, SystemMap]) -> tuple[Expected, ...]:
    """The expectations whose settings a clause names itself."""
    written = clause.parameters.get("settings", ())
    names = (written,) if isinstance(written, str) else cast("tuple[object, ...]", written)
    return tuple(
        Expected(system.name, str(name), system.expect[str(name)])
        for system in systems.values()
        for name in names
        if str(name) in system.expect
    )


def spoken_of(clause: Clause, policy: Policy, systems: Mapping[str, SystemMap]) -> tuple[FactPath, ...]:
    """The facts of a clause of which a setting speaks; all of them where it names the settings itself."""
    if _named(clause, systems):
        return clause.facts
    return tuple(fact for fact in clause.facts if expectations_for(fact, policy, systems))


def _concerns(fact: str, policy: Policy, system: SystemMap) -> bool:
    """Whether a fact can be about this system: its recipient's, its own, or what every system has."""
    match fact.split("."):
        case ["systems", name, *_]:
            return system.name == name
        case ["recipients", name, *_]:
            return system.recipient == name
        case ["retention", category, *_]:
            recipient = policy.recipients.get(system.recipient or "")
            return recipient is None or category in recipient.gets
        case _:
            return True


def _is_of(fact: str, setting: str, policy: Policy, system: SystemMap) -> bool:
    """A system of one's own has logs, mails, visits…: its term is that of the category in the setting's name."""
    keys = fact.split(".")
    if keys[0] == "systems" and len(keys) > len(("systems", "NAME", "expect")):
        return keys[3] == setting
    if keys[0] == "retention" and (system.recipient is None or system.recipient not in policy.recipients):
        return keys[1] in setting.split("-")
    return True


def _not_seen(one: Expected, why: Text, place: str = "") -> Text:
    where = " ".join(filter(None, (one.system, one.setting, place)))
    return worded("{where}: niet gezien: {why}", "{where}: not seen: {why}", where=where, why=why)


def _difference(one: Expected, compared: Compared) -> Text:
    return worded(
        "{where} is {seen}, verwacht: {expected}",
        "{where} is {seen}, expected: {expected}",
        where=" ".join(filter(None, (one.system, one.setting, compared.place))),
        seen=compared.seen,
        expected=compared.expected,
    )


def _instances(bad: Sequence[tuple[Expected, Compared]]) -> Iterator[Instance]:
    counts: dict[str, int] = {}
    for one, compared in bad:
        place = " ".join(filter(None, (one.system, one.setting, compared.place)))
        counts[place] = counts.get(place, 0) + 1
    return (Instance(place, count) for place, count in counts.items())
