"""When a step cannot be done: nothing is called done, the request says what it waits for, and a person is asked where
waiting does not help.

Three cases: nothing was begun (all is as before, only later), the system went away in the middle (done again later), or
one request failed for good (the rest of its plan is dropped, and the office looks at a new one).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from belofte.domain.request import Request, RequestState, Waiting, move, wait
from belofte.domain.system_map import Verb
from belofte.domain.task import Task
from belofte.ports import Driven, Result, SystemUnreachable
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


def back_to_office(parts: Parts, tx: Transaction, stored: StoredStep, why: str) -> None:
    """What is left of the plan is dropped; a person looks at a new one. What was done stays done."""
    request, system = stored.step.request, stored.step.system
    tx.steps.abandon([stored.step.id])
    tx.steps.drop(request)
    found = tx.requests.get(request)
    if found.state in (RequestState.ACTING, RequestState.APPROVED):
        found = move(found, RequestState.PLANNED)
    tx.requests.save(wait(found, Waiting.OFFICE, system))
    tx.tasks.add([Task(parts.new_id("task"), why, parts.now(), request=request, system=system)])


def fail(parts: Parts, tx: Transaction, stored: StoredStep, request: Request, result: Result) -> None:
    """A failure that passes is tried again; any other goes to the office with table, column and remedy."""
    problem = result.problem
    if problem is not None and (problem.transient or _is_perhaps_late(stored, result)):
        tx.steps.postpone([stored.step.id], parts.now() + AGAIN[min(stored.attempts, len(AGAIN)) - 1])
        tx.requests.save(wait(request, Waiting.SYSTEM, stored.step.system))
        note_waiting(parts, tx, request.id, stored.step.system, problem.where, problem.remedy)
        return
    where, remedy = (problem.where, problem.remedy) if problem else ("", "")
    note_waiting(parts, tx, request.id, stored.step.system, where, remedy)
    back_to_office(parts, tx, stored, "step-failed")


def _is_perhaps_late(stored: StoredStep, result: Result) -> bool:
    """Is what was just erased or changed still seen as it was? Many a vendor shows for a while what is gone already: it
    is looked at again before a person is asked."""
    return stored.attempts <= LATE and any(line.acted and line.remains for line in result.lines)


def not_begun(parts: Parts, system: str, verb: Verb, claim: Claimed, cause: SystemUnreachable) -> Driven:
    """The system cannot be worked with, and nothing was begun: steps and requests are as before, only later."""
    with parts.store.transaction() as tx:
        tx.steps.hold_off([stored.step.id for stored in claim.steps], parts.now() + AGAIN[0])
        requests = {
            case: move(request, RequestState.APPROVED) if case in claim.begun else request
            for case, request in claim.requests.items()
        }
        return _wait_or_ask(parts, tx, system, verb, claim.steps, requests, cause)


def later(parts: Parts, system: str, verb: Verb, claim: Claimed, cause: SystemUnreachable) -> Driven:
    """The system went away in the middle: the steps are done again later; nothing is called done."""
    with parts.store.transaction() as tx:
        attempts = max(stored.attempts for stored in claim.steps)
        again = parts.now() + AGAIN[min(attempts, len(AGAIN)) - 1]
        tx.steps.postpone([stored.step.id for stored in claim.steps], again)
        return _wait_or_ask(parts, tx, system, verb, claim.steps, claim.requests, cause)


def _wait_or_ask(
    parts: Parts,
    tx: Transaction,
    system: str,
    verb: Verb,
    steps: Sequence[StoredStep],
    requests: Mapping[str, Request],
    cause: SystemUnreachable,
) -> Driven:
    """What passes is waited for; what a person must mend goes to the office. Both say why and what would help."""
    tx.requests.save_many([wait(request, Waiting.SYSTEM, system) for request in requests.values()])
    for request in requests:
        note_waiting(parts, tx, request, system, cause.why, cause.remedy)
    if not cause.transient:
        for stored in steps:
            back_to_office(parts, tx, stored, "system-needs-a-person")
    return Driven(system, verb, waiting=len(steps))
