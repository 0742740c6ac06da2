"""The clock of a request: when the promise ends, when the law's month ends, and which of the two counts.

Regulation 1182/71 art. 3 is followed as the Court read it in C-171/03 (Toeters): the day of receipt is the day *from
which* a month runs, so what arrives on day D is due on date D of the next month; no such date, then the month's last
day; a last day that is a Saturday, Sunday or public holiday moves to the next working day. A promise of the company's
own is counted in its own unit and never moves: nobody reads "within 30 days" as "or a bit later".

The law's numbers stand here with their article; a company's numbers come from its policy.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from belofte.domain.country import Holidays
from belofte.domain.policy import Period, Rights, Text, Unit

LAW_TERM = Period(1, Unit.MONTHS)
"""Art. 12(3) GDPR: without undue delay and in any event within one month of receipt."""

EXTENDED_TERM = Period(3, Unit.MONTHS)
"""Art. 12(3) GDPR: extended by two further months, if the person was told why within the first."""

SATURDAY = 5


class Because(StrEnum):
    """Why a date fell where it did."""

    SAME_DATE = "same-date"
    MONTH_END = "month-end"
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    LAW_FIRST = "law-first"
    PROMISE_FIRST = "promise-first"
    SAME_DAY = "same-day"
    ONLY_LAW = "only-law"
    WORKING_DAY = "working-day"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step towards a date: ``of`` names the date, ``day`` the day this step is about."""

    of: str
    because: Because
    day: date
    holiday: Text | None = None


@dataclass(frozen=True, slots=True)
class DueDates:
    """All dates of one request, in local days. ``due`` is the earlier of promise and law; ``work_by`` the last working
    day up to it; ``law_ext_due`` holds only when the extension was told, with reasons, by ``law_due``."""

    received: date
    promise_due: date | None
    law_due: date
    due: date
    work_by: date
    law_ext_due: date
    reasons: tuple[Reason, ...] = ()


def local_date(moment: datetime, time_zone: str) -> date:
    """The day it was in ``time_zone``. ``moment`` must be aware."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone has no local day: give UTC")
    return moment.astimezone(ZoneInfo(time_zone)).date()


def end_of_day(moment: datetime, time_zone: str) -> datetime:
    """The last second of the day it was in ``time_zone``, in UTC: what a letter means by "up to and including"."""
    day = local_date(moment, time_zone)
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(time_zone)).astimezone(UTC)


def after(start: date, period: Period) -> date:
    """The last day of a period that runs from ``start``; the day of the event is not counted (1182/71 art. 3(1), (2)).

    Hours are counted in whole days and the rest is dropped: a date can be too early, never too late.
    """
    match period.unit:
        case Unit.MONTHS:
            return _months_after(start, period.count)
        case Unit.YEARS:
            return _months_after(start, 12 * period.count)
        case Unit.WEEKS:
            return start + timedelta(weeks=period.count)
        case Unit.DAYS:
            return start + timedelta(days=period.count)
        case Unit.HOURS:
            return start + timedelta(days=period.count // 24)


def before(end: date, period: Period) -> date:
    """The day from which a period that ends on ``end`` has run: the latest day D with ``after(D, period) <= end``."""
    start = after(end, Period(-period.count, period.unit))
    while after(start, period) > end:
        start -= timedelta(days=1)
    while after(start + timedelta(days=1), period) <= end:
        start += timedelta(days=1)
    return start


def promise_for(rights: Rights, right: str) -> Period | None:
    """The term the company itself promises for one right; None where only the law's month runs."""
    if right == "objection" and rights.objection_answer_within is not None:
        return rights.objection_answer_within
    return rights.answer_within


def due_dates(received: date, promise: Period | None, holidays: Holidays, *, suspended_days: int = 0) -> DueDates:
    """The dates of a request that arrived on local day ``received``.

    ``suspended_days`` moves the law's dates only: nothing in a promise says that it waits for anybody.
    Raises :class:`~belofte.domain.country.OutsideCalendar` where the holidays are not known.
    """
    promise_due = after(received, promise) if promise else None
    return dates_again(received, promise_due, holidays, suspended_days=suspended_days)


def dates_again(received: date, promise_due: date | None, holidays: Holidays, *, suspended_days: int = 0) -> DueDates:
    """The same for a request whose promised day stands already: what was promised on receipt never moves."""
    law_due, law_why = _law_date("law_due", received, LAW_TERM, holidays, suspended_days)
    law_ext_due, ext_why = _law_date("law_ext_due", received, EXTENDED_TERM, holidays, suspended_days)
    due = min(promise_due, law_due) if promise_due else law_due
    work_by, work_why = last_working_day(due, holidays)
    why = (*law_why, *_promise_reasons(promise_due), _which_counts(promise_due, law_due), *work_why, *ext_why)
    return DueDates(received, promise_due, law_due, due, work_by, law_ext_due, why)


def _months_after(start: date, months: int) -> date:
    month_index = start.year * 12 + start.month - 1 + months
    year, month = divmod(month_index, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _law_date(
    of: str, received: date, term: Period, holidays: Holidays, suspended_days: int
) -> tuple[date, tuple[Reason, ...]]:
    raw = after(received, term)
    reasons = [Reason(of, Because.SAME_DATE if raw.day == received.day else Because.MONTH_END, raw)]
    if suspended_days:
        raw += timedelta(days=suspended_days)
        reasons.append(Reason(of, Because.SUSPENDED, raw))
    rolled, why = _roll(of, raw, timedelta(days=1), holidays, lambda day: day in holidays.undisputed)
    return rolled, (*reasons, *why)


def last_working_day(due: date, holidays: Holidays) -> tuple[date, tuple[Reason, ...]]:
    """The office's last working day up to ``due``, and why."""
    of = "work_by"
    rolled, why = _roll(of, due, timedelta(days=-1), holidays, lambda day: day in holidays.widest)
    return rolled, why or (Reason(of, Because.WORKING_DAY, due),)


def _roll(
    of: str, day: date, step: timedelta, holidays: Holidays, is_holiday: Callable[[date], bool]
) -> tuple[date, tuple[Reason, ...]]:
    reasons: list[Reason] = []
    while True:
        holidays.check(day)
        if is_holiday(day):
            reasons.append(Reason(of, Because.HOLIDAY, day, holidays.names.get(day)))
        elif day.weekday() >= SATURDAY:
            reasons.append(Reason(of, Because.WEEKEND, day))
        else:
            return day, tuple(reasons)
        day += step


def _promise_reasons(promise_due: date | None) -> tuple[Reason, ...]:
    return (Reason("promise_due", Because.COUNTED, promise_due),) if promise_due else ()


def _which_counts(promise_due: date | None, law_due: date) -> Reason:
    if promise_due is None:
        return Reason("due", Because.ONLY_LAW, law_due)
    if promise_due == law_due:
        return Reason("due", Because.SAME_DAY, law_due)
    first = Because.LAW_FIRST if law_due < promise_due else Because.PROMISE_FIRST
    return Reason("due", first, min(promise_due, law_due))
