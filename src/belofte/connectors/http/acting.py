"""Erase, rectify, restrict and lift: found again, compared with what was approved, then record by record.

One request's trouble is that request's: the others go on. Where the system as a whole cannot be worked with, it is
raised, and what was done so far is seen when it is done again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from belofte.connectors.dividing import BY_HAND, Seen, beside_people, divide, left_to_people
from belofte.connectors.http.asking import Asking
from belofte.connectors.http.caller import Caller
from belofte.connectors.http.changing import Writing
from belofte.connectors.http.columns import Cells
from belofte.connectors.http.failures import OF_THE_SYSTEM, CallFailed
from belofte.connectors.http.finding import Hits, Search, in_order
from belofte.domain.located import Key
from belofte.domain.plan import CHANGING, ERASING, Decision, Failure, Outcome, ReceiptLine
from belofte.domain.system_map import Collection, EraseClear, SystemMap, Verb
from belofte.ports import Order, OrderLine, Result

_WORST = (Outcome.DONE, Outcome.PENDING, Outcome.RETAINED, Outcome.ARCHIVED, Outcome.MANUAL, Outcome.IMPOSSIBLE)
_ACTED = frozenset({Outcome.DONE, Outcome.PENDING, Outcome.ARCHIVED})
_NO_VALUES = "Say which values to put there: in the order, or in the map (restrict, stop, erase: {clear: {...}})."
_NOT_HERE = "This system cannot change that by itself: do it there by hand."


@dataclass(frozen=True, slots=True)
class Share:
    """What one order comes to: everything found, and the keys under each of its lines, by the line's number. ``around``
    is all of the person's, also what is a person's task: a record that it refers to stays where it is."""

    order: Order
    hits: Hits
    keys: Mapping[int, Sequence[Key]] = field(default_factory=dict[int, "Sequence[Key]"])
    failure: Failure | None = None
    around: Hits = field(default_factory=Hits)


Done = tuple[Outcome, date | None]
Asked = tuple[Decision, Mapping[str, object]]


class Acting:
    """Carries out the orders of one batch."""

    def __init__(self, system: SystemMap, caller: Caller, asking: Asking, today: date) -> None:
        self._system, self._asking, self._today = system, asking, today
        self._search = Search(system, asking)
        self.writing = Writing(caller, asking)
        self._written: dict[tuple[str, Key], tuple[Asked, Done]] = {}  # what was asked of a record last, and its end

    def act(self, verb: Verb, orders: Sequence[Order]) -> Iterator[Result]:
        """Exactly one result an order."""
        return beside_people(self._system, verb, orders, lambda own: self._act(verb, own), self._by_hand)

    def _act(self, verb: Verb, orders: Sequence[Order]) -> Iterator[Result]:
        found = self._search.find_again(orders)
        for order, around in zip(orders, found, strict=True):
            hits = reachable(self._system, order, around)
            if verb is not Verb.ERASE:
                hits = _only_planned(order, hits)
            share = replace(shared_out(self._system, order, hits), around=around)
            try:
                yield self._result(verb, share)
            except _Cut as cut:
                yield cut.so_far  # told before the system as a whole is given up
                raise cut.failed from None

    def _by_hand(self, line: OrderLine) -> str:
        """Why a person does this, as the connector file says it."""
        record = self._asking.columns[line.collection].record
        said = next((way.why for way in record.erase if way.why and line.decision in ERASING), None)
        return said.in_("en") if said else BY_HAND

    def _result(self, verb: Verb, share: Share) -> Result:
        failure = share.failure or self._hindrance(verb, share)
        if failure is not None:
            return Result(share.order.request, Outcome.FAILED, problem=failure)
        ends: list[Done] = [(Outcome.DONE, None)]
        lines: dict[int, ReceiptLine] = {}
        told: Failure | None = None
        for number, line in self._children_first(share.order.lines):
            try:
                done, acted = self._line(verb, share, number, line)
            except CallFailed as failed:
                keys = ((line.collection, key) for key in share.keys[number])
                done = [self._written[key][1] for key in keys if key in self._written]
                so_far = _so_far(share, lines, number, done, failed)
                if failed.trouble in OF_THE_SYSTEM:
                    raise _Cut(failed, so_far) from failed
                return so_far
            ends += done
            told = told or self._why(share, number, line, done)
            until = max((u for _, u in done if u), default=line.until)
            said = (self.writing.confirmed.get((line.collection, key)) for key in share.keys[number])
            lines[number] = replace(
                _receipt(share, number, line, acted, until), confirmed=max(filter(None, said), default=None)
            )
        outcome = max((o for o, _ in ends), key=_WORST.index)
        until = max((u for _, u in ends if u), default=None)
        return Result(share.order.request, outcome, _in_turn(lines), until, told, looked=("identifiers",))

    def _children_first(self, lines: Sequence[OrderLine]) -> list[tuple[int, OrderLine]]:
        """The lines by number, what refers to a record before that record: a vendor may take along what hangs on it."""
        order = {c.name: n for n, c in enumerate(in_order(self._system.collections))}
        return sorted(enumerate(lines), key=lambda one: -order.get(one[1].collection, 0))

    def _line(self, verb: Verb, share: Share, number: int, line: OrderLine) -> tuple[list[Done], int]:
        done: list[Done] = []
        if line.decision is Decision.DELETE:
            done += self._waiting(share, number, line)
        if line.decision not in CHANGING:
            return done, 0
        ends = [self._once(verb, share, line, key) for key in share.keys[number]]
        return done + ends, _counted(ends)

    def _once(self, verb: Verb, share: Share, line: OrderLine, key: Key) -> Done:
        """One record: written once, however many requests of the batch ask the same for it."""
        values = wanted(self._system.collections[line.collection], line, verb) or {}
        asked = (line.decision, values)
        known = self._written.get((line.collection, key))
        if known is None or known[0] != asked:
            known = (asked, self._write(share, line, key, values))
            self._written[line.collection, key] = known
        return known[1]

    def _write(self, share: Share, line: OrderLine, key: Key, values: Mapping[str, object]) -> Done:
        name, cells = line.collection, share.hits[line.collection][key].cells
        if line.decision is Decision.DELETE:
            return self.writing.erase(name, key, cells, self._today)
        if line.decision is Decision.CLEAR:
            referred = self._is_referred_to(share.around, name, cells)
            self.writing.clear(name, key, cells, values, referred=referred)
        else:
            self.writing.put(name, key, cells, values)
        return Outcome.DONE, None

    def _is_referred_to(self, hits: Hits, name: str, cells: Cells) -> bool:
        """Whether a record keeps this one where it is. What the map does not have cannot be looked at: then it does."""
        for child in self._asking.columns[name].record.clear.unless:
            if child not in self._asking.columns:
                return True
            for reference in self._system.collections[child].of:
                if reference.target != name or reference.target_system is not None:
                    continue
                mine = [str(cells.get(column)) for column in reference.target_columns]
                theirs = (hit.cells for hit in hits.get(child, {}).values())
                if any([str(c.get(column)) for column in reference.columns] == mine for c in theirs):
                    return True
        return False

    def _waiting(self, share: Share, number: int, line: OrderLine) -> Iterator[Done]:
        """Records that are out of sight already: where the vendor keeps deleted ones for a while, an earlier try may
        have deleted them, and they are not gone before that is over."""
        record = self._asking.columns[line.collection].record
        for key in (line.keys or frozenset()) - set(share.keys[number]):
            way = self.writing.way(record, self._asking.columns[line.collection].key_values(key))
            if way is not None and way.outcome is Outcome.PENDING:
                yield way.outcome, self.writing.until(way, self._today)

    def _hindrance(self, verb: Verb, share: Share) -> Failure | None:
        """What cannot be done, seen before anything is tried."""
        for number, line in enumerate(share.order.lines):
            if line.decision not in (Decision.CLEAR, Decision.DO) or not share.keys[number]:
                continue
            values = wanted(self._system.collections[line.collection], line, verb)
            if not values:
                return Failure(False, line.collection, _NO_VALUES)
            stuck = [column for column in values if self.writing.path(line.collection, column) is None]
            if stuck:
                return Failure(False, f"{line.collection}.{stuck[0]}", _NOT_HERE)
        return None

    def _why(self, share: Share, number: int, line: OrderLine, done: Sequence[Done]) -> Failure | None:
        """The words for what a person must do."""
        if not any(outcome in (Outcome.MANUAL, Outcome.IMPOSSIBLE) for outcome, _ in done):
            return None
        record = self._asking.columns[line.collection].record
        ways = (self.writing.way(record, share.hits[line.collection][key].cells) for key in share.keys[number])
        why = next((way.why for way in ways if way and way.why), None)
        return Failure(False, line.collection, why.in_("en") if why else _NOT_HERE)


class _Cut(Exception):
    """The system as a whole went away in the middle of an order; what had been done of it by then."""

    def __init__(self, failed: CallFailed, so_far: Result) -> None:
        super().__init__(failed.why)
        self.failed, self.so_far = failed, so_far


def _counted(ends: Sequence[Done]) -> int:
    return sum(outcome in _ACTED for outcome, _ in ends)


def _so_far(
    share: Share, lines: Mapping[int, ReceiptLine], at: int, ends: Sequence[Done], failed: CallFailed
) -> Result:
    """An order that failed at one of its lines: all lines, with what was done of each. Where the answer was lost nobody
    knows whether the record it was about is done."""
    told = dict(lines)
    last = max((day for _, day in ends if day), default=None)
    for number, line in enumerate(share.order.lines):
        if number not in told:
            done = 0 if number != at else None if failed.lost else _counted(ends)
            until = (last if number == at else None) or line.until
            told[number] = replace(_receipt(share, number, line, 0, until), acted=done)
    going = [line.until for line in told.values() if line.until and line.decision in ERASING and line.acted != 0]
    problem = failed.failure(share.order.lines[at].collection)
    return Result(share.order.request, Outcome.FAILED, _in_turn(told), max(going, default=None), problem)


def wanted(collection: Collection, line: OrderLine, verb: Verb | None) -> Mapping[str, object] | None:
    """The values one line's records should get; None where nobody said which."""
    if line.decision is Decision.CLEAR:
        return collection.erase.values if isinstance(collection.erase, EraseClear) else None
    if line.values:
        return line.values
    marks = collection.restrict or {}
    if verb is not Verb.LIFT:
        return marks or None
    turned: dict[str, object] = {column: not value for column, value in marks.items() if isinstance(value, bool)}
    return turned if turned and len(turned) == len(marks) else None


