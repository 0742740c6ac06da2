"""What went wrong in a database, in words that may be shown: class, table, column and remedy, never a value.

A driver's message quotes the row it stumbled on (Postgres ``DETAIL``, MariaDB ``Duplicate entry``), so only the names
in it are read: fields of Postgres' diagnostics, names between back ticks in MariaDB's, ``table.column`` in SQLite's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import psycopg
import pymysql
from sqlalchemy.exc import DBAPIError

from belofte.domain.plan import Failure


class Fault(StrEnum):
    """The kinds of failure a person can act on."""

    GONE = "gone"  # the connection
    BUSY = "busy"  # a lock, a deadlock, a snapshot that was overtaken
    RIGHTS = "rights"
    REFERENCE = "reference"
    EMPTY = "empty"
    TWICE = "twice"
    CHECK = "check"
    TOO_LONG = "too long"
    SCHEMA = "schema"
    KEPT = "kept"
    OTHER = "other"


_REMEDY: dict[Fault, str] = {
    Fault.GONE: "Nothing to decide: it is tried again when the database can be reached.",
    Fault.BUSY: "Nothing to decide: it is tried again; if it stays, look who holds a lock on this table.",
    Fault.RIGHTS: "Give the account the right that is missing: belofte doctor NAME --grants prints the statement.",
    Fault.REFERENCE: "A row that stays still refers to a row that would go: let the map clear that row instead.",
    Fault.EMPTY: "The column may not be empty: let the map put a value there, such as 'erased-{random}'.",
    Fault.TWICE: "The column holds each value once: let the map put a value with {random} there.",
    Fault.CHECK: "A rule of the database forbids the new value: let the map put a value there that the rule allows.",
    Fault.TOO_LONG: "The new value does not fit: let the map put a shorter one there.",
    Fault.SCHEMA: "Map and database differ: belofte scan shows the difference.",
    Fault.KEPT: "A trigger or a cascade changed a record that must be kept: look at what hangs on the erased tables.",
    Fault.OTHER: "The database refused it for a reason of its own, such as a trigger: look at what guards this table.",
}

_TRANSIENT = frozenset({Fault.GONE, Fault.BUSY})

_POSTGRES: dict[str, Fault] = {
    "40001": Fault.BUSY, "40P01": Fault.BUSY, "55P03": Fault.BUSY, "57014": Fault.BUSY, "53300": Fault.GONE,
    "42501": Fault.RIGHTS, "25006": Fault.RIGHTS, "23503": Fault.REFERENCE, "23001": Fault.REFERENCE,
    "23502": Fault.EMPTY, "23505": Fault.TWICE, "23514": Fault.CHECK, "23P01": Fault.CHECK, "22001": Fault.TOO_LONG,
    "42P01": Fault.SCHEMA, "42703": Fault.SCHEMA,
}  # fmt: skip

_MARIADB: dict[int, Fault] = {
    2002: Fault.GONE, 2003: Fault.GONE, 2006: Fault.GONE, 2013: Fault.GONE, 2055: Fault.GONE, 1040: Fault.GONE,
    1053: Fault.GONE, 1927: Fault.GONE, 1205: Fault.BUSY, 1213: Fault.BUSY, 1020: Fault.BUSY, 1969: Fault.BUSY,
    1142: Fault.RIGHTS, 1143: Fault.RIGHTS, 1044: Fault.RIGHTS, 1227: Fault.RIGHTS, 1290: Fault.RIGHTS,
    1451: Fault.REFERENCE, 1452: Fault.REFERENCE, 1216: Fault.REFERENCE, 1217: Fault.REFERENCE,
    1048: Fault.EMPTY, 1364: Fault.EMPTY, 1062: Fault.TWICE, 1586: Fault.TWICE, 4025: Fault.CHECK,
    1406: Fault.TOO_LONG, 1264: Fault.TOO_LONG, 1265: Fault.TOO_LONG, 1146: Fault.SCHEMA, 1054: Fault.SCHEMA,
}  # fmt: skip

_SQLITE: tuple[tuple[str, Fault], ...] = (
    ("database is locked", Fault.BUSY),
    ("database table is locked", Fault.BUSY),
    ("disk I/O error", Fault.GONE),
    ("unable to open database file", Fault.GONE),
    ("readonly database", Fault.RIGHTS),
    ("FOREIGN KEY constraint failed", Fault.REFERENCE),
    ("NOT NULL constraint failed", Fault.EMPTY),
    ("UNIQUE constraint failed", Fault.TWICE),
    ("CHECK constraint failed", Fault.CHECK),
    ("no such table", Fault.SCHEMA),
    ("no such column", Fault.SCHEMA),
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A database error without its values."""

    fault: Fault
    where: str  # table, or table.column

    @property
    def transient(self) -> bool:
        return self.fault in _TRANSIENT

    @property
    def remedy(self) -> str:
        return _REMEDY[self.fault]

    @property
    def failure(self) -> Failure:
        return Failure(self.transient, self.where, self.remedy)


def diagnose(error: DBAPIError | psycopg.Error, table: str) -> Diagnosis:
    """What an error means. ``table`` is the table that was being worked on, "" where none was."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    gone = isinstance(error, DBAPIError) and error.connection_invalidated
    if isinstance(cause, psycopg.Error):
        return _postgres(cause, table, gone=gone)
    if isinstance(cause, pymysql.Error):
        return _mariadb(cause, table, gone=gone)
    text = str(cause)
    fault = next((fault for words, fault in _SQLITE if words in text), Fault.OTHER)
    named = re.fullmatch(r"(?:NOT NULL|UNIQUE) constraint failed: ([^,]+).*", text)
    return Diagnosis(fault, named[1] if named else table)


def _postgres(cause: psycopg.Error, table: str, *, gone: bool) -> Diagnosis:
    state = cause.sqlstate or ""
    if gone or not state or (state[:2] in ("08", "57") and state != "57014") or _unprepared(cause):
        return Diagnosis(Fault.GONE, table)
    where = cause.diag.table_name or table
    if cause.diag.column_name:
        where = f"{where}.{cause.diag.column_name}"
    elif cause.diag.constraint_name:
        where = f"{where} ({cause.diag.constraint_name})"
    return Diagnosis(_POSTGRES.get(state, Fault.OTHER), where)


def _unprepared(cause: psycopg.Error) -> bool:
    """What this connection prepared is of no more use: a pooler between us and the server gave us another one, or a
    table has changed since. A new connection prepares anew."""
    return cause.sqlstate in ("26000", "42P05") or cause.diag.source_function == "RevalidateCachedQuery"


def _mariadb(cause: pymysql.Error, table: str, *, gone: bool) -> Diagnosis:
    number = int(cause.args[0]) if cause.args and isinstance(cause.args[0], int) else 0
    fault = _MARIADB.get(number, Fault.OTHER)
    if gone or number == 0:
        return Diagnosis(Fault.GONE, table)
    text = str(cause.args[1]) if len(cause.args) > 1 else ""
    if fault is Fault.REFERENCE and (
        names := re.search(r"\(`[^`]+`\.`([^`]+)`, CONSTRAINT `[^`]+` FOREIGN KEY \(`([^`]+)`", text)
    ):
        return Diagnosis(fault, f"{names[1]}.{names[2]}")
    if fault in (Fault.EMPTY, Fault.TOO_LONG) and (
        column := re.match(
            r"(?:Column|Data too long for column|Out of range value for column|Data truncated for column) '([^']+)'",
            text,
        )
    ):
        return Diagnosis(fault, f"{table}.{column[1]}")
    return Diagnosis(fault, table)
