"""The way to one database: pooled connections and its transactions.

Reading is one REPEATABLE READ snapshot; writing ends with COMMIT.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pymysql
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from belofte.connectors.sql.engine import LOOSE, address, dialect_of, engine_of
from belofte.connectors.sql.faults import Diagnosis, Fault, diagnose
from belofte.connectors.sql.rendering import Rendering, rendering_for
from belofte.connectors.sql.session import DatabaseFault, Pipelined, Session
from belofte.ports import SystemUnreachable


class Database:
    """The way to one database. Raises :class:`SystemUnreachable` when it cannot be reached."""

    def __init__(self, system: str, url: str) -> None:
        self.system = system
        self.url = address(system, url)
        self.dialect = dialect_of(self.url)
        self._engine = engine_of(self.url, self.dialect)
        self.rendering: Rendering = rendering_for(self._engine.dialect, self.dialect)
        self._reader = self._writer = self._loose = self._engine
        if self.dialect == "sqlite":
            self._loose = self._engine.execution_options(**{LOOSE: True})
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
                yield self.session(connection)
                self._let_go(connection)
            except BaseException:
                self._end(connection)
                raise

    @contextmanager
    def writing(self) -> Generator[Session]:
        """One transaction that is committed at the end, or rolled back when anything went wrong."""
        with self._connected(self._writer) as connection:
            self._begin_writing(connection)
            try:
                yield self.session(connection)
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

    def session(self, connection: Connection) -> Session:
        """Statements on this connection, as its database takes them quickest."""
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

    def _let_go(self, connection: Connection) -> None:
        """End a snapshot: there is nothing to keep. On Postgres with COMMIT, which writes nothing after reading; after
        a ROLLBACK the driver would forget every statement it has prepared."""
        if self.dialect == "postgresql":
            self._commit(connection)
        else:
            self._end(connection)

    def _end(self, connection: Connection) -> None:
        try:
            connection.rollback()
        except SQLAlchemyError:
            connection.invalidate()  # the connection is lost, and the transaction with it
