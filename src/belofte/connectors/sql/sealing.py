"""What kept rows say, as one text a row: so that a row that was changed, or went too early, is seen.

Columns that belong to our own acts (a restriction's mark, a person's statement) are no part of what is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import tzinfo

from belofte.connectors.sql.clocks import Clocks, events_read
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.session import Query
from belofte.connectors.sql.sweeping import PAGE, Read
from belofte.connectors.sql.values import day_of, exported
from belofte.domain.located import Found
from belofte.domain.system_map import Collection

_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=exported)


class Kept:
    """The rows of one table for which one of some events has happened."""

    def __init__(
        self, statements: Statements, zone: tzinfo, name: str, events: Sequence[str], telling: Sequence[str]
    ) -> None:
        """``telling``: events whose days go along with each row."""
        self._statements, self._zone, self._name, self._events = statements, zone, name, events
        self._told = events_read(statements, name, (*events, *telling))

    def contents(self, read: Read) -> Iterator[tuple[Found, str]]:
        """By key. Raises ``NotMapped``, ``NotADate``."""
        statements, name, told = self._statements, self._name, self._told
        collection, table, clocks = statements.system.collections[name], statements.table(name), Clocks(statements)
        columns = [column for column in table.columns if column in _counting(collection)]
        keys = [f"t.{statements.rendering.name(column)}" for column in statements.keys[name]]
        begun = " OR ".join(f"{told.expressions[event]} IS NOT NULL" for event in self._events)
        where = begun or "1 = 1"
        own = [f"t.{statements.rendering.name(column)}" for column in columns]
        selected = ", ".join(["0", *keys, *own, *told.expressions.values()])
        source = f"{clocks.table(name)}{told.joins} WHERE {clocks.holds(collection)} AND ({where})"
        key_of, after = statements.key_getter(name), tuple[object, ...]()
        behind, last = len(keys) + 1, len(keys) + 1 + len(own)
        while True:
            start, parameters = _after(keys, after, statements.rendering.mark)
            text = f"SELECT {selected} FROM {source}{start} ORDER BY {', '.join(keys)} LIMIT {PAGE}"
            query = Query(text, parameters, name)
            rows = read(lambda session, query=query: session.rows(query))
            for row in rows:
                days = {event: day_of(at, self._zone) for event, at in zip(told.expressions, row[last:], strict=True)}
                yield Found("", name, key_of(row), "kept", events=days), _WRITER.encode(row[behind:last])
            if len(rows) < PAGE:
                return
            after = tuple(rows[-1][1:behind])


def _after(keys: Sequence[str], after: Sequence[object], mark: str) -> tuple[str, list[object]]:
    """The condition for what comes behind the last row of a page."""
    start, parameters = "", list[object]()
    for expression, value in reversed(list(zip(keys, after, strict=False))):
        later = f"{expression} > {mark}"
        parameters = [value, value, *parameters] if start else [value]
        start = f"({later} OR ({expression} = {mark} AND {start}))" if start else later
    return (f" AND {start}" if start else ""), parameters


def _counting(collection: Collection) -> frozenset[str]:
    ours = set(collection.restrict or {}) | {c for values in collection.stop.values() for c in values}
    ours |= {collection.statement} if collection.statement else set()
    return frozenset(collection.columns - ours)
