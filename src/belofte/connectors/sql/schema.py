"""The live schema of one database, as far as the map and the statements need it. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Holds(StrEnum):
    """What kind of value a column holds."""

    INTEGER = "integer"
    BOOLEAN = "boolean"
    TEXT = "text"
    BINARY = "binary"
    DATE = "date"
    MOMENT = "moment"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``binds`` is the type under which values for it travel to this database; ``folds`` says that the
    database itself compares without regard to case; ``written`` is False for a computed column."""

    name: str
    holds: Holds
    nullable: bool
    binds: str
    length: int | None = None  # characters, for text
    folds: bool = False
    written: bool = True


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A reference the database itself guards. ``on_delete`` is the SQL action in upper case, "" for none."""

    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    on_delete: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table under the name the map gives it. ``leads`` are columns an index begins with, so that a look-up by them
    does not read the whole table; ``lowered`` columns have an index on ``lower(column)``."""

    name: str
    schema: str | None
    own_name: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    unique: tuple[frozenset[str], ...] = ()
    leads: frozenset[str] = frozenset()
    lowered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables of one database that the map could speak of."""

    dialect: str  # postgresql | sqlite | mariadb
    tables: Mapping[str, Table] = field(default_factory=dict[str, Table])

    def referring_to(self, name: str) -> tuple[tuple[Table, ForeignKey], ...]:
        """Every foreign key that points at table ``name``."""
        return tuple(
            (table, foreign_key)
            for table in self.tables.values()
            for foreign_key in table.foreign_keys
            if foreign_key.target == name
        )
