"""An order and what is found now, side by side: which record goes with which approved line. Pure, for every connector
that lists what it finds.

New records under the same line go along. A record in a collection, or under a decision, that the plan does not have, or
one that two persons turn out to share, sends the order back: the office approved something else (design: the act).

What the map leaves to a person (``by_hand``) is nobody else's: it is not tried, and what is found there and stands in
no line neither changes nor outdates what the connector does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from belofte.domain.clock import after
from belofte.domain.located import Key
from belofte.domain.plan import CHANGING, ERASING, Decision, Failure, Outcome, ReceiptLine
from belofte.domain.policy import Period
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Order, OrderLine, Result

BY_HAND = "The map leaves this to a person (by_hand): have it done there, or take it out of the map."
NO_LONGER = "The plan no longer fits: make a new plan and have it approved."
STILL_THERE = "Something is left: make a new plan for this request and have it approved."
NOT_KEPT = "A record that must be kept is missing: look for it in a backup."


@dataclass(frozen=True, slots=True)
class Seen:
    """A record that is found now. ``sure`` is False where it is about somebody else too; ``count`` is above 1 where
    ``key`` stands for many; ``left``: it is not yet as the order wants it."""

    collection: str
    key: Key
    sure: bool = True
    count: int = 1
    left: bool = True


@dataclass(slots=True)
class Share:
    """What one order comes to: the records found now under each of its lines."""

    order: Order
    under: dict[int, list[Seen]] = field(default_factory=dict[int, "list[Seen]"])
    failure: Failure | None = None

    def of(self, *decisions: Decision) -> Iterator[Seen]:
        """The records under any of these decisions, in the order of the lines."""
        for number, line in enumerate(self.order.lines):
            if line.decision in decisions:
                yield from self.under.get(number, ())

    @property
    def going(self) -> bool:
        """Whether the order can be carried out."""
        return self.failure is None


class Under:
    """The lines of one order over one collection, and which of them a record goes with."""

    def __init__(self, numbered: Sequence[tuple[int, OrderLine]], *, known_only: bool = False) -> None:
        """``known_only``: what the plan does not name is taken along only by a line that names nothing; an anchor may
        be somebody else."""
        self._named = [(number, line) for number, line in numbered if line.keys is not None]
        self._asks = next((number for number, line in numbered if line.decision is Decision.ASK), None)
        open_lines = [(number, line) for number, line in numbered if line.decision is not Decision.ASK]
        every = [(number, line) for number, line in open_lines if line.keys is None]
        if not every and not known_only:
            every = open_lines
        self._others = every[0][0] if len({line.decision for _, line in every}) == 1 else None

    def of(self, key: Key, *, sure: bool) -> int | None:
        """The number of the line a record goes with; None: the plan has none for it. ``sure`` is False for one that is
        about somebody else too."""
        named = next(((number, line) for number, line in self._named if line.keys and key in line.keys), None)
        if not sure:
            return None if named is not None and named[1].decision in CHANGING else self._asks
        return self._others if named is None else named[0]


def under_lines(system: SystemMap, order: Order) -> Callable[[str], Under | None]:
    """Gives the lines of an order over one collection; None where a person sees to that collection."""
    left, known = left_to_people(system, order), dict[str, Under]()

    def under(collection: str) -> Under | None:
        if collection in left:
            return None
        if collection not in known:
            own = [(number, line) for number, line in enumerate(order.lines) if line.collection == collection]
            mapped = system.collections.get(collection)
            known[collection] = Under(own, known_only=mapped is not None and mapped.person)
        return known[collection]

    return under


def divide(system: SystemMap, order: Order, seen: Iterable[Seen]) -> Share:
    """Each record under its line; with a failure, and without any record, where one has no line."""
    share, under_of = Share(order), under_lines(system, order)
    under: dict[int, list[Seen]] = defaultdict(list)
    for record in seen:
        if (lines := under_of(record.collection)) is None:
            continue
        if (number := lines.of(record.key, sure=record.sure)) is None:
            share.failure = Failure(False, record.collection, NO_LONGER)
            return share
        under[number].append(record)
    share.under = under
    return share


def left_to_people(system: SystemMap, order: Order) -> frozenset[str]:
    """Collections that a person does by hand for the order's verb, and that no line of it names: what is found there
    belongs to that person's task."""
    named = {line.collection for line in order.lines}
    verb = order.verb
    return frozenset(name for name in system.collections if verb and name not in named and not system.does(verb, name))


def beside_people(
    system: SystemMap,
    verb: Verb,
    orders: Sequence[Order],
    carry_out: Callable[[Sequence[Order]], Iterator[Result]],
    why: Callable[[OrderLine], str] = lambda _: BY_HAND,
) -> Iterator[Result]:
    """What ``carry_out`` comes to without the lines that the map leaves to a person for this verb. An order that has
    such a line is never done: the rest of it is, and that line is told as a person's, with ``why``."""
    known, unknown = _mapped(system, orders)
    yield from unknown
    own = [replace(order, verb=order.verb or verb) for order in known]
    by_hand = {order.request: [line for line in order.lines if _is_left(system, order, line)] for order in own}
    doing = [replace(o, lines=tuple(line for line in o.lines if line not in by_hand[o.request])) for o in own]
    for result in carry_out(doing):
        left = by_hand[result.request]
        lines = (*result.lines, *(_receipt_line(line, len(line.keys or ())) for line in left))
        problem = Failure(False, left[0].collection, why(left[0])) if left else None
        if left and result.outcome is not Outcome.FAILED:
            result = replace(result, outcome=Outcome.MANUAL, lines=lines, until=None, problem=problem)
        yield result


