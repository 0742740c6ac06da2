"""Statements both of our databases know but spell apart: insert-or-change, and long lists of ids in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
PIECE = 10_000
"""Ids in one IN list: below SQLite's 32,766 and Postgres' 65,535 parameters."""


def put_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows; where the primary key is there already, the other columns are changed."""
    if not rows:
        return
    connection.execute(_put(connection.dialect.name, table, tuple(rows[0])), list(rows))


@lru_cache(maxsize=256)
def _put(dialect: str, table: Table, columns: tuple[str, ...]) -> Executable:
    """The statement for rows with these columns, made once."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    keys = [column.name for column in table.primary_key]
    statement = insert(table)
    changed = {name: statement.excluded[name] for name in columns if name not in keys}
    if changed:
        return statement.on_conflict_do_update(index_elements=keys, set_=changed)
    return statement.on_conflict_do_nothing(index_elements=keys)


def pieces(items: Sequence[T], size: int = PIECE) -> Iterator[Sequence[T]]:
    """The list in pieces that fit into one statement."""
    for at in range(0, len(items), size):
        yield items[at : at + size]
