"""Record keys as a digest takes them: as text, in one order that every database and every reader makes alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.schema import Column, Holds
from belofte.domain.located import Key

_PADDED = "bpchar"
_UUID = '"uuid"'


@dataclass(frozen=True, slots=True)
class OrderedKeys:
    """The key columns of the rows ``t`` of one collection, and the order of their digest."""

    columns: tuple[str, ...]
    order: tuple[str, ...]


def ordered_keys(statements: Statements, name: str) -> OrderedKeys:
    """For a SELECT whose rows are read in order."""
    columns = statements.columns(name, statements.keys[name])
    own = tuple(f"t.{statements.rendering.name(column.name)}" for column in columns)
    dialect = statements.schema.dialect
    return OrderedKeys(own, tuple(_by_bytes(e, c, dialect) for e, c in zip(own, columns, strict=True)))


def digest_expression(statements: Statements, name: str) -> str:
    """Postgres: the digest of rows that have the key in ``k1``, ``k2``, ...; takes the salt as its one parameter."""
    columns = statements.columns(name, statements.keys[name])
    named = [f"k{n}" for n in range(1, len(columns) + 1)]
    written = " || chr(31) || ".join(f"{one}::text" for one in named)
    order = ", ".join(_by_bytes(one, column, "postgresql") for one, column in zip(named, columns, strict=True))
    lines = f"coalesce(string_agg({written}, chr(10) ORDER BY {order}) || chr(10), '')"
    return f"encode(sha256(convert_to(%s || chr(10) || {lines}, 'UTF8')), 'hex')"


def all_fit(statements: Statements, name: str) -> bool:
    """Whether every part of the key is a number or a text of its own length."""
    return all(_fits(column) for column in statements.columns(name, statements.keys[name]))


def fitting(statements: Statements, name: str, keys: Sequence[Key]) -> list[Key]:
    """Those of the keys that a row can have: somebody may have written a number as text, and the other way round."""
    columns = statements.columns(name, statements.keys[name])
    return [key for key in keys if len(key) == len(columns) and all(map(_holds, columns, key))]


def _fits(column: Column) -> bool:
    if column.holds is Holds.TEXT:
        return _PADDED not in column.binds
    return column.holds is Holds.INTEGER or column.binds.endswith(_UUID)


def _holds(column: Column, part: int | str | bool) -> bool:
    if column.holds is Holds.INTEGER:
        return isinstance(part, int) and not isinstance(part, bool) and -(2**63) <= part < 2**63
    return isinstance(part, str) and (column.holds is Holds.TEXT or _is_uuid(part))


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _by_bytes(expression: str, column: Column, dialect: str) -> str:
    """A column in the order of its bytes where it is text, whatever the database's own order is."""
    if column.holds is Holds.INTEGER:
        return expression
    if dialect == "postgresql":
        return f'{expression}::text COLLATE "C"'
    if dialect == "mariadb":
        return f"CONVERT({expression} USING utf8mb4) COLLATE utf8mb4_bin"
    return f"{expression} COLLATE BINARY"
