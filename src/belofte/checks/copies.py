"""The copies people get: everything that was found, each record with its category, the processors that really hold it,
in a form a machine can read back.

How complete a copy is follows from its receipts. What stands in it is looked at afresh in the packages themselves; only
counts come out. While no copy of the kind has been made there is nothing to judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Case, Contents, Parameters, Records, broken, counted, kept, unknown
from belofte.domain.promise import Instance, Observation, Verdict


def judge_complete(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """In every package as many records as were found for it."""
    del observations
    lines = [line for case in _meant(parameters, records) for line in case.copies or ()]
    if not lines:
        return unknown(parameters, now, "no copy of this kind has been made in an open case")
    bad = sum(line.written is None or line.written != line.planned for line in lines)
    if bad:
        return broken(parameters, now, "a package does not hold what was found", [Instance("collections", bad)])
    total = sum(line.planned for line in lines)
    return kept(parameters, now, f"{counted(total, 'record', 'records')} found, all of them in the packages")


def judge_categories(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Every record in a package carries a category of the policy."""
    del observations
    seen = _contents(parameters, records)
    if not seen:
        return unknown(parameters, now, "no copy of this kind could be looked into")
    bad = sum(contents.uncategorised for contents in seen)
    if bad:
        return broken(parameters, now, "a record in a copy has no category of the policy", [Instance("records", bad)])
    return kept(parameters, now, f"{_looked(seen)}, each record with its category")


def judge_processors(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """The processors that held something, all of them and no others; those without a connector nobody could ask."""
    del observations
    seen = _contents(parameters, records)
    if not seen:
        return unknown(parameters, now, "no copy of this kind could be looked into")
    bad = sum(contents.wrong_processors for contents in seen)
    if bad:
        return broken(parameters, now, "a copy names other processors than held something", [Instance("names", bad)])
    connected = {system.recipient for system in records.systems.values()}
    recipients = parameters.policy.recipients.values()
    unasked = [r.name for r in recipients if r.role and r.role.value == "processor" and r.name not in connected]
    if unasked:
        names = ", ".join(unasked)
        return unknown(parameters, now, f"{_looked(seen)}; no connector has looked at {names} yet")
    return kept(parameters, now, f"{_looked(seen)}, each with the processors that held something")


def judge_readable(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """Every package can be read back by a machine, whole and with its schema name."""
    del observations
    seen = _contents(parameters, records)
    if not seen:
        return unknown(parameters, now, "no copy of this kind could be looked into")
    bad = sum(not contents.readable for contents in seen)
    if bad:
        return broken(parameters, now, "a copy cannot be read back", [Instance("copies", bad)])
    return kept(parameters, now, f"{_looked(seen)} and read back by a machine")


def _meant(parameters: Parameters, records: Records) -> list[Case]:
    """The cases of the right the fact is about; a fact about copies in general is about all of them."""
    rights = {fact.split(".")[1] for fact in parameters.facts if fact.startswith("rights.")}
    wanted = {"access_gives": "access", "portability": "portability"}
    named = {wanted[right] for right in rights if right in wanted}
    return [case for case in records.cases if not named or case.request.right in named]


def _contents(parameters: Parameters, records: Records) -> list[Contents]:
    return [case.contents for case in _meant(parameters, records) if case.contents is not None]


def _looked(seen: Sequence[Contents]) -> str:
    return f"{counted(len(seen), 'copy', 'copies')} looked into"
