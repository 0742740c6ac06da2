"""Who is the asked person among the records of a system: rounds of looking, until no new identifier appears."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from belofte.connectors.http.asking import Asking
from belofte.connectors.http.columns import Cells
from belofte.domain.identity import Anchor, Identifier, resolve
from belofte.domain.located import Key
from belofte.domain.system_map import Collection, Reference, SystemMap

ROUNDS = 5
"""After so many rounds with new identifiers a person is asked instead of searching on."""

Place = tuple[str, Key]
"""Collection and record key."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One anchor that was read, and the kind of the identifier that led to it."""

    cells: Cells
    kind: str
    anchor: Anchor


@dataclass(slots=True)
class Person:
    """What is known so far of one asked person."""

    asked: frozenset[Identifier]
    planned: frozenset[Place] | None = None  # whom an approved plan took for the person
    seen: dict[Place, Seen] = field(default_factory=dict["Place", Seen])
    links: set[tuple[Place, Place]] = field(default_factory=set["tuple[Place, Place]"])
    sought: set[Identifier] = field(default_factory=set[Identifier])
    own: frozenset[Place] = frozenset()
    shared: frozenset[Place] = frozenset()
    carried: frozenset[Identifier] = frozenset()
    shared_values: frozenset[Identifier] = frozenset()
    unsettled: bool = False

    def settle(self) -> None:
        """Decide again who of the anchors seen is the asked person."""
        if not self.seen and self.planned is None:
            self.carried = self.asked
            return
        places = list(self.seen)
        number = {place: n for n, place in enumerate(places)}
        links = [(number[one], number[other]) for one, other in self.links if one in number and other in number]
        planned = None if self.planned is None else frozenset(number[p] for p in self.planned if p in number)
        found = resolve(self.asked, [seen.anchor for seen in self.seen.values()], links, planned)
        self.own = frozenset(places[n] for n in found.own)
        self.shared = frozenset(places[n] for n in found.shared)
        self.carried, self.shared_values = found.carried, found.shared_values


