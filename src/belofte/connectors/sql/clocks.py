"""Clock columns: where the day of an event stands, and how a database is asked what is as old as a day.

Whether a row is past its term is decided as everywhere: the clock value becomes a day in the policy's time zone. The
database only finds what is surely older, and what lies so near the boundary that it must be looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from belofte.connectors.sql.changing import RANDOM
from belofte.connectors.sql.literals import literal
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.schema import Column, Holds
from belofte.domain.system_map import Collection, EraseClear

_NEAR = timedelta(days=2)
"""No time zone is further from another than this."""
_NEVER = "1 = 0"


class NotMapped(Exception):
    """A question about a collection or an event that the map does not have. The message is the answer's ``why``."""


@dataclass(frozen=True, slots=True)
class EventColumn:
    """A collection's rows that still hold something, and the expression of one of its events."""

    event: str
    column: Column
    source: str
    condition: str


class Clocks:
    """The clock columns of one map."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def of(self, name: str, event: str) -> EventColumn:
        """Where this event stands for the rows of a collection. Raises :class:`NotMapped`."""
        collection = self._collection(name)
        place = collection.clock.get(event)
        if place is None:
            raise NotMapped(f"{name} has no column for the event {event}")
        expression, joins = self._statements.clock(name, event)
        if not expression:
            raise NotMapped(f"{name} does not reach {place}")
        target, _, column = place.rpartition(".")
        held = self._statements.table(target or name).columns[column]
        return EventColumn(expression, held, f"FROM {self.table(name)}{joins}", self.holds(collection))

    def _collection(self, name: str) -> Collection:
        if name not in self._statements.system.collections:
            raise NotMapped(f"{name} is not in the map")
        return self._statements.system.collections[name]

    def table(self, name: str) -> str:
        """The FROM item of a collection's rows ``t``."""
        self._collection(name)
        return f"{self._statements.rendering.table(self._statements.table(name))} AS t"

    def holds(self, collection: Collection) -> str:
        """The row still holds something its erase rule would take away. A shell that stays is not a row of a person."""
        if not isinstance(collection.erase, EraseClear):
            return "1 = 1"
        held = [self._differs(column, value) for column, value in collection.erase.values.items()]
        return f"({' OR '.join(filter(None, held)) or _NEVER})"

    def _differs(self, column: str, value: str | int | bool | None) -> str:
        own = f"t.{self._statements.rendering.name(column)}"
        if value is None:
            return f"{own} IS NOT NULL"
        if isinstance(value, bool):
            return f"{own} <> {str(value).upper()}"
        if isinstance(value, int):
            return f"{own} <> {value}"
        if RANDOM not in value:
            return f"{own} <> {self._text(value)}"
        start = value.partition(RANDOM)[0]
        return f"substr({own}, 1, {len(start)}) <> {self._text(start)}" if start else ""

    def _text(self, value: str) -> str:
        return literal(value, self._statements.schema.dialect)


@dataclass(frozen=True, slots=True)
class EventsRead:
    """The expressions of some events of the rows ``t``, and the joins these take; "" where all stand in the row."""

    expressions: Mapping[str, str]
    joins: str


def events_read(statements: Statements, name: str, events: Iterable[str]) -> EventsRead:
    """How these events are read, tags among them. Raises :class:`NotMapped`."""
    reading, collection = statements.reading(name, whole=False), statements.system.collections[name]
    expressions: dict[str, str] = {}
    for event in events:
        if event not in reading.events:
            raise NotMapped(f"{name} has no column for the event {event}")
        expressions[event] = reading.expressions[reading.events[event] - 1]
    own = statements.table(name).columns
    away = any(collection.clock[event] not in own for event in expressions if event in collection.clock)
    return EventsRead(expressions, reading.joins if away else "")


def bounds(of: EventColumn, day: date) -> tuple[str, str]:
    """Conditions for *clearly older than* and for *near the boundary, decide here*."""
    low, high = day - _NEAR, day + _NEAR
    match of.column.holds:
        case Holds.DATE | Holds.MOMENT:
            first, last = f"'{low.isoformat()}'", f"'{high.isoformat()}'"
        case Holds.INTEGER:
            first, last = (str(int(datetime.combine(d, time(), UTC).timestamp())) for d in (low, high))
        case _:
            return _NEVER, f"{of.event} IS NOT NULL"
    return f"{of.event} < {first}", f"{of.event} >= {first} AND {of.event} < {last}"


def possibly_past(of: EventColumn, day: date) -> str:
    """The condition that no row fails whose day is ``day`` or earlier; some that pass are younger, or hold no date."""
    if of.column.holds in (Holds.DATE, Holds.MOMENT):
        return f"{of.event} < '{(day + _NEAR).isoformat()}'"
    return f"{of.event} IS NOT NULL"
