"""When a request that has begun to stop something may end, and what its end sets free again."""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.course import Phase
from belofte.domain.errors import Refused
from belofte.domain.request import Request, RequestState, move
from belofte.domain.rights.names import LEAVING, OBJECTION, RESTRICTION
from belofte.domain.subject_state import LEFT, RESTRICTED, Cause
from belofte.procedures.parts import Parts
from belofte.procedures.rights.leaving import companion
from belofte.procedures.rights.standing import LEAVE, STOP, case_set, identifiers_of, set_bits
from belofte.procedures.spans import case_term
from belofte.store_port import Transaction

BEFORE_APPROVAL = (RequestState.RECEIVED, RequestState.IDENTIFIED, RequestState.LOCATED, RequestState.PLANNED)
SETS = {RESTRICTION: RESTRICTED, LEAVING: LEFT}
"""By right: the bit that its request sets before anything is done in a system."""


def may_end(request: Request) -> None:
    """Raise ``Refused`` for what only its own decision ends: an objection that has stopped something is weighed."""
    if request.right == OBJECTION and request.course.phase in (Phase.STOPPED, Phase.UPHELD):
        raise Refused(
            "This objection has stopped something: it ends by being weighed, never by being dropped (Art. 21 GDPR).",
            "belofte request weigh … --uphold or --reject; against direct marketing it is upheld: approve the plan",
        )


def release(parts: Parts, tx: Transaction, request: Request, by: str) -> None:
    """A request that ends without its act sets nothing: what it alone had set is cleared."""
    for kind in (STOP, LEAVE):
        tx.dates.cancel(request.id, kind)
    off = SETS.get(request.right, 0) & case_set(tx, request.id)
    if off:
        cause = Cause(f"{request.right}-{request.state}", by, request.id)
        set_bits(parts, tx, identifiers_of(tx, request.id), cause, 0, off)
    if request.right == LEAVING:
        _end_erasure(parts, tx, request)


def _end_erasure(parts: Parts, tx: Transaction, notice: Request) -> None:
    """A notice that comes to nothing takes along the erasure that it was, unless that was approved already. Its person
    hears of the notice; a second letter would say the same."""
    erasure = companion(tx, notice)
    if erasure is None or erasure.state not in BEFORE_APPROVAL:
        return
    course = replace(erasure.course, ended=notice.course.ended)
    now = parts.now()
    ended = replace(move(erasure, RequestState.STOPPED), course=course, answered_at=now)
    tx.steps.drop(erasure.id)
    tx.dates.cancel(erasure.id)
    tx.requests.save(replace(ended, close_after=now + case_term(parts)))
    tx.events.add(f"request.{course.ended or ended.state}", erasure.id, now)
