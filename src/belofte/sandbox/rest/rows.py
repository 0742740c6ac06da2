"""What a simulated vendor remembers, in one SQLite file that several processes may have open at once.

A row is a JSON document of one table. A deleted row may stay visible for a while (eventual consistency): it has a
moment at which it is gone, and readers compare it with the clock.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import local
from typing import Any

from belofte.loading.simulated import Table

Doc = dict[str, Any]  # a vendor's own JSON

RIGHT = "right:"
"""What the vendor's own console gave our account is kept so, one name each; nothing while nobody said anything."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS rows(
  seq INTEGER PRIMARY KEY AUTOINCREMENT, tbl TEXT NOT NULL, key TEXT NOT NULL, doc TEXT NOT NULL, gone_at REAL);
CREATE INDEX IF NOT EXISTS rows_key ON rows(tbl, key);
CREATE TABLE IF NOT EXISTS tokens(
  token TEXT PRIMARY KEY, kind TEXT NOT NULL, given_at REAL, ends_at REAL, used INTEGER,
  scope TEXT);
CREATE TABLE IF NOT EXISTS kept(name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS faults(
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, written TEXT NOT NULL, seen INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS calls(
  id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, operation TEXT NOT NULL, method TEXT NOT NULL,
  writes INTEGER NOT NULL, status INTEGER NOT NULL, at_once INTEGER NOT NULL, part TEXT, fault TEXT);
CREATE INDEX IF NOT EXISTS calls_at ON calls(at, status, method, part);
CREATE INDEX IF NOT EXISTS calls_status ON calls(status, at, operation);
"""


@dataclass(frozen=True, slots=True)
class Condition:
    """Part of a WHERE: SQL with ``?`` for its values. ``equals``: what it compares, where it is ``equals = ?``."""

    sql: str
    values: tuple[Any, ...] = ()
    equals: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One row as it lies there."""

    seq: int
    key: str
    doc: Doc


def field_of(column: str) -> str:
    """The SQL of one field of a row; ``from/emailAddress/address`` and ``from.emailAddress`` go deeper."""
    parts = column.replace("/", ".").split(".")
    return "json_extract(doc, '$" + "".join(f'."{part}"' for part in parts) + "')"


def _of(table: str) -> str:
    """The rows of one table, named in the text: an index of this table alone is used only then."""
    return f"tbl = '{table}'"


class State:
    """The file. Every thread has a connection of its own; all calls are safe from several threads and processes."""

    def __init__(self, path: Path, tables: Mapping[str, Table], clock: Callable[[], float]) -> None:
        self.path, self.tables, self.clock = path, tables, clock
        self._local = local()
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.writing() as database:
            database.executescript(SCHEMA)
            for name, table in tables.items():
                for column in table.index:
                    index = f"i_{name}_{column}".replace(".", "_").replace("/", "_")
                    database.execute(
                        f'CREATE INDEX IF NOT EXISTS "{index}" ON rows({field_of(column)} COLLATE NOCASE) '
                        f"WHERE tbl = '{name}'"
                    )

    @property
    def database(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")
            self._local.connection = connection
        return connection

    def close(self) -> None:
        """Close this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """One transaction that nobody else writes in; inside another it is part of that one."""
        database = self.database
        if database.in_transaction:
            yield database
            return
        database.execute("BEGIN IMMEDIATE")
        try:
            yield database
        except BaseException:
            database.execute("ROLLBACK")
            raise
        if database.in_transaction:  # executescript commits by itself
            database.execute("COMMIT")

    def key_of(self, table: str, doc: Mapping[str, Any]) -> str:
        return "|".join(str(doc[column]) for column in self.tables[table].key)

    def add(self, table: str, docs: Iterable[Doc]) -> None:
        """Put rows; one of the same key is replaced."""
        rows = [(table, self.key_of(table, doc), json.dumps(doc, ensure_ascii=False)) for doc in docs]
        with self.writing() as database:
            if database.execute("SELECT 1 FROM rows WHERE tbl = ? LIMIT 1", (table,)).fetchone():
                database.executemany("DELETE FROM rows WHERE tbl = ? AND key = ?", [row[:2] for row in rows])
            database.executemany("INSERT INTO rows(tbl, key, doc) VALUES (?, ?, ?)", rows)

    def find(self, table: str, wanted: Mapping[str, Any], *, visible: bool = True) -> Kept | None:
        """The row of this key. ``visible`` False leaves out what is deleted and only still to be seen."""
        columns = self.tables[table].key
        conditions = [Condition(f"{field_of(c)} = ? COLLATE NOCASE", (v,)) for c, v in wanted.items()]
        if set(wanted) == set(columns):
            conditions = [Condition("key = ?", ("|".join(str(wanted[c]) for c in columns),))]
        gone = "(gone_at IS NULL OR gone_at > ?)" if visible else "(gone_at IS NULL AND ? IS NOT NULL)"
        return next(iter(self.select(table, [*conditions, Condition(gone, (self.clock(),))], most=1)), None)

    def listed(
        self, table: str, conditions: Sequence[Condition], order: str = "seq", start: int = 0, most: int = -1
    ) -> list[Kept]:
        """The rows a reader sees."""
        seen = Condition("(gone_at IS NULL OR gone_at > ?)", (self.clock(),))
        return self.select(table, [*conditions, seen], order, start, most)

    def select(
        self, table: str, conditions: Sequence[Condition], order: str = "seq", start: int = 0, most: int = -1
    ) -> list[Kept]:
        where = " AND ".join([_of(table), *(f"({c.sql})" for c in conditions)])
        values = [*(value for c in conditions for value in c.values), most, start]
        found = self.database.execute(
            f"SELECT seq, key, doc FROM rows WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", values
        )
        return [Kept(seq, key, json.loads(doc)) for seq, key, doc in found]

    def count(self, table: str, conditions: Sequence[Condition] = ()) -> int:
        """How many rows a reader sees."""
        seen = Condition("(gone_at IS NULL OR gone_at > ?)", (self.clock(),))
        where = " AND ".join([_of(table), *(f"({c.sql})" for c in (*conditions, seen))])
        values = [value for c in (*conditions, seen) for value in c.values]
        return int(self.database.execute(f"SELECT count(*) FROM rows WHERE {where}", values).fetchone()[0])

    def change(self, table: str, row: Kept, doc: Doc) -> Kept:
        """Put ``doc`` in the row's place; its key may change with it."""
        key = self.key_of(table, doc)
        with self.writing() as database:
            database.execute(
                "UPDATE rows SET doc = ?, key = ? WHERE seq = ?", (json.dumps(doc, ensure_ascii=False), key, row.seq)
            )
        return Kept(row.seq, key, doc)

    def delete(self, row: Kept, seen_for: float = 0) -> None:
        """Delete the row; readers still see it for ``seen_for`` seconds."""
        with self.writing() as database:
            if seen_for:
                database.execute("UPDATE rows SET gone_at = ? WHERE seq = ?", (self.clock() + seen_for, row.seq))
            else:
                database.execute("DELETE FROM rows WHERE seq = ?", (row.seq,))

    def measure(self) -> None:
        """Let SQLite count how many rows there are of what, once there are many: it chooses its indexes by that."""
        with self.writing() as database:
            database.execute("ANALYZE")

    def keep(self, name: str, value: str) -> None:
        """Remember one value of the system itself, such as a secret."""
        with self.writing() as database:
            database.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (name, value))

    def kept(self, prefix: str) -> dict[str, str]:
        """Every value whose name begins so, by the rest of its name."""
        found = self.database.execute("SELECT name, value FROM kept WHERE name LIKE ? || '%'", (prefix,))
        return {name.removeprefix(prefix): value for name, value in found}
