"""Looking again, in a transaction of its own, for all orders at once: is it gone, is it there, is it as it was?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from belofte.connectors.dividing import NOT_KEPT, STILL_THERE, left_to_people
from belofte.connectors.sql.amending import lifted, restricted
from belofte.connectors.sql.bulk import Bulk
from belofte.connectors.sql.changing import Changes, Look, Spot, Values
from belofte.connectors.sql.digest import Keeping, KeptLines, kept_line
from belofte.connectors.sql.fitting import grouped
from belofte.connectors.sql.hits import Hit
from belofte.connectors.sql.marks import hides, with_mark, without_mark
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.session import Query, Session
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.walk import Walk
from belofte.domain.located import Key
from belofte.domain.plan import ERASING, Decision, Failure, Outcome, ReceiptLine
from belofte.domain.rights.marking import HIDDEN_ONLY
from belofte.domain.staff_wall import cause_of
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Order, OrderLine, Result

Left = dict[tuple[str, Decision], set[Key]]
"""Collection and decision → keys of records that should not be found any more."""

_NO_KEYS = frozenset[Key]()


class Looking:
    """Looks again under one map."""

    def __init__(self, statements: Statements, spellings: Spellings) -> None:
        self._statements, self._spellings = statements, spellings
        self._changes, self._bulk = Changes(statements), Bulk(statements)

    def read_back(self, session: Session, orders: Sequence[Order]) -> list[Result]:
        """By the keys acted on, then by the original identifiers of the orders that erase."""
        left = self._left(session, orders)
        present = self._present(session, orders)
        found = self._found_again(session, orders)
        many = self._left_of_many(session, orders)
        for place, keys in self._wrongly_marked(session, orders).items():
            left[place] |= keys
        return [self._result(n, order, left, present, found.get(n, {}), many) for n, order in enumerate(orders)]

    def _wrongly_marked(self, session: Session, orders: Sequence[Order]) -> dict[tuple[int, str, Decision], set[Key]]:
        """Rows that staff can still see after they were to be hidden, or cannot after that was lifted."""
        if self._statements.marks is None:
            return {}
        asked = [
            ((number, line.collection, line.decision), line.keys, order)
            for number, order in enumerate(orders)
            for line in order.lines
            if hides(line) and line.decision is Decision.DO and line.keys
        ]
        queries = [
            (with_mark if order.verb is Verb.LIFT else without_mark)(
                self._statements, place[1], keys, order.cause or cause_of(order.request)
            )
            for place, keys, order in asked
        ]
        found: dict[tuple[int, str, Decision], set[Key]] = defaultdict(set)
        for (place, _, _), rows in zip(asked, session.all(queries), strict=True):
            found[place] |= set(map(self._statements.key_getter(place[1]), rows))
        return found

    def _left_of_many(self, session: Session, orders: Sequence[Order]) -> dict[tuple[int, str], int]:
        """For lines without keys: how many rows still hang on the rows of the order, whatever became of those."""
        places: list[tuple[int, str]] = []
        queries: list[Query] = []
        for number, order in enumerate(orders):
            unlisted = [line for line in order.lines if line.keys is None]
            keys = {line.collection: line.keys for line in order.lines if line.keys is not None} if unlisted else {}
            for line in unlisted:
                wanted, edges = self._wanted(line, order.verb), self._statements.ways.edges.get(line.collection, ())
                if wanted is None or len(edges) != 1:
                    continue
                edge = edges[0]
                above = keys.get(edge.parent, frozenset[Key]())
                if above and edge.parent_columns == self._statements.keys[edge.parent]:
                    places.append((number, line.collection))
                    queries.append(self._bulk.left(edge, [(0, *key) for key in above], wanted))
        answers = session.all(queries)
        return {place: sum(int(row[1]) for row in rows) for place, rows in zip(places, answers, strict=True)}

    def _left(self, session: Session, orders: Sequence[Order]) -> dict[tuple[int, str, Decision], set[Key]]:
        """Keys that are still there, not cleared, or without the new value."""
        looks = [
            Look(number, line.collection, key, values)
            for number, order in enumerate(orders)
            for line in order.lines
            if (values := self._wanted(line, order.verb)) is not None
            for key in line.keys or ()
            if key
        ]
        left: dict[tuple[int, str, Decision], set[Key]] = defaultdict(set)
        for number, collection, key in self._changes.unlike(session, looks):
            for line in orders[number].lines:
                if line.collection == collection and key in (line.keys or ()):
                    left[number, collection, line.decision].add(key)
        return left

    def _wanted(self, line: OrderLine, verb: Verb | None) -> Values | None:
        """The values the line's rows should have now; {} where the rows should be gone; None where nothing changed."""
        if line.decision in ERASING:
            values = self._changes.erased(line.collection, line.decision)
            return {} if values is None else values
        if line.decision is Decision.DO:
            if line.ground == HIDDEN_ONLY:
                return None
            mapped = self._statements.system.collections[line.collection]
            return (lifted if verb is Verb.LIFT else restricted)(mapped, line) or {}
        return None

    def _present(self, session: Session, orders: Sequence[Order]) -> KeptLines:
        keeping = Keeping(self._statements)
        for number, order in enumerate(orders):
            for place, line in enumerate(order.lines):
                if line.decision is Decision.KEEP:
                    keeping.add(number, place, line, order.request, line.keys or ())
        return keeping.lines(session.all(keeping.queries))

    def _found_again(self, session: Session, orders: Sequence[Order]) -> dict[int, Left]:
        """What a search from the original identifiers still finds and an approved line does not let stay."""
        erasing = [n for n, order in enumerate(orders) if any(line.decision in ERASING for line in order.lines)]
        if not erasing:
            return {}
        walk = Walk(session, self._statements, self._spellings, whole=False)
        hits = grouped(walk.find_again([orders[n] for n in erasing]))
        system = self._statements.system
        found = {erasing[number]: _again(system, orders[erasing[number]], own) for number, own in hits.items()}
        cleared = self._cleared(session, found)
        return {
            number: {at: keys - {key for key in keys if (number, at[0], key) in cleared} for at, keys in left.items()}
            for number, left in found.items()
        }

    def _cleared(self, session: Session, found: Mapping[int, Left]) -> set[Spot]:
        """Those records that were to be cleared and are: their key still finds them, and nothing else of the person."""
        looks = [
            Look(number, collection, key, values)
            for number, left in found.items()
            for (collection, decision), keys in left.items()
            if decision is Decision.CLEAR and (values := self._changes.erased(collection, decision)) is not None
            for key in keys
        ]
        differing = self._changes.unlike(session, looks)
        return {(look.number, look.collection, look.key) for look in looks} - differing

    def _result(
        self,
        number: int,
        order: Order,
        left: Mapping[tuple[int, str, Decision], set[Key]],
        present: KeptLines,
        again: Left,
        many: Mapping[tuple[int, str], int],
    ) -> Result:
        lines: list[ReceiptLine] = []
        for place, line in enumerate(order.lines):
            if line.decision is Decision.KEEP:
                lines.append(kept_line(line, len(line.keys or ()), *present.get((number, place), (0, None))))
                continue
            remains = None
            if self._wanted(line, order.verb) is not None or hides(line):
                mine = left.get((number, line.collection, line.decision), _NO_KEYS) & (line.keys or _NO_KEYS)
                remains = len(mine | again.pop((line.collection, line.decision), _NO_KEYS))
                if line.keys is None:
                    remains = max(remains, many.get((number, line.collection), 0))
            lines.append(_changed_line(line, remains))
        for (collection, decision), keys in again.items():
            if keys:
                lines.append(ReceiptLine(collection, decision, planned=0, remains=len(keys)))
        problem = _problem(lines)
        outcome = Outcome.FAILED if problem else Outcome.DONE
        return Result(order.request, outcome, tuple(lines), problem=problem, looked=("keys", "identifiers"))


