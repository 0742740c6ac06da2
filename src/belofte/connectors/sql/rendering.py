"""How a set of keys is written in each database's SQL. One rendering for one person and for a thousand.

A *key set* is a list of rows ``(tag, value, …)``; ``tag`` is a small number that says for which request and by which
path a row is looked for. It travels as bound parameters and is joined like a table ``k(tag, k1, k2, …)``:

- Postgres: ``unnest(array, array, …)``, one array a column, cast to the type of the column it is compared with;
- SQLite: ``json_each(json)``;
- MariaDB: ``JSON_TABLE(json, …)`` with type and collation of the column it is compared with, so that indexes serve.

No temporary table, no right to make one, the same statement for any number of keys (docs/adr/0002).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Dialect

from belofte.connectors.sql.schema import Column, Holds, Table
from belofte.connectors.sql.values import Atom

KeyRow = tuple[Atom, ...]
"""One row of a key set: the tag, then the values."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """``column = expression`` of an UPDATE; the expression may name columns of the key set."""

    column: str
    expression: str


class Rendering(Protocol):
    """One database's way of writing. Every text is ready for the driver, parameters included."""

    mark: str

    def name(self, identifier: str) -> str: ...

    def table(self, table: Table) -> str: ...

    def key_set(self, columns: Sequence[Column]) -> str:
        """The FROM item ``k``; takes the parameters that :meth:`parameters` gives."""
        ...

    def value(self, position: int, column: Column) -> str:
        """The ``position``-th value of ``k`` (from 1), comparable with ``column``."""
        ...

    def parameters(self, rows: Sequence[KeyRow]) -> tuple[object, ...]: ...

    def join(self, keys: str, table: str, condition: str, *, by_index: bool) -> str:
        """``k`` joined with ``table t``; without an index the table is read once, not once a key."""
        ...

    def update(self, table: Table, keys: str, condition: str, assignments: Sequence[Assignment]) -> str: ...

    def delete(self, table: Table, keys: str, condition: str) -> str: ...

    def differs(self, one: str, other: str) -> str:
        """Not equal, where NULL equals NULL."""
        ...

    def exact(self, expression: str, column: Column) -> str:
        """A value of this column as it is compared to the letter: no two spellings are the same."""
        ...


class _Quoting:
    """Names are always quoted: an odd name, a reserved word and a plain one are the same case."""

    mark = "%s"

    def __init__(self, dialect: Dialect) -> None:
        self._preparer = dialect.identifier_preparer

    def name(self, identifier: str) -> str:
        return self._preparer.quote_identifier(identifier)

    def table(self, table: Table) -> str:
        own = self.name(table.own_name)
        return f"{self.name(table.schema)}.{own}" if table.schema else own


class Postgres(_Quoting):
    def key_set(self, columns: Sequence[Column]) -> str:
        arrays = ", ".join(("%s::int4[]", *(f"%s::{self._array(c)}[]" for c in columns)))
        names = ", ".join(("tag", *(f"k{n}" for n in range(1, len(columns) + 1))))
        return f"unnest({arrays}) AS k({names})"

    def _array(self, column: Column) -> str:
        return "text" if column.holds is Holds.BINARY else column.binds.replace("%", "%%")

    def value(self, position: int, column: Column) -> str:
        return f"decode(k.k{position}, 'hex')" if column.holds is Holds.BINARY else f"k.k{position}"

    def parameters(self, rows: Sequence[KeyRow]) -> tuple[object, ...]:
        return tuple(map(_array_text, zip(*rows, strict=True)))

    def join(self, keys: str, table: str, condition: str, *, by_index: bool) -> str:
        _ = by_index  # the planner knows the arrays' lengths and the table's size
        return f"{keys} JOIN {table} AS t ON {condition}"

    def update(self, table: Table, keys: str, condition: str, assignments: Sequence[Assignment]) -> str:
        changes = ", ".join(f"{self.name(a.column)} = {a.expression}" for a in assignments)
        return f"UPDATE {self.table(table)} AS t SET {changes} FROM {keys} WHERE {condition}"

    def delete(self, table: Table, keys: str, condition: str) -> str:
        return f"DELETE FROM {self.table(table)} AS t USING {keys} WHERE {condition}"

    def differs(self, one: str, other: str) -> str:
        return f"{one} IS DISTINCT FROM {other}"

    def exact(self, expression: str, column: Column) -> str:
        """A column of type citext, or of a collation that folds, compares as the letters it holds."""
        return f'({expression})::text COLLATE "C"' if column.folds and column.holds is Holds.TEXT else expression


