"""When a step cannot be done: nothing is called done, the request says what it waits for, and a person is asked where
waiting does not help.

Three cases: nothing was begun (all is as before, only later), the system went away in the middle (done again later), or
one request failed for good (the rest of its plan is dropped, and the office looks at a new one). A step that ends for
good after it may have begun leaves a receipt all the same.

A request is looked up anew in each commit: another system's setback may have sent it back to the office meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from belofte.domain.plan import Failure, Outcome
from belofte.domain.request import Request, RequestState, Waiting, move, wait
from belofte.domain.system_map import Verb
from belofte.domain.task import Task
from belofte.ports import Driven, Result, SystemUnreachable
from belofte.procedures.acting.breaking_off import (
    CHANGES,
    break_off,
    break_off_plan,
    left_to_a_person,
    may_have_begun,
)
from belofte.procedures.acting.outcomes import follow_outcomes
from belofte.procedures.acting.receipting import receipt_of
from belofte.procedures.acting.waiting import note_waiting
from belofte.procedures.parts import Parts
from belofte.store_port import StoredStep, Transaction

AGAIN = (timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6))
"""Waits before a step is tried again while a system is away; the request says which system it waits for."""
LATE = 2
"""Times that something is looked at again because it may only be seen late."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The steps of one drive, their requests, and the maps their plans were made on."""

    steps: Sequence[StoredStep]
    requests: Mapping[str, Request]
    begun: frozenset[str]  # requests whose first act this drive would do
    maps: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Why a system's steps could not be ended, for which requests something may have been done, and what is known."""

    cause: SystemUnreachable
    begun: frozenset[str] = frozenset()
    partly: Mapping[str, Result] = field(default_factory=dict[str, Result])


def back_to_office(parts: Parts, tx: Transaction, stored: StoredStep, why: str) -> None:
    """What is left of the plan is dropped; a person looks at a new one. What was done stays done, with its receipt."""
    request, system = stored.step.request, stored.step.system
    tx.steps.abandon([stored.step.id])
    break_off_plan(parts, tx, stored)
    tx.steps.drop(request)
    found = tx.requests.get(request)
    if found.state in (RequestState.ACTING, RequestState.APPROVED):
        found = move(found, RequestState.PLANNED)
    tx.requests.save(wait(found, Waiting.OFFICE, system))
    tx.tasks.add([Task(parts.new_id("task"), why, parts.now(), request=request, system=system)])


def fail(parts: Parts, tx: Transaction, stored: StoredStep, result: Result) -> None:
    """A failure that passes is tried again; any other goes to the office with table, column and remedy."""
    request = tx.requests.get(stored.step.request)
    problem = result.problem or Failure(False, "", "")
    if is_sent_back(request, stored):
        _end_with_its_plan(parts, tx, stored, result, problem, begun=may_have_begun(stored, result))
        return
    if problem.transient or _is_perhaps_late(stored, result):
        tx.steps.postpone([stored.step.id], parts.now() + AGAIN[min(stored.attempts, len(AGAIN)) - 1])
        tx.requests.save(wait(request, Waiting.SYSTEM, stored.step.system))
        note_waiting(parts, tx, request.id, stored.step.system, problem.where, problem.remedy)
        return
    note_waiting(parts, tx, request.id, stored.step.system, problem.where, problem.remedy)
    if may_have_begun(stored, result):
        break_off(parts, tx, stored, result, problem)
    back_to_office(parts, tx, stored, "step-failed")


def is_sent_back(request: Request, stored: StoredStep) -> bool:
    """Whether another step of the same plan failed for good while this one was under way."""
    return request.state is RequestState.PLANNED and request.approved_plan == stored.plan


def _end_with_its_plan(
    parts: Parts, tx: Transaction, stored: StoredStep, result: Result | None, problem: Failure, *, begun: bool
) -> None:
    """A new plan is made of what is left: nothing of this one is tried again."""
    if begun:
        break_off(parts, tx, stored, result, problem)
    else:
        tx.steps.abandon([stored.step.id])