def _changed_line(line: OrderLine, remains: int | None) -> ReceiptLine:
    return ReceiptLine(
        collection=line.collection,
        decision=line.decision,
        planned=len(line.keys or ()),
        remains=remains,
        ground=line.ground,
        until=line.until,
    )


def _again(system: SystemMap, order: Order, found: Mapping[str, Mapping[Key, Hit]]) -> Left:
    """Records a search still finds, under the line they should have gone with. What stays by an approved line, what
    two persons share, and what a person sees to, may be found."""
    left = left_to_people(system, order)
    staying = {
        (line.collection, key)
        for line in order.lines
        if line.decision not in ERASING
        for key in (line.keys if line.keys is not None else found.get(line.collection, {}))
    }
    lines = {line.collection: line.decision for line in order.lines if line.decision in ERASING}
    again: Left = defaultdict(set)
    for collection, hits in found.items():
        for key, hit in hits.items() if collection not in left else ():
            if hit.sure and (collection, key) not in staying:
                again[collection, lines.get(collection, Decision.ASK)].add(key)
    return again


def _problem(lines: Sequence[ReceiptLine]) -> Failure | None:
    for line in lines:
        if line.remains:
            return Failure(False, line.collection, STILL_THERE)
        if line.decision is Decision.KEEP and line.present is not None and line.present < line.planned:
            return Failure(False, line.collection, NOT_KEPT)
    return None
