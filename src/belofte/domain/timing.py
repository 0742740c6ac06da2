"""Was the answer in time? Two clocks, two results: the company's own promise and the law (Art. 12(3) GDPR).

An extension that was told with its reasons within the first month keeps the law; the promise is still broken and is
shown as broken. An automatic acknowledgement is not an answer: the caller hands over only decisions and acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from belofte.domain.clock import DueDates, after
from belofte.domain.policy import Period


class Timing(StrEnum):
    """How one clock stands."""

    RUNNING = "running"
    KEPT = "kept"
    BROKEN = "broken"
    NONE = "none"  # there is no such promise


@dataclass(frozen=True, slots=True)
class AnswerTiming:
    """Both clocks of one request. ``extension_void``: an extension was told after the first month had ended."""

    promise: Timing
    law: Timing
    extension_void: bool = False


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days between a timely question who somebody is and the answer to it. ``late_asked``: nothing is credited."""

    days: int
    late_asked: bool


def answer_timing(
    dates: DueDates, today: date, *, answered_on: date | None, extension_told_on: date | None
) -> AnswerTiming:
    """How both clocks stand on local day ``today``. An answer sent on the last day is kept."""
    valid = extension_told_on is not None and extension_told_on <= dates.law_due
    law_end = dates.law_ext_due if valid else dates.law_due
    promise = Timing.NONE if dates.promise_due is None else _against(dates.promise_due, today, answered_on)
    void = extension_told_on is not None and not valid
    return AnswerTiming(promise, _against(law_end, today, answered_on), void)


def suspension(received: date, asked_on: date, answered_on: date, ask_within: Period) -> Suspension:
    """The days the clock stood still while we waited to learn who somebody is (EDPB 01/2022).

    Only a question asked without undue delay, within ``ask_within`` of receipt, stops the clock, and only from the
    question to its answer.
    """
    if asked_on > after(received, ask_within):
        return Suspension(0, late_asked=True)
    return Suspension(max(0, (answered_on - asked_on).days), late_asked=False)


def _against(end: date, today: date, answered_on: date | None) -> Timing:
    if answered_on is not None:
        return Timing.KEPT if answered_on <= end else Timing.BROKEN
    return Timing.RUNNING if today <= end else Timing.BROKEN
