"""The rows that hold certain values, by the cheapest way the connector file offers for so many of them.

One value is one call; many values are put into one filter, or the pages of a whole list are read and compared here: the
number of calls grows with pages, not with people.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from belofte.connectors.http.caller import Caller, Row
from belofte.connectors.http.columns import ASKED, Cells, Columns
from belofte.connectors.http.ranges import Each, Ranges
from belofte.connectors.http.templates import Terms, in_query
from belofte.domain.located import Key
from belofte.domain.rest import KEY, Way

Call = TypeVar("Call")

Wanted = Sequence[Mapping[str, object]]
"""What is looked for: each the names that a call can be filled in with, such as {"email": ...}."""

_WORTH_A_PAGE = 3
"""Calls a turn from which it is worth one page to see how long the whole list is."""
_WITHOUT_COUNT = 40
"""Calls from which a whole list is read though the vendor does not say how long it is."""


class Asking:
    """Asks for rows. What was listed whole is kept until this is dropped: one search sees one state."""

    def __init__(self, caller: Caller, ranges: Ranges, columns: Mapping[str, Columns]) -> None:
        self._caller, self.ranges, self.columns = caller, ranges, columns
        self._whole: dict[str, list[Cells]] = {}

    def rows(self, collection: str, by: str, wanted: Wanted) -> list[Cells]:
        """Rows that may hold one of the values; the caller compares. ``by``: a kind, a column, or ``key``."""
        if not wanted:
            return []
        if collection in self._whole:
            return self._whole[collection]
        ways = self.columns[collection].record.find
        narrow = [way for way in ways if by in way.by and not way.all]
        if any(way.given for way in narrow):
            return self._given(collection, wanted, by)
        whole = next((way for way in ways if way.all and (not way.by or by in way.by or by == KEY)), None)
        cost, best = min(((self._cost(way, wanted, by), way) for way in narrow), default=(math.inf, None), key=_first)
        if whole is not None and self._is_cheaper(whole, collection, cost):
            return self.whole(collection)
        return self._narrow(best, collection, wanted, by) if best else []

    def can(self, collection: str, by: str) -> bool:
        """Whether any way takes this kind or column."""
        ways = self.columns[collection].record.find
        return any(by in way.by or (way.all and not way.by) for way in ways)

    def whole(self, collection: str) -> list[Cells]:
        """Every row of a collection."""
        if collection not in self._whole:
            way = next(way for way in self.columns[collection].record.find if way.all)
            calls = [(name, each) for each in self._turns(collection) for name in way.all]
            found = self._together(calls, lambda call: list(self._caller.rows(call[0], call[1])))
            cells: dict[Key, Cells] = {}
            for (_, each), rows in zip(calls, found, strict=True):
                self._keep(collection, rows, each, cells)
            self._whole[collection] = list(cells.values())
        return self._whole[collection]

    def lists(self, collection: str) -> bool:
        """Whether every row of a collection can be listed."""
        return any(way.all for way in self.columns[collection].record.find)

    def _turns(self, collection: str) -> list[Each]:
        return self.ranges.turns(self.columns[collection].record.each)

    def _cost(self, way: Way, wanted: Wanted, by: str) -> float:
        turns = 1 if by == KEY else max(1, len(self.ranges.turns(self._each_of(way))))
        return math.ceil(len(wanted) / (way.most if way.some else 1)) * turns

    def _each_of(self, way: Way) -> Mapping[str, str]:
        for columns in self.columns.values():
            if way in columns.record.find:
                return columns.record.each
        return {}

    def _is_cheaper(self, way: Way, collection: str, cost: float) -> bool:
        """Whether all pages are fewer calls than ``cost``; asks the first page of each list for its count."""
        turns = self._turns(collection)
        if cost <= _WORTH_A_PAGE * max(1, len(turns)) * len(way.all):
            return False
        pages = 0
        for each in turns:
            for name in way.all:
                paging = self._caller.operation(name).paging
                first, total = next(iter(self._caller.pages(name, each)))
                full = paging is not None and len(first) >= paging.largest
                if total is None and full:
                    return cost > _WITHOUT_COUNT
                pages += math.ceil((total or 0) / paging.largest) if paging else 1
                if pages >= cost:
                    return False
        return True

    def _narrow(self, way: Way, collection: str, wanted: Wanted, by: str) -> list[Cells]:
        calls: list[tuple[Mapping[str, object], Each]] = []
        for each, values in self._by_turn(collection, wanted, by):
            if way.some:
                for start in range(0, len(values), way.most):
                    terms = [in_query(way.term, {**one, **each}) for one in values[start : start + way.most]]
                    calls.append(({"terms": Terms(way.joined.join(terms))}, each))
            else:
                calls += [(one, each) for one in values]
        name = way.one or way.some or ""
        found = self._together(calls, lambda call: list(self._caller.rows(name, {**call[1], **call[0]})))
        cells: dict[Key, Cells] = {}
        for (values, each), rows in zip(calls, found, strict=True):
            marked = {**each, ASKED: frozenset({str(values[by])})} if way.certain and by in values else each
            self._keep(collection, rows, marked, cells)
        return list(cells.values())

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
        for row in rows:
            read = columns.cells(row, each)
            if (key := columns.key(read)) is not None:
                before: frozenset[str] = cells[key].get(ASKED, frozenset()) if key in cells else frozenset()
                cells[key] = {**read, ASKED: before | read[ASKED]} if ASKED in read else read

    def _together(
        self,
        calls: Sequence[tuple[Call, Each]],
        make: Callable[[tuple[Call, Each]], list[Row]],
    ) -> list[list[Row]]:
        if len(calls) < 2 or self._caller.connector.limits.at_once < 2:
            return [make(call) for call in calls]
        with ThreadPoolExecutor(min(len(calls), self._caller.connector.limits.at_once)) as pool:
            return list(pool.map(make, calls))


def _first(pair: tuple[float, Way | None]) -> float:
    return pair[0]
