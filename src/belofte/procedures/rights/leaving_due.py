"""When somebody who gave notice is known and their day has come, staff access ends: by itself, for it can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from belofte.domain.identity import Identifier
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import LEAVING
from belofte.domain.subject_state import LEFT, Cause
from belofte.procedures.parts import Parts
from belofte.procedures.planning import approving
from belofte.procedures.planning.obstacles import in_the_way
from belofte.procedures.rights.leaving_plan import LATER
from belofte.procedures.rights.standing import LEAVE, LOOK_AGAIN, POLICY, SUBJECT, identifiers_of, set_bits
from belofte.store_port import DueDate, Transaction

AT_ONCE = 500
WAITING = (RequestState.RECEIVED, RequestState.IDENTIFIED, RequestState.PLANNED)


def leave_due(parts: Parts) -> int:
    """The last day has come, or who gave notice is known now: staff access ends; returns for how many."""
    with parts.store.reading() as tx:
        due = [item.about for item in tx.dates.coming(LEAVE, AT_ONCE) if item.at <= parts.now()]
        requests = tx.requests.get_many(due)
    return sum(_leave(parts, request) for request in requests.values())


def _leave(parts: Parts, request: Request) -> bool:
    """Nothing in the way: done without a person, for it can be undone. Else the office sees the plan and why."""
    with parts.store.transaction() as tx:
        identifiers = identifiers_of(tx, request.id)
        if request.course.ends_on is not None and not _has_left(tx, identifiers):
            set_bits(parts, tx, identifiers, Cause(LEAVING, SUBJECT, request.id), LEFT)
        plan = tx.plans.newest(request.id)
    if request.state not in WAITING:
        with parts.store.transaction() as tx:
            tx.dates.cancel(request.id, LEAVE)
        return False
    if request.state is not RequestState.PLANNED or plan is None:
        return False
    if any(question.startswith(LATER) for question in plan.questions):
        with parts.store.transaction() as tx:
            tx.dates.put([DueDate(LOOK_AGAIN, request.id, parts.now())])
        return False
    if in_the_way(request, plan, parts.policy.rights.ask_above, plan.records, was_read=True):
        return False
    approving.approve(parts, request, plan, POLICY, plan.records)
    with parts.store.transaction() as tx:
        tx.dates.cancel(request.id, LEAVE)
    return True


def _has_left(tx: Transaction, identifiers: Sequence[Identifier]) -> bool:
    return any(one.state & LEFT for one in tx.states.of(identifiers))
