"""The day of an event as the database itself reads it: exactly the day that the policy's time zone gives.

A date and a time stamp are compared by the database; the bounds of a day are worked out here, from the time zone.
SQLite has no such types: there the very function decides that decides everywhere. What is written as text or as seconds
since 1970 elsewhere, and a day that begins twice, are left to be looked at one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from belofte.connectors.sql.clocks import EventColumn, possibly_past
from belofte.connectors.sql.schema import Holds
from belofte.connectors.sql.values import NotADate, day_of
from belofte.domain.retention import ONE_DAY

_QUARTER = 900  # seconds
NO_DATE = "!"
"""What SQLite's day of a value is that is no date."""


class OwnDay(Protocol):
    """One clock column. A row without a day passes no condition."""

    @property
    def ordered(self) -> str:
        """An expression that comes later for a later day, and that ``day_of`` makes the day of."""
        ...

    @property
    def daily(self) -> str:
        """The same, and equal for all moments of one day as far as rows are counted together."""
        ...

    @property
    def there(self) -> str:
        """An expression that is NULL where there is no day."""
        ...

    def until(self, last: date) -> str:
        """The condition: the day is ``last`` or earlier."""
        ...

    def between(self, first: date, last: date) -> str:
        """The condition: the day is one of these, both included."""
        ...


def own_day(of: EventColumn, zone: tzinfo, dialect: str) -> OwnDay | None:
    """How the database reads this column; None where it would not read it as everywhere."""
    if of.column.holds not in (Holds.DATE, Holds.MOMENT):
        return None
    if dialect == "sqlite":
        return _ByFunction(of, f"belofte_day({of.event}, '{zone}')") if _named(zone) else None
    if dialect == "postgresql" and "timestamptz" in of.column.binds:
        return _Compared(of.event, of.column.holds, zone)
    return _Compared(of.event, of.column.holds)


@dataclass(frozen=True, slots=True)
class _Compared:
    """A date or a moment. Without a zone its day is the one that is written; with one, the day it was there."""

    ordered: str
    holds: Holds
    zone: tzinfo | None = None

    @property
    def daily(self) -> str:
        """Moments with a zone by the quarter of an hour, for all days of all zones begin with one."""
        if self.holds is Holds.DATE:
            return self.ordered
        if self.zone is None:
            return f"CAST({self.ordered} AS DATE)"
        return f"to_timestamp(floor(extract(epoch FROM {self.ordered}) / {_QUARTER}) * {_QUARTER})"

    @property
    def there(self) -> str:
        return self.ordered

    def until(self, last: date) -> str:
        return f"{self.ordered} < '{self._begin(last + ONE_DAY)}'"

    def between(self, first: date, last: date) -> str:
        return f"{self.until(last)} AND {self.ordered} >= '{self._begin(first)}'"

    def _begin(self, day: date) -> str:
        """The first moment of a day; in UTC where there is a zone."""
        if self.zone is None:
            return day.isoformat()
        return datetime.combine(day, time(), self.zone).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S+00")


@dataclass(frozen=True, slots=True)
class _ByFunction:
    """SQLite: what is surely younger is left out by the index, the function decides of the rest."""

    of: EventColumn
    ordered: str

    @property
    def daily(self) -> str:
        return self.ordered

    @property
    def there(self) -> str:
        return self.ordered

    def until(self, last: date) -> str:
        return self.between(date.min, last)

    def between(self, first: date, last: date) -> str:
        return f"{possibly_past(self.of, last)} AND {self.ordered} BETWEEN '{first}' AND '{last}'"


def begins_once(day: date, zone: tzinfo) -> bool:
    """Whether the days of a zone part cleanly at the begin of this one: where clocks go back over midnight, moments of
    the day before come after it has begun."""
    begin = datetime.combine(day, time(), zone)
    first, again = begin.astimezone(UTC), begin.replace(fold=1).astimezone(UTC)
    shortly_before = (first - timedelta(seconds=1)).astimezone(zone).date()
    return first == again and first.astimezone(zone).date() == day and shortly_before < day


def _named(zone: tzinfo) -> bool:
    """Whether a zone has a name that other programs know."""
    try:
        return bool(ZoneInfo(str(zone)).key)
    except (ZoneInfoNotFoundError, ValueError):
        return False


@lru_cache(maxsize=8)
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


def day_in(value: object, zone: str) -> str | None:
    """SQLite's ``belofte_day``: the day as ISO text, None for no value, :data:`NO_DATE` for what is no date."""
    try:
        day = day_of(value, _zone(zone))
    except NotADate:
        return NO_DATE
    return day.isoformat() if day else None