def _is_perhaps_late(stored: StoredStep, result: Result) -> bool:
    """Is what was just erased or changed still seen as it was? Many a vendor shows for a while what is gone already: it
    is looked at again before a person is asked."""
    return stored.attempts <= LATE and any(line.acted and line.remains for line in result.lines)


def not_begun(parts: Parts, system: str, verb: Verb, claim: Claimed, cause: SystemUnreachable) -> Driven:
    """The system cannot be worked with, and nothing was begun: steps and requests are as before, only later."""
    with parts.store.transaction() as tx:
        again = max(parts.now() + AGAIN[0], cause.until or parts.now())
        tx.steps.hold_off([stored.step.id for stored in claim.steps], again)
        if claim.begun:
            acting = tx.requests.get_many(sorted(claim.begun)).values()
            back = [move(one, RequestState.APPROVED) for one in acting if one.state is RequestState.ACTING]
            tx.requests.save_many(back)
        tried = [replace(stored, attempts=stored.attempts - 1) for stored in claim.steps]
        begun = frozenset(stored.step.request for stored in tried if stored.attempts and stored.step.verb in CHANGES)
        return _wait_or_ask(parts, tx, system, verb, tried, Unfinished(cause, begun))


def later(
    parts: Parts, system: str, verb: Verb, claim: Claimed, cause: SystemUnreachable, partly: Mapping[str, Result]
) -> Driven:
    """The system went away in the middle: the steps are done again later; nothing is called done. ``partly``: the
    requests for which the act had begun, with what is known of it."""
    with parts.store.transaction() as tx:
        attempts = max(stored.attempts for stored in claim.steps)
        again = max(parts.now() + AGAIN[min(attempts, len(AGAIN)) - 1], cause.until or parts.now())
        tx.steps.postpone([stored.step.id for stored in claim.steps], again)
        earlier = {stored.step.request for stored in claim.steps if may_have_begun(stored, None)}
        return _wait_or_ask(
            parts, tx, system, verb, claim.steps, Unfinished(cause, frozenset(earlier.union(partly)), partly)
        )


def _wait_or_ask(
    parts: Parts, tx: Transaction, system: str, verb: Verb, steps: Sequence[StoredStep], left: Unfinished
) -> Driven:
    """What passes is waited for; what a person must mend goes to the office. Both say why and what would help."""
    problem = Failure(left.cause.transient, system, f"{left.cause.why} {left.cause.remedy}")
    requests = tx.requests.get_many([stored.step.request for stored in steps])
    over = [stored for stored in steps if is_sent_back(requests[stored.step.request], stored)]
    for stored in over:
        case = stored.step.request
        _end_with_its_plan(parts, tx, stored, left.partly.get(case), problem, begun=case in left.begun)
    waiting = [stored for stored in steps if stored not in over]
    if verb is Verb.PURGE and not left.cause.transient:
        _purged_by_hand(parts, tx, waiting, problem)
        return Driven(system, verb, receipted=len(waiting))
    tx.requests.save_many([wait(requests[stored.step.request], Waiting.SYSTEM, system) for stored in waiting])
    for stored in waiting:
        case = stored.step.request
        note_waiting(parts, tx, case, system, left.cause.why, left.cause.remedy)
        if not left.cause.transient:
            if case in left.begun:
                break_off(parts, tx, stored, left.partly.get(case), problem)
            back_to_office(parts, tx, stored, "system-needs-a-person")
    return Driven(system, verb, waiting=len(steps))


def _purged_by_hand(parts: Parts, tx: Transaction, steps: Sequence[StoredStep], problem: Failure) -> None:
    """The records are gone; somebody sees to their copies."""
    failed = {s.step.id: Result(s.step.request, Outcome.FAILED, problem=problem) for s in steps}
    receipts = [(s.step.request, receipt_of(parts, s, left_to_a_person(s, failed[s.step.id]))) for s in steps]
    tx.receipts.add(receipts, parts.today())
    follow_outcomes(parts, tx, receipts)
