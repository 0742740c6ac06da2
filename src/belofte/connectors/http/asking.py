"""The rows that hold certain values, by the cheapest way the connector file offers for so many of them.

One value is one call; many values are put into one filter, or the pages of a whole list are read and compared here: the
number of calls grows with pages, not with people.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from belofte.connectors.http.caller import Caller, Length, Row
from belofte.connectors.http.columns import ASKED, PERHAPS, Cells, Columns
from belofte.connectors.http.failures import CallFailed, Trouble
from belofte.connectors.http.inside import Inside
from belofte.connectors.http.ranges import Each, Ranges
from belofte.connectors.http.templates import Joined, Unwritable, in_query
from belofte.domain.located import Key
from belofte.domain.rest import KEY, Way

Call = TypeVar("Call")
Made = TypeVar("Made")

Wanted = Sequence[Mapping[str, object]]
"""What is looked for: each the names that a call can be filled in with, such as {"email": ...}."""

_WORTH_A_PAGE = 3
"""Calls a turn from which it is worth one page to see how long the whole list is."""
_ROWS_AT_LEAST = 2400
"""A list without a count is taken to have so many rows, where nobody has seen how long it is."""
_AGAIN = 2
"""Times as many calls as were spent in vain on a list without a count, before its end is sought once more."""


class _NotAll(Exception):
    """One question cannot bring everything; ``why`` is what a failure would say."""

    def __init__(self, why: Trouble) -> None:
        super().__init__(why)
        self.why = why


class Asking:
    """Asks for rows. What was listed whole is kept until this is dropped: one search sees one state.

    ``cut``: the trouble that passes by which a search :meth:`as_far_as_it_goes` ended; nothing is asked after it in
    that search. Who asks later, in the same look, is answered or told that it cannot be seen."""

    def __init__(self, caller: Caller, ranges: Ranges, columns: Mapping[str, Columns]) -> None:
        self._caller, self.ranges, self.columns = caller, ranges, columns
        self._whole: dict[str, list[Cells]] = {}
        self._whole_by_age: dict[str, list[Cells]] = {}
        self._spent = Counter[str]()  # calls made for single values until now, by collection
        self._inside = Inside(caller)
        self._keeps = False
        self.cut: CallFailed | None = None

    @contextmanager
    def as_far_as_it_goes(self) -> Generator[None]:
        """Rows that came before a trouble that passes are kept, pages too, and ``cut`` says that they are a part."""
        self._keeps, self.cut = True, None
        try:
            yield
        finally:
            self._keeps = False

    @property
    def _ended(self) -> bool:
        """Whether the search that goes on now was cut off."""
        return self._keeps and self.cut is not None

    def _read(self, name: str, values: Mapping[str, object]) -> list[Row]:
        """Every row of every page."""
        found: list[Row] = []
        try:
            for rows, _ in self._caller.pages(name, values) if not self._ended else ():
                found += rows
        except CallFailed as failed:
            if not (self._keeps and failed.transient):
                raise
            self.cut = failed
        return found

    def rows(self, collection: str, by: str, wanted: Wanted) -> list[Cells]:
        """Rows that may hold one of the values; the caller compares. ``by``: a kind, a column, or ``key``."""
        if not wanted or self._ended:
            return []
        if collection in self._whole:
            return self._whole[collection]
        ways = self.columns[collection].record.find
        narrow = [way for way in ways if by in way.by and not way.all]
        if any(way.given for way in narrow):
            return self._given(collection, wanted, by)
        whole = next((way for way in ways if way.all and (not way.by or by in way.by or by == KEY)), None)
        cost, best = min(((self._cost(way, wanted, by), way) for way in narrow), default=(math.inf, None), key=_first)
        if whole is not None and (best is None or self._is_cheaper(whole, collection, cost + self._spent[collection])):
            return self.whole(collection)
        if best is None:
            return []
        self._spent[collection] += math.ceil(cost)
        try:
            return self._narrow(best, collection, wanted, by)
        except _NotAll as short:
            if whole is None:
                raise CallFailed(short.why, self._caller.system, best.operations[0]) from None
            return self.whole(collection)

    def can(self, collection: str, by: str) -> bool:
        """Whether any way takes this kind or column."""
        ways = self.columns[collection].record.find
        return any(by in way.by or (way.all and not way.by) for way in ways)

    def knows(self, collection: str, by: str) -> bool:
        """Whether the vendor itself can be asked for this kind."""
        return any(by in way.by and not way.all for way in self.columns[collection].record.find)

    def whole(self, collection: str) -> list[Cells]:
        """Every row of a collection."""
        if collection not in self._whole:
            way = next(way for way in self.columns[collection].record.find if way.all)
            found = self._listed(collection, way.all, {})
            if self._ended:
                return found
            self._whole[collection] = found
        return self._whole[collection]

    def every(self, collection: str) -> list[Cells]:
        """Every row of a collection that can be looked through by age, though perhaps not searched."""
        if self.lists(collection):
            return self.whole(collection)
        if collection not in self._whole_by_age:
            way = next(way for way in self.columns[collection].record.old if way.by is None)
            self._whole_by_age[collection] = self._listed(collection, way.all, {})
        return self._whole_by_age[collection]

    def listed(self, collection: str, operation: str) -> list[Cells]:
        """What an operation lists for a collection; others may stand among them."""
        return self._listed(collection, (operation,), {})

    def ages(self, collection: str) -> bool:
        """Whether every row of a collection can be looked through by age."""
        return self.lists(collection) or any(way.by is None for way in self.columns[collection].record.old)

    def before(self, collection: str, column: str, day: date) -> list[Cells] | None:
        """The rows whose ``column`` lies before a day, as the vendor finds them; None where it cannot be asked."""
        way = next((way for way in self.columns[collection].record.old if way.by == column), None)
        return None if way is None else self._listed(collection, way.all, {"before": day.isoformat()})

    def _listed(self, collection: str, names: Sequence[str], asked: Each) -> list[Cells]:
        calls = [(name, each) for each in self._turns(collection) for name in names]
        values = {**self.listing(collection), **asked}
        found = self._together(calls, lambda call: self._read(call[0], {**values, **call[1]}))
        cells: dict[Key, Cells] = {}
        for (_, each), rows in zip(calls, found, strict=True):
            self._keep(collection, rows, each, cells)
        return list(cells.values())

    def lists(self, collection: str) -> bool:
        """Whether every row of a collection can be listed."""
        return any(way.all for way in self.columns[collection].record.find)

    def listing(self, collection: str) -> Each:
        """``{columns}`` in a call that lists: what the map knows of a row, for vendors that want it named."""
        return {"columns": Joined(",".join(self.columns[collection].fields))}

    def _turns(self, collection: str) -> list[Each]:
        return self.ranges.turns(self.columns[collection].record.each)

    def _cost(self, way: Way, wanted: Wanted, by: str) -> float:
        turns = 1 if by == KEY else max(1, len(self.ranges.turns(self._each_of(way))))
        return math.ceil(len(wanted) / (way.most if way.some else 1)) * turns * (1 + len(way.also))

    def _each_of(self, way: Way) -> Mapping[str, str]:
        for columns in self.columns.values():
            if way in columns.record.find:
                return columns.record.each
        return {}

    def _is_cheaper(self, way: Way, collection: str, cost: float) -> bool:
        """Whether all pages are fewer calls than ``cost``: what single values take now and took already. Asks the first
        page of each list for its count; of a list without one the end is sought, no further than ``cost``."""
        turns = self._turns(collection)
        if cost <= _WORTH_A_PAGE * max(1, len(turns)) * len(way.all):
            return False
        if any(self._caller.operation(name).total is None for name in way.all):
            return self._ends_within(way, collection, cost)
        pages = 0
        for each in turns:
            for name in way.all:
                _, total = next(iter(self._caller.pages(name, {**self.listing(collection), **each})))
                pages += self._pages_of(name, total or 0)
                if pages >= cost:
                    return False
        return True

    def _ends_within(self, way: Way, collection: str, cost: float) -> bool:
        """Whether a list without a count ends before it costs more than what it saves. What was read until its end is
        kept; how far it was read in vain is remembered, so that this is rarely done."""
        known, lists = self._caller.lengths.get(collection), len(self._turns(collection)) * len(way.all)
        if known is not None and (known.is_whole or cost < _AGAIN * known.calls):
            return known.is_whole and known.calls < cost
        is_worth_it = cost > lists * max(self._pages_of(name, _ROWS_AT_LEAST) for name in way.all)
        if known is not None and not is_worth_it:
            return False
        most = math.ceil(cost) - 1 if is_worth_it else lists  # else one page shows whether it is the only one
        calls, cells = 0, dict[Key, Cells]()
        for each in self._turns(collection):
            for name in way.all:
                for rows, _ in self._caller.pages(name, {**self.listing(collection), **each}):
                    calls += 1
                    if calls > most or (calls == most and len(rows) >= self._largest(name)):
                        self._caller.lengths[collection] = Length(calls)
                        return False
                    self._keep(collection, rows, each, cells)
        self._caller.lengths[collection] = Length(calls, is_whole=True)
        self._whole[collection] = list(cells.values())
        return True

    def _pages_of(self, name: str, rows: int) -> int:
        return math.ceil(rows / self._largest(name))

    def _largest(self, name: str) -> float:
        paging = self._caller.operation(name).paging
        return paging.largest if paging else math.inf

    def _narrow(self, way: Way, collection: str, wanted: Wanted, by: str) -> list[Cells]:
        calls: list[tuple[tuple[str, Wanted], Each]] = []
        names = [name for name in (way.one, way.some, *way.also) if name]
        for each, values in self._by_turn(collection, wanted, by):
            parts = self._parts(way, values, each) if way.some else [[one] for one in values]
            calls += [((name, part), each) for part in parts for name in names]
        asked = self.listing(collection)
        found = self._together(calls, lambda call: self._asked(way, *call[0], {**asked, **call[1]}))
        cells: dict[Key, Cells] = {}
        if way.inside is None or by == KEY:
            for (_, each), rows in zip(calls, found, strict=True):
                self._keep(collection, rows, each, cells)
        else:
            hits = [
                (row, str(part[0][by]), each)
                for ((_, part), each), rows in zip(calls, found, strict=True)
                for row in rows
            ]
            self._look_inside(collection, way.inside, hits, cells)
        return list(cells.values())

    def _look_inside(
        self, collection: str, part: str, hits: Sequence[tuple[Row, str, Each]], cells: dict[Key, Cells]
    ) -> None:
        """Keep what truly holds the value it was found for, or may hold it."""
        columns = self.columns[collection]
        calls = [((columns.cells(row, each), value), each) for row, value, each in hits]
        for seen in self._together(calls, lambda call: self._inside.looked(columns, part, *call[0])):
            if seen is not None and (key := columns.key(seen)) is not None:
                cells[key] = _merged(cells.get(key), seen)

    def _parts(self, way: Way, values: Wanted, each: Each) -> list[Wanted]:
        """The values, as many together as one question may hold. Raises :class:`_NotAll` for one that cannot be put."""
        parts: list[list[Mapping[str, object]]] = []
        length = 0
        for one in values:
            try:
                term = len(in_query(way.term, {**one, **each})) + len(way.joined)
            except Unwritable:
                raise _NotAll(Trouble.UNWRITABLE) from None
            if not parts or len(parts[-1]) >= way.most or length + term > way.longest:
                parts.append([])
                length = 0
            parts[-1].append(one)
            length += term
        return list(parts)

    def _asked(self, way: Way, name: str, part: Wanted, each: Each) -> list[Row]:
        """One question. Where the vendor gave up, it is asked in halves; :class:`_NotAll` where one is too many."""
        values = part[0]
        if way.some:
            asked = [in_query(way.term, {**one, **each}) for one in part]
            values = {"terms": Joined(way.joined.join(asked)), "list": asked}
        rows = self._read(name, {**each, **values})
        if way.gives_up_at is None or len(rows) < way.gives_up_at:
            return rows
        if len(part) == 1:
            raise _NotAll(Trouble.PARTIAL)
        half = len(part) // 2
        return self._asked(way, name, part[:half], each) + self._asked(way, name, part[half:], each)

    def _given(self, collection: str, wanted: Wanted, by: str) -> list[Cells]:
        """What was asked for, as it was asked: this API can only be told whom it concerns."""
        cells: dict[Key, Cells] = {}
        for each, values in self._by_turn(collection, wanted, by):
            self._keep(collection, [dict(one) for one in values], each, cells)
        return list(cells.values())

    def _by_turn(self, collection: str, wanted: Wanted, by: str) -> list[tuple[Each, Wanted]]:
        """The turns, and what is looked for in each: a key says itself in which turn its record lies."""
        variables = self.columns[collection].record.each
        if by != KEY:
            return [(each, wanted) for each in self._turns(collection)]
        grouped: dict[tuple[object, ...], list[Mapping[str, object]]] = {}
        for values in wanted:
            grouped.setdefault(tuple(values[name] for name in variables), []).append(values)
        return [(dict(zip(variables, turn, strict=True)), values) for turn, values in grouped.items()]

    def _keep(self, collection: str, rows: Iterable[Row], each: Each, cells: dict[Key, Cells]) -> None:
        columns = self.columns[collection]
        for row in (part for whole in rows for part in columns.parts(whole)):
            read = columns.cells(row, each)
            if (key := columns.key(read)) is not None:
                cells[key] = read

    def _together(
        self,
        calls: Sequence[tuple[Call, Each]],
        make: Callable[[tuple[Call, Each]], Made],
    ) -> list[Made]:
        if len(calls) < 2 or self._caller.connector.limits.at_once < 2:
            return [make(call) for call in calls]
        with ThreadPoolExecutor(min(len(calls), self._caller.connector.limits.at_once)) as pool:
            return list(pool.map(make, calls))


def _merged(before: Cells | None, seen: Cells) -> Cells:
    """A row that was found for several values: for which it was seen, and for which perhaps."""
    marks = {
        mark: (before or {}).get(mark, frozenset[str]()) | seen.get(mark, frozenset[str]()) for mark in (ASKED, PERHAPS)
    }
    return {**seen, **{mark: values for mark, values in marks.items() if values}}


def _first(pair: tuple[float, Way | None]) -> float:
    return pair[0]
