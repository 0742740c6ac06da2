"""The first half of a search: from identifiers to the rows that are the asked person, round after round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rows import Reading
from belofte.connectors.sql.session import Query, Row, Session
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.values import Atom, sought
from belofte.connectors.sql.ways import Edge, LookUp
from belofte.domain.identity import Anchor, Identifier, Resolved, resolve
from belofte.domain.located import Key

ROUNDS = 5
"""After so many rounds with new identifiers a person is asked instead of searching on."""

Place = tuple[str, Key]
"""Collection and record key."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One anchor row that was read, the kind of the identifier that led to it, and the strong values it holds."""

    row: Row
    kind: str
    strong: frozenset[Identifier]


AgreesOf = Callable[[str, Row], Mapping[str, tuple[str, ...]]]
"""What must be equal before a row of this collection and another are one person, by kind."""


@dataclass(slots=True)
class Person:
    """What is known so far of one asked person."""

    asked: frozenset[Identifier]
    planned: frozenset[Place] | None = None  # whom an approved plan took for the person
    seen: dict[Place, Seen] = field(default_factory=dict["Place", Seen])
    links: set[tuple[Place, Place]] = field(default_factory=set["tuple[Place, Place]"])
    sought: set[Identifier] = field(default_factory=set[Identifier])
    followed: set[Place] = field(default_factory=set["Place"])
    own: frozenset[Place] = frozenset()
    shared: frozenset[Place] = frozenset()
    carried: frozenset[Identifier] = frozenset()
    shared_values: frozenset[Identifier] = frozenset()
    unsettled: bool = False

    def settle(self, agrees_of: AgreesOf) -> None:
        """Decide again who of the anchors seen is the asked person. An anchor that is alone need not agree."""
        if not self.seen:
            self.carried = self.asked
            return
        places = list(self.seen)
        anchors = [
            Anchor(*place, seen.strong, agrees_of(place[0], seen.row) if len(places) > 1 else {})
            for place, seen in self.seen.items()
        ]
        number = {place: n for n, place in enumerate(places)}
        links = [(number[one], number[other]) for one, other in self.links]
        planned = None if self.planned is None else frozenset(number[p] for p in self.planned if p in number)
        found: Resolved = resolve(self.asked, anchors, links, planned)
        self.own = frozenset(places[n] for n in found.own)
        self.shared = frozenset(places[n] for n in found.shared)
        self.carried, self.shared_values = found.carried, found.shared_values


