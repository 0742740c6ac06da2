"""Opens the engine's database: SQLite in a file by default, Postgres by URL.

DBOS opens SQLite without write-ahead log: 36 syncs where 4 do. So we open it ourselves and hand the engine over.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError

from belofte.domain.errors import WrongUse

POOL_SIZE = 12
"""DBOS's own threads (queue, scheduler, notices) use up to five; the rest is for drives, the heartbeat and the bell."""


class EngineDatabaseUnfit(WrongUse):
    """The engine's database cannot be used as its address says."""


def open_engine_database(url: str) -> sa.Engine:
    """The database in which DBOS, the heartbeats and the bell live.

    ``url`` is ``sqlite:////absolute/path`` or ``postgresql://…``. Raises :class:`EngineDatabaseUnfit` for another kind.
    """
    try:
        target = sa.make_url(url)
    except ArgumentError:
        raise EngineDatabaseUnfit(
            "The engine's database address is not one.", "Write postgresql://… or sqlite:////path."
        ) from None
    if target.get_backend_name() == "sqlite":
        return _open_sqlite(target)
    if target.get_backend_name() == "postgresql":
        return sa.create_engine(
            target.set(drivername="postgresql+psycopg"),
            pool_size=POOL_SIZE,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": 10, "client_encoding": "utf8"},
        )
    raise EngineDatabaseUnfit(
        f"The engine runs on SQLite or Postgres, not on {target.get_backend_name()}.",
        "Leave its address empty for SQLite, or name a Postgres database.",
    )


def _open_sqlite(url: sa.URL) -> sa.Engine:
    if not url.database or url.database == ":memory:":
        raise EngineDatabaseUnfit(
            "The engine's SQLite database must be a file.", "Name a path: work in memory does not outlive a crash."
        )
    file = Path(url.database)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    engine = sa.create_engine(url, pool_size=POOL_SIZE, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """WAL with a sync at each commit; writers queue (IMMEDIATE) and wait rather than fail, as DBOS asks."""
    connection.isolation_level = "IMMEDIATE"
    connection.execute("PRAGMA busy_timeout=30000")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
