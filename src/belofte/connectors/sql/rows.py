"""How a row of one collection is taken apart: key, values, events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, cast

from belofte.connectors.sql.schema import Column, Table
from belofte.connectors.sql.session import Row
from belofte.connectors.sql.values import Atom, atom_of
from belofte.domain.located import Key
from belofte.domain.system_map import Collection

Values = tuple[Atom, ...]
"""Values of some columns of one row, as a key set takes them."""


class Reading:
    """The select list of one collection, and how to take a row apart. A row has the tag at 0, then these columns."""

    def __init__(
        self,
        collection: Collection,
        table: Table,
        key: tuple[str, ...],
        at: Mapping[str, int],
        parts: SelectParts,
    ) -> None:
        self.collection, self.table, self.key, self.at = collection, table, key, at
        self.events, self.text_at = parts.events, parts.text_at
        self.expressions = tuple(parts.expressions)
        self.select, self.joins = ", ".join(parts.expressions), "".join(parts.joins)
        self.agrees = _by_kind(collection, at)
        self.contacts = tuple((c.kind, at.get(c.column), at.get(c.since or "")) for c in collection.contact)
        self._getters: dict[tuple[str, ...], Callable[[Row], Values]] = {}
        self.key_of = cast(Callable[[Row], Key], self.getter(key))  # no part of a key is NULL

    def values(self, row: Row, columns: tuple[str, ...]) -> Values:
        """The values of ``columns`` as a key set takes them."""
        return (self._getters.get(columns) or self.getter(columns))(row)

    def getter(self, columns: tuple[str, ...]) -> Callable[[Row], Values]:
        """The function behind :meth:`values`, for use in a loop."""
        if columns not in self._getters:
            self._getters[columns] = values_getter(
                [self.at[c] for c in columns], [self.table.columns[c] for c in columns]
            )
        return self._getters[columns]

    def agreeing(self, row: Row, normal: Callable[[str, object], str]) -> Mapping[str, tuple[str, ...]]:
        """By what the row is told from others, by kind; "" where nothing is filled in."""
        return {
            kind: tuple("" if row[at] is None else normal(kind, row[at]) for at in positions)
            for kind, positions in self.agrees.items()
        }

    def unique(self, column: str) -> bool:
        """Does the database itself hold each value of this column once?"""
        return frozenset((column,)) in self.table.unique


@dataclass(slots=True)
class SelectParts:
    """A select list while it is put together."""

    expressions: list[str]
    joins: list[str] = field(default_factory=list[str])
    events: dict[str, int] = field(default_factory=dict[str, int])
    text_at: int | None = None


def _by_kind(collection: Collection, at: Mapping[str, int]) -> Mapping[str, tuple[int, ...]]:
    """Positions of the ``agrees`` columns by their kind, so that two tables can be compared; in the kind's order."""
    found: dict[str, list[int]] = defaultdict(list)
    kinds = {column: kind for kind, columns in collection.kinds.items() for column in columns}
    for column in collection.agrees:
        if column in at:
            found[kinds.get(column, column)].append(at[column])
    return {kind: tuple(positions) for kind, positions in found.items()}


def values_getter(positions: Sequence[int], columns: Sequence[Column]) -> Callable[[Row], Values]:
    """Takes values out of a row, JSON-native where the driver's are not."""
    converters = [atom_of(column) for column in columns]
    if any(converters):
        pairs = [(at, convert or _same) for at, convert in zip(positions, converters, strict=True)]
        return lambda row: tuple(None if row[at] is None else convert(row[at]) for at, convert in pairs)
    if len(positions) == 1:
        only = positions[0]
        return lambda row: (row[only],)
    return itemgetter(*positions)


def _same(value: Any) -> Any:
    return value
