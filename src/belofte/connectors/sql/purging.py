"""Makes erasure physical, or names the day on which it will be. DELETE alone leaves the bytes where they were.

SQLite: we overwrite what we delete (``secure_delete``), but the application's own earlier deletions did not, so a file
of ordinary size is rewritten (``VACUUM``); the write-ahead log is emptied by a checkpoint that fails softly while
anybody reads, so its answer is read and it is repeated. Postgres: ``VACUUM`` frees the rows' place, and the write-ahead
log and the backups keep copies until the day the map names. MariaDB: the purge thread does it; again the backups' day
(sqlite.org/pragma.html#pragma_secure_delete, postgresql.org/docs/current/routine-vacuuming.html).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from belofte.connectors.sql.database import Database
from belofte.connectors.sql.faults import diagnose
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.session import DatabaseFault
from belofte.domain.clock import after
from belofte.domain.plan import ERASING, Failure, Outcome
from belofte.domain.policy import Period
from belofte.ports import Order, Result

_REWRITTEN_UP_TO = 512 * 2**20  # bytes; a larger SQLite file is rewritten only if it has pages of deleted rows
_CHECKPOINTS = 12
_CHECKPOINT_PAUSE = 0.25  # seconds

_READER = "Somebody reads this database without a pause, so its write-ahead log cannot be emptied: it is tried again."
_NO_TERM = "Say in the map how long backups live, such as backups: 35 days; until then nobody can name the day."


def purge(
    database: Database, statements: Statements, orders: Sequence[Order], today: date, backups: Period | None
) -> list[Result]:
    """One result an order: done, or pending until the last copy is gone. Raises :class:`DatabaseFault`."""
    touched = {line.collection for order in orders for line in order.lines if line.decision in ERASING}
    failure = _purged(database, statements, sorted(touched)) if touched else None
    return [_result(order, database.dialect, today, backups, failure) for order in orders]


def _result(order: Order, dialect: str, today: date, backups: Period | None, failure: Failure | None) -> Result:
    if not any(line.decision in ERASING for line in order.lines):
        return Result(order.request, Outcome.DONE)
    if failure is not None:
        return Result(order.request, Outcome.FAILED, problem=failure)
    if backups is not None:
        return Result(order.request, Outcome.PENDING, until=after(today, backups))
    if dialect == "sqlite":
        return Result(order.request, Outcome.DONE)
    return Result(order.request, Outcome.MANUAL, problem=Failure(False, "backups", _NO_TERM))


def _purged(database: Database, statements: Statements, touched: Iterable[str]) -> Failure | None:
    with database.connection() as connection:
        try:
            if database.dialect == "sqlite":
                return _sqlite(connection)
            if database.dialect == "postgresql":
                tables = ", ".join(statements.rendering.table(statements.table(name)) for name in touched)
                connection.exec_driver_sql(f"VACUUM (TRUNCATE FALSE) {tables}")
        except DBAPIError as error:
            raise DatabaseFault(diagnose(error, "")) from None
    return None


def _sqlite(connection: Connection) -> Failure | None:
    waiting = int(connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one())
    pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    size = int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
    free = int(connection.exec_driver_sql("PRAGMA freelist_count").scalar_one())
    if pages * size <= _REWRITTEN_UP_TO or free:
        connection.exec_driver_sql("VACUUM")
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")  # its answer says that it was busy; waiting is done here
    busy = 1
    for _ in range(_CHECKPOINTS):
        busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        if not busy:
            break
        time.sleep(_CHECKPOINT_PAUSE)
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {waiting}")
    return Failure(True, "write-ahead log", _READER) if busy else None
