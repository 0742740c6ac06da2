"""Some rows of one table, named by their days: which they are, and all rows but some that have a key of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from belofte.connectors.sql.clocks import Clocks
from belofte.connectors.sql.due_reading import DueReading
from belofte.connectors.sql.ordered_keys import fitting
from belofte.connectors.sql.reading import Statements
from belofte.domain.located import Key


@dataclass(frozen=True, slots=True)
class DaysRows:
    """Some rows ``t`` of one table: the condition they meet, and its parameters."""

    name: str
    table: str
    joins: str  # what the days of rows elsewhere take
    where: str
    parameters: tuple[object, ...]

    @property
    def source(self) -> str:
        """For a SELECT."""
        return f"{self.table}{self.joins}"


def rows_of(statements: Statements, reading: DueReading, days: str, besides: Sequence[Key]) -> DaysRows:
    """The rows that meet ``days`` and still hold something, but for those with a key of ``besides``."""
    name, clocks = reading.ask.collection, Clocks(statements)
    where = f"{days} AND {clocks.holds(statements.system.collections[name])}"
    table, keys = clocks.table(name), fitting(statements, name, besides)
    if not keys:
        return DaysRows(name, table, reading.joins, where, ())
    names = statements.keys[name]
    key_set, same = statements.key_set(name, names), statements.condition(name, names)
    parameters = statements.rendering.parameters([(0, *key) for key in keys])
    where = f"{where} AND NOT EXISTS (SELECT 1 FROM {key_set} WHERE {same})"
    return DaysRows(name, table, reading.joins, where, tuple(parameters))


def own_keys(statements: Statements, name: str) -> str:
    """The key columns of ``t``."""
    return ", ".join(f"t.{statements.rendering.name(column)}" for column in statements.keys[name])
