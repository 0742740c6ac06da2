"""The two clocks of a request as two results: what the company promised, and what the law allows (Art. 12(3))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from belofte.domain.timing import Timing
from belofte.procedures.desks import QueueRow

NEAR_DAYS = 5
"""From so many days before the end a running clock is shown as near."""


class Clock(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    NEAR = "near"
    LATE = "late"  # still unanswered
    SUSPENDED = "suspended"  # a timely question who somebody is was not answered yet
    KEPT = "kept"
    BROKEN = "broken"  # answered, too late
    STOPPED = "stopped"  # no answer was owed any more
    NONE = "none"  # no such term


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock: ``name`` promise or law; ``days`` left, or over; ``extended_to`` only where that was told in time."""

    name: str
    due: date | None
    state: Clock
    days: int = 0
    extended_to: date | None = None


def clocks(row: QueueRow, today: date) -> tuple[ClockView, ClockView]:
    """Promise and law, each judged for itself (:mod:`belofte.domain.timing`)."""
    promise, law = row.promise_due, row.law_ext_due or row.law_due
    return (
        ClockView("promise", promise, _state(row, row.promise, promise, today), _days(row, promise, today)),
        ClockView("law", law, _state(row, row.law, law, today), _days(row, law, today), row.law_ext_due),
    )


def _state(row: QueueRow, timing: Timing, due: date | None, today: date) -> Clock:
    if timing is Timing.NONE or due is None:
        return Clock.NONE
    if timing is Timing.SUSPENDED:
        return Clock.SUSPENDED
    if timing is Timing.BROKEN:
        return Clock.BROKEN if row.answered_on else Clock.LATE
    if timing is Timing.KEPT:
        return Clock.KEPT if row.answered_on else Clock.STOPPED
    return Clock.NEAR if (due - today).days <= NEAR_DAYS else Clock.RUNNING


def _days(row: QueueRow, due: date | None, today: date) -> int:
    return abs((due - (row.answered_on or today)).days) if due else 0
