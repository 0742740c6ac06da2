"""A backup of a system came back: shown first, then done once more, read back and receipted.

1. *Look*: every entry of the ledger since the backup was made, and what becomes of its records. Nothing is changed.
2. A named person lets the list through.
3. *Do*, group by group in an order that ends where history ended. Before each act the ledger is told, durably, that
   the memory must outlive the backups made meanwhile; after it the system is read back, and a receipt written.

Killed anywhere, it is simply done again: what is done already is found to be so. Where nothing tells whether a record
is the old one, it stays, and a person is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from belofte.domain.errors import BelofteError
from belofte.domain.plan import Decision, Failure, Outcome, Receipt, ReceiptLine
from belofte.domain.policy import Text
from belofte.domain.replaying import Fate, Replay, Seen, lines_of
from belofte.domain.said import said
from belofte.domain.subject_state import ERASED
from belofte.domain.system_map import SystemMap, Verb
from belofte.domain.task import Task, TaskState
from belofte.domain.worded import worded
from belofte.ports import DaysOrder, Order, OrderLine, Result, SweptByTerm, SystemConnector, SystemUnreachable
from belofte.procedures.acting.carrying_out import act_and_look
from belofte.procedures.acting.erased import FORGET, when_copies_are_gone
from belofte.procedures.acting.remembering import remembered_until
from belofte.procedures.parts import Parts
from belofte.procedures.restoring.asked import ask, is_answered, question_of
from belofte.procedures.restoring.places import Place, Ready, place_of
from belofte.procedures.restoring.preparing import groups_of, prepared, remembered
from belofte.procedures.retaining.claims import claims_of
from belofte.procedures.retaining.holds import held_now
from belofte.procedures.retaining.untold import told_of
from belofte.store_port import DueDate, LedgerEntry, Transaction
from belofte.sweep_port import SweptByDays

RESTORED_FAILED = "restored-failed"
"""Task: a system refused to have something done once more."""
REPLAYED = "restored.replayed"
"""Event: what a backup brought back was done once more."""
LOOKED = "restored.looked"
"""Event, about a system: the ledger was held against it; counts."""
Say = Callable[[str, int, int], None]
"""Told after each group: system, entries done, entries in all."""


@dataclass(slots=True)
class Came:
    """What one replay came to. ``stopped``: the system went away in the middle; it is done again."""

    replay: Replay
    went: int = 0
    refused: dict[str, Failure] = field(default_factory=dict[str, Failure])
    gone_by: date | None = None
    stopped: Text | None = None


def look(
    parts: Parts, system: SystemMap, since: datetime | None, entries: Iterable[LedgerEntry] | None = None
) -> Replay:
    """What would be done once more in this system now. ``entries``: only these of the ledger. Nothing is changed."""
    empty = Replay(parts.new_id("again"), system.name, since, parts.now(), parts.policy.version)
    connector = parts.connectors.get(system.name)
    if connector is None or Verb.FIND not in system.allow:
        return replace(empty, problem=_by_hand())
    seen: Seen = Counter()
    asked: frozenset[str] = frozenset()
    looked = 0
    try:
        place = _place(parts, system, connector, since)
        for verb, group in groups_of(remembered(parts, system.name, since) if entries is None else entries):
            looked += len(group)
            for ready in prepared(place, verb, group):
                seen.update(ready.seen)
                asked |= ready.asked
    except SystemUnreachable as away:
        return replace(empty, problem=said(f"{away.why} → {away.remedy}"))
    except BelofteError as wrong:
        return replace(empty, problem=Text({n: f"{wrong.message_in(n)} → {wrong.remedy_in(n)}" for n in ("nl", "en")}))
    return replace(empty, entries=looked, lines=lines_of(seen), question=question_of(asked))


def carry_out(parts: Parts, replay: Replay, say: Say) -> Came:
    """Do what a named person let through. What the ledger got since counts too."""
    came, seen, done = Came(replay), Counter[tuple[Verb, str, Fate]](), 0
    system = parts.systems.get(replay.system)
    connector = parts.connectors.get(replay.system)
    if system is None or connector is None:
        came.stopped = _by_hand()
        return came
    erased: set[tuple[str, Decision]] = set()
    asked: frozenset[str] = frozenset()
    try:
        place = _place(parts, system, connector, replay.since)
        total = max(replay.entries, 1)
        for verb, group in groups_of(remembered(parts, system.name, replay.since)):
            ready = prepared(place, verb, group)
            for one in ready:
                seen.update(one.seen)
                asked |= one.asked
            _do(place, came, verb, [one for one in ready if one.order or one.swept], erased)
            parts.store.ledger.finish([one.entry.id for one in ready if one.order is None and one.entry.identifiers])
            done += len(group)
            say(system.name, done, max(total, done))
        _purge(place, came, erased)
    except SystemUnreachable as away:
        came.stopped = said(f"{away.why} → {away.remedy}")
        return came
    came.replay = replace(replay, entries=done, lines=lines_of(seen), ended_at=parts.now(), question=question_of(asked))
    _end(parts, came)
    return came


def _place(parts: Parts, system: SystemMap, connector: SystemConnector, since: datetime | None) -> Place:
    return place_of(parts, system, connector, claims_of(parts), held_now(parts).places, since)


def _do(place: Place, came: Came, verb: Verb, ready: Sequence[Ready], erased: set[tuple[str, Decision]]) -> None:
    """One group: remembered for longer, done, looked at again, receipted."""
    if not ready:
        return
    parts, system = place.parts, place.system.name
    entries = [one.entry for one in ready]
    expires = remembered_until(parts, system)
    parts.store.ledger.begin_again([one.id for one in entries], parts.today(), expires)
    if verb is Verb.ERASE:
        _remember_longer(parts, entries)
    orders = [one.order for one in ready if one.order is not None]
    results = told_of(act_and_look(place.connector, verb, orders)) if orders else {}
    sound = [one.request for one in orders if results[one.request].outcome is not Outcome.FAILED]
    swept = [result for one in ready for result in _sweep(place.connector, one)]
    told = [*results.values(), *swept]
    erased |= {(line.collection, line.decision) for result in told for line in result.lines if verb is Verb.ERASE}
    receipt = _receipt(parts, came.replay, verb, told)
    with parts.store.transaction() as tx:
        tx.replays.add_receipt(came.replay.id, receipt, parts.today())
    came.went += sum(line.acted or 0 for line in receipt.lines)
    for result in told:
        if result.outcome is Outcome.FAILED and result.problem is not None:
            came.refused[result.problem.where or system] = result.problem
    parts.store.ledger.finish([*sound, *(one.entry.id for one in ready if one.swept)])


def _sweep(connector: SystemConnector, ready: Ready) -> list[Result]:
    """By key and term; the look decides. A record that others refer to stays until they have gone."""
    if not isinstance(connector, SweptByTerm):
        return []
    results: list[Result] = []
    for order in ready.swept:
        if isinstance(order, DaysOrder):
            if isinstance(connector, SweptByDays):
                results.append(_sweep_days(connector, order))
            continue
        acted, looked = connector.sweep(order), connector.look_again(order)
        line = ReceiptLine(
            order.collection,
            order.decision,
            len(order.keys),
            acted=sum(one.acted or 0 for one in acted.lines),
            remains=sum(one.remains or 0 for one in looked.lines),
        )
        problem = acted.problem or looked.problem
        outcome = Outcome.FAILED if problem else Outcome.DONE
        results.append(Result(order.id, outcome, (line,), problem=problem, looked=looked.looked))
    return results


def _sweep_days(connector: SweptByDays, order: DaysOrder) -> Result:
    """Where the database refuses the statement as a whole, a look says what remains."""
    acted = connector.sweep_days(order)
    if acted.lines:
        return acted
    return replace(connector.look_again_at_days(order), outcome=Outcome.FAILED, problem=acted.problem)


def _receipt(parts: Parts, replay: Replay, verb: Verb, results: Sequence[Result]) -> Receipt:
    """One receipt of many people's orders: counts by collection and decision. Nothing in it leads to any of them."""
    planned, acted = Counter[tuple[str, Decision]](), Counter[tuple[str, Decision]]()
    remains, present = Counter[tuple[str, Decision]](), Counter[tuple[str, Decision]]()
    lines = [line for result in results for line in result.lines if line.decision is not Decision.ASK]
    for line in lines:
        at = line.collection, line.decision
        planned[at] += line.planned
        acted[at] += line.acted or 0
        remains[at] += line.remains or 0
        present[at] += line.present or 0
    problem = next((result.problem for result in results if result.outcome is Outcome.FAILED), None)
    looked = tuple(sorted({what for result in results for what in result.looked}))
    return Receipt(
        id=parts.new_id("r"),
        step=replay.id,
        system=replay.system,
        verb=verb,
        outcome=Outcome.FAILED if problem else Outcome.DONE,
        lines=tuple(
            ReceiptLine(name, decision, count, acted[name, decision], remains[name, decision], present[name, decision])
            if decision is not Decision.KEEP
            else ReceiptLine(name, decision, count, present=present[name, decision])
            for (name, decision), count in sorted(planned.items())
        ),
        looked=looked,
        problem=problem,
    )


