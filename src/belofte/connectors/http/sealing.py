"""What kept records of a REST system say, as one text a record: so that one that was changed, or went too early, shows.

Records come from the lists a look reads anyway; none is asked for by its key. Left out is what no change of the record
shows: marks of our own (a restriction, a stopped purpose) and columns the vendor takes from another record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from belofte.connectors.http.ageing import pairs, tags_of, through
from belofte.connectors.http.asking import Asking
from belofte.connectors.http.clocks import Clocks
from belofte.connectors.http.columns import Cells
from belofte.domain.canonical import canonical_json
from belofte.domain.located import Found, Key
from belofte.domain.retention import tag_event
from belofte.domain.system_map import Collection, SystemMap


class Kept:
    """The records of one collection for which one of some events has happened."""

    def __init__(self, system: SystemMap, asking: Asking, name: str, today: date) -> None:
        self._system, self._asking, self._today = system, asking, today
        self._columns = asking.columns[name]
        self._known: dict[tuple[str, tuple[str, ...]], frozenset[tuple[str, ...]]] = {}

    @property
    def _collection(self) -> Collection:
        return self._columns.collection

    def contents(self, events: Sequence[str], telling: Sequence[str]) -> Iterator[tuple[Found, str]]:
        """Each with the days of ``events`` and ``telling``; all there are where no event is named."""
        clocks = Clocks(self._system, self._asking.columns, self._rows_of)
        counting = sorted(self._collection.columns - self._ours() - set(self._columns.record.files))
        for cells in self._rows():
            key = self._columns.key(cells)
            days = {event: self._day(clocks, cells, event) for event in (*events, *telling)}
            if key is not None and (not events or any(days[event] for event in events)):
                found = Found("", self._collection.name, key, "kept", events=days)
                yield found, canonical_json({column: cells.get(column) for column in counting})

    def _day(self, clocks: Clocks, cells: Cells, event: str) -> date | None:
        place = self._collection.clock.get(event)
        if place is not None:
            return clocks.day(self._collection, cells, place)
        return self._today if event in map(tag_event, tags_of(self._collection, cells)) else None

    def _ours(self) -> set[str]:
        collection = self._collection
        ours = set(collection.restrict or {}) | {column for values in collection.stop.values() for column in values}
        ours |= {collection.statement} if collection.statement else set()
        return ours | set(self._columns.record.seal.besides) | set(self._columns.record.more)

    def _rows(self) -> list[Cells]:
        name, listing = self._collection.name, self._columns.record.seal.all
        if self._asking.ages(name):
            return self._asking.every(name)
        if listing is not None:
            rows = self._asking.listed(name, listing)
            return [cells for cells in rows if self._is_ours(cells)]
        found: dict[Key, Cells] = {}
        for reference in through(self._system, self._asking, name):
            above = self._asking.every(reference.target)
            wanted = [{column: cells.get(target) for column, target in pairs(reference)} for cells in above]
            for cells in self._asking.rows(name, ", ".join(reference.columns), wanted):
                if (key := self._columns.key(cells)) is not None:
                    found[key] = cells
        return list(found.values())

    def _is_ours(self, cells: Cells) -> bool:
        """Whether a record hangs on one of what the map says, and not on another kind of record in the same list."""
        here = (r for r in self._collection.of if r.target_system is None and r.target in self._asking.columns)
        return any(
            tuple(str(cells.get(column)) for column in reference.columns)
            in self._held(reference.target, reference.target_columns)
            for reference in here
        )

    def _held(self, table: str, columns: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
        if (table, columns) not in self._known:
            rows = self._rows_of(table)
            self._known[table, columns] = frozenset(tuple(str(row.get(c)) for c in columns) for row in rows)
        return self._known[table, columns]

    def _rows_of(self, table: str) -> list[Cells]:
        return self._asking.every(table) if self._asking.ages(table) else []


def is_shown(system: SystemMap, asking: Asking, name: str) -> bool:
    """Whether all records of a collection can be listed, without asking the vendor."""
    if name not in asking.columns:
        return False
    listed = asking.ages(name) or asking.columns[name].record.seal.all is not None
    return listed or bool(through(system, asking, name))
