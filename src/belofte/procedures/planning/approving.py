"""The office decides: a named person approves one plan, stops it before its first act, or refuses with a ground.

The software proposes; every refusal and every doubt about identity is a person's (Art. 12(2), 12(4)-(6)).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from belofte.domain.answer import LetterKind
from belofte.domain.clock import local_date
from belofte.domain.errors import CouldNotLook, Refused, WrongUse, require_name
from belofte.domain.ground import names_article
from belofte.domain.plan import Plan
from belofte.domain.request import NotAllowed, Request, RequestState, Waiting, move, wait
from belofte.domain.rights.planning import LETTERS
from belofte.domain.said import said
from belofte.domain.system_map import Verb
from belofte.domain.worded import worded
from belofte.ports import SystemUnreachable
from belofte.procedures.acting.ending import may_end, release
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.cases import must_still_stand
from belofte.procedures.clock.clocks import identity_settled
from belofte.procedures.identity.identifying import vouch
from belofte.procedures.identity.proofs import destroy_proofs
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.identity.settled import CHECK_MANDATE, DECIDE, LOOK, SAME_REQUEST, nobody_waits
from belofte.procedures.parts import Parts
from belofte.procedures.planning.left_over import left_over
from belofte.procedures.planning.obstacles import in_the_way
from belofte.procedures.planning.pulling import hold_back, hold_back_any
from belofte.procedures.planning.texts import were_read
from belofte.procedures.planning.two_people import first_of_two, needs_two
from belofte.procedures.planning.unconnected import ask_processors
from belofte.procedures.spans import as_timedelta
from belofte.store_port import Approval, Transaction


def approve(parts: Parts, request: Request, plan: Plan, by: str, records: int | None = None) -> Request:
    """Approve ``plan``. An erasure waits for the policy's pause; ``records`` must repeat the number of records where
    the plan has more than the policy lets through unasked.

    Where the policy wants two people, the first one's approval is noted and nothing else happens.
    Raises ``Refused`` with what is in the way: a system not seen, a doubt about identity, too many records, or the same
    person a second time.
    """
    require_name(by)
    if reason := hold_back(parts, request):
        raise reason
    if changed := _changed_since(parts, plan):
        raise Refused(
            f"System {changed} or its map changed since the plan was made.", "look again: belofte request plan"
        )
    with parts.store.reading() as tx:
        was_read = were_read(tx, plan)
    if reason := _in_the_way(parts, request, plan, records, was_read):
        raise reason
    if (first := first_of_two(parts, request, plan, by)) is not None:
        return first
    approved = _approved(parts, request, plan, by)
    now = parts.now()
    with parts.store.transaction() as tx:
        must_still_stand(tx, [request])
        tx.plans.approve(Approval(plan.id, by, now), approved.act_after or now)
        tx.requests.save(approved)
        destroy_proofs(parts, tx, request.id)
        tx.tasks.add(left_over(parts, plan))
        ask_processors(parts, tx, approved)
        tx.events.add("request.approved", request.id, now, {"plan": plan.id})
    return approved


def _changed_since(parts: Parts, plan: Plan) -> str | None:
    """The first system that is not as the plan found it: another map or schema, or a verb no longer allowed.

    Raises ``CouldNotLook`` when one cannot be seen now.
    """
    for step in plan.steps:
        if step.system == LETTERS:
            continue
        system = parts.systems.get(step.system)
        if system is None or (step.verb is not Verb.ASK_PERSON and step.verb not in system.allow):
            return step.system
    for name, fingerprint in plan.maps.items():
        try:
            if parts.connectors[name].fingerprint() != fingerprint:
                return name
        except SystemUnreachable as away:
            raise CouldNotLook(
                worded(
                    "In systeem {name} kan nu niet gekeken worden: {why}",
                    "System {name} cannot be seen now: {why}",
                    name=name,
                    why=said(away.why),
                ),
                said(away.remedy),
            ) from away
    return None


def approve_many(parts: Parts, planned: Sequence[tuple[Request, Plan]], by: str) -> None:
    """Approve many plans of people whose texts were read and whose numbers were seen: one that something else stands
    in the way of stops all."""
    require_name(by)
    if reason := hold_back_any(parts, [request for request, _ in planned]):
        raise reason
    now = parts.now()
    approved: list[Request] = []
    for request, plan in planned:
        if reason := _in_the_way(parts, request, plan, plan.records, was_read=True):
            raise reason
        if needs_two(parts.policy, request, plan):
            raise Refused("The policy wants two people for one of these.", "let each of them approve it by itself")
        approved.append(_approved(parts, request, plan, by))
    with parts.store.transaction() as tx:
        must_still_stand(tx, [request for request, _ in planned])
        for due_at, plans in _by_start(approved, now).items():
            tx.plans.approve_many([Approval(plan, by, now) for plan in plans], due_at)
        tx.requests.save_many(approved)
        for request in approved:
            ask_processors(parts, tx, request)


def identify(parts: Parts, request: Request, by: str, how: str, number: str = "") -> Request:
    """A named person vouches for who is asking (:func:`belofte.procedures.identity.identifying.vouch`)."""
    require_name(by)
    return vouch(parts, request, by, how, number)


def _approved(parts: Parts, request: Request, plan: Plan, by: str) -> Request:
    """The request with its approval; an erasure also with the moment before which nothing irreversible happens."""
    now = parts.now()
    start = now + _pause(parts) if request.right == "erasure" else now
    approved = replace(
        _moved(request, RequestState.APPROVED),
        approved_plan=plan.id,
        approved_by=by,
        approved_at=now,
        act_after=start if start > now else None,
    )
    return wait(approved, Waiting.PAUSE) if start > now else approved


def _by_start(approved: Sequence[Request], now: datetime) -> dict[datetime, list[str]]:
    plans: dict[datetime, list[str]] = {}
    for request in approved:
        plans.setdefault(request.act_after or now, []).append(request.approved_plan or "")
    return plans


def stop(parts: Parts, request: Request, by: str) -> Request:
    """End the request before its first act. Raises ``Refused`` afterwards."""
    require_name(by)
    may_end(request)
    stopped = _moved(identity_settled(parts, request), RequestState.STOPPED)
    return _end(parts, request, stopped, LetterKind.STOPPED, None, by)


def refuse(parts: Parts, request: Request, by: str, ground: str, reasons: str = "") -> Request:
    """Refuse with a ground; the letter names it, the authority and the court (Art. 12(4)).

    ``reasons`` are the facts, in the words of who decides. That a request is unfounded or excessive is for the company
    to prove (Art. 12(5)): without facts on record it cannot be refused as such.
    """
    require_name(by)
    may_end(request)
    if not ground.strip():
        raise WrongUse("A refusal needs its legal ground.", 'for example --ground "Art. 12(5)(b) GDPR: …"')
    if not names_article(ground):
        raise Refused(
            "Art. 12(4) GDPR: a refusal tells its reasons, and this ground names no article.",
            'for example --ground "Art. 15(4) GDPR"',
        )
    if _ABUSE.search(ground) and not reasons.strip():
        raise Refused(
            "Art. 12(5) GDPR: the company must show that a request is unfounded or excessive; that somebody asks again "
            "does not show it.",
            "record the facts with --reasons",
        )
    refused = _moved(identity_settled(parts, request), RequestState.REFUSED)
    return _end(parts, request, refused, LetterKind.REFUSED, ground, by, reasons)


_ABUSE = re.compile(r"\b12\s*(\(\s*5|,?\s*(lid|par\w*|section)\s*5)", re.IGNORECASE)


def _end(
    parts: Parts, was: Request, ended: Request, kind: LetterKind, ground: str | None, by: str, reasons: str = ""
) -> Request:
    """Write the letter. The request is answered when the letter was delivered, and not before."""
    with parts.store.transaction() as tx:
        must_still_stand(tx, [was])
        end(parts, tx, ended, kind, ground, by, reasons)
    return ended


def end(
    parts: Parts, tx: Transaction, request: Request, kind: LetterKind, ground: str | None, by: str, reasons: str = ""
) -> None:
    """End a request that was moved to where it ends: its steps go, its proofs go, its person is told. Who decided and
    the facts lie in the vault."""
    tx.steps.drop(request.id)
    tx.requests.save(request)
    release(parts, tx, request, by)
    destroy_proofs(parts, tx, request.id)
    nobody_waits(parts, tx, request.id, DECIDE, LOOK, CHECK_MANDATE, SAME_REQUEST)
    tx.vault.put(request.id, "decided by", f"{by}: {ground or request.state} {reasons}".strip().encode())
    facts = replace(
        parts.letter_facts(request.language),
        reference=tx.requests.reference_of(request.id),
        right=request.right,
        received_on=local_date(request.received_at, parts.country.time_zone),
        ground=ground,
        reasons=reasons or None,
    )
    to = address_of(tx, request.id)
    queue_letter(parts, tx, request.id, kind, to, facts)
    tx.events.add(f"request.{request.course.ended or request.state}", request.id, parts.now())


def _in_the_way(parts: Parts, request: Request, plan: Plan, records: int | None, was_read: bool) -> Refused | None:
    return in_the_way(request, plan, parts.policy.rights.ask_above, records, was_read)


def _moved(request: Request, to: RequestState) -> Request:
    try:
        return move(request, to)
    except NotAllowed as no:
        raise Refused(str(no)) from no


def _pause(parts: Parts) -> timedelta:
    """The policy's waiting time before an irreversible act; none in a sandbox."""
    pause = parts.policy.rights.pause
    return timedelta() if pause is None or parts.policy.environment == "sandbox" else as_timedelta(pause)