def _purge(place: Place, came: Came, erased: set[tuple[str, Decision]]) -> None:
    """Once, at the end: make it physical, or learn the day on which the last copy is gone."""
    acting = sorted(one for one in erased if one[1] in (Decision.DELETE, Decision.CLEAR))
    if not acting or not came.went or Verb.PURGE not in place.system.allow:
        return
    lines = tuple(OrderLine(name, decision, frozenset()) for name, decision in acting)
    for result in place.connector.purge([Order(came.replay.id, (), lines)]):
        came.gone_by = result.until


def _remember_longer(parts: Parts, entries: Sequence[LedgerEntry]) -> None:
    """The states of those people last until the backups made meanwhile have gone too."""
    ends = when_copies_are_gone(parts)
    with parts.store.transaction() as tx:
        about = {
            str(one.subject)
            for entry in entries
            if entry.identifiers
            for one in tx.states.of(entry.identifiers)
            if one.state & ERASED
        }
        tx.dates.put([DueDate(FORGET, subject, ends) for subject in sorted(about)])


def _end(parts: Parts, came: Came) -> None:
    """The list has ended; what a person has to look at becomes a task, once."""
    replay = came.replay
    with parts.store.transaction() as tx:
        tx.replays.put(replay)
        tx.events.add(REPLAYED, replay.system, parts.now(), {"records": came.went})
        note_look(parts, tx, replay, len(came.refused))
        open_ = {(task.kind, task.system) for task in tx.tasks.in_state(TaskState.OPEN)}
        ask(parts, tx, replay.system, replay.asked, replay.question)
        if came.refused and (RESTORED_FAILED, replay.system) not in open_:
            failed = Task(parts.new_id("task"), RESTORED_FAILED, parts.now(), system=replay.system)
            tx.tasks.add([replace(failed, count=len(came.refused))])


def note_look(parts: Parts, tx: Transaction, seen: Replay, again: int) -> None:
    """What a look came to, for the verdict: ``again`` records are there that should not be."""
    open_ = 0 if is_answered(tx, seen.system, seen.question) else seen.asked
    data = {"entries": seen.entries, "again": again, "asked": open_, "problem": int(seen.problem is not None)}
    tx.events.add(LOOKED, seen.system, parts.now(), data)


def _by_hand() -> Text:
    return worded(
        "hier kan geen programma zoeken: wie het systeem beheert, moet het met de hand doen",
        "no program can search here: whoever keeps the system has to do it by hand",
    )
