"""Only what is declared: no table or column without a place in the map, no named supplier without a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Parameters, Records, broken, kept, newest, not_connected, unknown
from belofte.domain.observing import UNDECLARED
from belofte.domain.policy import Text
from belofte.domain.promise import Instance, Observation, Reach, Verdict
from belofte.domain.worded import counted, joined, worded


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Every table and column of every connected system is in one list of its map; the rest was not looked at."""
    bad: list[Instance] = []
    unseen: list[Text] = []
    for name in _with_records(observations, records):
        seen = newest(observations, name, UNDECLARED, now, parameters.fresh)
        if seen.why_not:
            unseen.append(seen.why_not)
        elif seen.value:
            bad.append(Instance(name, int(seen.value)))
    if bad:
        return broken(
            parameters,
            now,
            worded(
                "er zijn tabellen of kolommen die in geen lijst van de kaart staan",
                "there are tables or columns that no list of the map names",
            ),
            bad,
        )
    connected = {system.recipient for system in records.systems.values()}
    unseen += [
        not_connected(recipient.name)
        for recipient in parameters.policy.recipients.values()
        if recipient.role is not None and recipient.role.value == "processor" and recipient.name not in connected
    ]
    if unseen or not records.systems:
        none = worded("er is geen systeem aangesloten", "no system is connected")
        return unknown(parameters, now, joined(unseen) if unseen else none)
    return kept(
        parameters,
        now,
        worded(
            "in {systems} staat alles vermeld",
            "everything in {systems} is declared",
            systems=counted(len(_with_records(observations, records)), ("systeem", "systemen"), ("system", "systems")),
        ),
    )


def _with_records(observations: Sequence[Observation], records: Records) -> list[str]:
    """The systems that hold records. One that says it has none (a line, a server's settings) has none to declare."""
    said = {o.system: o for o in sorted(observations, key=lambda o: o.seen_at) if o.name == UNDECLARED}
    return [
        name
        for name, system in records.systems.items()
        if system.collections or name not in said or said[name].reach is not Reach.ABSENT
    ]


def judge_named_suppliers(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Each supplier the text names stands among the recipients, with a role."""
    del observations, records
    named = parameters.policy.technology.named
    if not named:
        return unknown(parameters, now, worded("het beleid noemt geen leverancier", "the policy names no supplier"))
    recipients = parameters.policy.recipients
    bad = [Instance(name, 1) for name in named if name not in recipients or recipients[name].role is None]
    if bad:
        return broken(
            parameters,
            now,
            worded(
                "een leverancier is genoemd en staat niet met een rol bij de ontvangers",
                "a supplier is named and does not stand among the recipients with a role",
            ),
            bad,
        )
    return kept(
        parameters,
        now,
        worded(
            "{suppliers} in de lijst",
            "{suppliers} in the list",
            suppliers=counted(
                len(named),
                ("genoemde leverancier staat", "genoemde leveranciers staan"),
                ("named supplier stands", "named suppliers stand"),
            ),
        ),
    )
