"""A search: everything that hangs on the asked persons, table by table, one statement an edge for all of them.

Anchors first (:mod:`belofte.connectors.sql.anchors`), then every part of the map after the parts it hangs on. A part
that goes in a circle is read in rounds that take only new rows, until none is new. Each row remembers whether it hangs
on the person for sure or on a value two persons share, and the path by which it was reached.

A row that refers to a record of somebody else besides (a transfer between two customers) stands for two people; it is
not sure, and neither is what hangs on it alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from belofte.connectors.sql.anchors import Person, Rounds, rows_by_value
from belofte.connectors.sql.hits import At, Hit, Walked
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.second_person import SecondPerson
from belofte.connectors.sql.session import Row, Session
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.ways import Edge, LookUp
from belofte.ports import Ask

ARROW = " → "


@dataclass(frozen=True, slots=True)
class Tag:
    """For whom a row is looked for, and by which path; its number travels with the keys."""

    person: int
    sure: bool
    via: str


class Walk:
    """One search for many persons in one snapshot. ``whole`` reads all columns, for a copy."""

    def __init__(self, session: Session, statements: Statements, spellings: Spellings, *, whole: bool) -> None:
        self._session, self._statements, self._spellings, self._whole = session, statements, spellings, whole
        self._tags: list[Tag] = []
        self._numbers: dict[Tag, int] = {}
        self._second = SecondPerson(session, statements, spellings, whole=whole)

    def run(self, asks: Sequence[Ask]) -> Walked:
        """Everything that hangs on the asked persons."""
        rounds = Rounds(self._session, self._statements, self._spellings, whole=self._whole)
        walked = Walked(rounds.run([frozenset(ask.identifiers) for ask in asks]))
        self._place(walked)
        for part in self._statements.ways.parts:
            self._walk_part(part, walked)
        return walked

    def _place(self, walked: Walked) -> None:
        """The anchors themselves, as the first hits."""
        for number, person in enumerate(walked.people):
            for place in (*person.own, *person.shared):
                seen = person.seen[place]
                sure = place in person.own and not person.unsettled
                hits = walked.hits.setdefault(place[0], {})
                hits[number, place[1]] = Hit(sure, f"{seen.kind}{ARROW}{place[0]}", seen.row)

    def _walk_part(self, part: Sequence[str], walked: Walked) -> None:
        inside = set(part)
        fresh: dict[str, dict[At, Hit]] = {name: dict(walked.hits.get(name, {})) for name in part}
        first = True
        while True:
            new: dict[str, dict[At, Hit]] = {}
            for name in part:
                rows = self._from_outside(name, inside, walked) if first else []
                rows += self._from_inside(name, inside, fresh)
                new[name] = self._take(name, inside, rows, walked)
            first = False
            if not any(new.values()) or (len(part) == 1 and not self._loops(part[0])):
                return
            fresh = new

    def _loops(self, name: str) -> bool:
        return any(edge.parent == name for edge in self._statements.ways.edges.get(name, ()))

    def _from_outside(self, name: str, inside: set[str], walked: Walked) -> list[tuple[Tag, Row]]:
        found: list[tuple[Tag, Row]] = []
        if name in self._statements.ways.anchors:
            return found
        for edge in self._statements.ways.edges.get(name, ()):
            if edge.parent not in inside:
                found += self._by_edge(edge, walked.hits.get(edge.parent, {}).items())
        for look_up in self._statements.ways.look_ups:
            if look_up.collection == name and look_up.strong and not look_up.anchor:
                found += self._by_value(look_up, walked.people)
        return found

    def _from_inside(self, name: str, inside: set[str], fresh: dict[str, dict[At, Hit]]) -> list[tuple[Tag, Row]]:
        found: list[tuple[Tag, Row]] = []
        if name in self._statements.ways.anchors:
            return found
        for edge in self._statements.ways.edges.get(name, ()):
            if edge.parent in inside:
                found += self._by_edge(edge, fresh.get(edge.parent, {}).items())
        return found

    def _by_edge(self, edge: Edge, parents: Iterable[tuple[At, Hit]]) -> list[tuple[Tag, Row]]:
        reading = self._statements.reading(edge.parent, whole=self._whole)
        keys = {
            (self._number(Tag(person, hit.sure, hit.via)), *values)
            for (person, _), hit in parents
            if None not in (values := reading.values(hit.row, edge.parent_columns))
        }
        if not keys:
            return []
        statement = self._statements.by_edge(edge, whole=self._whole)
        rows = self._session.rows(statement, self._statements.rendering.parameters(list(keys)), edge.child)
        return [(self._onward(row[0], edge.child), row) for row in rows]

    def _by_value(self, look_up: LookUp, people: Sequence[Person]) -> list[tuple[Tag, Row]]:
        wanted: dict[int, set[str]] = defaultdict(set)
        for number, person in enumerate(people):
            for identifier in person.carried | person.shared_values:
                if identifier.fits(look_up.kind, look_up.scope):
                    sure = identifier in person.carried and not person.unsettled
                    wanted[self._number(Tag(number, sure, look_up.kind))].add(identifier.value)
        pairs = [(tag, value) for tag, values in wanted.items() for value in values]
        at = self._statements.reading(look_up.collection, whole=self._whole).at[look_up.column]
        rows = rows_by_value(self._session, self._statements, self._spellings, look_up, pairs, whole=self._whole)
        return [
            (self._onward(row[0], look_up.collection), row)
            for row in rows
            if self._spellings.normal(look_up.kind, row[at]) in wanted[row[0]]
        ]

    def _take(self, name: str, inside: set[str], rows: Sequence[tuple[Tag, Row]], walked: Walked) -> dict[At, Hit]:
        """Add what is new, or surer than before. Returns just that."""
        reading = self._statements.reading(name, whole=self._whole)
        hits = walked.hits.setdefault(name, {})
        new: dict[At, Hit] = {}
        for tag, row in rows:
            at = (tag.person, reading.key_of(row))
            known = new.get(at) or hits.get(at)
            if known is None or (tag.sure and not known.sure):
                new[at] = Hit(tag.sure, tag.via, row)
        for at in self._second.among(reading, inside, new, walked):
            if at in hits:
                del new[at]
            else:
                new[at] = Hit(False, new[at].via, new[at].row)
        hits.update(new)
        return new

    def _number(self, tag: Tag) -> int:
        if tag not in self._numbers:
            self._numbers[tag] = len(self._tags)
            self._tags.append(tag)
        return self._numbers[tag]

    def _onward(self, number: int, collection: str) -> Tag:
        tag = self._tags[number]
        return Tag(tag.person, tag.sure, f"{tag.via}{ARROW}{collection}")
