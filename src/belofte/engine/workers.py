"""Who is at work, and the bell that wakes them.

Every lasting process writes a heartbeat; the command line reads them before it does work itself. The bell is a number
that goes up: a process without DBOS rings it, and the workers look at once instead of at their next tick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

FRESH_SECONDS = 20.0
"""Age from which a heartbeat no longer counts: the process is gone, hangs, or cannot reach its database."""
BEATS = 4
"""Heartbeats within that time: three may be missed."""


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """A worker and the age of its last heartbeat in seconds, by the database's clock."""

    id: str
    age: float

    def is_fresh(self, within: float = FRESH_SECONDS) -> bool:
        return self.age <= within


class Workers(Protocol):
    def beat(self, worker_id: str) -> None: ...
    def leave(self, worker_id: str) -> None: ...
    def seen(self) -> Sequence[WorkerSeen]: ...
    def drives(self) -> int:
        """How many drives are begun and not ended, in all processes."""
        ...

    def ring(self) -> None: ...
    def rung(self) -> int:
        """How often the bell has been rung; a change means: look now."""
        ...


_METADATA = sa.MetaData()
_WORKER = sa.Table(
    "belofte_worker",
    _METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("beat_at", sa.Float, nullable=False),  # seconds since 1970, the database's clock
)
_BELL = sa.Table(
    "belofte_bell", _METADATA, sa.Column("id", sa.Integer, primary_key=True), sa.Column("rung", sa.Integer)
)


class SqlWorkers:
    """Heartbeats and bell in the engine's database. One clock, the database's: machines may disagree about the time."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database
        sqlite = database.dialect.name == "sqlite"
        self._now = sa.literal_column(
            "(julianday('now') - 2440587.5) * 86400.0" if sqlite else "extract(epoch from clock_timestamp())::float8",
            sa.Float,
        )
        _make_tables(database)

    def beat(self, worker_id: str) -> None:
        with self._database.begin() as connection:
            found = connection.execute(_WORKER.update().where(_WORKER.c.id == worker_id).values(beat_at=self._now))
            if found.rowcount == 0:
                connection.execute(_WORKER.insert().values(id=worker_id, beat_at=self._now))

    def leave(self, worker_id: str) -> None:
        with self._database.begin() as connection:
            connection.execute(_WORKER.delete().where(_WORKER.c.id == worker_id))

    def seen(self) -> Sequence[WorkerSeen]:
        ages = sa.select(_WORKER.c.id, (self._now - _WORKER.c.beat_at).label("age")).order_by(_WORKER.c.id)
        with self._database.connect() as connection:
            return [WorkerSeen(row.id, max(0.0, float(row.age))) for row in connection.execute(ages)]

    def drives(self) -> int:
        schema = None if self._database.dialect.name == "sqlite" else "dbos"
        with self._database.connect() as connection:
            if not sa.inspect(connection).has_table("workflow_status", schema=schema):
                return 0  # no worker ever started here
            status = sa.table("workflow_status", sa.column("status"), schema=schema)
            begun = sa.select(sa.func.count()).where(status.c.status.in_(("PENDING", "ENQUEUED")))
            return int(connection.scalar(begun) or 0)

    def ring(self) -> None:
        with self._database.begin() as connection:
            connection.execute(_BELL.update().values(rung=_BELL.c.rung + 1))

    def rung(self) -> int:
        with self._database.connect() as connection:
            return int(connection.scalar(sa.select(_BELL.c.rung)) or 0)


def _make_tables(database: sa.Engine) -> None:
    """Two processes that start at the same moment must not both make them: the second waits for the first."""
    sqlite = database.dialect.name == "sqlite"
    with database.begin() as connection:
        connection.execute(sa.text("BEGIN IMMEDIATE" if sqlite else "SELECT pg_advisory_xact_lock(7135610)"))
        _METADATA.create_all(connection)
        if connection.scalar(sa.select(sa.func.count()).select_from(_BELL)) == 0:
            connection.execute(_BELL.insert().values(id=1, rung=0))
