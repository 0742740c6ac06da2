"""How often somebody goes through what no program can look into: as often as anything of it can come due.

A term that counts from the end of a year ends once a year; any other can end on any day, and is gone through once a
month. Days are the policy's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from belofte.domain.book_year import CALENDAR_YEAR, BookYear
from belofte.domain.policy import RetentionRule
from belofte.domain.retention import BOOK_YEAR, ONE_DAY, YEAR, starts_of

_FIRST = 1


def begun_on(rule: RetentionRule, today: date, book_year: BookYear) -> date:
    """The first day of the period in which ``today`` lies."""
    if not _by_year(rule):
        return today.replace(day=_FIRST)
    return max(year.first_day(today) for year in _years(rule, book_year))


def begins_next(rule: RetentionRule, today: date, book_year: BookYear) -> date:
    """The first day of the period after it."""
    if not _by_year(rule):
        return date(today.year + today.month // 12, today.month % 12 + 1, _FIRST)
    return min(year.last_day(today) for year in _years(rule, book_year)) + ONE_DAY


def _by_year(rule: RetentionRule) -> bool:
    starts = starts_of(rule)
    return bool(starts) and rule.until is None and all(one.startswith((BOOK_YEAR, YEAR)) for one in starts)


def _years(rule: RetentionRule, book_year: BookYear) -> Iterator[BookYear]:
    for start in starts_of(rule):
        yield book_year if start.startswith(BOOK_YEAR) else CALENDAR_YEAR
