"""A search: everything that hangs on the asked persons, table by table, one statement an edge for all of them.

Anchors first (:mod:`belofte.connectors.sql.anchors`), then every part of the map after the parts it hangs on. A part
that goes in a circle is read in rounds that take only new rows, until none is new. Each row remembers whether it hangs
on the person for sure or on a value two persons share, and the path by which it was reached.

A row that refers to a record of somebody else besides (a transfer between two customers) stands for two people; it is
not sure, and neither is what hangs on it alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from belofte.connectors.sql.anchors import Person, Place, Rounds, query_by_value
from belofte.connectors.sql.bulk import LISTED, Big, Bulk
from belofte.connectors.sql.hints import Hints
from belofte.connectors.sql.hits import ARROW, At, Hit, Walked
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rendering import KeyRow
from belofte.connectors.sql.second_person import SecondPerson
from belofte.connectors.sql.session import Query, Row, Session
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.ways import Edge, LookUp
from belofte.domain.plan import Decision
from belofte.ports import Ask, Order

_ROOM_A_PERSON = 50
"""Rows of one table that a person may have in a batch before anybody's rows are counted first."""


class Tag(NamedTuple):
    """For whom a row is looked for, and by which path; its number travels with the keys."""

    person: int
    sure: bool
    via: str


Reached = tuple[Tag, Row]
"""A row, for whom it was reached and by which path."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query that is to be sent, and which of its rows count."""

    collection: str
    query: Query
    fits: Callable[[Row], bool] | None = None
    edge: Edge | None = None
    keys: Sequence[KeyRow] = ()
    limit: int = 0


