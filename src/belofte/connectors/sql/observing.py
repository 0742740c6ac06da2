"""What promises need to know of a database: counts only, one snapshot for all questions, no row leaves the database.

Whether a row is past its term is decided as everywhere: the clock value becomes a day in the policy's time zone. The
database counts what is clearly older; the values near the boundary, and all values of a text column, come back grouped
and are decided here, so that a time stamp at midnight is not lost between two zones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from belofte.connectors.sql.changing import RANDOM
from belofte.connectors.sql.check import Problem
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.schema import Column, Holds
from belofte.connectors.sql.session import Query, Session
from belofte.connectors.sql.values import NotADate, day_of
from belofte.domain.observing import (
    Encrypted,
    Oldest,
    PastTerm,
    Question,
    Rows,
    ServerVersion,
    Undeclared,
    WithoutStart,
    question_of,
)
from belofte.domain.promise import Observation, Reach
from belofte.domain.system_map import Collection, EraseClear

_NEAR = timedelta(days=2)
"""No time zone is further from another than this."""
_NEVER = "1 = 0"

_VERSION = {
    "sqlite": "SELECT sqlite_version()",
    "postgresql": "SHOW server_version",
    "mariadb": "SELECT version()",
}
_ENCRYPTED = {
    "postgresql": "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    "mariadb": "SHOW SESSION STATUS LIKE 'Ssl_cipher'",
}


class NotMapped(Exception):
    """A question about a collection or an event that the map does not have. The message is the answer's ``why``."""


@dataclass(frozen=True, slots=True)
class _From:
    """A collection's rows that still hold something, and the expression of one of its events."""

    event: str
    column: Column
    source: str
    condition: str


class Observing:
    """Answers questions about one database."""

    def __init__(self, statements: Statements, zone: tzinfo, seen_at: datetime, *, local: bool) -> None:
        """``local``: the connection never leaves this machine, so nobody on the way can read along."""
        self._statements, self._zone, self._seen_at, self._local = statements, zone, seen_at, local

    def answers(self, session: Session, names: Sequence[str]) -> list[Observation]:
        """One answer a name, in order."""
        return [self._answer(session, name) for name in names]

    def _answer(self, session: Session, name: str) -> Observation:
        system, question = self._statements.system.name, question_of(name)
        if question is None:
            return Observation(system, name, None, Reach.ABSENT, self._seen_at, "a database does not know this")
        try:
            return Observation(system, name, self._value(session, question), Reach.SEEN, self._seen_at)
        except NotADate:
            why = "a clock column holds something that is no date"
        except NotMapped as missing:
            why = str(missing)
        return Observation(system, name, None, Reach.UNREACHABLE, self._seen_at, why)

    def _value(self, session: Session, question: Question) -> str | int | bool | None:
        match question:
            case Oldest(collection, event):
                return self._oldest(session, collection, self._from(collection, event))
            case Encrypted():
                return self._local or self._encrypted(session)
            case ServerVersion():
                return str(session.rows(Query(_VERSION[self._statements.schema.dialect], (), ""))[0][0])
            case _:
                return self._count(session, question)

    def _oldest(self, session: Session, collection: str, of: _From) -> str | None:
        day = day_of(session.rows(Query(f"SELECT min({of.event}) {of.source}", (), collection))[0][0], self._zone)
        return day.isoformat() if day else None

    def _encrypted(self, session: Session) -> bool:
        rows = session.rows(Query(_ENCRYPTED[self._statements.schema.dialect], (), ""))
        return bool(rows and rows[0][-1])

    def _count(self, session: Session, question: PastTerm | WithoutStart | Rows | Undeclared) -> int:
        match question:
            case Rows(collection):
                return self._number(session, collection, f"FROM {self._table(collection)}")
            case WithoutStart(collection, event):
                of = self._from(collection, event)
                empty = f" OR {of.event} = ''" if of.column.holds is Holds.TEXT else ""
                return self._number(
                    session, collection, f"{of.source} WHERE {of.condition} AND ({of.event} IS NULL{empty})"
                )
            case PastTerm(collection, event, day):
                return self._past(session, collection, self._from(collection, event), day)
            case Undeclared():
                return 0  # a map that does not name everything never gets this far (MapDoesNotFit)

    def _past(self, session: Session, collection: str, of: _From, day: date) -> int:
        older, near = _bounds(of, day)
        total = self._number(session, collection, f"{of.source} WHERE {of.condition} AND {older}")
        grouped = f"SELECT {of.event}, count(*) {of.source} WHERE {of.condition} AND {near} GROUP BY {of.event}"
        for value, count in session.rows(Query(grouped, (), collection)):
            on = day_of(value, self._zone)
            total += count if on is not None and on <= day else 0
        return total

    def _number(self, session: Session, collection: str, rest: str) -> int:
        counted: int = session.rows(Query(f"SELECT count(*) {rest}", (), collection))[0][0]
        return counted

    def _from(self, name: str, event: str) -> _From:
        collection = self._collection(name)
        place = collection.clock.get(event)
        if place is None:
            raise NotMapped(f"{name} has no column for the event {event}")
        expression, joins = self._statements.clock(name, event)
        if not expression:
            raise NotMapped(f"{name} does not reach {place}")
        target, _, column = place.rpartition(".")
        held = self._statements.table(target or name).columns[column]
        return _From(expression, held, f"FROM {self._table(name)}{joins}", self._holds(collection))

    def _collection(self, name: str) -> Collection:
        if name not in self._statements.system.collections:
            raise NotMapped(f"{name} is not in the map")
        return self._statements.system.collections[name]

    def _table(self, name: str) -> str:
        self._collection(name)
        return f"{self._statements.rendering.table(self._statements.table(name))} AS t"

    def _holds(self, collection: Collection) -> str:
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
        """A text of the map as a literal. Drivers of two databases read ``%`` as a mark, so it is written twice."""
        quoted = value.replace("'", "''")
        return f"'{quoted}'" if self._statements.schema.dialect == "sqlite" else f"'{quoted.replace('%', '%%')}'"


def drifted(
    system: str, names: Iterable[str], problems: Sequence[Problem], why: str, seen_at: datetime
) -> Iterator[Observation]:
    """What can be said where the map does not fit: how much is undeclared; everything else was not looked at."""
    for name in names:
        if isinstance(question_of(name), Undeclared):
            count = sum(problem.undeclared for problem in problems)
            yield Observation(system, name, count, Reach.SEEN, seen_at)
        else:
            yield Observation(system, name, None, Reach.UNREACHABLE, seen_at, why)


def _bounds(of: _From, day: date) -> tuple[str, str]:
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
