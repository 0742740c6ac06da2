"""One transaction on one database: statements in, rows out, and every database error without its values.

Connections are pooled. Reading is one REPEATABLE READ snapshot that ends with ROLLBACK (nothing to flush); writing ends
with COMMIT. SQLite overwrites what it deletes (``secure_delete``) and holds its foreign keys; MariaDB refuses a value
that does not fit instead of cutting it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psycopg
import pymysql
from psycopg.pq import ExecStatus
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from belofte.connectors.sql.faults import Diagnosis, Fault, diagnose
from belofte.connectors.sql.rendering import Rendering, rendering_for
from belofte.ports import SystemUnreachable

_DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "sqlite": "sqlite+pysqlite",
    "mariadb": "mariadb+pymysql",
    "mysql": "mariadb+pymysql",
}

_LOCK_SECONDS = 10
_CONNECT_SECONDS = 10
_STREAMED_AT_ONCE = 2000
_LOOSE = "belofte_outside_any_transaction"

Row = Sequence[Any]


class DatabaseFault(Exception):
    """A statement failed. Holds the diagnosis only: the driver's own message may quote a person's row."""

    def __init__(self, diagnosis: Diagnosis, *, at_commit: bool = False) -> None:
        super().__init__(f"{diagnosis.fault} at {diagnosis.where or 'the connection'}")
        self.diagnosis, self.at_commit = diagnosis, at_commit

    @property
    def again(self) -> bool:
        """May the transaction be tried again at once? Not if nobody knows whether it was committed."""
        return self.diagnosis.transient and not (self.diagnosis.fault is Fault.GONE and self.at_commit)


@dataclass(frozen=True, slots=True)
class Query:
    """One statement with its parameters. ``table`` is named in the error if the database names none."""

    statement: str
    parameters: Sequence[object]
    table: str


class Session:
    """Statements inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, query: Query) -> Sequence[Row]:
        """All rows of one query."""
        return self.all([query])[0]

    def all(self, queries: Sequence[Query]) -> list[Sequence[Row]]:
        """The rows of each query, () for a statement that has none. None of them may need another's answer."""
        return [self._one(query) for query in queries]

    def stream(self, query: Query) -> Iterator[Row]:
        """The rows of a query one after the other, through a cursor on the server's side."""
        options = {"stream_results": True, "yield_per": _STREAMED_AT_ONCE}
        try:
            with self._connection.exec_driver_sql(query.statement, tuple(query.parameters), options) as result:
                for part in result.partitions(_STREAMED_AT_ONCE):
                    yield from part
        except DBAPIError as error:
            raise DatabaseFault(diagnose(error, query.table)) from None

    def _one(self, query: Query) -> Sequence[Row]:
        try:
            result = self._connection.exec_driver_sql(query.statement, tuple(query.parameters))
            return result.fetchall() if result.returns_rows else ()
        except DBAPIError as error:
            raise DatabaseFault(diagnose(error, query.table)) from None


class Pipelined(Session):
    """Postgres: statements that do not need one another's answers go over the line together, in one round trip."""

    def all(self, queries: Sequence[Query]) -> list[Sequence[Row]]:
        """As :meth:`Session.all`."""
        raw = cast("psycopg.Connection[Row] | None", self._connection.connection.dbapi_connection)
        if raw is None:
            raise DatabaseFault(Diagnosis(Fault.GONE, ""))
        cursors = [raw.cursor() for _ in queries]
        try:
            with raw.pipeline():
                for cursor, query in zip(cursors, queries, strict=True):
                    cursor.execute(query.statement.encode(), tuple(query.parameters))
            return [cursor.fetchall() if cursor.description else () for cursor in cursors]
        except psycopg.Error as error:
            if raw.closed:
                self._connection.invalidate()
            raise DatabaseFault(diagnose(error, _failed(cursors, queries))) from None


def _failed(cursors: Sequence[psycopg.Cursor[Row]], queries: Sequence[Query]) -> str:
    """The table of the statement that failed: the last one that was begun without an answer."""
    for cursor, query in zip(cursors, queries, strict=True):
        if cursor.pgresult is None or cursor.pgresult.status == ExecStatus.FATAL_ERROR:
            return query.table
    return ""


