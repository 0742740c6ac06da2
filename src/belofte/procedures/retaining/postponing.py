"""What a hold postponed: remembered when the request is answered, done when the hold is released, and nothing else.

A system that finds by term erases the very records by key. Any other is asked for the person again, and only what was
postponed goes; where only single records were held there is nobody to ask for, so a person does it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from belofte.domain.hold import Postponed, hold_of
from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Line, Outcome
from belofte.domain.request import Request
from belofte.domain.rights.planning import HOLD, STAYS_UNTOLD, left_untold, stays_untold
from belofte.domain.system_map import Verb
from belofte.domain.task import Task
from belofte.ports import Ask, Order, OrderLine, Result, SweepOrder, SweptByTerm, SystemConnector, SystemUnreachable
from belofte.procedures.acting.batch_receipt import told_batch
from belofte.procedures.acting.sweeping import SWEPT, seal_keys, sweep_batch
from belofte.procedures.parts import IDENTIFIERS, ITEMS, Parts, decode_identifiers
from belofte.procedures.planning.items import decode_items
from belofte.procedures.retaining.holds import POSTPONED, encode_postponed, held_now, postponed_of, untold_holds
from belofte.procedures.retaining.untold import postpone
from belofte.store_port import DueDate, Transaction

AGAIN = "hold-released"
"""Due date and task: what a released hold had postponed is still to be done."""
TRY_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rerun:
    """What became of what a hold had postponed. ``waiting`` is done later: a system is away, or another hold keeps it;
    ``by_hand`` is a person's task."""

    done: int = 0
    waiting: int = 0
    by_hand: int = 0


def hold_behind(line: Line) -> str | None:
    """The hold that keeps the records of a plan's line, if one does."""
    words = (line.note or "").split()
    return words[1] if len(words) > 1 and words[0] == HOLD and line.decision is Decision.KEEP else None


def remember_postponed(tx: Transaction, request: Request) -> None:
    """An erasure was answered: what it left because of a hold goes when the hold is released. Safe to repeat, also
    after the release: what it postponed was done then."""
    plan = tx.plans.get(request.approved_plan) if request.approved_plan else None
    lines = [line for step in plan.steps if step.verb is Verb.ERASE for line in step.lines] if plan else []
    held = [(hold, line) for line in lines if (hold := hold_behind(line)) and line.items]
    if plan is None or not held:
        return
    items = decode_items(tx.vault.newest(ITEMS, [request.id])[request.id], plan.id).keys
    by_hold: dict[str, list[Postponed]] = defaultdict(list)
    for hold, line in held:
        decision = (line.note or "").split()[2]
        by_hold[hold] += [
            Postponed(line.system, line.collection, tuple(key), decision) for key in items.get(line.items or "", ())
        ]
    for hold, records in by_hold.items():
        if not tx.holds.get(hold).is_over:
            _add(tx, hold, records)


def remember_untold(parts: Parts, tx: Transaction, request: Request) -> None:
    """An erasure was answered: what it left for an order nobody may speak of goes when that is lifted, also in a system
    to which no step of the plan led. Where it was lifted meanwhile a person does it. Safe to repeat."""
    plan = request.approved_plan
    entries = (left_untold(data, plan) for data in tx.vault.every(STAYS_UNTOLD, request.id)) if plan else ()
    left = next((holds for holds in entries if holds is not None), None)
    if plan is None or not left:
        return
    secret = {hold.id for hold in untold_holds(tx)}
    late = Counter[str]()
    for hold, records in left.items():
        if hold in secret:
            postpone(tx, hold, records)
        else:
            late.update(record.system for record in records)
    tx.tasks.add([Task(parts.new_id("task"), AGAIN, parts.now(), system=s, count=n) for s, n in late.items()])
    tx.vault.put(request.id, STAYS_UNTOLD, stays_untold(plan, {}))


def _add(tx: Transaction, hold: str, records: Iterable[Postponed]) -> None:
    before = postponed_of(tx, hold)
    tx.vault.put(hold, POSTPONED, encode_postponed(list(dict.fromkeys((*before, *records)))))


