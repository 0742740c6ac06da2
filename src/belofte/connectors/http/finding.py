"""A search: everything that hangs on the asked persons, collection by collection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from belofte.connectors.http.asking import Asking
from belofte.connectors.http.clocks import Clocks
from belofte.connectors.http.columns import Cells, Columns
from belofte.connectors.http.failures import CallFailed
from belofte.connectors.http.people import Person, Place, Rounds, referring
from belofte.domain import identity
from belofte.domain.identity import Identifier
from belofte.domain.kinds import KINDS, Strength
from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision
from belofte.domain.system_map import Collection, SystemMap
from belofte.ports import Ask, Order

ARROW = " → "


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found for one person. ``sure`` is False where it hangs on something two persons share."""

    sure: bool
    via: str
    cells: Cells


Hits = dict[str, dict[Key, Hit]]
"""Collection → record key → hit, of one person."""


class Search:
    """One search for many persons. Everything that is listed whole is listed once."""

    def __init__(self, system: SystemMap, asking: Asking) -> None:
        self._system, self._asking = system, asking
        self.kinds = strong_kinds(system, asking.columns)
        self.rounds = Rounds(system, asking, self.kinds)

    def find_again(self, orders: Sequence[Order]) -> list[Hits]:
        """Everything about people of whom a plan says already which records they are. Raises :class:`CallFailed`."""
        anchors = {c.name for c in self._system.collections.values() if c.person}
        people = [Person(frozenset(order.identifiers), _planned(order, anchors)) for order in orders]
        self.rounds.run(people)
        hits = self._anchors_of(people)
        self._hanging(people, hits)
        return hits

    def _as_far_as_it_goes(self, people: Sequence[Person]) -> tuple[list[Hits], CallFailed | None]:
        """Everything about the asked persons, or what was seen until the vendor let no more calls through; that failure
        is given too."""
        hits: list[Hits] = []
        try:
            with self._asking.as_far_as_it_goes():
                self.rounds.run(people)
                hits = self._anchors_of(people)
                self._hanging(people, hits)
        except CallFailed as failed:
            if not failed.transient:
                raise
            for person in people if not hits else ():
                person.settle()
            return hits or self._anchors_of(people), failed
        return hits, self._asking.cut

    def _anchors_of(self, people: Sequence[Person]) -> list[Hits]:
        return [self._anchored(person) for person in people]

    def _hanging(self, people: Sequence[Person], hits: Sequence[Hits]) -> None:
        """Add what hangs on the anchors, collection by collection."""
        for collection in in_order(self._system.collections):
            if collection.person or not collection.controller or collection.name not in self._asking.columns:
                continue
            self._by_value(collection, people, hits)
            self._by_other_system(collection, people, hits)
            self._by_reference(collection, people, hits)

    def _anchored(self, person: Person) -> Hits:
        hits: Hits = defaultdict(dict)
        for place in (*person.own, *person.shared):
            seen = person.seen[place]
            sure = place in person.own and not person.unsettled and not self._is_shared(person, place[0], seen.cells)
            hits[place[0]][place[1]] = Hit(sure, f"{seen.kind}{ARROW}{place[0]}", seen.cells)
        return hits

    def _by_value(self, collection: Collection, people: Sequence[Person], hits: Sequence[Hits]) -> None:
        for kind in self.kinds:
            sure = [(n, i) for n, person in enumerate(people) for i in person.carried]
            shared = [(n, i) for n, person in enumerate(people) for i in person.shared_values]
            held = list(self.rounds.holding(collection, kind, [*sure, *shared]))
            columns = self._asking.columns[collection.name]
            for number, cells in held:
                mine = {i.value for i in people[number].carried if i.kind == kind}
                is_sure = bool(columns.of_kind(cells, kind) & mine)
                self._put(collection, people[number], hits[number], is_sure, f"{kind}{ARROW}{collection.name}", cells)

    def _by_other_system(self, collection: Collection, people: Sequence[Person], hits: Sequence[Hits]) -> None:
        """By what records of another system are called: it told their keys when it was searched."""
        for reference in collection.of:
            column = reference.columns[0]
            if reference.target_system is None or not self._asking.can(collection.name, column):
                continue
            scope = f"{reference.target_system}.{reference.target}.{reference.target_columns[0]}"
            wanted: dict[str, set[int]] = defaultdict(set)
            for number, person in enumerate(people):
                for identifier in person.asked:
                    if (identifier.kind, identifier.scope) == (identity.KEY, scope):
                        wanted[identifier.value].add(number)
            for cells in self._asking.rows(collection.name, column, [{column: value} for value in sorted(wanted)]):
                for number in wanted.get(str(cells.get(column)), ()):
                    via = f"{scope}{ARROW}{collection.name}"
                    self._put(collection, people[number], hits[number], True, via, cells)

    def _by_reference(self, collection: Collection, people: Sequence[Person], hits: Sequence[Hits]) -> None:
        for reference in collection.of:
            if reference.target_system is not None:
                continue
            parents: list[tuple[int, Place, Cells]] = [
                (n, (reference.target, key), hit.cells)
                for n, own in enumerate(hits)
                for key, hit in own.get(reference.target, {}).items()
            ]
            for number, parent, cells in list(referring(self._asking, collection, reference, parents)):
                above = hits[number][parent[0]][parent[1]]
                via = f"{above.via}{ARROW}{collection.name}"
                self._put(collection, people[number], hits[number], above.sure, via, cells)

    def _put(self, collection: Collection, person: Person, hits: Hits, sure: bool, via: str, cells: Cells) -> None:
        key = self._asking.columns[collection.name].key(cells)
        known = hits.get(collection.name, {}).get(key or ())
        if key is None or (known is not None and (known.sure or not sure)):
            return
        sure = sure and not person.unsettled and not self._is_shared(person, collection.name, cells)
        hits.setdefault(collection.name, {})[key] = Hit(sure, via, cells)

    def _is_shared(self, person: Person, collection: str, cells: Cells) -> bool:
        theirs: dict[str, set[str]] = defaultdict(set)
        for identifier in person.carried:
            theirs[identifier.kind].add(identifier.value)
        return self._asking.columns[collection].others(cells, {k: frozenset(v) for k, v in theirs.items()})

    def told(self, asks: Sequence[Ask]) -> Iterator[Found]:
        """The search as the procedures know it. Raises :class:`CallFailed`: after its last record where that will pass,
        then what was told of these people is a part."""
        people = [Person(frozenset(ask.identifiers)) for ask in asks]
        hits, failed = self._as_far_as_it_goes(people)
        for ask, person, own in zip(asks, people, hits, strict=True):
            clocks = Clocks(self._system, self._asking.columns, partial(_cells, own))
            for name, records in own.items():
                for key, hit in records.items():
                    yield self._found(ask.request, person, self._system.collections[name], key, hit, clocks)
        if failed is not None:
            raise failed
        yield from self._candidates(asks, hits)

    def _candidates(self, asks: Sequence[Ask], hits: Sequence[Hits]) -> Iterator[Found]:
        """What a weak kind finds, where a way takes it: shown as "perhaps also", never acted on."""
        asked = [(n, i) for n, ask in enumerate(asks) for i in ask.identifiers if i.kind not in self.kinds]
        for name, columns in self._asking.columns.items():
            collection = self._system.collections[name]
            taken = {kind for way in columns.record.find for kind in way.by if not way.all} & {i.kind for _, i in asked}
            for kind in sorted(taken) if collection.controller else ():
                for number, cells in list(self.rounds.holding(collection, kind, asked)):
                    key = columns.key(cells)
                    if key is not None and key not in hits[number].get(name, {}):
                        via = f"{kind}{ARROW}{name}"
                        yield Found(asks[number].request, name, key, via, candidate=True)

    def _found(self, request: str, person: Person, collection: Collection, key: Key, hit: Hit, clocks: Clocks) -> Found:
        columns = self._asking.columns[collection.name]
        strong = self.rounds.strong(collection, hit.cells)
        carried = tuple(sorted(strong - person.shared_values)) if collection.person and hit.sure else ()
        return Found(
            request=request,
            collection=collection.name,
            key=key,
            via=hit.via,
            identifiers=carried,
            holds=tuple(sorted(strong)) if collection.person else _contacts(columns, hit.cells),
            shared=not hit.sure,
            events=clocks.days(collection, hit.cells),
            known_since={c.kind: columns.moment(hit.cells, c.since) for c in collection.contact},
            agrees=self.rounds.agreeing(collection, hit.cells) if collection.person or collection.agrees else None,
            has_text=any(hit.cells.get(column) for column in collection.free_text),
        )


