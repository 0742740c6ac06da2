"""Was the answer in time? Two clocks, two results: the company's own promise and the law (Art. 12(3) GDPR).

An extension that was told with its reasons within the first month keeps the law; the promise is still broken and is
shown as broken. An automatic acknowledgement is not an answer: the caller hands over only decisions and acts. What
counts is the day on which the sending began in which the other side accepted the answer: whoever sends at a minute to
midnight is in time, and is told that it was close.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from belofte.domain.clock import DueDates, after, local_date
from belofte.domain.course import Ended
from belofte.domain.policy import Period
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import ERASURE

UNDISPUTED_GROUNDS = frozenset({"complexity", "number"})
"""Art. 12(3): the complexity and the number of the requests. Any other ground is doubtful."""
_OUTAGE = re.compile(r"\b(outages?|storing(en)?|uitval|onbereikbaar|unreachable|unavailable|down)\b", re.IGNORECASE)


def is_an_outage(ground: str) -> bool:
    """Whether a ground for an extension says that a system was down: that is the company's own risk, and no ground."""
    return _OUTAGE.search(ground) is not None


class Timing(StrEnum):
    """How one clock stands."""

    RUNNING = "running"
    SUSPENDED = "suspended"  # a timely question who somebody is was not answered yet; the law's clock only
    KEPT = "kept"
    BROKEN = "broken"
    NONE = "none"  # there is no such promise


@dataclass(frozen=True, slots=True)
class AnswerTiming:
    """Both clocks of one request. ``extension_void``: an extension was told after the first month had ended;
    ``extension_doubtful``: it was told in time, on a ground that Art. 12(3) does not name. ``accepted_later``: the
    answer was sent in time and accepted after the day had ended."""

    promise: Timing
    law: Timing
    extension_void: bool = False
    extension_doubtful: bool = False
    accepted_later: bool = False

    @property
    def lawful_but_broken(self) -> bool:
        """The company did not keep its own word, and did what the law asks."""
        return self.promise is Timing.BROKEN and self.law is not Timing.BROKEN


def answer_timing(
    dates: DueDates, today: date, *, answered_on: date | None, extension_told_on: date | None
) -> AnswerTiming:
    """How both clocks stand on local day ``today``. An answer sent on the last day is kept."""
    valid = extension_told_on is not None and extension_told_on <= dates.law_due
    law_end = dates.law_ext_due if valid else dates.law_due
    promise = Timing.NONE if dates.promise_due is None else _against(dates.promise_due, today, answered_on)
    void = extension_told_on is not None and not valid
    return AnswerTiming(promise, _against(law_end, today, answered_on), void)


def timing_of(request: Request, today: date, time_zone: str) -> AnswerTiming:
    """How both clocks of a request stand on local day ``today``.

    A request that its person ended, or that is answered in another case, is owed to nobody any more.
    """
    told = _day(request.course.extension_began_at or request.extension_told_at, time_zone)
    extended = told if request.extension_told_at else None
    law_end = law_end_of(request, time_zone)
    answered = _day(request.course.sending_began_at or request.answered_at, time_zone)
    accepted = _day(request.answered_at, time_zone)
    if request.answered_at is None:
        answered = None
    promise, law = _clock(request, request.promise_due, today, answered), _clock(request, law_end, today, answered)
    if request.suspended_from and not request.suspended_until and answered is None:
        law = Timing.SUSPENDED
    void = extended is not None and request.law_due is not None and extended > request.law_due
    ends = [end for end in (request.promise_due, law_end) if end is not None]
    return AnswerTiming(
        promise=Timing.NONE if request.promise_due is None else promise,
        law=law,
        extension_void=void,
        extension_doubtful=extended is not None and request.course.extension_ground not in UNDISPUTED_GROUNDS,
        accepted_later=any(answered <= end < accepted for end in ends) if answered and accepted else False,
    )


def runs_from(request: Request, time_zone: str) -> date:
    """The local day from which the clock of a request runs: that of its receipt, or the last day that somebody named
    who leaves later, for the erasure that the leaving is."""
    if request.right == ERASURE and request.course.ends_on is not None:
        return request.course.ends_on
    return local_date(request.received_at, time_zone)


def law_end_of(request: Request, time_zone: str) -> date | None:
    """The law's day; the extended one only where the extension was delivered in time (Art. 12(3) GDPR)."""
    told = _day(request.course.extension_began_at or request.extension_told_at, time_zone)
    if request.extension_told_at and told and request.law_due and request.law_ext_due and told <= request.law_due:
        return request.law_ext_due
    return request.law_due


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days between a timely question who somebody is and the answer to it. ``late_asked``: nothing is credited."""

    days: int
    late_asked: bool


def is_late_asked(received: date, asked_on: date, ask_within: Period) -> bool:
    """A question asked later than ``ask_within`` after receipt was not asked without undue delay (EDPB 01/2022)."""
    return asked_on > after(received, ask_within)


def suspension(received: date, asked_on: date, answered_on: date, ask_within: Period) -> Suspension:
    """The days the clock stood still while we waited to learn who somebody is (EDPB 01/2022).

    Only a question asked without undue delay, within ``ask_within`` of receipt, stops the clock, and only from the
    question to its answer.
    """
    if is_late_asked(received, asked_on, ask_within):
        return Suspension(0, late_asked=True)
    return Suspension(max(0, (answered_on - asked_on).days), late_asked=False)


def suspended_days(request: Request, today: date) -> int:
    """For how many days the law's clock of this request has stood still by ``today``."""
    if request.suspended_from is None:
        return 0
    return max(0, ((request.suspended_until or today) - request.suspended_from).days)


def _clock(request: Request, end: date | None, today: date, answered: date | None) -> Timing:
    owed_to_nobody = request.state is RequestState.STOPPED or request.course.ended in (Ended.WITHDRAWN, Ended.JOINED)
    if owed_to_nobody and answered is None:
        return Timing.KEPT
    return (
        Timing.KEPT if end is None and answered else Timing.RUNNING if end is None else _against(end, today, answered)
    )


def _against(end: date, today: date, answered_on: date | None) -> Timing:
    if answered_on is not None:
        return Timing.KEPT if answered_on <= end else Timing.BROKEN
    return Timing.RUNNING if today <= end else Timing.BROKEN


def _day(moment: datetime | None, time_zone: str) -> date | None:
    return local_date(moment, time_zone) if moment else None
