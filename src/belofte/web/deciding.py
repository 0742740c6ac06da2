"""What staff filled in for an act: what is missing yet, and how the desk is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from belofte.domain.errors import BelofteError, WrongUse
from belofte.domain.policy import Text
from belofte.procedures.acting.word_of_hand import ONLY_TABLE, Came, Word
from belofte.procedures.desks import CaseView
from belofte.procedures.refusals import TooManyRecords
from belofte.web.acts import Act, Field, Given, Look
from belofte.web.acts_case import count_of
from belofte.web.forms import LONGEST, Problem, Problems, typed
from belofte.web.texts import TEXTS

MOST_WORDS = 4000
"""The most characters of a reason."""
_WRONG = {Look.NUMBER: "error.records", Look.DAY: "error.day", Look.MOMENT: "error.moment"}


def given_for(act: Act, reference: str, data: Mapping[str, Any], by: str) -> Given:
    """The form of one act, done by whoever is signed in."""
    return Given(reference, by, typed(data, *(field.name for field in act.fields)))


def decision_problems(act: Act, given: Given, case: CaseView) -> dict[str, Problem]:
    """What is not right yet about the form of one act, field by field."""
    problems: dict[str, Problem] = {}
    for field in (field for field in act.fields if field.when(case)):
        if problem := problem_of(field, given[field.name]):
            problems[field.name] = problem
    return problems


def refused(error: BelofteError, language: str) -> Problems:
    """What the desk refuses, in the desk's own words. Too many records: the number is asked for beside it."""
    told = {"desk": Problem(error.message_in(language), {"remedy": error.remedy_in(language)})}
    return told | ({"records": Problem("error.records.repeat")} if isinstance(error, TooManyRecords) else {})


def word_of(data: Mapping[str, Any]) -> Word | None:
    """How a task ended, as the page asks it; None where it asks no more than that it is done. Raises ``WrongUse``."""
    said = typed(data, "outcome", "count", "words")
    if said["outcome"] not in list(Came):
        return Word(words=said["words"][:MOST_WORDS]) if said["words"] else None
    count = count_of(said["count"])
    if said["count"] and count is None:
        raise WrongUse(
            Text({"nl": "Dit is geen aantal.", "en": "This is no number."}),
            Text({"nl": "typ alleen cijfers", "en": "type digits only"}),
        )
    return Word(Came(said["outcome"]), {} if count is None else {ONLY_TABLE: count}, (), said["words"][:MOST_WORDS])


def problems_of(fields: Iterable[Field], given: Mapping[str, str]) -> Problems:
    """What is not right yet, by field."""
    found = {one.name: problem_of(one, given[one.name]) for one in fields}
    return {name: problem for name, problem in found.items() if problem is not None}


def status_of(problems: Problems) -> int:
    """The HTTP status of a form that is shown again: refused by the desk, not filled in right, or just shown."""
    return 409 if "desk" in problems else 422 if problems else 200


def problem_of(field: Field, value: str) -> Problem | None:
    """What is not right about one field."""
    if not value:
        return None if field.optional or field.look is Look.HIDDEN else Problem(_missing(field))
    if len(value) > field.most:
        return Problem("error.long", {"most": field.most})
    wrong = (
        (field.look is Look.NUMBER and count_of(value) is None)
        or (field.look is Look.DAY and not _is_day(value))
        or (field.look is Look.MOMENT and not _is_moment(value))
        or (field.look is Look.PICK and value not in field.options)
    )
    return Problem(_WRONG.get(field.look, "error.choice")) if wrong else None


def _missing(field: Field) -> str:
    """The words for a field that was left empty."""
    if field.look is Look.TICK:
        return "error.read"
    key = f"error.{field.name}"
    return key if key in TEXTS else "error.missing"


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) <= LONGEST["number"]


def moment_of(written: str, time_zone: str) -> datetime:
    """A moment as a browser sends it (:attr:`Look.MOMENT`), in the company's time zone, as UTC."""
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def _is_moment(value: str) -> bool:
    """Day and time as a browser sends them: 2026-11-22T10:30."""
    try:
        return datetime.fromisoformat(value).tzinfo is None and "T" in value
    except ValueError:
        return False
