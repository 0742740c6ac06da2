"""One person with more rows in a table than can be listed: counted, copied and erased by what they hang on.

Such rows are never named one by one. This is for tables that nothing else hangs on and that hang on one other table
only (a log, measurements); any other table is listed whatever its size, because its keys are needed to go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from belofte.connectors.sql.changing import RANDOM, Changes, Values, plain
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rendering import Assignment
from belofte.connectors.sql.rows import Values as KeyValues
from belofte.connectors.sql.session import Query, Row, Session
from belofte.connectors.sql.ways import Edge

LISTED = 20_000
"""Rows of one person in one table that are still listed by key."""


@dataclass(frozen=True, slots=True)
class Big:
    """Rows of one person that hang on these values of ``edge``. ``events`` is the latest value of each clock, None if
    a row has none, so that whatever is decided holds for the youngest row too."""

    edge: Edge
    keys: tuple[KeyValues, ...]
    sure: bool
    via: str
    count: int
    events: Mapping[str, Any]
    has_text: bool


class Bulk:
    """The statements for rows that are not listed."""

    def __init__(self, statements: Statements) -> None:
        self._statements, self._changes = statements, Changes(statements)

    def may_be_big(self, edge: Edge) -> bool:
        """Is this the only way to a table that nothing else hangs on?"""
        ways = self._statements.ways
        ways_in = len(ways.edges.get(edge.child, ())) + sum(u.collection == edge.child for u in ways.look_ups)
        leads_on = edge.child in ways.told or any(e.parent == edge.child for es in ways.edges.values() for e in es)
        return ways_in == 1 and not leads_on and edge.child not in ways.anchors

    def counted(self, edge: Edge, keys: Sequence[KeyValues]) -> Query:
        """Tag, count; for each clock its latest value and how many rows have one; whether a text is filled."""
        return Query(
            self._statements.kept(("count", edge), lambda: self._count(edge)),
            self._statements.rendering.parameters(keys),
            edge.child,
        )

    def events_of(self, edge: Edge, row: Row) -> tuple[dict[str, Any], bool]:
        """The latest value of each clock, None where a row has none; and whether a text is filled."""
        reading = self._statements.reading(edge.child, whole=False)
        events = {event: row[2 * n + 2] if row[2 * n + 3] == row[1] else None for n, event in enumerate(reading.events)}
        return events, bool(reading.text_at and row[-1])

    def rows(self, session: Session, big: Big) -> Iterator[Row]:
        """All rows with all columns, one after the other."""
        statement = self._statements.by_edge(big.edge, whole=True)
        parameters = self._statements.rendering.parameters([(0, *values) for values in big.keys])
        yield from session.stream(Query(statement, parameters, big.edge.child))

    def delete(self, big: Big) -> list[Query]:
        """The rows go."""
        edge = big.edge
        statement = self._statements.kept(
            ("delete by", edge),
            lambda: self._statements.rendering.delete(
                self._statements.table(edge.child),
                self._statements.key_set(edge.child, edge.columns),
                self._statements.condition(edge.child, edge.columns),
            ),
        )
        parameters = self._statements.rendering.parameters([(0, *values) for values in big.keys])
        return [Query(statement, parameters, edge.child)]

    def put(self, session: Session, big: Big, values: Values) -> list[Query]:
        """These columns get these values. Random ones differ row by row, so those rows are listed after all."""
        edge, rendering = big.edge, self._statements.rendering
        if any(isinstance(value, str) and RANDOM in value for value in values.values()):
            reading = self._statements.reading(edge.child, whole=False)
            return self._changes.put(edge.child, [(reading.key_of(row), values) for row in self._listed(session, big)])
        filled = [column for column, value in values.items() if value is not None]
        columns = self._statements.columns(edge.child, (*edge.columns, *filled))
        assignments = [Assignment(column, "NULL") for column in values if column not in filled]
        assignments += [
            Assignment(column, rendering.value(n, columns[n - 1]))
            for n, column in enumerate(filled, start=len(edge.columns) + 1)
        ]
        statement = rendering.update(
            self._statements.table(edge.child),
            rendering.key_set(columns),
            self._statements.condition(edge.child, edge.columns),
            assignments,
        )
        rows = [(0, *own, *(plain(values[c]) for c in filled)) for own in big.keys]
        return [Query(statement, rendering.parameters(rows), edge.child)]

    def left(self, edge: Edge, keys: Sequence[KeyValues], values: Values) -> Query:
        """Tag and how many rows are there; with ``values``, how many do not have them."""
        condition, compared = self._changes.differing(values)
        source = self._statements.source(edge.child, edge.columns)
        statement = f"SELECT k.tag, count(*) FROM {source}{condition} GROUP BY k.tag"
        return Query(statement, (*self._statements.rendering.parameters(keys), *compared), edge.child)

    def _listed(self, session: Session, big: Big) -> Sequence[Row]:
        statement = self._statements.by_edge(big.edge, whole=False)
        parameters = self._statements.rendering.parameters([(0, *values) for values in big.keys])
        return session.rows(Query(statement, parameters, big.edge.child))

    def _count(self, edge: Edge) -> str:
        reading = self._statements.reading(edge.child, whole=False)
        wanted = ["k.tag", "count(*)"]
        for at in reading.events.values():
            wanted += [f"max({reading.expressions[at - 1]})", f"count({reading.expressions[at - 1]})"]
        if reading.text_at:
            wanted.append(f"max({reading.expressions[reading.text_at - 1]})")
        source = self._statements.source(edge.child, edge.columns)
        return f"SELECT {', '.join(wanted)} FROM {source}{reading.joins} GROUP BY k.tag"
