"""Days of a record that stand in another one: a clock may name a column of what the record refers to.

A sales invoice does not say when it was paid; the item of the customer's account with its number does, and the lines of
the invoice go by the invoice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from belofte.connectors.http.columns import Cells, Columns
from belofte.domain.system_map import Collection, Reference, SystemMap

_Index = Mapping[tuple[str, ...], Sequence[Cells]]


class Clocks:
    """Reads the days of records among ``rows``: what was found, or listed, of each collection."""

    def __init__(
        self, system: SystemMap, columns: Mapping[str, Columns], rows: Callable[[str], Iterable[Cells]]
    ) -> None:
        self._system, self._columns, self._rows = system, columns, rows
        self._indexes: dict[tuple[str, tuple[str, ...]], _Index] = {}

    def days(self, collection: Collection, cells: Cells) -> dict[str, date | None]:
        """Every event of the collection's clock, and its day for this record."""
        return {event: self.day(collection, cells, place) for event, place in collection.clock.items()}

    def day(self, collection: Collection, cells: Cells, place: str) -> date | None:
        """The day that a clock's ``place`` (a column here, or ``table.column``) holds for this record, in the policy's
        time zone. Of several records referred to, the last day; None while one of them has none, or there is none."""
        table, _, column = place.rpartition(".")
        if place in collection.columns or table not in self._columns:
            return self._columns[collection.name].day(cells, place)
        there = self._columns[table]
        days = [there.day(row, column) for row in self._referred(collection, cells, table, frozenset())]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    def _referred(self, collection: Collection, cells: Cells, table: str, passed: frozenset[str]) -> list[Cells]:
        """The rows of ``table`` that a record refers to, by itself or through what it refers to."""
        found: list[Cells] = []
        for reference in collection.of:
            if not self._leads(reference, table, passed):
                continue
            mine = tuple(str(cells.get(name) or "") for name in reference.columns)
            rows = self._index(reference.target, reference.target_columns).get(mine, ()) if all(mine) else ()
            if reference.target == table:
                found += rows
                continue
            above = self._system.collections[reference.target]
            for row in rows:
                found += self._referred(above, row, table, passed | {collection.name})
        return found

    def _leads(self, reference: Reference, table: str, passed: frozenset[str]) -> bool:
        """Whether following a reference may come to ``table``: what cannot is not listed for it."""
        if reference.target_system is not None or reference.target in passed:
            return False
        if reference.target == table:
            return True
        above = self._system.collections.get(reference.target)
        return above is not None and any(self._leads(one, table, passed | {reference.target}) for one in above.of)

    def _index(self, table: str, columns: tuple[str, ...]) -> _Index:
        if (table, columns) not in self._indexes:
            index: defaultdict[tuple[str, ...], list[Cells]] = defaultdict(list)
            for row in self._rows(table):
                index[tuple(str(row.get(name) or "") for name in columns)].append(row)
            self._indexes[table, columns] = index
        return self._indexes[table, columns]
