"""The financial year of a company, also where it was changed on the way.

Most companies use the calendar year; a broken year starts elsewhere. Whoever changes it has one year that is shorter or
longer than the others, and records of earlier years go on counting from the year in which they fell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from belofte.domain.policy import Policy

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Changed:
    """On ``on`` a financial year began; the years before it began on ``month`` and ``day``. ``runs_on``: the last of
    those went on until here and was long; else it was cut off and was short."""

    on: date
    month: int
    day: int
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class BookYear:
    """``month`` and ``day`` on which the financial year begins today; ``changes`` oldest first."""

    month: int = 1
    day: int = 1
    changes: tuple[Changed, ...] = ()

    def first_day(self, on: date) -> date:
        """The first day of the financial year in which ``on`` falls."""
        begins, ends, month, day = self._counted(on)
        start = _newest(on, month, day)
        if ends is not None and ends.runs_on and _next(start, month, day) > ends.on:
            start = _newest(start - ONE_DAY, month, day)  # what would be a stub belongs to the year before it
        return max(start, begins) if begins else start

    def last_day(self, on: date) -> date:
        """The last day of the financial year in which ``on`` falls."""
        _, ends, month, day = self._counted(on)
        following = _next(on, month, day)
        if ends is None or (following < ends.on and not (ends.runs_on and _next(following, month, day) > ends.on)):
            return following - ONE_DAY
        return ends.on - ONE_DAY

    def _counted(self, on: date) -> tuple[date | None, Changed | None, int, int]:
        """Since when years are counted as on this day, the change that ends it, and the month and day they begin."""
        ends = next((change for change in self.changes if on < change.on), None)
        begins = max((change.on for change in self.changes if change.on <= on), default=None)
        return (begins, ends, ends.month, ends.day) if ends else (begins, None, self.month, self.day)


CALENDAR_YEAR = BookYear()


def book_year_of(policy: Policy) -> BookYear:
    """The financial year of the company: the calendar year unless it says otherwise."""
    first = policy.controller.book_year_starts
    stated = sorted(policy.controller.book_year_changes.values(), key=lambda change: change.on)
    changes = tuple(
        Changed(date.fromisoformat(one.on), *_month_and_day(one.before), one.last_year == "long") for one in stated
    )
    return BookYear(*_month_and_day(first or "01-01"), changes)


def _month_and_day(written: str) -> tuple[int, int]:
    return int(written[:2]), int(written[3:])


def _newest(on: date, month: int, day: int) -> date:
    start = date(on.year, month, day)
    return start if start <= on else date(on.year - 1, month, day)


def _next(on: date, month: int, day: int) -> date:
    start = date(on.year, month, day)
    return start if start > on else date(on.year + 1, month, day)
