"""The records of a REST system by their age: asked for by the vendor's own filter where it has one, and judged here.

What the vendor gives by a filter is compared again, by the day in the policy's time zone: the filter leaves out only
what is surely younger. At the act each record is read once more by its key. A record that was cleared, and holds
nothing any more, is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from belofte.connectors.by_age import Old
from belofte.connectors.http.asking import Asking
from belofte.connectors.http.changing import Writing, is_as_wanted
from belofte.connectors.http.clocks import Clocks
from belofte.connectors.http.columns import Cells
from belofte.connectors.http.failures import OF_THE_SYSTEM, CallFailed
from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Failure, Outcome
from belofte.domain.rest import KEY, RestRecord
from belofte.domain.retention import ONE_DAY, Due, Term, tag_event
from belofte.domain.sweep_order import Telling
from belofte.domain.system_map import Collection, EraseClear, Reference, SystemMap
from belofte.domain.worded import worded

_NEAR = 2 * ONE_DAY
"""No time zone is further from another than this: which day it is, is decided here."""
_GONE = frozenset({Outcome.DONE, Outcome.PENDING})
NOT_BY_API = worded(
    "De API kan dit niet weghalen: doe het in het systeem zelf.",
    "The API cannot take this away: do it in the system itself.",
)
_ARCHIVED = "It was archived and is still there: let the map erase it for good."


class OldRecords:
    """The records of one collection, as they are while this is used."""

    def __init__(self, system: SystemMap, asking: Asking, writing: Writing, name: str, today: date) -> None:
        self._system, self._asking, self._writing, self._name, self._today = system, asking, writing, name, today
        self._columns = asking.columns[name]
        self._seen: dict[Key, Cells] = {}
        self.until: date | None = None
        """The day by which everything that was taken away here is really gone; None: at once, or nobody can say."""

    @property
    def _collection(self) -> Collection:
        return self._columns.collection

    @property
    def _record(self) -> RestRecord:
        return self._columns.record

    def all(self, due: Due) -> Iterator[Old]:
        """Every record, or those the vendor finds to be old enough."""
        rows = self._listed(due)
        clocks = Clocks(self._system, self._asking.columns, self._rows_of)
        yield from self._told(rows, clocks)

    def some(self, keys: Sequence[Key]) -> Iterator[Old]:
        """Those that are there, read by their keys."""
        wanted = set(keys)
        found = self._asking.rows(self._name, KEY, [self._columns.key_values(key) for key in sorted(wanted, key=str)])
        rows = [cells for cells in found if self._columns.key(cells) in wanted]
        near = Nearby(self._system, self._asking, self._name, rows)
        yield from self._told(rows, Clocks(self._system, self._asking.columns, near.rows_of))

    def erase(self, keys: Sequence[Key]) -> Mapping[Key, Failure]:
        """Take them away, one call a record; those that could not go, and why."""
        failed: dict[Key, Failure] = {}
        for key in keys:
            try:
                problem = self._erase(key, self._seen[key])
            except CallFailed as told:
                if told.trouble in OF_THE_SYSTEM:
                    raise
                problem = told.failure(self._name)
            if problem is not None:
                failed[key] = problem
        return failed

    def telling(self, key: Key, columns: Sequence[Telling]) -> tuple[Identifier, ...]:
        """What other systems know a record by that was read here."""
        found = ((one, self._columns.normal(self._seen[key].get(one.column), one.kind)) for one in columns)
        return tuple(Identifier(one.kind, one.scope, value) for one, value in found if value)

    def _listed(self, due: Due) -> list[Cells]:
        """What may be due. Where the day stands in another record of this system and none there is old enough, nothing
        is; else all of it is read."""
        found: list[Cells] | None = None
        for term in due.past:
            older = self._before(term)
            if older is None:
                continue
            if older[0] == self._name:
                found = older[1] if found is None or len(older[1]) < len(found) else found
            elif not older[1]:
                return []
        if found is not None:
            return found
        return self._asking.every(self._name) if self._asking.ages(self._name) else self._below(due)

    def _below(self, due: Due) -> list[Cells]:
        """Where the vendor lists only what hangs on a record: on those of which the same days are over."""
        found: dict[Key, Cells] = {}
        for reference in through(self._system, self._asking, self._name):
            above = self._system.collections[reference.target]
            clocks = Clocks(self._system, self._asking.columns, self._rows_of)
            over = [
                {column: cells.get(target) for column, target in pairs(reference)}
                for cells in self._asking.every(reference.target)
                if all(
                    _is_over(clocks.day(above, cells, self._place_above(term, reference)), term) for term in due.past
                )
            ]
            by, named = ", ".join(reference.columns), {tuple(map(str, one.values())) for one in over}
            for cells in self._asking.rows(self._name, by, over):
                key = self._columns.key(cells)
                if key is not None and tuple(str(cells.get(column)) for column in reference.columns) in named:
                    found[key] = cells
        return list(found.values())

    def _place_above(self, term: Term, reference: Reference) -> str:
        """Where the day of a term stands, seen from the record that this one hangs on."""
        place = self._collection.clock.get(term.event, "")
        return place.removeprefix(f"{reference.target}.")

    def _before(self, term: Term) -> tuple[str, list[Cells]] | None:
        """The records in which a term's day stands, as far as the vendor finds them by that day."""
        place = self._collection.clock.get(term.event, "")
        table, _, column = place.rpartition(".")
        if place in self._collection.columns or table not in self._asking.columns:
            table, column = self._name, place
        rows = self._asking.before(table, column, term.last + _NEAR)
        return None if rows is None else (table, rows)

    def _rows_of(self, table: str) -> list[Cells]:
        return self._asking.every(table) if self._asking.ages(table) else []

    def _told(self, rows: Iterable[Cells], clocks: Clocks) -> Iterator[Old]:
        emptied = self._collection.erase.values if isinstance(self._collection.erase, EraseClear) else None
        for cells in rows:
            key = self._columns.key(cells)
            if key is None or (emptied and is_as_wanted(cells, emptied)):
                continue
            self._seen[key] = cells
            days = clocks.days(self._collection, cells)
            yield Old(key, {**days, **{tag_event(tag): self._today for tag in tags_of(self._collection, cells)}})

    def _erase(self, key: Key, cells: Cells) -> Failure | None:
        if isinstance(self._collection.erase, EraseClear):
            referred = self._is_referred_to(cells)
            self._writing.clear(self._name, key, cells, self._collection.erase.values, referred=referred)
            return None
        outcome, until = self._writing.erase(self._name, key, cells, self._today)
        self.until = max(filter(None, (self.until, until)), default=None)
        if outcome in _GONE:
            return None
        way = self._writing.way(self._record, cells)
        told = (
            way.why.in_("en") if way and way.why else _ARCHIVED if outcome is Outcome.ARCHIVED else NOT_BY_API.in_("en")
        )
        return Failure(False, self._name, told)

    def _is_referred_to(self, cells: Cells) -> bool:
        """Whether a record keeps this one where it is. What the map does not have cannot be looked at: then it does."""
        for child in self._record.clear.unless:
            if child not in self._asking.columns:
                return True
            for reference in self._system.collections[child].of:
                if reference.target != self._name or reference.target_system is not None:
                    continue
                mine = [str(cells.get(column)) for column in reference.target_columns]
                wanted = {**cells, **dict(zip(reference.columns, mine, strict=True))}
                theirs = self._asking.rows(child, ", ".join(reference.columns), [wanted])
                if any([str(one.get(column)) for column in reference.columns] == mine for one in theirs):
                    return True
        return False


