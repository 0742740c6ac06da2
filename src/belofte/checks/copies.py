"""The copies people get: everything that was found, each record with its category, the processors that really hold it,
in a form a machine can read back.

How complete a copy is follows from its receipts. What stands in it is looked at afresh in the packages themselves; only
counts come out. While no copy of the kind has been made there is nothing to judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Case, Contents, Parameters, Records, broken, kept, not_connected, unknown
from belofte.domain.policy import Text
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.worded import counted, joined, worded


def judge_complete(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """In every package as many records as were found for it."""
    del observations
    lines = [line for case in _meant(parameters, records) for line in case.copies or ()]
    if not lines:
        return unknown(
            parameters,
            now,
            worded("in geen open dossier is zo'n kopie gemaakt", "no copy of this kind has been made in an open case"),
        )
    bad = sum(line.written is None or line.written != line.planned for line in lines)
    if bad:
        return broken(
            parameters,
            now,
            worded("in een pakket zit niet alles wat gevonden is", "a package does not hold what was found"),
            [Instance("collections", bad)],
        )
    total = sum(line.planned for line in lines)
    return kept(
        parameters,
        now,
        worded(
            "{records} gevonden, alle in de pakketten",
            "{records} found, all of them in the packages",
            records=counted(total, ("gegeven", "gegevens"), ("record", "records")),
        ),
    )


def judge_categories(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Every record in a package carries a category of the policy."""
    del observations
    seen = _contents(parameters, records)
    told = worded(
        "een gegeven in een kopie heeft geen categorie uit het beleid",
        "a record in a copy has no category of the policy",
    )
    if (wrong := _wrong(parameters, now, [one.uncategorised for one in seen], told, "records")) is not None:
        return wrong
    return kept(
        parameters,
        now,
        worded(
            "{copies}, elk gegeven met zijn categorie", "{copies}, each record with its category", copies=_looked(seen)
        ),
    )


def judge_processors(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """The processors that held something, all of them and no others; those without a connector nobody could ask."""
    del observations
    seen = _contents(parameters, records)
    told = worded(
        "een kopie noemt andere verwerkers dan die iets hadden",
        "a copy names other processors than held something",
    )
    if (wrong := _wrong(parameters, now, [one.wrong_processors for one in seen], told, "names")) is not None:
        return wrong
    connected = {system.recipient for system in records.systems.values()}
    recipients = parameters.policy.recipients.values()
    unasked = [r.name for r in recipients if r.role and r.role.value == "processor" and r.name not in connected]
    if unasked:
        return unknown(parameters, now, joined([_looked(seen), not_connected(", ".join(unasked))]))
    return kept(
        parameters,
        now,
        worded(
            "{copies}, elk met de verwerkers die iets hadden",
            "{copies}, each with the processors that held something",
            copies=_looked(seen),
        ),
    )


def judge_readable(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Every package can be read back by a machine, whole and with its schema name."""
    del observations
    seen = _contents(parameters, records)
    told = worded("een kopie kan niet worden teruggelezen", "a copy cannot be read back")
    if (wrong := _wrong(parameters, now, [not one.readable for one in seen], told, "copies")) is not None:
        return wrong
    return kept(
        parameters,
        now,
        worded(
            "{copies} en door een machine teruggelezen", "{copies} and read back by a machine", copies=_looked(seen)
        ),
    )


def _meant(parameters: Parameters, records: Records) -> list[Case]:
    """The cases of the right the fact is about; a fact about copies in general is about all of them."""
    rights = {fact.split(".")[1] for fact in parameters.facts if fact.startswith("rights.")}
    wanted = {"access_gives": "access", "portability": "portability"}
    named = {wanted[right] for right in rights if right in wanted}
    return [case for case in records.cases if not named or case.request.right in named]


def _contents(parameters: Parameters, records: Records) -> list[Contents]:
    return [case.contents for case in _meant(parameters, records) if case.contents is not None]


def _looked(seen: Sequence[Contents]) -> Text:
    copies = counted(len(seen), ("kopie", "kopieën"), ("copy", "copies"))
    return worded("{copies} bekeken", "{copies} looked into", copies=copies)


def _wrong(parameters: Parameters, now: datetime, faults: Sequence[int], told: Text, instances: str) -> Verdict | None:
    """Broken where a copy has a fault, unknown where none could be looked into, and None otherwise. ``faults``: how
    many each copy has."""
    if not faults:
        nowhere = worded("in geen kopie van deze soort kon gekeken worden", "no copy of this kind could be looked into")
        return unknown(parameters, now, nowhere)
    bad = sum(faults)
    return broken(parameters, now, told, [Instance(instances, bad)]) if bad else None
