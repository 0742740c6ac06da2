"""What kept rows say, as one text a row: so that a row that was changed, or went too early, is seen.

Columns that belong to our own acts (a restriction's mark, a person's statement) are no part of what is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from belofte.connectors.sql.clocks import Clocks
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.session import Query
from belofte.connectors.sql.sweeping import PAGE, Read
from belofte.connectors.sql.values import exported
from belofte.domain.located import Found
from belofte.domain.system_map import Collection

_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=exported)


def contents(statements: Statements, read: Read, name: str, events: Sequence[str]) -> Iterator[tuple[Found, str]]:
    """Rows of one table by key. Raises ``NotMapped``."""
    rendering, clocks = statements.rendering, Clocks(statements)
    collection, table = statements.system.collections[name], statements.table(name)
    columns = [column for column in table.columns if column in _counting(collection)]
    keys = [f"t.{rendering.name(column)}" for column in statements.keys[name]]
    begun = [clocks.of(name, event) for event in events]
    joins = " ".join(dict.fromkeys(of.source.removeprefix(f"FROM {clocks.table(name)}") for of in begun))
    where = " OR ".join(f"{of.event} IS NOT NULL" for of in begun)
    selected = ", ".join(["0", *keys, *(f"t.{rendering.name(column)}" for column in columns)])
    key_of, after = statements.key_getter(name), tuple[object, ...]()
    while True:
        start, parameters = _after(keys, after, rendering.mark)
        text = f"SELECT {selected} FROM {clocks.table(name)}{joins} WHERE {clocks.holds(collection)} AND ({where})"
        query = Query(f"{text}{start} ORDER BY {', '.join(keys)} LIMIT {PAGE}", parameters, name)
        rows = read(lambda session, query=query: session.rows(query))
        for row in rows:
            yield Found("", name, key_of(row), "kept"), _WRITER.encode(row[len(keys) + 1 :])
        if len(rows) < PAGE:
            return
        after = tuple(rows[-1][1 : 1 + len(keys)])


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