def reachable(system: SystemMap, order: Order, hits: Hits) -> Hits:
    """The search without what is a person's task."""
    by_hand = left_to_people(system, order)
    return {name: records for name, records in hits.items() if name not in by_hand}


def shared_out(system: SystemMap, order: Order, hits: Hits) -> Share:
    """What is found now under the order's lines."""
    seen = [Seen(name, key, hit.sure) for name, records in hits.items() for key, hit in records.items()]
    divided = divide(system, order, seen)
    keys = {n: [record.key for record in divided.under.get(n, ())] for n in range(len(order.lines))}
    return Share(order, hits, keys, divided.failure)


def _in_turn(lines: Mapping[int, ReceiptLine]) -> tuple[ReceiptLine, ...]:
    return tuple(lines[number] for number in sorted(lines))


def _only_planned(order: Order, hits: Hits) -> Hits:
    """The search without what the order does not name: other records of the person stay as they are."""
    open_ones = {line.collection for line in order.lines if line.keys is None}
    named = {(line.collection, key) for line in order.lines for key in line.keys or ()}
    return {
        name: {key: hit for key, hit in records.items() if name in open_ones or (name, key) in named}
        for name, records in hits.items()
    }


def _receipt(share: Share, number: int, line: OrderLine, acted: int, until: date | None) -> ReceiptLine:
    planned = len(line.keys) if line.keys is not None else len(share.keys[number])
    return ReceiptLine(
        line.collection, line.decision, planned, acted=acted, present=None, ground=line.ground, until=until
    )
