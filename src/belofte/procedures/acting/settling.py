"""What follows when steps of a request were done: the letter that it is in force, the state that ends, the answer.

Called in the commit of the receipts, so that a kill leaves both or neither. Each settler looks at what is done, not at
what just happened, and may be called any number of times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from belofte.domain.answer import LetterKind
from belofte.domain.course import Phase
from belofte.domain.plan import Plan, Step
from belofte.domain.request import Request, RequestState, move
from belofte.domain.rights.names import ERASURE, OBJECTION, RESTRICTION, WITHDRAWAL
from belofte.domain.rights.objection import weighable
from belofte.domain.rights.planning import LETTERS
from belofte.domain.subject_state import RESTRICTED, Cause
from belofte.domain.system_map import Verb
from belofte.procedures.acting.erased import remember_erased
from belofte.procedures.acting.following import follow
from belofte.procedures.answering.letters import facts_of, queue_letter
from belofte.procedures.answering.told import in_force
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.parts import Parts
from belofte.procedures.planning.at_once import approve_by_policy
from belofte.procedures.retaining.postponing import remember_postponed, remember_untold
from belofte.procedures.rights.standing import (
    LIFT,
    OVER,
    POLICY,
    SUBJECT,
    identifiers_of,
    is_stopping,
    objections,
    set_bits,
)
from belofte.procedures.spans import case_term
from belofte.store_port import Transaction

STOPPED_AT = "request.stopped-in-systems"
"""Event: every system that could do it has stopped; ``milliseconds`` after the request was registered."""
PERMANENT, WENT_ON = "objection.permanent", "objection.went-on"
RESTRICTED_AT, LIFTED_AT = "restriction.in-force", "restriction.lifted"

Settler = Callable[[Parts, Transaction, Request], None]


BEFORE_THE_ANSWER = frozenset({OBJECTION, WITHDRAWAL})
"""Rights of which something follows as soon as the systems have stopped; of all others only after the answer."""


def may_follow(request: Request) -> bool:
    """Whether anything can follow a step of this request, as it stood when the step was claimed. The acts come before
    the answer, and whoever answers settles again."""
    return request.state is RequestState.ANSWERED or request.right in BEFORE_THE_ANSWER


def settle(parts: Parts, tx: Transaction, cases: Iterable[str]) -> None:
    """Look what follows for these requests; most rights need nothing."""
    for request in tx.requests.get_many(list(dict.fromkeys(cases))).values():
        if settler := SETTLERS.get(request.right):
            settler(parts, tx, request)
            request = tx.requests.get(request.id)
        follow(parts, tx, request)


def _objection(parts: Parts, tx: Transaction, request: Request) -> None:
    if is_new(tx, request, STOPPED_AT) and not is_stopping(tx, request.id):
        _note_stopped(parts, tx, request)
        kind = LetterKind.OBJECTION_UPHELD if request.course.phase is Phase.UPHELD else LetterKind.OBJECTION_STOPPED
        if request.identified_by == "address":
            _tell_only(parts, tx, request)
        else:
            _write(parts, tx, request, kind)
    if request.state is not RequestState.ANSWERED:
        return
    if request.course.phase is Phase.UPHELD and is_new(tx, request, PERMANENT):
        tx.events.add(PERMANENT, request.id, parts.now())
    lifted = request.course.phase is Phase.REJECTED and _all_over(tx, request, Verb.LIFT, Verb.ASK_PERSON)
    if lifted and is_new(tx, request, WENT_ON):
        tx.events.add(WENT_ON, request.id, parts.now())
        off = objections(tx, weighable(parts.policy, request.course.purposes))
        cause = Cause("objection-rejected", request.approved_by or POLICY, request.id)
        set_bits(parts, tx, identifiers_of(tx, request.id), cause, 0, off)


def _withdrawal(parts: Parts, tx: Transaction, request: Request) -> None:
    if is_new(tx, request, STOPPED_AT) and not is_stopping(tx, request.id):
        _note_stopped(parts, tx, request)
        _tell_only(parts, tx, request)


def _restriction(parts: Parts, tx: Transaction, request: Request) -> None:
    answered = request.state is RequestState.ANSWERED
    if answered and is_new(tx, request, RESTRICTED_AT):
        tx.events.add(RESTRICTED_AT, request.id, parts.now())
        course = replace(request.course, phase=Phase.RESTRICTED)
        tx.requests.save(replace(request, close_after=None, course=course))
        return
    ending = request.course.phase in (Phase.LIFTED, Phase.LIFTING) and _all_over(tx, request, *Verb)
    due = any(item.kind == LIFT for item in tx.dates.of(request.id))
    if answered and ending and not due and is_new(tx, request, LIFTED_AT):
        tx.events.add(LIFTED_AT, request.id, parts.now())
        cause = Cause("lifted", request.approved_by or SUBJECT, request.id)
        set_bits(parts, tx, identifiers_of(tx, request.id), cause, 0, RESTRICTED)
        course = replace(request.course, phase=Phase.LIFTED)
        tx.requests.save(replace(request, close_after=parts.now() + case_term(parts), course=course))


def _erasure(parts: Parts, tx: Transaction, request: Request) -> None:
    if request.state is not RequestState.ANSWERED:
        return
    if any(receipt.verb is Verb.ERASE for receipt in tx.receipts.of_request(request.id)):
        remember_erased(parts, tx, request)
        remember_postponed(tx, request)
    remember_untold(parts, tx, request)


SETTLERS: Mapping[str, Settler] = {
    ERASURE: _erasure,
    OBJECTION: _objection,
    WITHDRAWAL: _withdrawal,
    RESTRICTION: _restriction,
}
"""By right."""


def is_new(tx: Transaction, request: Request, event: str) -> bool:
    """Whether this has not happened to the request yet."""
    return all(one.kind != event for one in tx.events.about(request.id))


def _note_stopped(parts: Parts, tx: Transaction, request: Request) -> None:
    took = parts.now() - request.registered_at
    tx.events.add(STOPPED_AT, request.id, parts.now(), {"milliseconds": round(took.total_seconds() * 1000)})


def _write(parts: Parts, tx: Transaction, request: Request, kind: LetterKind) -> None:
    facts = facts_of(parts, tx, request)
    to = address_of(tx, request.id)
    queue_letter(parts, tx, request.id, kind, to, in_force(parts, tx, request, facts))


def _tell_only(parts: Parts, tx: Transaction, request: Request) -> None:
    """The answer, by a plan of its own: everything else is done."""
    newest = tx.plans.newest(request.id)
    plan = Plan(
        id=f"p-{parts.short_id()}",
        request=request.id,
        right=request.right,
        policy_version=parts.policy.version,
        maps=newest.maps if newest else {},
        made_at=parts.now(),
        steps=(Step(f"s-{parts.short_id()}", request.id, LETTERS, Verb.TELL),),
    )
    tx.plans.add(plan)
    approve_by_policy(parts, tx, plan)
    for state in (RequestState.LOCATED, RequestState.PLANNED, RequestState.APPROVED):
        request = move(request, state)
    approved = replace(request, approved_plan=plan.id, approved_by=POLICY, approved_at=parts.now())
    tx.requests.save(approved)


def _all_over(tx: Transaction, request: Request, *verbs: Verb) -> bool:
    """Every approved step of these verbs is receipted."""
    steps = tx.steps.of_request(request.id)
    open_ = [s for s in steps if s.step.verb in verbs and s.due_at is not None and s.state not in OVER]
    return not open_
