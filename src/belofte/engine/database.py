"""Opens the engine's database: SQLite in a file by default, Postgres by URL.

DBOS opens SQLite without write-ahead log: 36 syncs where 4 do. So we open it ourselves and hand the engine over.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

POOL_SIZE = 12
"""DBOS's own threads (queue, scheduler, notices) use up to five; the rest is for drives, the heartbeat and the bell."""


class EngineDatabaseError(Exception):
    """The engine's database cannot be used. The message says what to do and quotes no value."""


def open_engine_database(url: str) -> sa.Engine:
    """The database in which DBOS, the heartbeats and the bell live.

    ``url`` is ``sqlite:////absolute/path`` or ``postgresql://…``. Raises :class:`EngineDatabaseError` for another kind.
    """
    target = sa.make_url(url)
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
    raise EngineDatabaseError(
        f"The engine runs on SQLite or Postgres, not on {target.get_backend_name()}: change the engine's URL."
    )


def _open_sqlite(url: sa.URL) -> sa.Engine:
    if not url.database or url.database == ":memory:":
        raise EngineDatabaseError(
            "The engine's SQLite database must be a file: work in memory does not outlive a crash."
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
