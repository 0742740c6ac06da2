"""What commands with ``--json`` and the API tell: one JSON object with a schema name, the same from both.

Dates are ISO 8601 under the names of the law; verdicts give their reason in every language side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from belofte.domain.as_json import jsonable, told
from belofte.domain.clock import Reason, due_dates
from belofte.domain.country import Holidays
from belofte.domain.policy import Period
from belofte.domain.promise import Verdict

if TYPE_CHECKING:
    from belofte.procedures.watching.watch import Alarm, Break, Watched

DATES = ("promise_due", "law_due", "due", "work_by", "law_ext_due")
"""The days of a request, under the names everything uses."""


def check_told(watched: Watched, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The verdicts as ``belofte check`` tells them."""
    return told(
        "check",
        at=watched.at,
        policy_version=watched.policy_version,
        counts=watched.counts,
        verdicts=[_both(verdict) for verdict in verdicts],
        alarms=[_both(alarm) for alarm in watched.alarms],
        past_breaks={clause: [_both(past) for past in breaks] for clause, breaks in watched.past_breaks.items()},
    )


def due_told(received: date, right: str, country: str, promise: Period | None, holidays: Holidays) -> dict[str, Any]:
    """Every date of a request that arrived on a day, with the reason for each, as ``belofte due`` tells them."""
    dates = due_dates(received, promise, holidays)
    return told(
        "due",
        received=received,
        right=right,
        country=country,
        calendar=holidays.version,
        promise=promise.iso if promise else None,
        **{name: getattr(dates, name) for name in DATES},
        reasons={name: [sentence(reason) for reason in dates.reasons if reason.of == name] for name in DATES},
    )


def sentence(reason: Reason) -> str:
    """One reason in words."""
    day = f"{reason.day:%a %Y-%m-%d}"
    holiday = reason.holiday.in_("en") if reason.holiday else "a public holiday"
    return {
        "same-date": f"same date, {day}",
        "month-end": f"the month has no such date, so its last day, {day}",
        "counted": f"counted from the day after receipt, {day}; a promise does not move for weekends",
        "weekend": f"{day} is in the weekend",
        "holiday": f"{day} is {holiday}",
        "law-first": "the law's month ends earlier than the promise",
        "promise-first": "the promise ends earlier than the law's month",
        "same-day": "promise and law end on the same day",
        "only-law": "only the law's month runs",
        "working-day": "a working day",
        "suspended": f"moved to {day} by the days we waited for proof of identity",
    }[reason.because.value]


def _both(told_of: Verdict | Alarm | Break) -> dict[str, object]:
    """The reason stands in every language side by side."""
    return {**jsonable(told_of), "reason": told_of.reason.by_language}
