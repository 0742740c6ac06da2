"""Opens databases of our own: SQLite with WAL and synchronous=FULL, or Postgres by URL. Errors lose their values here.

A write transaction on SQLite begins with ``BEGIN IMMEDIATE``: it waits for its turn at the start and not in the middle.
``secure_delete`` overwrites what is deleted; what stays in the write-ahead log goes with :func:`blind_log`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any, Literal

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, create_pool_from_url, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.util import LRUCache

from belofte.store_port import StoreBusy, StoreError

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=30000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
)
WRITES = "belofte_writes"
_COMPILED: LRUCache[Any, Any] = LRUCache(1000)
"""Statements that were compiled for SQLite."""


def sqlite_url(file: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite:///{file}"


def open_engine(url: str, synchronous: Literal["FULL", "NORMAL"] = "FULL") -> Engine:
    """An engine for our own state. ``synchronous``: SQLite's; NORMAL only where the next commit may carry this one to
    the disk. Raises :class:`StoreError` for a URL that is neither SQLite nor Postgres."""
    address = make_url(url)
    backend = address.get_backend_name()
    if backend == "sqlite":
        engine = _of_sqlite(address)
        event.listen(engine, "connect", _set_up_sqlite(synchronous))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if backend == "postgresql":
        return create_engine(
            address.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            connect_args={"client_encoding": "utf8"},
            pool_pre_ping=True,
        )
    raise StoreError(
        f"The store cannot live in {backend}.", "Set the store's URL to sqlite:///… or postgresql://…, or leave it out."
    )


def _of_sqlite(address: URL) -> Engine:
    """Every SQLite file of a process speaks through one dialect, so that a statement is compiled once a process and not
    once a file that is opened. A file that is not there yet is made for this account alone; SQLite gives what it lays
    beside it the same mode."""
    if address.database and address.database != ":memory:":
        with suppress(OSError):  # it is there already, or it cannot be made: opening it tells why
            Path(address.database).touch(mode=0o600, exist_ok=False)
    pool = create_pool_from_url(address, connect_args={"isolation_level": None})
    return Engine(pool, _dialect(), address, hide_parameters=True, execution_options={"compiled_cache": _COMPILED})


@cache
def _dialect() -> Dialect:
    """SQLite's, as this machine's version of it is."""
    engine = create_engine("sqlite://")
    with engine.connect():  # the first connection asks for the version
        pass
    engine.dispose()
    return engine.dialect


def _set_up_sqlite(synchronous: str) -> Callable[[SqliteConnection, object], None]:
    def set_up(connection: SqliteConnection, _record: object) -> None:
        for pragma in (*PRAGMAS, f"PRAGMA synchronous={synchronous}"):
            connection.execute(pragma).close()

    return set_up


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Generator[Connection, None, None]:
    """One write transaction; errors of the database become sentences without values."""
    with plain_errors(), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Generator[Connection, None, None]:
    """One snapshot that is never written to; ended with ROLLBACK."""
    options: dict[str, Any] = {WRITES: False}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with plain_errors(), engine.connect().execution_options(**options) as connection, connection.begin() as snapshot:
        yield connection
        snapshot.rollback()


@contextmanager
def plain_errors() -> Generator[None, None, None]:
    """Database errors quote values; ours keep the class of the error and say what helps (stack: guard rail 9)."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise StoreBusy(
            f"The store could not be reached or was held too long ({_class_of(error)}); nothing was written.",
            "Try again; if it stays, see that the database runs and that no other process holds it.",
        ) from None
    except SQLAlchemyError as error:
        raise StoreError(
            f"The store refused what was asked ({_class_of(error)}); nothing was written.",
            "This is a fault in Belofte: please report it with this line.",
        ) from None


def _class_of(error: SQLAlchemyError) -> str:
    return type(error.orig).__name__ if isinstance(error, DBAPIError) and error.orig else type(error).__name__


def sqlite_alone(engine: Engine, statement: str, *values: object) -> tuple[Any, ...]:
    """Run one of SQLite's statements that must stand outside every transaction; returns its row, if any."""
    with plain_errors(), closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() or ()


def blind_log(engine: Engine, patience: float = 5.0) -> bool:
    """Empty SQLite's write-ahead log, so that what was deleted is gone from it too. ``PRAGMA wal_checkpoint`` answers
    busy while anybody reads and leaves the bytes, so its answer is read and it is repeated. False: they are still there
    after ``patience`` seconds and go with a later call. On Postgres nothing can be done here: the log goes by itself,
    and the case key is what makes it blind."""
    if engine.dialect.name != "sqlite":
        return True
    deadline = time.monotonic() + patience
    while True:
        busy, _, _ = sqlite_alone(engine, "PRAGMA wal_checkpoint(TRUNCATE)")
        if not busy:
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)
