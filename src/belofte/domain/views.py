"""SQL for jobs that join: a view per purpose with the numbers of those whose data may be used for it.

Two places. *In the store* (SQLite, Postgres) the views look at the states themselves, so they are true at the very
instant. *In a database of the company* (SQLite, Postgres, MariaDB) they look at a mirror: two tables that Belofte
fills, states and the moment they were last compared; older than a second, and every view is empty. Either way only
what a state can say is in it: what an activity rests on is asked with ``use()``.

A view answers for staff in general (no role) and for all the data of its purpose. Names are the purpose's with
underscores; a purpose whose bits are beyond the lowest 62 gets a view that lets nobody through, and says so; so do two
purposes whose names are the same with underscores. A view of a purpose that the policy no longer has goes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum

from belofte.domain.decision import Rule, Table
from belofte.domain.subject_state import ERASED, LEFT, NOTHING, RESTRICTED

LOWEST = 62
"""Bits a number in SQL can hold in every database, never negative."""
PREFIX = "belofte"
FRESH_SECONDS = 1


class Dialect(StrEnum):
    """A database the statements are for."""

    SQLITE = "sqlite"
    POSTGRES = "postgresql"
    MARIADB = "mariadb"


def view_name(purpose: str) -> str:
    """The name of a purpose's view."""
    return f"{PREFIX}_may_{re.sub('[^a-z0-9]', '_', purpose.lower())}"


def is_ours(view: str) -> bool:
    """Whether a view of a database is one of a purpose, of today's policy or of an earlier one."""
    return view.startswith(f"{PREFIX}_may_")


def store_views(table: Table, dialect: Dialect, there: Iterable[str] = ()) -> Iterator[str]:
    """Statements for the views inside the store. ``there``: the views that stand there now."""
    yield from _without_purpose(table, there)
    for purpose, rule in table.rules.items():
        yield from _view(
            dialect, purpose, f"SELECT number AS subject FROM subjects WHERE {_rows(table, purpose, rule)}"
        )


def mirror_tables(dialect: Dialect) -> Iterator[str]:
    """Statements for the two tables of a mirror. Safe to repeat."""
    second = {Dialect.SQLITE: "REAL", Dialect.POSTGRES: "double precision", Dialect.MARIADB: "DOUBLE"}[dialect]
    yield (f"CREATE TABLE IF NOT EXISTS {PREFIX}_states (number BIGINT NOT NULL PRIMARY KEY, low_bits BIGINT NOT NULL)")
    yield f"CREATE TABLE IF NOT EXISTS {PREFIX}_fresh (id INTEGER NOT NULL PRIMARY KEY, seen_at {second} NOT NULL)"


def mirror_views(table: Table, dialect: Dialect, there: Iterable[str] = ()) -> Iterator[str]:
    """Statements for the views over a mirror: empty when it was compared longer than a second ago. ``there``: the views
    that stand there now."""
    yield from _without_purpose(table, there)
    fresh = f"EXISTS (SELECT 1 FROM {PREFIX}_fresh WHERE {_now(dialect)} - seen_at BETWEEN 0 AND {FRESH_SECONDS})"
    for purpose, rule in table.rules.items():
        rows = f"SELECT number AS subject FROM {PREFIX}_states WHERE {_rows(table, purpose, rule)} AND {fresh}"
        yield from _view(dialect, purpose, rows)


def removals(table: Table, there: Iterable[str] = ()) -> Iterator[str]:
    """Statements that take the views and a mirror's tables away again. ``there``: the views that stand there now."""
    yield from _without_purpose(table, there)
    for purpose in table.rules:
        yield f"DROP VIEW IF EXISTS {view_name(purpose)}"
    yield f"DROP TABLE IF EXISTS {PREFIX}_states"
    yield f"DROP TABLE IF EXISTS {PREFIX}_fresh"


def beyond(table: Table) -> list[str]:
    """Purposes whose bits are out of reach of SQL: their views let nobody through."""
    return [purpose for purpose, rule in table.rules.items() if _mask(rule) >> LOWEST]


def _without_purpose(table: Table, there: Iterable[str]) -> Iterator[str]:
    """A purpose that was renamed or given up: its view would go on saying yes."""
    ours = {view_name(purpose) for purpose in table.rules}
    yield from (f"DROP VIEW IF EXISTS {name}" for name in sorted({*there} - ours) if is_ours(name))


def _view(dialect: Dialect, purpose: str, rows: str) -> Iterator[str]:
    """A view is put in the place of the one before; SQLite has no word for that."""
    name = view_name(purpose)
    if dialect is Dialect.SQLITE:
        yield f"DROP VIEW IF EXISTS {name}"
        yield f"CREATE VIEW {name} AS {rows}"
    else:
        yield f"CREATE OR REPLACE VIEW {name} AS {rows}"


def _rows(table: Table, purpose: str, rule: Rule) -> str:
    """Whose state allows it: the conditions of ``domain/decision``, in SQL."""
    if _mask(rule) >> LOWEST or Counter(map(view_name, table.rules))[view_name(purpose)] > 1:
        return "1 = 0"
    forbidden = rule.objection
    if purpose not in table.still:
        forbidden |= RESTRICTED
    if not rule.after_leaving:
        forbidden |= ERASED | LEFT
    parts = [f"(low_bits & {forbidden}) = 0"] if forbidden != NOTHING else []
    if rule.consent is not None:
        parts.append(f"(low_bits & {rule.consent}) <> 0" if rule.consent else "1 = 0")
    return " AND ".join(parts) or "1 = 1"


def _mask(rule: Rule) -> int:
    return rule.objection | (rule.consent or NOTHING)


def _now(dialect: Dialect) -> str:
    """Seconds since 1970 by the clock of the database itself, with their fraction."""
    return {
        Dialect.SQLITE: "((julianday('now') - 2440587.5) * 86400.0)",
        Dialect.POSTGRES: "extract(epoch FROM clock_timestamp())",
        Dialect.MARIADB: "UNIX_TIMESTAMP(SYSDATE(6))",
    }[dialect]


def stamp(dialect: Dialect) -> str:
    """The statement that says the mirror was compared now, by the database's own clock."""
    now = _now(dialect)
    match dialect:
        case Dialect.MARIADB:
            return f"REPLACE INTO {PREFIX}_fresh (id, seen_at) VALUES (1, {now})"
        case Dialect.SQLITE:
            return f"INSERT OR REPLACE INTO {PREFIX}_fresh (id, seen_at) VALUES (1, {now})"
        case Dialect.POSTGRES:
            return (
                f"INSERT INTO {PREFIX}_fresh (id, seen_at) VALUES (1, {now})"
                " ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at"
            )