class Database:
    """The way to one database. Raises :class:`SystemUnreachable` when it cannot be reached."""

    def __init__(self, system: str, url: str) -> None:
        self.system = system
        self.url = _url(system, url)
        self.dialect = _dialect(self.url)
        self._engine = _engine(self.url, self.dialect)
        self.rendering: Rendering = rendering_for(self._engine.dialect, self.dialect)
        self._reader = self._writer = self._loose = self._engine
        if self.dialect == "sqlite":
            self._loose = self._engine.execution_options(**{_LOOSE: True})
        elif self.dialect == "postgresql":
            self._writer = self._engine.execution_options(isolation_level="REPEATABLE READ")
            self._reader = self._writer.execution_options(postgresql_readonly=True)
            self._loose = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, for whoever listens to its events."""
        return self._engine

    @property
    def file(self) -> Path | None:
        """SQLite's file; None for a server and for a database in memory."""
        name = self.url.database or ""
        if self.dialect != "sqlite" or name in ("", ":memory:"):
            return None
        return Path(name.removeprefix("file:"))

    @property
    def local(self) -> bool:
        """Does the connection never leave this machine? A file, a socket, or a loopback address."""
        host = str(self.url.query.get("host") or self.url.host or "")
        by_socket = host.startswith("/") or "unix_socket" in self.url.query
        return self.dialect == "sqlite" or by_socket or host in ("localhost", "127.0.0.1", "::1")

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def forget(self) -> None:
        """Throw away pooled connections: the server may have ended all of them."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Generator[Session]:
        """One snapshot; nothing is written."""
        with self._connected(self._reader) as connection:
            connection.begin()
            try:
                yield self._session(connection)
            finally:
                self._end(connection)

    @contextmanager
    def writing(self) -> Generator[Session]:
        """One transaction that is committed at the end, or rolled back when anything went wrong."""
        with self._connected(self._writer) as connection:
            self._begin_writing(connection)
            try:
                yield self._session(connection)
                self._commit(connection)
            except BaseException:
                self._end(connection)
                raise

    @contextmanager
    def connection(self) -> Generator[Connection]:
        """A connection outside any transaction, for reflection and maintenance."""
        with self._connected(self._loose) as connection:
            yield connection

    def _begin_writing(self, connection: Connection) -> None:
        """On SQLite the lock is taken before anything is read: a read that turns into a write can lose its turn."""
        connection.begin()
        if self.dialect == "sqlite":
            connection.exec_driver_sql("ROLLBACK")
            self._checked(connection, "BEGIN IMMEDIATE")

    def _session(self, connection: Connection) -> Session:
        return Pipelined(connection) if self.dialect == "postgresql" else Session(connection)

    @contextmanager
    def _connected(self, engine: Engine) -> Generator[Connection]:
        self._present()
        try:
            connection = engine.connect()
        except SQLAlchemyError as error:
            raise self._unreachable(error) from None
        except (psycopg.Error, pymysql.Error):
            raise DatabaseFault(Diagnosis(Fault.GONE, "")) from None  # a pooled connection that has gone stale
        with connection:
            yield connection

    def _present(self) -> None:
        """SQLite would make an empty database where the file is missing, and find nobody in it."""
        if self.file is not None and not self.file.is_file():
            raise SystemUnreachable(
                f"The database file of system {self.system} is not there.",
                f"Look at url in systems/{self.system}.yaml, or put the file back.",
            )

    def _unreachable(self, error: SQLAlchemyError) -> SystemUnreachable:
        fault = diagnose(error, "").fault if isinstance(error, DBAPIError) else Fault.OTHER
        if fault is Fault.RIGHTS:
            return SystemUnreachable(
                f"The database of system {self.system} refused the sign-in.",
                f"Look at the account in url of systems/{self.system}.yaml.",
                transient=False,
            )
        return SystemUnreachable(
            f"The database of system {self.system} could not be reached.",
            f"See whether it runs and whether url in systems/{self.system}.yaml is right.",
        )

    def _checked(self, connection: Connection, statement: str) -> None:
        try:
            connection.exec_driver_sql(statement)
        except DBAPIError as error:
            raise DatabaseFault(diagnose(error, "")) from None

    def _commit(self, connection: Connection) -> None:
        try:
            connection.commit()
        except DBAPIError as error:
            raise DatabaseFault(diagnose(error, ""), at_commit=True) from None

    def _end(self, connection: Connection) -> None:
        try:
            connection.rollback()
        except SQLAlchemyError:
            connection.invalidate()  # the connection is lost, and the transaction with it


def _url(system: str, url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SystemUnreachable(
            f"The url of system {system} is not a database address.",
            "Write it as sqlite:///path, postgresql://user@host/name or mariadb://user@host/name.",
            transient=False,
        ) from None
    driver = _DRIVERS.get(parsed.drivername.partition("+")[0])
    if driver is None:
        raise SystemUnreachable(
            f"The url of system {system} names a kind of database that is not supported.",
            "Supported are sqlite, postgresql and mariadb.",
            transient=False,
        )
    return parsed.set(drivername=driver)


def _dialect(url: URL) -> str:
    return url.drivername.partition("+")[0]


def _engine(url: URL, dialect: str) -> Engine:
    """The pooled engine. ``hide_parameters``: no error text of SQLAlchemy may hold a value."""
    match dialect:
        case "sqlite":
            arguments: dict[str, object] = {} if "timeout" in url.query else {"timeout": _LOCK_SECONDS}
        case "postgresql":
            arguments = {"connect_timeout": _CONNECT_SECONDS, "client_encoding": "utf8"}
        case _:
            arguments = {"connect_timeout": _CONNECT_SECONDS, "charset": "utf8mb4"}
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=False, connect_args=arguments)
    event.listen(engine, "connect", {"sqlite": _sqlite, "postgresql": _postgres, "mariadb": _mariadb}[dialect])
    if dialect == "sqlite":
        event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get(_LOOSE):
        connection.exec_driver_sql("BEGIN")


def _sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late: reads would see two snapshots
    connection.create_function("belofte_unhex", 1, _unhex, deterministic=True)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")


def _unhex(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text)


def _postgres(connection: Any, _record: object) -> None:
    connection.execute(f"SET lock_timeout = '{_LOCK_SECONDS}s'")
    # Rows are asked for by key, some thousands of a table at most: by index, not by reading the table from end to end.
    connection.execute("SET random_page_cost = 1.1")
    connection.execute("SET jit = off")
    connection.commit()


def _mariadb(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')")
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(f"SET SESSION innodb_lock_wait_timeout = {_LOCK_SECONDS}")
