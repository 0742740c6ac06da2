"""What a system could not bring to an end by itself: gone on a later day, left to a person, or impossible.

"Erased" is not one state. What is gone later is looked at on that day, and the case stays until somebody has seen it;
what only a person can finish is a task, and the case stays until it is done. Neither is ever called done before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from belofte.domain.identity import Identifier
from belofte.domain.plan import Outcome, Receipt
from belofte.domain.system_map import Verb
from belofte.domain.task import Task
from belofte.ports import Result, SystemUnreachable
from belofte.procedures.acting.orders import orders_of
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.untold import keep_untold, told_each
from belofte.store_port import DueDate, StoredStep, Transaction, Unknown

FINISH_BY_HAND = "finish-by-hand"
"""Task: the system did what it can; a person does the rest, or says why it cannot be done."""
STILL_THERE = "still-there"
"""Task and event: on the day by which it was to be gone, it was there."""
GONE = "erasure.seen-gone"
"""Event: looked at on that day, nothing was there any more."""
NOT_SEEN = "erasure.not-seen"
"""Event: on that day nobody could look, now or ever; what the vendor promised and confirmed is all there is."""
SEE_GONE = "see-gone"
"""Due date: look whether what was to be gone by now is gone; it is about a case."""
LOOK_AGAIN_AFTER = timedelta(hours=1)
_LEFT = frozenset({Outcome.MANUAL, Outcome.IMPOSSIBLE})
_LOOKED_AT = frozenset({Verb.ERASE})
"""A purge that is pending waits for backups to expire, where nobody can look."""


def follow_outcomes(parts: Parts, tx: Transaction, receipts: Sequence[tuple[str, Receipt]]) -> None:
    """Tasks for what is left to people, and days on which to look at what is gone later."""
    left = [(case, receipt) for case, receipt in receipts if receipt.outcome in _LEFT]
    tx.tasks.add([_task(parts, FINISH_BY_HAND, case, receipt.system, _remaining(receipt)) for case, receipt in left])
    _look_later(parts, tx, dict.fromkeys(case for case, receipt in receipts if _waits(receipt)))


def _remaining(receipt: Receipt) -> int:
    """How many records are left; what nobody could count counts as planned."""
    return sum(line.planned if line.remains is None else line.remains for line in receipt.lines)


def _waits(receipt: Receipt) -> bool:
    """What went for good on a later day; also what an act had come to that broke off afterwards."""
    is_told_later = receipt.outcome is Outcome.PENDING or (receipt.outcome is Outcome.FAILED and receipt.until)
    return bool(is_told_later) and receipt.verb in _LOOKED_AT


def still_waiting(receipts: Sequence[Receipt]) -> list[Receipt]:
    """What was to be gone later, and was not looked at since."""
    looked = {receipt.system for receipt in receipts if receipt.verb is Verb.READ_BACK}
    return [receipt for receipt in receipts if _waits(receipt) and receipt.system not in looked]


Going = Mapping[str, frozenset[frozenset[Identifier]]]
"""By system: whose records are to be gone on a day that nobody has looked on yet, the identifiers of each."""


def going(parts: Parts) -> Going:
    """Read once for all systems: every case that waits for such a day, however many there are."""
    by_system: dict[str, list[StoredStep]] = defaultdict(list)
    with parts.store.reading() as tx:
        for case in dict.fromkeys(item.about for item in tx.dates.every(SEE_GONE)):
            waiting = {receipt.step for receipt in still_waiting(tx.receipts.of_request(case))}
            for one in tx.steps.of_request(case) if waiting else ():
                if one.step.id in waiting:
                    by_system[one.step.system].append(one)
    return {
        system: frozenset(frozenset(order.identifiers) for order in orders_of(parts, steps).values())
        for system, steps in by_system.items()
    }


def _look_later(parts: Parts, tx: Transaction, cases: Iterable[str]) -> None:
    """One day a case: the first on which something is to be seen gone."""
    for case in cases:
        days = [_after(parts, receipt) for receipt in still_waiting(tx.receipts.of_request(case))]
        if days:
            tx.dates.put([DueDate(SEE_GONE, case, max(min(days), parts.now() + LOOK_AGAIN_AFTER))])


def _after(parts: Parts, receipt: Receipt) -> datetime:
    """The first moment after the promised day; where none was promised, as soon as it can be looked at again."""
    if receipt.until is None:
        return parts.now()
    next_day = datetime.combine(receipt.until + timedelta(days=1), time(), ZoneInfo(parts.country.time_zone))
    return next_day.astimezone(UTC)


def see_gone(parts: Parts, limit: int = 500) -> int:
    """Look at what was to be gone by now; returns for how many cases. A system that is away is looked at again."""
    with parts.store.transaction() as tx:
        due = [item.about for item in tx.dates.take(SEE_GONE, parts.now(), limit)]
    for case in due:
        _look(parts, case)
    return len(due)


def _look(parts: Parts, case: str) -> None:
    with parts.store.reading() as tx:
        try:
            tx.requests.get(case)
        except Unknown:  # closed meanwhile
            return
        waiting = still_waiting(tx.receipts.of_request(case))
        over = {receipt.step for receipt in waiting if _after(parts, receipt) <= parts.now()}
        steps = [stored for stored in tx.steps.of_request(case) if stored.step.id in over]
    for stored in steps:
        known = orders_of(parts, [stored])
        try:
            orders = list(keep_untold(parts, stored.step.system, stored.step.verb, known).values())
            seen = told_each(parts.connectors[stored.step.system].read_back(orders))
        except SystemUnreachable:
            continue
        with parts.store.transaction() as tx:
            for result in seen:
                _note(parts, tx, stored, result)
    with parts.store.transaction() as tx:
        _look_later(parts, tx, [case])


def _note(parts: Parts, tx: Transaction, stored: StoredStep, result: Result) -> None:
    """A receipt of the look; what is still there is a broken promise and a person's task. Where nobody can look, the
    receipt says that nothing was looked at, and never that it is gone."""
    case, system = stored.step.request, stored.step.system
    if result.outcome is Outcome.PENDING and not result.looked:
        receipt = Receipt(parts.new_id("r"), "", system, Verb.READ_BACK, Outcome.PENDING, lines=result.lines)
        tx.receipts.add([(case, receipt)], parts.today())
        tx.events.add(NOT_SEEN, case, parts.now(), {"system": system})
        return
    remains = sum(line.remains or 0 for line in result.lines)
    outcome = Outcome.MANUAL if remains else Outcome.DONE
    receipt = Receipt(parts.new_id("r"), "", system, Verb.READ_BACK, outcome, lines=result.lines, looked=result.looked)
    tx.receipts.add([(case, receipt)], parts.today())
    tx.events.add(STILL_THERE if remains else GONE, case, parts.now(), {"system": system, "count": remains})
    if remains:
        tx.tasks.add([_task(parts, STILL_THERE, case, system, remains)])


def _task(parts: Parts, kind: str, case: str, system: str, count: int) -> Task:
    return Task(parts.new_id("task"), kind, parts.now(), request=case, system=system, count=count)