def _array_text(values: tuple[Atom, ...]) -> str:
    """An array as Postgres writes it; the statement casts it. Much quicker than the driver's own way, which asks every
    value for its type."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: Atom) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "NULL" if value is None else str(value)


class Sqlite(_Quoting):
    mark = "?"

    def key_set(self, columns: Sequence[Column]) -> str:
        values = ", ".join(f"json_extract(value, '$[{n}]') AS k{n}" for n in range(1, len(columns) + 1))
        return f"(SELECT json_extract(value, '$[0]') AS tag, {values} FROM json_each(?)) AS k"

    def value(self, position: int, column: Column) -> str:
        return f"belofte_unhex(k.k{position})" if column.holds is Holds.BINARY else f"k.k{position}"

    def parameters(self, rows: Sequence[KeyRow]) -> tuple[object, ...]:
        return (json.dumps(rows, separators=(",", ":")),)

    def join(self, keys: str, table: str, condition: str, *, by_index: bool) -> str:
        # CROSS JOIN fixes the order of the loops. With an index the keys are the outer loop; without one the table is,
        # and SQLite makes an index over the keys for itself.
        if by_index:
            return f"{keys} CROSS JOIN {table} AS t ON {condition}"
        return f"{table} AS t CROSS JOIN {keys} ON {condition}"

    def update(self, table: Table, keys: str, condition: str, assignments: Sequence[Assignment]) -> str:
        changes = ", ".join(f"{self.name(a.column)} = {a.expression}" for a in assignments)
        return f"UPDATE {self.table(table)} AS t SET {changes} FROM {keys} WHERE {condition}"

    def delete(self, table: Table, keys: str, condition: str) -> str:
        own = ", ".join(self.name(column) for column in table.key)
        theirs = ", ".join(f"t.{self.name(column)}" for column in table.key)
        chosen = f"SELECT {theirs} FROM {self.join(keys, self.table(table), condition, by_index=True)}"
        return f"DELETE FROM {self.table(table)} WHERE ({own}) IN ({chosen})"

    def differs(self, one: str, other: str) -> str:
        return f"{one} IS NOT {other}"

    def exact(self, expression: str, column: Column) -> str:
        """A column declared ``COLLATE NOCASE`` compares as the letters it holds."""
        return f"{expression} COLLATE BINARY" if column.folds and column.holds is Holds.TEXT else expression


class MariaDb(_Quoting):
    def key_set(self, columns: Sequence[Column]) -> str:
        values = "".join(
            f", k{n} {'LONGTEXT' if c.holds is Holds.BINARY else c.binds} PATH '$[{n}]'"
            for n, c in enumerate(columns, start=1)
        )
        return f"JSON_TABLE(%s, '$[*]' COLUMNS(tag INT PATH '$[0]'{values})) AS k"

    def value(self, position: int, column: Column) -> str:
        return f"UNHEX(k.k{position})" if column.holds is Holds.BINARY else f"k.k{position}"

    def parameters(self, rows: Sequence[KeyRow]) -> tuple[object, ...]:
        return (json.dumps(rows, separators=(",", ":"), ensure_ascii=False),)

    def join(self, keys: str, table: str, condition: str, *, by_index: bool) -> str:
        # The optimiser takes a JSON table for forty rows; with an index the keys must come first whatever their number.
        return f"{keys} {'STRAIGHT_JOIN' if by_index else 'JOIN'} {table} AS t ON {condition}"

    def update(self, table: Table, keys: str, condition: str, assignments: Sequence[Assignment]) -> str:
        changes = ", ".join(f"t.{self.name(a.column)} = {a.expression}" for a in assignments)
        return f"UPDATE {self.join(keys, self.table(table), condition, by_index=True)} SET {changes}"

    def delete(self, table: Table, keys: str, condition: str) -> str:
        return f"DELETE t FROM {self.join(keys, self.table(table), condition, by_index=True)}"

    def differs(self, one: str, other: str) -> str:
        return f"NOT ({one} <=> {other})"

    def exact(self, expression: str, column: Column) -> str:
        """MariaDB's usual collations take ``De Vries``, ``de vries`` and ``De Vries `` for the same."""
        if column.holds is not Holds.TEXT:
            return expression
        return f"CONVERT({expression} USING utf8mb4) COLLATE utf8mb4_nopad_bin"


_RENDERINGS: Mapping[str, type[Postgres | Sqlite | MariaDb]] = {
    "postgresql": Postgres,
    "sqlite": Sqlite,
    "mariadb": MariaDb,
}


def rendering_for(dialect: Dialect, name: str) -> Rendering:
    """The rendering for one of the three databases; ``name`` is ``Schema.dialect``."""
    return _RENDERINGS[name](dialect)
