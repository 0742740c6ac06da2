"""What is past its terms, counted by day: one pass over what may be, or where an index tells it, from edge to edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, tzinfo
from itertools import groupby

from belofte.connectors.sql.clocks import Clocks
from belofte.connectors.sql.days_rows import DaysRows, own_keys, rows_of
from belofte.connectors.sql.due_reading import DueReading
from belofte.connectors.sql.ordered_keys import fitting
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.session import Query, Row, Session
from belofte.connectors.sql.values import day_of
from belofte.domain.located import Found, Key
from belofte.domain.retention import ONE_DAY
from belofte.domain.sweep_order import Days
from belofte.ports import DueDays, Span


class DaysCounting:
    """Counts the due rows of one ask inside one transaction. All raise ``NotADate``."""

    def __init__(self, statements: Statements, zone: tzinfo, reading: DueReading, at_once: int) -> None:
        self._statements, self._zone, self._reading, self._at_once = statements, zone, reading, at_once
        self._name, self._due = reading.ask.collection, reading.ask.due

    def due_days(self, session: Session, besides: Sequence[Key]) -> DueDays:
        """All of it; ``besides`` are counted apart."""
        named = tuple(self._named(session, besides))
        if self._reading.is_simple and self._statements.schema.dialect != "sqlite":
            spans = tuple(self._spans(session, besides))
            event = self._reading.ask.past[0].event
            return DueDays(spans, named, longest=tuple({event: span.first} for span in spans[:1]))
        due = _Due()
        days = self._due_days(self._grouped(session, besides), due)
        return DueDays(tuple(_together(days, self._at_once)), named, due.unsure, due.longest)

    def _spans(self, session: Session, besides: Sequence[Key]) -> Iterator[Span]:
        """Days from the oldest on, as many together as make a batch. All is asked before anything goes: then the index
        alone answers."""
        reading, last_due = self._reading, self._reading.ask.past[0].last
        first = self._edge(session, self._rows(reading.until(last_due), besides), 0)
        while first is not None:
            edge = self._edge(session, self._rows(reading.between(first, last_due), besides), self._at_once)
            last = last_due if edge is None else max(first, edge - ONE_DAY)
            yield Span(first, last, self._number(session, self._rows(reading.between(first, last), besides)))
            later = self._rows(reading.between(last + ONE_DAY, last_due), besides)
            first = None if edge is None else self._edge(session, later, 0)

    def _edge(self, session: Session, rows: DaysRows, after: int) -> date | None:
        """The day of the oldest row behind the first ``after`` ones."""
        text = f"SELECT {self._reading.first.ordered} FROM {rows.source} WHERE {rows.where}"
        found = session.rows(Query(f"{text} ORDER BY 1 LIMIT 1 OFFSET {after}", rows.parameters, rows.name))
        return day_of(found[0][0], self._zone) if found else None

    def _number(self, session: Session, rows: DaysRows) -> int:
        text = f"SELECT count(*) FROM {rows.source} WHERE {rows.where}"
        return int(session.rows(Query(text, rows.parameters, rows.name))[0][0])

    def _grouped(self, session: Session, besides: Sequence[Key]) -> Iterator[tuple[Days, int]]:
        """Rows that are alike in all their days, oldest first day first, and how many they are."""
        rows, alike = self._rows(self._reading.possibly(), besides), self._reading.together()
        places = ", ".join(str(number) for number in range(1, len(alike) + 1))
        text = f"SELECT {', '.join(alike.values())}, count(*) FROM {rows.source} WHERE {rows.where}"
        for row in session.stream(Query(f"{text} GROUP BY {places} ORDER BY 1", rows.parameters, rows.name)):
            yield self._days(alike, row), int(row[-1])

    def _due_days(self, grouped: Iterable[tuple[Days, int]], due: _Due) -> Iterator[tuple[date, int]]:
        """The first day of what is due, and how many; ``due`` learns the rest. A day comes once."""
        event = self._reading.ask.past[0].event
        for day, same in groupby(grouped, key=lambda one: one[0][event]):
            count = 0
            for days, alike in same:
                if self._due.holds_for(days):
                    count += alike
                    due.see(days)
                elif self._due.lacks_a_start(days):
                    due.miss(days, alike)
            if day is not None and count:
                yield day, count

    def _named(self, session: Session, named: Sequence[Key]) -> Iterator[Found]:
        """Those of the keys that are past the terms, or lack the first day of one."""
        keys, alike = fitting(self._statements, self._name, named), self._reading.together()
        if not keys:
            return
        names, key_of = self._statements.keys[self._name], self._statements.key_getter(self._name)
        source = f"{self._statements.source(self._name, names)}{self._reading.joins}"
        holds = Clocks(self._statements).holds(self._statements.system.collections[self._name])
        parameters = self._statements.rendering.parameters([(0, *key) for key in keys])
        selected = f"SELECT k.tag, {own_keys(self._statements, self._name)}, {', '.join(alike.values())}"
        text = f"{selected} FROM {source} WHERE {self._reading.possibly()} AND {holds}"
        for row in session.rows(Query(text, parameters, self._name)):
            days = self._days(alike, row[1 + len(names) :])
            if self._due.holds_for(days) or self._due.lacks_a_start(days):
                yield Found("", self._name, key_of(row), "term", events=days)

    def _rows(self, days: str, besides: Sequence[Key]) -> DaysRows:
        return rows_of(self._statements, self._reading, days, besides)

    def _days(self, alike: Mapping[str, str], row: Row) -> Days:
        return {event: day_of(value, self._zone) for event, value in zip(alike, row, strict=False)}


class _Due:
    """What is learned on the way: what lacks a first day, and what has been due longest."""

    def __init__(self) -> None:
        self._unsure: dict[frozenset[str], tuple[Days, int]] = {}
        self._longest: dict[frozenset[str], list[Days]] = {}

    @property
    def unsure(self) -> tuple[tuple[Days, int], ...]:
        return tuple(self._unsure.values())

    @property
    def longest(self) -> tuple[Days, ...]:
        return tuple(days for some in self._longest.values() for days in some)

    def miss(self, days: Days, count: int) -> None:
        """What is there decides what is said of it, not on which day it was."""
        there = _there(days)
        self._unsure[there] = (days, count + self._unsure.get(there, (days, 0))[1])

    def see(self, days: Days) -> None:
        """Kept unless another has all its days as early, or earlier."""
        there = _there(days)
        longest = self._longest.setdefault(there, [])
        if not any(all((one[event] or date.max) <= (days[event] or date.max) for event in there) for one in longest):
            longest.append(days)


def _there(days: Days) -> frozenset[str]:
    return frozenset(event for event, day in days.items() if day is not None)


def _together(days: Iterator[tuple[date, int]], at_once: int) -> Iterator[Span]:
    """Days put together to batches, none of them divided."""
    span: Span | None = None
    for day, count in days:
        if span is not None and span.count + count > at_once:
            yield span
            span = None
        span = Span(span.first if span else day, day, count + (span.count if span else 0))
    if span is not None:
        yield span
