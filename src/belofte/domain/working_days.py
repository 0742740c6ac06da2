"""Days on which the office works: neither weekend nor any holiday on which somebody may be away."""

from __future__ import annotations

from datetime import date, timedelta

from belofte.domain.country import Holidays

SATURDAY = 5
ONE = timedelta(days=1)


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Raises :class:`~belofte.domain.country.OutsideCalendar` for a day whose holidays are not known."""
    holidays.check(day)
    return day.weekday() < SATURDAY and day not in holidays.widest


def working_days_from(day: date, count: int, holidays: Holidays) -> date:
    """The working day that lies ``count`` working days after ``day``, or before it where ``count`` is negative."""
    step = ONE if count >= 0 else -ONE
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, holidays):
            day += step
    return day