class Rounds:
    """Looks for all asked persons together. ``kinds`` are those of which one value is enough."""

    def __init__(self, system: SystemMap, asking: Asking, kinds: Sequence[str]) -> None:
        self._system, self._asking, self._kinds = system, asking, kinds
        self._anchors = [c for c in system.collections.values() if c.person and c.controller]

    def run(self, people: Sequence[Person]) -> None:
        """Look until no new identifier appears, five rounds at most."""
        for person in people:
            person.settle()
        for _ in range(ROUNDS):
            changed = self._look(people) | self._follow(people)
            if not changed:
                return
            for number in changed:
                people[number].settle()
        for person in people:
            person.unsettled = bool(person.carried - person.sought)

    def _look(self, people: Sequence[Person]) -> set[int]:
        new = [
            (n, i) for n, person in enumerate(people) for i in (person.carried | person.shared_values) - person.sought
        ]
        for number, identifier in new:
            people[number].sought.add(identifier)
        changed: set[int] = set()
        for collection in self._anchors:
            for kind in self._kinds:
                for number, cells in self.holding(collection, kind, new):
                    if self._add(people[number], collection, kind, cells):
                        changed.add(number)
        return changed

    def holding(
        self, collection: Collection, kind: str, wanted: Iterable[tuple[int, Identifier]]
    ) -> Iterable[tuple[int, Cells]]:
        """The rows that hold one of the values of a kind, and for whom."""
        columns = self._asking.columns[collection.name]
        held_in = columns.columns_of(kind)
        takes = self._asking.can if held_in else self._asking.knows  # no column holds it: only the vendor could tell
        if not takes(collection.name, kind):
            return
        scopes = {self._system.scope_of(collection.name, column, kind) for column in held_in} or {""}
        asked: dict[str, set[int]] = defaultdict(set)
        for number, identifier in wanted:
            if any(identifier.fits(kind, scope) for scope in scopes):
                asked[identifier.value].add(number)
        rows = self._asking.rows(collection.name, kind, [{kind: value} for value in sorted(asked)])
        for cells in rows:
            for value in columns.of_kind(cells, kind) & asked.keys():
                for number in asked[value]:
                    yield number, cells

    def _add(self, person: Person, collection: Collection, kind: str, cells: Cells) -> bool:
        key = self._asking.columns[collection.name].key(cells)
        if key is None or (collection.name, key) in person.seen:
            return False
        place = (collection.name, key)
        person.seen[place] = Seen(cells, kind, self._anchor(place, collection, cells))
        return True

    def _anchor(self, place: Place, collection: Collection, cells: Cells) -> Anchor:
        strong, agrees = self.strong(collection, cells), self.agreeing(collection, cells)
        return Anchor(f"{self._system.name}.{place[0]}", place[1], strong, agrees)

    def agreeing(self, collection: Collection, cells: Cells) -> Mapping[str, tuple[str, ...]]:
        """By what a row is told from others, by kind; "" where nothing is filled in."""
        columns = self._asking.columns[collection.name]
        agrees: dict[str, tuple[str, ...]] = {}
        for kind, mapped in collection.kinds.items():
            compared = [column for column in mapped if column in collection.agrees]
            if compared:
                agrees[kind] = tuple(columns.normal(cells.get(column), kind) for column in compared)
        return agrees

    def strong(self, collection: Collection, cells: Cells) -> frozenset[Identifier]:
        """All strong values in a row."""
        columns = self._asking.columns[collection.name]
        return frozenset(
            Identifier(kind, self._system.scope_of(collection.name, column, kind), value)
            for kind in self._kinds
            for column in columns.columns_of(kind)
            for value in columns.values(cells, (column,), kind)
        )

    def _follow(self, people: Sequence[Person]) -> set[int]:
        """References from one anchor to another: the two are one person only if they agree."""
        changed: set[int] = set()
        for child in self._anchors:
            for reference in child.of:
                if self._system.collections[reference.target] in self._anchors if _is_here(reference) else False:
                    changed |= self._follow_one(child, reference, people)
        return changed

    def _follow_one(self, child: Collection, reference: Reference, people: Sequence[Person]) -> set[int]:
        parents = [
            (n, place, person.seen[place].cells)
            for n, person in enumerate(people)
            for place in person.own
            if place[0] == reference.target
        ]
        changed: set[int] = set()
        for number, parent, cells in referring(self._asking, child, reference, parents):
            key = self._asking.columns[child.name].key(cells)
            link = ((child.name, key or ()), parent)
            if key is not None and link not in people[number].links:
                self._add(people[number], child, people[number].seen[parent].kind, cells)
                people[number].links.add(link)
                changed.add(number)
        return changed


def _is_here(reference: Reference) -> bool:
    return reference.target_system is None


def referring(
    asking: Asking, child: Collection, reference: Reference, parents: Iterable[tuple[int, Place, Cells]]
) -> Iterable[tuple[int, Place, Cells]]:
    """The rows of ``child`` that refer to one of these parents: for whom, which parent, the row."""
    held: dict[tuple[str, ...], list[tuple[int, Place]]] = defaultdict(list)
    wanted: dict[tuple[str, ...], Mapping[str, object]] = {}
    for number, place, cells in parents:
        values = [cells.get(column) for column in reference.target_columns]
        if all(value not in (None, "") for value in values):
            texts = tuple(str(value) for value in values)
            held[texts].append((number, place))
            wanted[texts] = dict(zip(reference.columns, values, strict=True))
    by = ", ".join(reference.columns)
    if not wanted or not asking.can(child.name, by):
        return
    for cells in asking.rows(child.name, by, list(wanted.values())):
        for number, place in held.get(tuple(str(cells.get(column)) for column in reference.columns), ()):
            yield number, place, cells
