"""What promises need to know of a database: counts only, one snapshot for all questions, no row leaves the database.

Whether a row is past its term is decided as everywhere: the clock value becomes a day in the policy's time zone. The
database counts what is clearly older; the values near the boundary, and all values of a text column, come back grouped
and are decided here, so that a time stamp at midnight is not lost between two zones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo

from belofte.connectors.sql.check import Problem
from belofte.connectors.sql.clocks import Clocks, EventColumn, NotMapped, bounds
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.schema import Holds
from belofte.connectors.sql.session import Query, Session
from belofte.connectors.sql.values import NotADate, day_of
from belofte.domain.canonical import canonical_json
from belofte.domain.observing import (
    Distinct,
    Encrypted,
    Oldest,
    PastTerm,
    Rows,
    ServerVersion,
    Setting,
    Undeclared,
    WithoutStart,
    question_of,
)
from belofte.domain.promise import Observation, Reach

_VERSION = {
    "sqlite": "SELECT sqlite_version()",
    "postgresql": "SHOW server_version",
    "mariadb": "SELECT version()",
}
_ENCRYPTED = {
    "postgresql": "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    "mariadb": "SHOW SESSION STATUS LIKE 'Ssl_cipher'",
}


OUTGOING = "outgoing"
"""The setting that tells what leaves the database by itself: to replicas, subscribers and other servers."""
_OUTGOING = {
    "postgresql": "SELECT 'publication ' || pubname FROM pg_publication UNION ALL "
    "SELECT 'foreign server ' || srvname FROM pg_foreign_server UNION ALL "
    "SELECT 'replication slot ' || slot_name FROM pg_replication_slots ORDER BY 1",
}
_CANNOT = {
    "mariadb": "MariaDB tells only its administrator which replicas and other servers it sends to",
}
_MANY = 100
"""Different values of a column that names a recipient; more of them name something else."""

_Known = PastTerm | WithoutStart | Rows | Oldest | Undeclared | Encrypted | ServerVersion | Distinct
"""What a database can answer."""


class Observing:
    """Answers questions about one database."""

    def __init__(self, statements: Statements, zone: tzinfo, seen_at: datetime, *, local: bool) -> None:
        """``local``: the connection never leaves this machine, so nobody on the way can read along."""
        self._statements, self._zone, self._seen_at, self._local = statements, zone, seen_at, local
        self._clocks = Clocks(statements)

    def answers(self, session: Session, names: Sequence[str]) -> list[Observation]:
        """One answer a name, in order."""
        return [self._answer(session, name) for name in names]

    def _answer(self, session: Session, name: str) -> Observation:
        system, question = self._statements.system.name, question_of(name)
        if isinstance(question, Setting) and question.name == OUTGOING:
            return self._outgoing(session, name)
        if question is None or isinstance(question, Setting):
            return Observation(system, name, None, Reach.ABSENT, self._seen_at, "a database does not know this")
        try:
            return Observation(system, name, self._value(session, question), Reach.SEEN, self._seen_at)
        except NotADate:
            why = "a clock column holds something that is no date"
        except NotMapped as missing:
            why = str(missing)
        return Observation(system, name, None, Reach.UNREACHABLE, self._seen_at, why)

    def _value(self, session: Session, question: _Known) -> str | int | bool | None:
        match question:
            case Oldest(collection, event, after):
                of = self._clocks.of(collection, event)
                own = self._oldest_after(session, collection, of, after) if after else None
                return own if after else self._oldest(session, collection, of)
            case Encrypted():
                return self._local or self._encrypted(session)
            case Distinct(collection, column):
                return self._distinct(session, collection, column)
            case ServerVersion():
                return str(session.rows(Query(_VERSION[self._statements.schema.dialect], (), ""))[0][0])
            case _:
                return self._count(session, question)

    def _outgoing(self, session: Session, name: str) -> Observation:
        """What the database sends on by itself; a file of one machine sends nothing."""
        system, dialect = self._statements.system.name, self._statements.schema.dialect
        if dialect in _CANNOT:
            return Observation(system, name, None, Reach.ABSENT, self._seen_at, _CANNOT[dialect])
        asked = _OUTGOING.get(dialect)
        found = [str(row[0]) for row in session.rows(Query(asked, (), ""))] if asked else list[str]()
        return Observation(system, name, canonical_json(found), Reach.SEEN, self._seen_at)

    def _distinct(self, session: Session, name: str, column: str) -> str:
        """How many rows have each value of a column that is not personal."""
        table = self._clocks.table(name)
        if column not in self._statements.system.collections[name].not_personal:
            raise NotMapped(f"{name}.{column} is not in the list not_personal, so its values are not read")
        own = f"t.{self._statements.rendering.name(column)}"
        found = f"SELECT {own}, count(*) FROM {table} WHERE {own} IS NOT NULL GROUP BY {own} ORDER BY {own}"
        rows = session.rows(Query(f"{found} LIMIT {_MANY + 1}", (), name))
        if len(rows) > _MANY:
            raise NotMapped(f"{name}.{column} has too many values to be the name of a recipient")
        return canonical_json({str(value): int(count) for value, count in rows})

    def _oldest(self, session: Session, collection: str, of: EventColumn) -> str | None:
        day = day_of(session.rows(Query(f"SELECT min({of.event}) {of.source}", (), collection))[0][0], self._zone)
        return day.isoformat() if day else None

    def _oldest_after(self, session: Session, collection: str, of: EventColumn, after: date) -> str | None:
        """Every day there is, once: what is written as text need not come in the order of its days."""
        text = f"SELECT DISTINCT {of.event} {of.source} WHERE {of.condition}"
        days = (day_of(row[0], self._zone) for row in session.stream(Query(text, (), collection)))
        oldest = min((day for day in days if day is not None and day > after), default=None)
        return oldest.isoformat() if oldest else None

    def _encrypted(self, session: Session) -> bool:
        rows = session.rows(Query(_ENCRYPTED[self._statements.schema.dialect], (), ""))
        return bool(rows and rows[0][-1])

    def _count(self, session: Session, question: PastTerm | WithoutStart | Rows | Undeclared) -> int:
        match question:
            case Rows(collection):
                return self._number(session, collection, f"FROM {self._clocks.table(collection)}")
            case WithoutStart(collection, event):
                of = self._clocks.of(collection, event)
                empty = f" OR {of.event} = ''" if of.column.holds is Holds.TEXT else ""
                return self._number(
                    session, collection, f"{of.source} WHERE {of.condition} AND ({of.event} IS NULL{empty})"
                )
            case PastTerm(collection, event, day):
                return self._past(session, collection, self._clocks.of(collection, event), day)
            case Undeclared():
                return 0  # a map that does not name everything never gets this far (MapDoesNotFit)

    def _past(self, session: Session, collection: str, of: EventColumn, day: date) -> int:
        older, near = bounds(of, day)
        total = self._number(session, collection, f"{of.source} WHERE {of.condition} AND {older}")
        grouped = f"SELECT {of.event}, count(*) {of.source} WHERE {of.condition} AND {near} GROUP BY {of.event}"
        for value, count in session.rows(Query(grouped, (), collection)):
            on = day_of(value, self._zone)
            total += count if on is not None and on <= day else 0
        return total

    def _number(self, session: Session, collection: str, rest: str) -> int:
        counted: int = session.rows(Query(f"SELECT count(*) {rest}", (), collection))[0][0]
        return counted


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