class Rounds:
    """Searches all asked persons together: one statement a column and round, never one a person."""

    def __init__(self, session: Session, statements: Statements, spellings: Spellings, *, whole: bool) -> None:
        self._session, self._statements, self._spellings, self._whole = session, statements, spellings, whole
        ways = statements.ways
        self._look_ups = [look_up for look_up in ways.look_ups if look_up.anchor and look_up.strong]
        self._by_collection: dict[str, list[LookUp]] = defaultdict(list)
        for look_up in self._look_ups:
            self._by_collection[look_up.collection].append(look_up)
        self._links = [
            edge for name in ways.anchors for edge in ways.edges.get(name, ()) if edge.parent in ways.anchors
        ]
        self._settled: dict[LookUp, set[str]] = {look_up: set() for look_up in self._look_ups}

    def run(self, people: list[Person]) -> list[Person]:
        """Search until no new identifier appears, five rounds at most."""
        for person in people:
            person.settle(self._agrees)
        for _ in range(ROUNDS):
            changed = self._look(people) | self._follow(people)
            if not changed:
                return people
            for number in changed:
                people[number].settle(self._agrees)
        for person in people:
            person.unsettled = bool(person.carried - person.sought)
        return people

    def _look(self, people: Sequence[Person]) -> set[int]:
        """One round over every column that identifiers are looked for in. Returns who has more anchors now."""
        new = [
            (number, i)
            for number, person in enumerate(people)
            for i in (person.carried | person.shared_values) - person.sought
        ]
        for number, identifier in new:
            people[number].sought.add(identifier)
        changed: set[int] = set()
        asked: list[tuple[LookUp, list[tuple[int, str]], Query]] = []
        for look_up in self._look_ups:
            settled = self._settled[look_up]
            wanted = [(number, i.value) for number, i in new if look_up.takes(i) and i.value not in settled]
            query = query_by_value(self._session, self._statements, self._spellings, look_up, wanted, whole=self._whole)
            if query:
                asked.append((look_up, wanted, query))
        answers = self._session.all([query for _, _, query in asked])
        for (look_up, wanted, _), rows in zip(asked, answers, strict=True):
            changed |= self._seen_by(look_up, wanted, rows, people)
        return changed

    def _seen_by(
        self, look_up: LookUp, wanted: Sequence[tuple[int, str]], rows: Sequence[Row], people: Sequence[Person]
    ) -> set[int]:
        values: dict[int, set[str]] = defaultdict(set)
        for number, value in wanted:
            values[number].add(value)
        changed: set[int] = set()
        reading = self._statements.reading(look_up.collection, whole=self._whole)
        at = reading.at[look_up.column]
        for row in rows:
            number: int = row[0]
            held = self._spellings.normal(look_up.kind, row[at])
            if held in values[number] and self._add(people[number], look_up.label, reading, row):
                changed.add(number)
        return changed

    def _add(self, person: Person, kind: str, reading: Reading, row: Row) -> bool:
        place = (reading.collection.name, reading.key_of(row))
        if place in person.seen:
            return False
        person.seen[place] = Seen(row, kind, self._strong(reading, row))
        return True

    def _strong(self, reading: Reading, row: Row) -> frozenset[Identifier]:
        strong: set[Identifier] = set()
        for look_up in self._by_collection[reading.collection.name]:
            value = row[reading.at[look_up.column]]
            if value is None or value == "":
                continue
            normal = self._spellings.normal(look_up.kind, value)
            strong.add(Identifier(look_up.kind, look_up.scope, normal))
            if reading.unique(look_up.column) and str(value) == normal:
                self._settled[look_up].add(normal)
        return frozenset(strong)

    def _agrees(self, collection: str, row: Row) -> Mapping[str, tuple[str, ...]]:
        return self._statements.reading(collection, whole=self._whole).agreeing(row, self._spellings.normal)

    def _follow(self, people: Sequence[Person]) -> set[int]:
        """References from one anchor to another: the two are one person only if they agree."""
        changed: set[int] = set()
        for edge in self._links:
            keys: list[tuple[Atom, ...]] = []
            parents: dict[tuple[object, ...], Place] = {}
            reading = self._statements.reading(edge.parent, whole=self._whole)
            for number, person in enumerate(people):
                for place in person.own - person.followed:
                    if place[0] == edge.parent:
                        values = reading.values(person.seen[place].row, edge.parent_columns)
                        keys.append((number, *values))
                        parents[number, *values] = place
            if keys:
                changed |= self._follow_edge(edge, keys, parents, people)
        for person in people:
            person.followed |= person.own
        return changed

    def _follow_edge(
        self,
        edge: Edge,
        keys: Sequence[tuple[Atom, ...]],
        parents: Mapping[tuple[object, ...], Place],
        people: Sequence[Person],
    ) -> set[int]:
        reading = self._statements.reading(edge.child, whole=self._whole)
        changed: set[int] = set()
        statement = self._statements.by_edge(edge, whole=self._whole)
        query = Query(statement, self._statements.rendering.parameters(keys), edge.child)
        for row in self._session.rows(query):
            number: int = row[0]
            person = people[number]
            parent = parents.get((number, *reading.values(row, edge.columns)))
            child = (edge.child, reading.key_of(row))
            if parent is None or parent == child:
                continue
            self._add(person, person.seen[parent].kind, reading, row)
            if (child, parent) not in person.links:
                person.links.add((child, parent))
                changed.add(number)
        return changed


def query_by_value(
    session: Session,
    statements: Statements,
    spellings: Spellings,
    look_up: LookUp,
    wanted: Iterable[tuple[int, str]],
    *,
    whole: bool,
) -> Query | None:
    """For rows whose column holds one of the values in any spelling; finds a few more, to be compared exactly. None:
    the column can hold none of them."""
    column = statements.table(look_up.collection).columns[look_up.column]
    odd = spellings.odd(session, look_up)
    keys = [
        (tag, atom)
        for tag, value in wanted
        for text in spellings.written(look_up, odd, value)
        if (atom := sought(column, text)) is not None
    ]
    if not keys:
        return None
    statement = statements.by_value(look_up, whole=whole, anyhow=odd.many)
    return Query(statement, statements.rendering.parameters(keys), look_up.collection)
