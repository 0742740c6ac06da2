"""An order and what is found now, side by side: which record goes with which approved line. Pure, for every connector
that lists what it finds.

New records under the same line go along. A record in a collection, or under a decision, that the plan does not have, or
one that two persons turn out to share, sends the order back: the office approved something else (design: the act).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from belofte.domain.clock import after
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure, Outcome, ReceiptLine
from belofte.domain.policy import Period
from belofte.domain.system_map import SystemMap
from belofte.ports import Order, OrderLine, Result

ACTS = frozenset({Decision.DELETE, Decision.CLEAR, Decision.DO})
ERASES = frozenset({Decision.DELETE, Decision.CLEAR})

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


def divide(order: Order, seen: Iterable[Seen]) -> Share:
    """Each record under its line; with a failure, and without any record, where one has no line."""
    share = Share(order)
    under: dict[int, list[Seen]] = defaultdict(list)
    for record in seen:
        number = _line_of(order.lines, record)
        if number is None:
            share.failure = Failure(False, record.collection, NO_LONGER)
            return share
        under[number].append(record)
    share.under = under
    return share


def left_to_people(system: SystemMap, order: Order) -> frozenset[str]:
    """Collections that a person does by hand for the order's verb, and that no line of it names: what is found there
    belongs to that person's task, and neither changes nor outdates what the connector does."""
    named = {line.collection for line in order.lines}
    verb = order.verb
    return frozenset(name for name in system.collections if verb and name not in named and not system.does(verb, name))


def acted(share: Share) -> Result:
    """The result of an act that was carried out, or of an order that was sent back."""
    order = share.order
    if share.failure is not None:
        return Result(order.request, Outcome.FAILED, problem=share.failure)
    lines: list[ReceiptLine] = []
    for number, line in enumerate(order.lines):
        counted = sum(one.count for one in share.under.get(number, ()))
        did = counted if line.decision in ACTS else 0
        present = counted if line.decision is Decision.KEEP else None
        planned = counted if line.keys is None else len(line.keys)
        lines.append(_receipt_line(line, planned, acted=did, present=present))
    return Result(order.request, Outcome.DONE, tuple(lines), looked=("identifiers",))


def looked_again(order: Order, seen: Sequence[Seen]) -> Result:
    """The result of looking again: ``seen`` are the records found by key or by the original identifiers."""
    changed = any(line.decision in ACTS for line in order.lines)
    under: dict[int, int] = defaultdict(int)
    stray: dict[str, int] = defaultdict(int)
    for record in seen:
        number = _line_of(order.lines, record)
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
        if not any(line.decision in ERASES for line in order.lines):
            yield Result(order.request, Outcome.DONE)
        elif backups is None:
            yield Result(order.request, Outcome.MANUAL, problem=Failure(False, "backups", remedy))
        else:
            yield Result(order.request, Outcome.PENDING, until=after(today, backups))


def _line_of(lines: Sequence[OrderLine], record: Seen) -> int | None:
    """The number of the line a record goes with; None: the plan has none for it."""
    own = [(number, line) for number, line in enumerate(lines) if line.collection == record.collection]
    named = next(((n, line) for n, line in own if line.keys is not None and record.key in line.keys), None)
    if not record.sure:
        if named is not None and named[1].decision in ACTS:
            return None
        return next((number for number, line in own if line.decision is Decision.ASK), None)
    if named is not None:
        return named[0]
    open_lines = [(number, line) for number, line in own if line.decision is not Decision.ASK]
    every = [(n, line) for n, line in open_lines if line.keys is None] or open_lines
    return every[0][0] if len({line.decision for _, line in every}) == 1 else None


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
    return _receipt_line(line, planned, remains=counted if line.decision in ACTS else None)


def _problem(line: ReceiptLine) -> Failure | None:
    if line.remains:
        return Failure(False, line.collection, STILL_THERE)
    if line.decision is Decision.KEEP and line.present is not None and line.present < line.planned:
        return Failure(False, line.collection, NOT_KEPT)
    return None