def _cells(hits: Hits, collection: str) -> list[Cells]:
    return [hit.cells for hit in hits.get(collection, {}).values()]


def _contacts(columns: Columns, cells: Cells) -> tuple[Identifier, ...]:
    """The addresses that stand in a record which is no anchor."""
    return tuple(
        Identifier(contact.kind, "", value)
        for contact in columns.collection.contact
        for value in sorted(columns.values(cells, (contact.column,), contact.kind))
    )


def strong_kinds(system: SystemMap, columns: Mapping[str, Columns]) -> tuple[str, ...]:
    """Kinds of which one value finds records: what the map says, else the strong kinds its ways take."""
    if system.sure:
        return system.sure
    ways = (way for found in columns.values() for way in found.record.find)
    taken = {kind for way in ways for kind in way.by} | {kind for c in columns.values() for kind in c.collection.kinds}
    return tuple(sorted(kind for kind in taken if kind in KINDS and KINDS[kind].strength is Strength.STRONG))


def in_order(collections: Mapping[str, Collection]) -> list[Collection]:
    """Every collection after those it refers to; a circle is cut where it begins."""
    done: dict[str, Collection] = {}
    under_way: set[str] = set()

    def place(collection: Collection) -> None:
        if collection.name in done or collection.name in under_way:
            return
        under_way.add(collection.name)
        for reference in collection.of:
            if reference.target_system is None and reference.target in collections:
                place(collections[reference.target])
        done[collection.name] = collection

    for collection in collections.values():
        place(collection)
    return list(done.values())


def _planned(order: Order, anchors: set[str]) -> frozenset[Place] | None:
    """The anchors the plan took for the person: everything of theirs that is not asked about."""
    lines = [line for line in order.lines if line.collection in anchors and line.decision is not Decision.ASK]
    return frozenset((line.collection, key) for line in lines for key in line.keys or ()) or None
