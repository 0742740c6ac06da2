"""Comparing terms that keep their unit: is there a day on which one ends after the other?

30 days and one month cannot be compared by length, only from a starting day. Four years from 1 January 2025 hold every
combination of month length and leap day, so looking at each day of them decides it for all years.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from belofte.domain.policy import Period, Text, Unit
from belofte.domain.policy_rules.words import MONTHS

_CYCLE_START = date(2025, 1, 1)
_CYCLE_DAYS = 4 * 365 + 1


def end_of(start: date, period: Period) -> date:
    """The last day of ``period`` counted from the day after ``start`` (Regulation 1182/71, art. 3).

    A term that ends after the last day a calendar knows ends on that day.
    """
    match period.unit:
        case Unit.HOURS:
            return _days_on(start, -(-period.count // 24))
        case Unit.DAYS:
            return _days_on(start, period.count)
        case Unit.WEEKS:
            return _days_on(start, 7 * period.count)
        case Unit.MONTHS:
            return _same_date(start, period.count)
        case Unit.YEARS:
            return _same_date(start, 12 * period.count)


def days_longer(period: Period, limit: Period) -> tuple[date, ...]:
    """The starting days, in one cycle of leap years, from which ``period`` ends after ``limit``."""
    if _of_one_measure(period, limit) and _size(period) <= _size(limit):
        return ()
    return tuple(start for start in _cycle() if end_of(start, period) > end_of(start, limit))


def is_longer(period: Period, limit: Period) -> bool:
    """Whether ``period`` can end after ``limit``."""
    if _of_one_measure(period, limit):
        return _size(period) > _size(limit)
    return any(end_of(start, period) > end_of(start, limit) for start in _cycle())


def days_of_year(days: tuple[date, ...]) -> Text:
    """Days as spans of the year: "30 January - 29 February", in both languages."""
    leap_year = [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]
    wanted = {(day.month, day.day) for day in days}
    spans: list[tuple[date, date]] = []
    for day in leap_year:
        if (day.month, day.day) not in wanted:
            continue
        if spans and spans[-1][1] == day - timedelta(days=1):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return Text({language: ", ".join(_span(first, last, language) for first, last in spans) for language in MONTHS})


def _span(first: date, last: date, language: str) -> str:
    begin = f"{first.day} {MONTHS[language][first.month - 1]}"
    end = f"{last.day} {MONTHS[language][last.month - 1]}"
    return begin if first == last else f"{begin} – {end}"


_IN_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}
_IN_HOURS = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WEEKS: 168}


def _of_one_measure(period: Period, limit: Period) -> bool:
    """Whether both are counted in months and years, or both in days, weeks and hours: then length alone decides."""
    return (period.unit in _IN_MONTHS) == (limit.unit in _IN_MONTHS)


def _size(period: Period) -> int:
    return period.count * (_IN_MONTHS.get(period.unit) or _IN_HOURS[period.unit])


def _cycle() -> Iterator[date]:
    return (_CYCLE_START + timedelta(days=n) for n in range(_CYCLE_DAYS))


def _days_on(start: date, days: int) -> date:
    return start + timedelta(days=min(days, (date.max - start).days))


def _same_date(start: date, months: int) -> date:
    """The same date so many months on, or the last day of that month where it has no such date."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
