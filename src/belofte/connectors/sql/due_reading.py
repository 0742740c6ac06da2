"""All that makes the rows of one collection due, as the database itself reads it: the days of its terms, and what
concerns only some rows (a tag, a purpose that began). One condition, and the days by which rows are counted together.

What decides elsewhere for one record (:class:`belofte.domain.retention.Due`) is written here as a condition for all; a
property compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from belofte.connectors.sql.clocks import Clocks, EventColumn, EventsRead, NotMapped, events_read, possibly_past
from belofte.connectors.sql.own_days import OwnDay, begins_once, own_day
from belofte.connectors.sql.reading import Statements
from belofte.domain.policy import Text
from belofte.domain.retention import ONE_DAY, Term, Unless
from belofte.domain.worded import worded
from belofte.ports import DueAsk

_ANY_DAY = "1970-01-01"


@dataclass(frozen=True, slots=True)
class _Read:
    """One term's event: its column, and its day."""

    of: EventColumn
    day: OwnDay


@dataclass(frozen=True, slots=True)
class DueReading:
    """The terms of one ask. The first of them is the one whose days make the batches."""

    ask: DueAsk
    joins: str
    read: Mapping[str, _Read]
    has: Mapping[str, str]  # event of a tag or a purpose -> an expression that is NULL where a row has none

    @property
    def first(self) -> OwnDay:
        return self.read[self.ask.past[0].event].day

    @property
    def is_simple(self) -> bool:
        """One day in the row itself decides: an index on it answers most questions."""
        return len(self.ask.past) == 1 and not self.ask.unless and not self.joins

    @property
    def whole(self) -> str:
        """The condition: due."""
        return self.until(self.ask.past[0].last)

    def until(self, last: date) -> str:
        """The condition: due, and the first day is this one or earlier."""
        return self._all(self.first.until(last))

    def between(self, first: date, last: date) -> str:
        """The condition: due, and the first day is one of these."""
        return self._all(self.first.between(first, last))

    def possibly(self) -> str:
        """The condition that no row fails whose terms are over; some that pass are younger, or hold no date."""
        return " AND ".join(possibly_past(self.read[term.event].of, term.last) for term in self.ask.past)

    def together(self) -> Mapping[str, str]:
        """Expressions by which rows are counted together: rows that are alike in them stand alike. A day that does not
        concern a row is left out of it."""
        found = {term.event: self.read[term.event].day.daily for term in self.ask.past}
        for event in dict.fromkeys(term.event for one in self.ask.unless for term in one.past):
            found.setdefault(event, f"CASE WHEN {self._concerned(event)} THEN {self.read[event].day.daily} END")
        for one in self.ask.unless:  # that it is there matters, not since when
            found.setdefault(one.event, f"CASE WHEN {self.has[one.event]} IS NOT NULL THEN '{_ANY_DAY}' END")
        return found

    def _concerned(self, event: str) -> str:
        """Whether an event has a say about a row."""
        mine = [one.event for one in self.ask.unless if event in (one.event, *(term.event for term in one.past))]
        return "(" + " OR ".join(f"{self.has[one]} IS NOT NULL" for one in mine) + ")"

    def _all(self, first: str) -> str:
        more = [self.read[term.event].day.until(term.last) for term in self.ask.past[1:]]
        return " AND ".join([first, *more, *map(self._unless, self.ask.unless)])

    def _unless(self, one: Unless) -> str:
        over = " AND ".join(self.read[term.event].day.until(term.last) for term in one.past)
        return f"({self.has[one.event]} IS NULL{f' OR ({over})' if over else ''})"


def due_reading(statements: Statements, ask: DueAsk, zone: tzinfo) -> DueReading | Text:
    """How the database reads an ask; or why its records are looked at one by one."""
    name, clock = ask.collection, statements.system.collections[ask.collection].clock
    each = list(_each(ask))
    try:
        how = events_read(statements, name, ask.due.events)
    except NotMapped:
        return worded("de kaart noemt niet elke dag die beslist", "the map does not name every day that decides")
    if reason := _not_one(statements, ask):
        return reason
    read: dict[str, _Read] = {}
    for event in dict.fromkeys(event for event in ask.due.events if event in clock):
        one = _read(statements, how, name, event, zone)
        if one is None:
            return _unread(clock[event])
        read[event] = one
    for term in each:
        if not begins_once(term.last + ONE_DAY, zone):
            return _unread(clock[term.event])
    has = {one.event: _has(how, read, one.event) for one in ask.unless}
    return DueReading(ask, how.joins, read, has)


def _each(ask: DueAsk) -> Iterator[Term]:
    yield from ask.past
    for one in ask.unless:
        yield from one.past


def _read(statements: Statements, how: EventsRead, name: str, event: str, zone: tzinfo) -> _Read | None:
    of = replace(Clocks(statements).of(name, event), event=how.expressions[event])
    day = own_day(of, zone, statements.schema.dialect)
    return _Read(of, day) if day else None


def _has(how: EventsRead, read: Mapping[str, _Read], event: str) -> str:
    """A tag is there or not; a day may be written as nothing."""
    return read[event].day.there if event in read else how.expressions[event]


def _unread(place: str) -> Text:
    return worded(
        "de databank leest de dag in {place} niet zoals hier",
        "the database does not read the day in {place} as we do",
        place=place,
    )


def _not_one(statements: Statements, ask: DueAsk) -> Text | None:
    """A day that lies in a row this one refers to decides only where that is one row."""
    own = statements.table(ask.collection).columns
    clock = statements.system.collections[ask.collection].clock
    for event in ask.due.events:
        place = clock.get(event)
        if place is None or place in own:
            continue
        if not statements.leads_to_one(ask.collection, place):
            return worded(
                "meer dan één rij kan de dag in {place} geven",
                "more than one row may give the day in {place}",
                place=place,
            )
    return None
