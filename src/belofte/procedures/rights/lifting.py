"""A restriction ends: by its person's own act, or, where the policy keeps that open, by the company, which tells first.

The case stays open while the restriction lasts. What each row held before comes back; then the person is told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from belofte.domain.course import Phase
from belofte.domain.errors import Refused
from belofte.domain.policy import FactPath, Policy
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.marking import Order
from belofte.domain.rights.names import RESTRICTION
from belofte.domain.rights.planning import PlanHead
from belofte.domain.rights.restriction import BY_SUBJECT, plan_lifting
from belofte.domain.rights.told_instead import told_instead
from belofte.domain.system_map import Verb
from belofte.ports import Ask
from belofte.procedures.case_policy import policy_at_receipt
from belofte.procedures.cases import must_still_stand
from belofte.procedures.parts import IDENTIFIERS, Parts, decode_identifiers
from belofte.procedures.planning.at_once import approve, keep_plan
from belofte.procedures.planning.locate import locate
from belofte.procedures.planning.planning_stops import before_of
from belofte.procedures.planning.told_apart import TOLD_APART, apart_of, decode_apart
from belofte.procedures.rights.standing import LIFT, OVER, SUBJECT
from belofte.store_port import DueDate

AGAIN = timedelta(seconds=30)
"""When a system that was away is tried again; until then all stays restricted."""
AT_ONCE = 500
LIFTED_BY = FactPath("rights.restriction.lifted_by")


def lift_by_subject(parts: Parts, request: Request) -> None:
    """The person pressed the button: lifted in every system, then told."""
    _begin(parts, in_force(request), Phase.LIFTED, SUBJECT)


def lift_by_controller(parts: Parts, request: Request, by: str) -> None:
    """The company lifts for a lawful reason; the person is told before (Art. 18(3)). Raises ``Refused`` where the
    policy promises that only the person does."""
    promised = policy_at_receipt(parts, request)
    if promised.rights.restriction_lifted_by == BY_SUBJECT:
        raise only_subject(promised)
    _begin(parts, in_force(request), Phase.LIFTING, by)


def in_force(request: Request) -> Request:
    """The request, if its restriction is in force. Raises ``Refused`` else."""
    if request.right != RESTRICTION or request.state is not RequestState.ANSWERED:
        raise Refused("No restriction of this reference is in force.", "see belofte request show")
    if request.course.phase is not Phase.RESTRICTED:
        raise Refused("This restriction is being lifted, or was lifted.", "see belofte request show")
    return request


def only_subject(policy: Policy) -> Refused:
    """Why staff cannot lift, with the clauses of the published text that say so."""
    clauses = [clause.id for clause in policy.clauses.values() if _states(clause.facts)]
    promised = f"the policy promises it ({', '.join(clauses)})" if clauses else "the policy promises it"
    return Refused(
        f"Only the person lifts this restriction: {promised}; Art. 18(3) GDPR.",
        "ask them with your reasons: belofte request lift … --by NAME --reasons …; it stays restricted until they do",
    )


def _states(facts: tuple[FactPath, ...]) -> bool:
    return any(fact == LIFTED_BY or LIFTED_BY.startswith(f"{fact}.") for fact in facts)


def _begin(parts: Parts, request: Request, phase: Phase, by: str) -> None:
    now = parts.now()
    told = now if phase is Phase.LIFTING else None
    course = replace(request.course, phase=phase, told_before_lifting_at=told)
    with parts.store.transaction() as tx:
        must_still_stand(tx, [request])
        tx.requests.save(replace(request, course=course, approved_by=by))
        tx.events.add("restriction.lifting", request.id, now, {"by": SUBJECT if by == SUBJECT else "controller"})
        tx.dates.put([DueDate(LIFT, request.id, now)])
    lift_due(parts)


def lift_due(parts: Parts) -> int:
    """Lift in the systems what is due; returns how many cases were taken up."""
    with parts.store.reading() as tx:
        due = [item.about for item in tx.dates.coming(LIFT, AT_ONCE) if item.at <= parts.now()]
        requests = tx.requests.get_many(due)
    for case in due:
        _lift(parts, requests[case])
    return len(due)


def _lift(parts: Parts, request: Request) -> None:
    with parts.store.reading() as tx:
        held = tx.vault.newest_of([IDENTIFIERS, TOLD_APART], [request.id])
        known = decode_identifiers(held[IDENTIFIERS][request.id])
        apart = decode_apart(held[TOLD_APART].get(request.id))
        if any(one.step.verb is Verb.LIFT and one.state not in OVER for one in tx.steps.of_request(request.id)):
            return  # what is under way comes first; the date stands
    located = locate(parts.connectors, [Ask(request.id, known)], before={request.id: apart})[request.id]
    if located.blind:
        with parts.store.transaction() as tx:
            tx.dates.put([DueDate(LIFT, request.id, parts.now() + AGAIN)])
        return
    head = PlanHead(request.id, request.right, parts.policy.version, parts.now())
    order = Order(Verb.LIFT, "first" if request.course.phase is Phase.LIFTING else "after")
    drafted = plan_lifting(head, located, parts.systems, before_of(parts, request.id), parts.short_id, order)
    drafted = replace(drafted, plan=told_instead(drafted.plan, parts.policy, parts.systems))
    with parts.store.transaction() as tx:
        keep_plan(tx, drafted, known, apart_of(located, apart))
        approve(parts, tx, drafted.plan, request.approved_by or SUBJECT)
        tx.dates.cancel(request.id, LIFT)
