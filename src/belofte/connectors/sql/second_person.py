"""Does a record stand for somebody else as well? Then nothing is done with it for one of the two (design: identity).

A row found over one of its references may name another record by a second one: a transfer between two customers, an
invoice whose order is somebody else's. If that other record is not the asked person's, its own references are climbed
until an anchor is met; an anchor that is not the person's is the second person. References inside a circle (a reply to
a reply) say nothing about whose a record is and are left out. Costs statements only where a row is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from belofte.connectors.sql.anchors import query_by_value
from belofte.connectors.sql.hits import At, Hit, Walked
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rows import Reading, Values
from belofte.connectors.sql.session import Query, Row, Session
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.ways import Edge, LookUp

Doubt = tuple[At, Values]
"""A row in doubt, and the values by which it names the other record."""


class SecondPerson:
    """Looks for second persons in one snapshot."""

    def __init__(self, session: Session, statements: Statements, spellings: Spellings, *, whole: bool) -> None:
        self._session, self._statements, self._spellings, self._whole = session, statements, spellings, whole
        self._anchors = frozenset(statements.ways.anchors)

    def among(self, reading: Reading, inside: Iterable[str], new: Mapping[At, Hit], walked: Walked) -> set[At]:
        """Those of the new rows that stand for somebody else as well."""
        name = reading.collection.name
        structural = set(inside) - self._anchors
        every, look_ups = self._statements.ways.edges.get(name, ()), self._strong_of(name)
        if len(every) + len(look_ups) < 2:
            return set()  # the only way to the row is the one it was found by
        edges = [edge for edge in every if edge.parent not in structural]
        found: set[At] = set()
        for edge in edges:
            own = self._own(edge, walked)
            doubts = [
                (at, values)
                for at, hit in new.items()
                if hit.sure and None not in (values := reading.values(hit.row, edge.columns))
                if (at[0], values) not in own
            ]
            found |= self._climb(edge.parent, edge.parent_columns, doubts, walked, set())
        rows = [(at, hit.row) for at, hit in new.items() if hit.sure]
        return found | self._by_value(reading, look_ups, rows, walked)

    def _strong_of(self, name: str) -> list[LookUp]:
        return [up for up in self._statements.ways.look_ups if up.collection == name and up.strong and not up.anchor]

    def _own(self, edge: Edge, walked: Walked) -> set[tuple[int, Values]]:
        reading = self._statements.reading(edge.parent, whole=self._whole)
        value_of = reading.getter(edge.parent_columns)
        return {(at[0], value_of(hit.row)) for at, hit in walked.hits.get(edge.parent, {}).items() if hit.sure}

    def _climb(
        self, collection: str, columns: tuple[str, ...], doubts: list[Doubt], walked: Walked, seen: set[object]
    ) -> set[At]:
        """Whose doubts lead up to an anchor that is not their own."""
        doubts = [doubt for doubt in doubts if (collection, columns, doubt) not in seen]
        seen.update((collection, columns, doubt) for doubt in doubts)
        if not doubts:
            return set()
        reading = self._statements.reading(collection, whole=False)
        keys = [(number, *values) for number, (_, values) in enumerate(doubts)]
        statement = self._statements.by_columns(collection, columns, whole=False)
        rows = self._session.rows(Query(statement, self._statements.rendering.parameters(keys), collection))
        others: list[tuple[At, Row]] = []
        for row in rows:
            number: int = row[0]
            if not self._is_own(doubts[number][0], reading, row, walked):
                others.append((doubts[number][0], row))
        if collection in self._anchors:
            return {at for at, _ in others}
        found = self._by_value(reading, self._strong_of(collection), others, walked)
        for edge in self._statements.ways.edges.get(collection, ()):
            further = [(at, values) for at, row in others if None not in (values := reading.values(row, edge.columns))]
            found |= self._climb(edge.parent, edge.parent_columns, further, walked, seen)
        return found

    def _is_own(self, at: At, reading: Reading, row: Row, walked: Walked) -> bool:
        hit = walked.hits.get(reading.collection.name, {}).get((at[0], reading.key_of(row)))
        return hit is not None and hit.sure

    def _by_value(
        self, reading: Reading, look_ups: Iterable[LookUp], rows: list[tuple[At, Row]], walked: Walked
    ) -> set[At]:
        """Rows that hold an identifier of an anchor that is not their own."""
        found: set[At] = set()
        for look_up in look_ups:
            doubts: list[tuple[At, str]] = []
            for at, row in rows:
                value = row[reading.at[look_up.column]]
                if value is None or value == "":
                    continue
                normal = self._spellings.normal(look_up.kind, value)
                person = walked.people[at[0]]
                if not any(i.value == normal and look_up.takes(i) for i in (*person.carried, *person.shared_values)):
                    doubts.append((at, normal))
            found |= self._held_by_others(look_up, doubts, walked)
        return found

    def _held_by_others(self, look_up: LookUp, doubts: list[tuple[At, str]], walked: Walked) -> set[At]:
        found: set[At] = set()
        for anchor in self._statements.ways.look_ups:
            if not (anchor.anchor and anchor.strong and (anchor.kind, anchor.scope) == (look_up.kind, look_up.scope)):
                continue
            reading = self._statements.reading(anchor.collection, whole=False)
            wanted = [(number, value) for number, (_, value) in enumerate(doubts)]
            query = query_by_value(self._session, self._statements, self._spellings, anchor, wanted, whole=False)
            for row in self._session.rows(query) if query else ():
                number: int = row[0]
                at, value = doubts[number]
                same = self._spellings.normal(anchor.kind, row[reading.at[anchor.column]]) == value
                if same and not self._is_own(at, reading, row, walked):
                    found.add(at)
        return found