def rerun(parts: Parts, hold: str) -> Rerun:
    """Do what a released hold had postponed; what cannot be done now is tried again later, and the hold's key is
    destroyed only when nothing is left. Records that another hold keeps wait for that one."""
    with parts.store.reading() as tx:
        records = postponed_of(tx, hold)
        data = tx.vault.newest(IDENTIFIERS, [hold]).get(hold)
    identifiers = decode_identifiers(data) if data else ()
    held = held_now(parts)
    others: dict[str, list[Postponed]] = defaultdict(list)
    untold: dict[str, list[Postponed]] = defaultdict(list)  # stays for an order nobody may know of: counted nowhere
    by_system: dict[str, list[Postponed]] = defaultdict(list)
    for record in records:
        place = (record.system, record.collection, record.key)
        other, secret = hold_of(held.places, place), hold_of(held.untold, place)
        (untold[secret.id] if secret else others[other.id] if other else by_system[record.system]).append(record)
    done, by_hand, left = 0, 0, list[Postponed]()
    for system, own in by_system.items():
        try:
            went = _do(parts, system, hold, identifiers, own)
        except SystemUnreachable:
            left += own
            continue
        done += went
        by_hand += len(own) - went
        _to_people(parts, system, len(own) - went)
    _keep_rest(parts, hold, left, others | untold)
    return Rerun(done, len(left) + sum(map(len, others.values())), by_hand)


def rerun_due(parts: Parts) -> int:
    """Try again what could not be done when its hold was released; returns for how many holds."""
    with parts.store.transaction() as tx:
        due = [item.about for item in tx.dates.take(AGAIN, parts.now())]
    for hold in due:
        rerun(parts, hold)
    return len(due)


def _keep_rest(parts: Parts, hold: str, left: Sequence[Postponed], others: Mapping[str, list[Postponed]]) -> None:
    with parts.store.transaction() as tx:
        for other, records in others.items():
            _add(tx, other, records)
        tx.vault.put(hold, POSTPONED, encode_postponed(left))
        if left:
            tx.dates.put([DueDate(AGAIN, hold, parts.now() + TRY_AGAIN_AFTER)])
    if not left:
        parts.store.drop_cases([hold])


def _to_people(parts: Parts, system: str, count: int) -> None:
    if count:
        with parts.store.transaction() as tx:
            tx.tasks.add([Task(parts.new_id("task"), AGAIN, parts.now(), system=system, count=count)])


def _do(parts: Parts, system: str, hold: str, identifiers: tuple[Identifier, ...], records: Sequence[Postponed]) -> int:
    """How many went."""
    connector = parts.connectors.get(system)
    if connector is None or Verb.ERASE not in parts.systems[system].allow:
        return 0
    if isinstance(connector, SweptByTerm):
        return _by_key(parts, connector, system, hold, records)
    return _by_person(parts, connector, system, hold, identifiers, records) if identifiers else 0


def _by_key(parts: Parts, connector: SweptByTerm, system: str, hold: str, records: Sequence[Postponed]) -> int:
    grouped: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for record in records:
        grouped[record.collection, record.decision].append(record.key)
    went = 0
    for name in connector.write_order():
        for decision in (Decision.CLEAR, Decision.DELETE):
            if keys := grouped.get((name, decision.value)):
                order = SweepOrder(parts.new_id(SWEPT.rstrip("-")), name, decision, tuple(keys))
                receipt = sweep_batch(parts, connector, system, hold, order)
                line = receipt.lines[0]
                went += line.planned - (line.remains or 0) - (line.present or 0)
    return went


def _by_person(
    parts: Parts,
    connector: SystemConnector,
    system: str,
    hold: str,
    identifiers: tuple[Identifier, ...],
    records: Sequence[Postponed],
) -> int:
    """The person is looked for again; what was postponed goes, everything else that is found stays."""
    going = {(record.collection, record.key): Decision(record.decision) for record in records}
    keys: dict[tuple[str, Decision], set[Key]] = defaultdict(set)
    for found in connector.find([Ask(hold, identifiers)]):
        if found.is_record:
            stays = Decision.ASK if found.shared else Decision.KEEP
            keys[found.collection, going.get((found.collection, found.key), stays)].add(found.key)
    lines = tuple(OrderLine(name, decision, frozenset(listed)) for (name, decision), listed in keys.items())
    order = Order(hold, identifiers, lines, Verb.ERASE)
    acting = [line for line in lines if line.decision in (Decision.DELETE, Decision.CLEAR)]
    if not acting:
        return len(records)  # nothing of it is there any more
    going_now = {line.collection: sorted(line.keys or (), key=str) for line in acting}
    entry = seal_keys(parts, system, going_now, identifiers=identifiers)
    (acted,) = connector.erase([order])
    (looked,) = connector.read_back([order]) if acted.outcome is not Outcome.FAILED else (acted,)
    told_batch(parts, system, hold, Result(hold, looked.outcome, looked.lines or acted.lines, problem=looked.problem))
    parts.store.ledger.finish([entry])
    return len(records) if looked.outcome is not Outcome.FAILED else 0