def through(system: SystemMap, asking: Asking, name: str) -> list[Reference]:
    """The references by which records are listed that the vendor gives only together with what they hang on."""
    return [
        reference
        for reference in system.collections[name].of
        if reference.target_system is None
        and reference.target in asking.columns
        and asking.ages(reference.target)
        and asking.can(name, ", ".join(reference.columns))
    ]


def tags_of(collection: Collection, cells: Cells) -> Iterator[str]:
    """The tags a record has by its columns."""
    for tag, when in collection.tagged.items():
        if when and all(cells.get(column) in values for column, values in when.items()):
            yield tag


def pairs(reference: Reference) -> list[tuple[str, str]]:
    """A reference's own columns beside those they point at."""
    return list(zip(reference.columns, reference.target_columns, strict=True))


def _is_over(day: date | None, term: Term) -> bool:
    return day is not None and day <= term.last


class Nearby:
    """What a few records refer to, table by table, for the days that stand there: asked by key where that is fewer
    calls than reading all."""

    def __init__(self, system: SystemMap, asking: Asking, name: str, rows: Sequence[Cells]) -> None:
        self._system, self._asking = system, asking
        self._known: dict[str, Sequence[Cells]] = {name: rows}

    def rows_of(self, table: str) -> Sequence[Cells]:
        """The rows of a table to which those that are known refer."""
        if table not in self._known:
            found: list[Cells] = []
            for name, rows in list(self._known.items()):
                for reference in self._system.collections[name].of:
                    if reference.target == table and reference.target_system is None:
                        found += self._referred(table, reference, rows)
            self._known[table] = found
        return self._known[table]

    def _referred(self, table: str, reference: Reference, rows: Sequence[Cells]) -> list[Cells]:
        record = self._asking.columns[table].record
        wanted: dict[tuple[str, ...], Mapping[str, object]] = {}
        for cells in rows:
            values = [cells.get(column) for column in reference.columns]
            if all(value not in (None, "") for value in values):
                named = {variable: cells[variable] for variable in record.each if variable in cells}
                wanted[tuple(map(str, values))] = named | dict(zip(reference.target_columns, values, strict=True))
        by = (
            KEY if set(record.key) <= {*reference.target_columns, *record.each} else ", ".join(reference.target_columns)
        )
        if not wanted:
            return []
        if not self._asking.can(table, by):
            return self._asking.every(table) if self._asking.ages(table) else []
        return self._asking.rows(table, by, list(wanted.values()))
