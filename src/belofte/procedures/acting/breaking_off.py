"""A step that ends halfway, for good: its receipt says what was done, what remains and what nobody could see.

What is left of the work is planned again and has a receipt of its own (:mod:`belofte.domain.part_done`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from belofte.domain.plan import Failure, Outcome, ReceiptLine
from belofte.domain.system_map import Verb
from belofte.domain.untold import is_told
from belofte.ports import Order, Result, SystemConnector, SystemUnreachable
from belofte.procedures.acting.carrying_out import both
from belofte.procedures.acting.receipting import receipt_of
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.untold import told_each
from belofte.store_port import StepState, StoredStep, Transaction

CHANGES = frozenset({Verb.ERASE, Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT, Verb.PURGE})
"""Verbs that change something in a system: none of them ends without a receipt once it may have begun."""
PLANNED_AGAIN = "Nothing is needed: what is left is in the new plan."


def may_have_begun(stored: StoredStep, result: Result | None) -> bool:
    """Whether something of a step may have been done: now, as its result tells, or in an earlier try."""
    return stored.step.verb in CHANGES and (stored.attempts > 1 or bool(result and result.lines))


def planned_lines(stored: StoredStep) -> tuple[ReceiptLine, ...]:
    """The lines of a step of which nobody knows what was done."""
    return tuple(
        ReceiptLine(line.collection, line.decision, line.count, ground=line.ground, until=line.until)
        for line in stored.step.lines
        if is_told(line.decision, line.ground)
    )


def left_to_a_person(stored: StoredStep, result: Result) -> Result:
    """What a purge that failed for good comes to. Its records are gone already, so a new plan would not find them and
    the copies would be forgotten: a person sees to those, and the answer does not wait for it."""
    passes = result.problem is not None and result.problem.transient
    if stored.step.verb is not Verb.PURGE or result.outcome is not Outcome.FAILED or passes:
        return result
    return replace(result, outcome=Outcome.MANUAL, lines=result.lines or planned_lines(stored))


def seen_after(
    connector: SystemConnector, steps: Sequence[StoredStep], orders: Mapping[str, Order], results: Mapping[str, Result]
) -> dict[str, Result]:
    """The results of steps that failed for good after they may have begun, with a look at what remains. Where the
    system cannot be looked at either, nothing is looked at and they stay as they are."""
    ended = {
        stored.step.request: stored
        for stored in steps
        if _is_for_good(results[stored.step.request]) and may_have_begun(stored, results[stored.step.request])
    }
    wanted = [orders[case] for case, stored in ended.items() if stored.step.verb is not Verb.PURGE]
    try:
        looked = {one.request: one for one in told_each(connector.read_back(wanted))} if wanted else {}
    except SystemUnreachable:
        return {}
    return {case: _with_look(stored, results[case], looked.get(case)) for case, stored in ended.items()}


def _is_for_good(result: Result) -> bool:
    """A failure that may pass is tried again; a look that failed already was a look."""
    passes = result.problem is not None and result.problem.transient
    return result.outcome is Outcome.FAILED and not passes and not result.looked


def _with_look(stored: StoredStep, result: Result, looked: Result | None) -> Result:
    whole = replace(result, lines=result.lines or planned_lines(stored))
    if looked is None:
        return whole
    return replace(both(whole, looked), outcome=Outcome.FAILED, problem=result.problem or looked.problem)


def break_off(parts: Parts, tx: Transaction, stored: StoredStep, result: Result | None, problem: Failure) -> None:
    """The receipt of a step that may have begun and ends here. After an earlier try nobody can say how many records
    were acted on."""
    known = result or Result(stored.step.request, Outcome.FAILED)
    ended = replace(known, outcome=Outcome.FAILED, lines=known.lines or planned_lines(stored), problem=problem)
    tx.receipts.add([(stored.step.request, receipt_of(parts, stored, ended))], parts.today())


def break_off_plan(parts: Parts, tx: Transaction, stored: StoredStep) -> None:
    """Its plan was sent back: what was begun of it elsewhere and waits for another try ends here as well, and what is
    left is planned again. What is under way this moment ends by itself."""
    for one in tx.steps.of_request(stored.step.request):
        waits = one.plan == stored.plan and one.state is StepState.INTENDED and one.batch is None
        if not waits or one.step.id == stored.step.id:
            continue
        if one.step.verb in CHANGES:
            break_off(parts, tx, one, None, Failure(False, one.step.system, PLANNED_AGAIN))
        elif one.step.verb is Verb.EXPORT:
            tx.steps.abandon([one.step.id])