def look_beside_people(
    system: SystemMap, orders: Sequence[Order], look: Callable[[Sequence[Order]], Iterator[Result]]
) -> Iterator[Result]:
    """What ``look`` comes to; where nothing is left but what the map leaves to a person, that person's work is."""
    known, unknown = _mapped(system, orders)
    yield from unknown
    by_hand = {o.request: {line.collection for line in o.lines if _is_left(system, o, line)} for o in known}
    for result in look(known):
        left = by_hand[result.request]
        problems = {line.collection for line in result.lines if _problem(line)}
        if left and problems and problems <= left:
            problem = Failure(False, min(problems), BY_HAND)
            result = replace(result, outcome=Outcome.MANUAL, until=None, problem=problem)
        yield result


def for_copies(system: SystemMap, orders: Sequence[Order]) -> tuple[list[Order], dict[str, Failure]]:
    """The orders that a connector copies for, and of the others what the map leaves to a person."""
    own = [replace(order, verb=order.verb or Verb.EXPORT) for order in orders]
    by_hand = {
        order.request: Failure(False, line.collection, BY_HAND)
        for order in own
        for line in order.lines
        if _is_left(system, order, line)
    }
    return [order for order in own if order.request not in by_hand], by_hand


def _mapped(system: SystemMap, orders: Sequence[Order]) -> tuple[list[Order], list[Result]]:
    """The orders that can be carried out and looked at; one over what the map does not have (any more) goes back."""
    known: list[Order] = []
    unknown: list[Result] = []
    for order in orders:
        gone = next((line.collection for line in order.lines if line.collection not in system.collections), None)
        if gone is None:
            known.append(order)
        else:
            unknown.append(Result(order.request, Outcome.FAILED, problem=Failure(False, gone, NO_LONGER)))
    return known, unknown


def _is_left(system: SystemMap, order: Order, line: OrderLine) -> bool:
    mapped = system.collections.get(line.collection)
    acts = line.decision in CHANGING or line.decision is Decision.EXPORT
    return acts and mapped is not None and order.verb in mapped.by_hand


def acted(share: Share) -> Result:
    """The result of an act that was carried out, or of an order that was sent back."""
    order = share.order
    if share.failure is not None:
        return Result(order.request, Outcome.FAILED, problem=share.failure)
    lines: list[ReceiptLine] = []
    for number, line in enumerate(order.lines):
        counted = sum(one.count for one in share.under.get(number, ()))
        did = counted if line.decision in CHANGING else 0
        present = counted if line.decision is Decision.KEEP else None
        planned = counted if line.keys is None else len(line.keys)
        lines.append(_receipt_line(line, planned, acted=did, present=present))
    return Result(order.request, Outcome.DONE, tuple(lines), looked=("identifiers",))


def looked_again(system: SystemMap, order: Order, seen: Sequence[Seen]) -> Result:
    """The result of looking again: ``seen`` are the records found by key or by the original identifiers."""
    changed = any(line.decision in CHANGING for line in order.lines)
    under: dict[int, int] = defaultdict(int)
    stray: dict[str, int] = defaultdict(int)
    under_of = under_lines(system, order)
    for record in seen:
        if (at := under_of(record.collection)) is None:
            continue
        number = at.of(record.key, sure=record.sure)
        if number is None:
            stray[record.collection] += record.count if record.sure and changed else 0
        elif record.left or order.lines[number].decision is Decision.KEEP:
            under[number] += record.count
    lines = [_looked_line(line, under[number]) for number, line in enumerate(order.lines)]
    lines += [ReceiptLine(name, Decision.ASK, planned=0, remains=count) for name, count in stray.items() if count]
    problem = next(filter(None, map(_problem, lines)), None)
    outcome = Outcome.FAILED if problem else Outcome.DONE
    return Result(order.request, outcome, tuple(lines), problem=problem, looked=("keys", "identifiers"))


def cannot(orders: Sequence[Order], where: str, remedy: str) -> Iterator[Result]:
    """Every order, of a verb that this system does not have: never done, and why."""
    for order in orders:
        yield Result(order.request, Outcome.IMPOSSIBLE, problem=Failure(False, where, remedy))


def gone_with_backups(orders: Sequence[Order], backups: Period | None, today: date, remedy: str) -> Iterator[Result]:
    """When the last copy of what was erased is gone: with the backups, where the map says how long those live
    (``backups``); else a person finds out (``remedy``)."""
    for order in orders:
        if not any(line.decision in ERASING for line in order.lines):
            yield Result(order.request, Outcome.DONE)
        elif backups is None:
            yield Result(order.request, Outcome.MANUAL, problem=Failure(False, "backups", remedy))
        else:
            yield Result(order.request, Outcome.PENDING, until=after(today, backups))


def _receipt_line(
    line: OrderLine, planned: int, *, acted: int | None = None, remains: int | None = None, present: int | None = None
) -> ReceiptLine:
    return ReceiptLine(
        collection=line.collection,
        decision=line.decision,
        planned=planned,
        acted=acted,
        remains=remains,
        present=present,
        ground=line.ground,
        until=line.until,
    )


def _looked_line(line: OrderLine, counted: int) -> ReceiptLine:
    planned = len(line.keys or ())
    if line.decision is Decision.KEEP:
        return _receipt_line(line, planned, present=counted)
    return _receipt_line(line, planned, remains=counted if line.decision in CHANGING else None)


def _problem(line: ReceiptLine) -> Failure | None:
    if line.remains:
        return Failure(False, line.collection, STILL_THERE)
    if line.decision is Decision.KEEP and line.present is not None and line.present < line.planned:
        return Failure(False, line.collection, NOT_KEPT)
    return None