class Walk:
    """One search for many persons in one snapshot. ``whole`` reads all columns, for a copy."""

    def __init__(self, session: Session, statements: Statements, spellings: Spellings, *, whole: bool) -> None:
        self._session, self._statements, self._spellings, self._whole = session, statements, spellings, whole
        self._tags: list[Tag] = []
        self._numbers: dict[Tag, int] = {}
        self._bulk = Bulk(statements)
        self._second = SecondPerson(session, statements, spellings, whole=whole)

    def find(self, asks: Sequence[Ask]) -> Walked:
        """Everything that hangs on the asked persons."""
        walked = self._run([Person(frozenset(ask.identifiers)) for ask in asks])
        walked.candidates = Hints(self._session, self._statements, whole=self._whole).candidates(walked.people)
        return walked

    def find_again(self, orders: Sequence[Order]) -> Walked:
        """The same for people of whom a plan says already which anchors they are."""
        anchors = self._statements.ways.anchors
        return self._run([Person(frozenset(order.identifiers), _planned(order, anchors)) for order in orders])

    def _run(self, people: list[Person]) -> Walked:
        rounds = Rounds(self._session, self._statements, self._spellings, whole=self._whole)
        walked = Walked(rounds.run(people))
        self._place(walked)
        for level in self._statements.ways.levels:
            outside = self._from_outside([name for part in level for name in part], walked)
            for part in level:
                self._walk_part(part, outside, walked)
        return walked

    def _place(self, walked: Walked) -> None:
        """The anchors themselves, as the first hits."""
        for number, person in enumerate(walked.people):
            for place in (*person.own, *person.shared):
                seen = person.seen[place]
                sure = place in person.own and not person.unsettled
                hits = walked.hits.setdefault(place[0], {})
                hits[number, place[1]] = Hit(sure, f"{seen.kind}{ARROW}{place[0]}", seen.row)

    def _walk_part(self, part: Sequence[str], outside: Mapping[str, list[Reached]], walked: Walked) -> None:
        inside = set(part)
        before = {name: dict(walked.hits.get(name, {})) for name in part}
        fresh = {name: self._take(name, inside, outside.get(name, []), walked) for name in part}
        if not self._goes_round(part):
            return
        fresh = {name: before[name] | fresh[name] for name in part}
        while any(fresh.values()):
            found = self._from_inside(part, fresh)
            fresh = {name: self._take(name, inside, found.get(name, []), walked) for name in part}

    def _goes_round(self, part: Sequence[str]) -> bool:
        inside = set(part)
        return any(edge.parent in inside for name in part for edge in self._edges(name))

    def _edges(self, name: str) -> Sequence[Edge]:
        """The references by which rows are reached; an anchor is never reached by one."""
        return () if name in self._statements.ways.anchors else self._statements.ways.edges.get(name, ())

    def _from_outside(self, names: Sequence[str], walked: Walked) -> dict[str, list[Reached]]:
        """Over references from parts that were read before, and by identifiers."""
        wanted = set(names)
        asked: list[_Asked] = []
        for name in names:
            for edge in self._edges(name):
                if edge.parent not in wanted:
                    asked += self._by_edge(edge, walked.hits.get(edge.parent, {}).items())
            for look_up in self._statements.ways.look_ups:
                if look_up.collection == name and look_up.strong and not look_up.anchor:
                    asked += self._by_value(look_up, walked.people)
        return self._answered(asked, walked)

    def _from_inside(self, part: Sequence[str], fresh: Mapping[str, dict[At, Hit]]) -> dict[str, list[Reached]]:
        """Over references inside a circle, from the rows that are new."""
        asked: list[_Asked] = []
        for name in part:
            for edge in self._edges(name):
                if edge.parent in fresh:
                    asked += self._by_edge(edge, fresh[edge.parent].items())
        return self._answered(asked, None)

    def _answered(self, asked: Sequence[_Asked], walked: Walked | None) -> dict[str, list[Reached]]:
        found: dict[str, list[Reached]] = defaultdict(list)
        for one, rows in zip(asked, self._session.all([one.query for one in asked]), strict=True):
            if walked is not None and one.edge is not None and one.limit and len(rows) > one.limit:
                rows = self._set_apart(one.edge, one.keys, walked)
            onward: dict[int, Tag] = {}
            for row in rows:
                number: int = row[0]
                if one.fits is not None and not one.fits(row):
                    continue
                if (tag := onward.get(number)) is None:
                    tag = onward[number] = self._onward(number, one.collection)
                found[one.collection].append((tag, row))
        return found

    def _by_edge(self, edge: Edge, parents: Iterable[tuple[At, Hit]]) -> list[_Asked]:
        values_of = self._statements.reading(edge.parent, whole=self._whole).getter(edge.parent_columns)
        keys = {
            (self._number(Tag(person, hit.sure, hit.via)), *values)
            for (person, _), hit in parents
            if None not in (values := values_of(hit.row))
        }
        if not keys:
            return []
        listed, statement = list(keys), self._statements.by_edge(edge, whole=self._whole)
        parameters = self._statements.rendering.parameters(listed)
        if not self._bulk.may_be_big(edge):
            return [_Asked(edge.child, Query(statement, parameters, edge.child))]
        limit = LISTED + _ROOM_A_PERSON * len({self._tags[int(str(key[0]))].person for key in listed})
        mark = self._statements.rendering.mark
        query = Query(f"{statement} LIMIT {mark}", (*parameters, limit + 1), edge.child)
        return [_Asked(edge.child, query, edge=edge, keys=listed, limit=limit)]

    def _set_apart(self, edge: Edge, keys: Sequence[KeyRow], walked: Walked) -> Sequence[Row]:
        """Too many rows to list: those of persons with very many are counted; the others' are read after all."""
        counts = {int(row[0]): row for row in self._session.rows(self._bulk.counted(edge, keys))}
        totals: dict[int, int] = defaultdict(int)
        for number, row in counts.items():
            totals[self._tags[number].person] += int(row[1])
        many = {person for person, total in totals.items() if total > LISTED}
        own: dict[int, list[KeyRow]] = defaultdict(list)
        for key in keys:
            own[self._tags[int(str(key[0]))].person].append(key)
        for person in many:
            rows = [counts[n] for key in own[person] if (n := int(str(key[0]))) in counts]
            walked.bigs[person, edge.child] = self._big(edge, own[person], rows)
        rest = [key for person, listed in own.items() if person not in many for key in listed]
        if not rest:
            return ()
        statement = self._statements.by_edge(edge, whole=self._whole)
        return self._session.rows(Query(statement, self._statements.rendering.parameters(rest), edge.child))

    def _big(self, edge: Edge, keys: Sequence[KeyRow], rows: Sequence[Row]) -> Big:
        distinct = list({int(row[0]): row for row in rows}.values())
        tags = [self._tags[int(row[0])] for row in distinct]
        told = [self._bulk.events_of(edge, row) for row in distinct]
        events = {
            event: None if any(each[event] is None for each, _ in told) else max(each[event] for each, _ in told)
            for event in told[0][0]
        }
        return Big(
            edge=edge,
            keys=tuple(tuple(key[1:]) for key in keys),
            sure=all(tag.sure for tag in tags),
            via=f"{tags[0].via}{ARROW}{edge.child}",
            count=sum(int(row[1]) for row in distinct),
            events=events,
            has_text=any(text for _, text in told),
        )

    def _by_value(self, look_up: LookUp, people: Sequence[Person]) -> list[_Asked]:
        wanted: dict[int, set[str]] = defaultdict(set)
        for number, person in enumerate(people):
            for identifier in person.carried | person.shared_values:
                if look_up.takes(identifier):
                    sure = identifier in person.carried and not person.unsettled
                    wanted[self._number(Tag(number, sure, look_up.label))].add(identifier.value)
        pairs = [(tag, value) for tag, values in wanted.items() for value in values]
        query = query_by_value(self._session, self._statements, self._spellings, look_up, pairs, whole=self._whole)
        at = self._statements.reading(look_up.collection, whole=self._whole).at[look_up.column]
        normal, kind = self._spellings.normal, look_up.kind

        def fits(row: Row) -> bool:
            return normal(kind, row[at]) in wanted[row[0]]

        return [_Asked(look_up.collection, query, fits=fits)] if query else []

    def _take(self, name: str, inside: set[str], rows: Sequence[Reached], walked: Walked) -> dict[At, Hit]:
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


def _planned(order: Order, anchors: Sequence[str]) -> frozenset[Place] | None:
    lines = [line for line in order.lines if line.collection in anchors and line.decision is not Decision.ASK]
    planned = frozenset((line.collection, key) for line in lines for key in line.keys or ())
    return planned or None
