"""Statements both of our databases know but spell apart: insert-or-change, and long lists of ids in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
PIECE = 10_000
"""Ids in one IN list: below SQLite's 32,766 and Postgres' 65,535 parameters."""


def put_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows; where the primary key is there already, the other columns are changed."""
    if not rows:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    keys = [column.name for column in table.primary_key]
    statement = insert(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    if changed:
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), list(rows))
    else:
        connection.execute(statement.on_conflict_do_nothing(index_elements=keys), list(rows))


def pieces(items: Sequence[T], size: int = PIECE) -> Iterator[Sequence[T]]:
    """The list in pieces that fit into one statement."""
    for at in range(0, len(items), size):
        yield items[at : at + size]
