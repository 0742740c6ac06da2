"""Locks that die with their process: a lane for every system, an identity for every worker.

Only one drive at a time may work on a system, in all processes together: a step that was begun and has no receipt may
then be begun again without asking whose it was. A lease with an end time would need a guess how long a drive takes;
these locks end when the process does, also by ``kill -9``.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError


class Hold(Protocol):
    def is_held(self) -> bool:
        """Whether the lock is still ours: a database that was started anew has forgotten it."""
        ...

    def release(self) -> None:
        """Give the lock back. Calling it twice is harmless."""
        ...


class Locks(Protocol):
    def try_hold(self, name: str) -> Hold | None:
        """The lock, or None when another process or thread has it. Never waits."""
        ...


TEND = "tend"
"""Name of the lock under which the clock's work is done (letters, windows that end, cases that close)."""


def lane(system: str) -> str:
    """Name of the lock under which one system is driven."""
    return f"system:{system}"


def identity(worker_id: str) -> str:
    """Name of the lock that a process holds for as long as it works under this id."""
    return f"worker:{worker_id}"


def locks_for(database: sa.Engine) -> Locks:
    """Advisory locks on Postgres; files beside the database on SQLite, which never has more than one machine."""
    if database.dialect.name == "postgresql":
        return PostgresLocks(database)
    return FileLocks(Path(str(database.url.database)).with_suffix(".locks"))


class FileHold:
    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def is_held(self) -> bool:
        return self._descriptor is not None

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class FileLocks:
    """``flock`` on a file a name. The files stay: removing a locked file would let two processes hold one name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def try_hold(self, name: str) -> FileHold | None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._folder / _digest(name).hex(), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return FileHold(descriptor)


class PostgresHold:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection: sa.Connection | None = connection

    def is_held(self) -> bool:
        if self._connection is None:
            return False
        try:
            return self._connection.scalar(sa.select(1)) == 1
        except DBAPIError:
            return False

    def release(self) -> None:
        if self._connection is not None:
            self._connection.close()  # no pool: the session ends, and the lock with it
            self._connection = None


class PostgresLocks:
    """Session advisory locks: the server frees them when the connection ends.

    The URL must lead to Postgres itself or to a pooler in session mode. The session's keep-alive lets the server see
    within half a minute that a machine is gone.
    """

    def __init__(self, database: sa.Engine) -> None:
        self._database = sa.create_engine(
            database.url,
            poolclass=sa.NullPool,
            hide_parameters=True,
            isolation_level="AUTOCOMMIT",
            connect_args={
                "connect_timeout": 10,
                "options": "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
            },
        )

    def try_hold(self, name: str) -> PostgresHold | None:
        number = int.from_bytes(_digest(name)[:8], "big", signed=True)
        connection = self._database.connect()
        if connection.scalar(sa.select(sa.func.pg_try_advisory_lock(number))):
            return PostgresHold(connection)
        connection.close()
        return None


def _digest(name: str) -> bytes:
    """Sixteen bytes of the name's hash: a system's name may hold what a file name or an integer cannot."""
    return hashlib.sha256(f"belofte:{name}".encode()).digest()[:16]
