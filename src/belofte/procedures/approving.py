"""The office decides: a named person approves one plan, stops it before its first act, or refuses with a ground.

The software proposes; every refusal and every doubt about identity is a person's (Art. 12(2), 12(4)-(6)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from belofte.domain.answer import LetterKind
from belofte.domain.errors import CouldNotLook, Refused, WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.plan import Plan
from belofte.domain.policy import Period, Unit
from belofte.domain.request import NotAllowed, Request, RequestState, Waiting, move, wait
from belofte.domain.rights.planning import LETTERS, SHARED
from belofte.domain.system_map import Verb
from belofte.ports import SystemUnreachable
from belofte.procedures.drafting import LACKING, NEW_ADDRESS
from belofte.procedures.left_over import left_over
from belofte.procedures.letters import queue_letter
from belofte.procedures.open_questions import unanswered
from belofte.procedures.parts import CLAIMS, CONTACT, Parts, encode_identifiers
from belofte.procedures.texts import texts_to_read, were_read
from belofte.store_port import Approval, Transaction

HOURS = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WEEKS: 168}


def approve(parts: Parts, request: Request, plan: Plan, by: str, records: int | None = None) -> Request:
    """Approve ``plan``. An erasure waits for the policy's pause; ``records`` must repeat the number of records where
    the plan has more than the policy lets through unasked.

    Raises ``Refused`` with what is in the way: a system not seen, a doubt about identity, too many records.
    """
    _name(by)
    if changed := _changed_since(parts, plan):
        raise Refused(
            f"System {changed} or its map changed since the plan was made.", "look again: belofte request plan"
        )
    with parts.store.reading() as tx:
        was_read = were_read(tx, plan)
    if reason := _in_the_way(parts, request, plan, records, was_read) or unanswered(plan):
        raise reason
    approved = _approved(parts, request, plan, by)
    now = parts.now()
    with parts.store.transaction() as tx:
        tx.plans.approve(Approval(plan.id, by, now), approved.act_after or now)
        tx.requests.save(approved)
        tx.tasks.add(left_over(parts, plan))
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
            raise CouldNotLook(f"System {name} cannot be seen now: {away.why}", away.remedy) from away
    return None


def approve_many(parts: Parts, planned: Sequence[tuple[Request, Plan]], by: str) -> None:
    """Approve many plans of people whose texts were read and whose numbers were seen: one that something else stands
    in the way of stops all."""
    _name(by)
    now = parts.now()
    approved: list[Request] = []
    for request, plan in planned:
        if reason := _in_the_way(parts, request, plan, plan.records, was_read=True) or unanswered(plan):
            raise reason
        approved.append(_approved(parts, request, plan, by))
    with parts.store.transaction() as tx:
        for due_at, plans in _by_start(approved, now).items():
            tx.plans.approve_many([Approval(plan, by, now) for plan in plans], due_at)
        tx.requests.save_many(approved)


def identify(parts: Parts, request: Request, by: str, how: str, number: str = "") -> Request:
    """A named person vouches for who is asking. ``how`` names the means in a few words, never a document's content;
    ``number`` is a customer number the person gave, which tells people on one address apart."""
    _name(by)
    if not how.strip():
        raise WrongUse("Say how the person was identified.", 'for example --how "called back on the known number"')
    now = parts.now()
    moved = request if request.state is not RequestState.RECEIVED else _moved(request, RequestState.IDENTIFIED)
    identified = replace(moved, identified_by="office")
    with parts.store.transaction() as tx:
        tx.requests.save(identified)
        tx.vault.put(request.id, "identification", f"{by}: {how}".encode())
        if number:
            claim = Identifier("customer-number", "", normalise("customer-number", number))
            tx.vault.put(request.id, CLAIMS, encode_identifiers([claim]))
        tx.events.add("request.identified", request.id, now)
    return identified


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
    _name(by)
    stopped = _moved(request, RequestState.STOPPED)
    return _end(parts, stopped, LetterKind.STOPPED, None)


def refuse(parts: Parts, request: Request, by: str, ground: str) -> Request:
    """Refuse with a ground; the letter names it, the authority and the court (Art. 12(4))."""
    _name(by)
    if not ground.strip():
        raise WrongUse("A refusal needs its legal ground.", 'for example --ground "Art. 12(5)(b) GDPR: …"')
    return _end(parts, _moved(request, RequestState.REFUSED), LetterKind.REFUSED, ground)


def _end(parts: Parts, request: Request, kind: LetterKind, ground: str | None) -> Request:
    now = parts.now()
    ended = replace(request, answered_at=now, close_after=now + case_term(parts))
    with parts.store.transaction() as tx:
        tx.steps.drop(request.id)
        tx.requests.save(ended)
        _tell(parts, tx, ended, kind, ground)
        tx.events.add(f"request.{request.state}", request.id, now)
    return ended


def _tell(parts: Parts, tx: Transaction, request: Request, kind: LetterKind, ground: str | None) -> None:
    facts = replace(
        parts.letter_facts(request.language),
        reference=tx.requests.reference_of(request.id),
        right=request.right,
        ground=ground,
    )
    to = tx.vault.newest(CONTACT, [request.id])[request.id].decode()
    queue_letter(parts, tx, request.id, kind, to, facts)


def _in_the_way(parts: Parts, request: Request, plan: Plan, records: int | None, was_read: bool) -> Refused | None:
    by_person = request.identified_by == "office"
    if plan.blind:
        names = ", ".join(item.system for item in plan.blind)
        return Refused(f"Not every system was seen: {names}.", f"{plan.blind[0].remedy}, then plan again")
    if lacking := [question for question in plan.questions if question.startswith(LACKING)]:
        return Refused(
            f"The plan cannot be carried out: {'; '.join(lacking)}.",
            "give the rights (belofte doctor --grants), then plan again",
        )
    if NEW_ADDRESS in plan.questions and not by_person:
        return Refused(
            "The address was not known before the request came.", "identify the person first: belofte request identify"
        )
    if any(question.startswith(SHARED) for question in plan.questions):
        if not by_person:
            return Refused(
                "The address is shared with another person.",
                "identify the person first, with a customer number if there is one: belofte request identify",
            )
        if not plan.records:
            return Refused(
                "Every record hangs on an address that two people share; nobody can tell yet whose they are.",
                "belofte request identify … --number NUMBER, then plan again; or refuse with a ground",
            )
    if texts_to_read(plan) and not was_read:
        return Refused(
            f"{texts_to_read(plan)} records hold free text that may speak of other people.",
            "read it first: belofte request read",
        )
    limit = parts.policy.rights.ask_above
    if limit is not None and plan.records > limit and records != plan.records:
        return Refused(
            f"The plan touches {plan.records} records; the policy asks again above {limit}.",
            f"read it, then approve with --records {plan.records}",
        )
    return None


def _moved(request: Request, to: RequestState) -> Request:
    try:
        return move(request, to)
    except NotAllowed as no:
        raise Refused(str(no)) from no


def _name(by: str) -> None:
    if not by.strip():
        raise WrongUse("Who decides must be named.", 'for example --by "P. de Boer"')


def _pause(parts: Parts) -> timedelta:
    """The policy's waiting time before an irreversible act; none in a sandbox."""
    pause = parts.policy.rights.pause
    return timedelta() if pause is None or parts.policy.environment == "sandbox" else as_timedelta(pause)


def case_term(parts: Parts) -> timedelta:
    """How long a case stays after its answer: the policy's fact, else the court's term of the country."""
    term = parts.policy.rights.case_term or parts.country.court.term
    return as_timedelta(term) if term else timedelta()


def as_timedelta(period: Period) -> timedelta:
    """A period of hours, days or weeks as a span of time. Months and years have no fixed length here.

    Raises ``WrongUse`` for those: a waiting time in months is a mistake in the policy.
    """
    if period.unit not in HOURS:
        raise WrongUse(f"A waiting time cannot be given in {period.unit}.", "use hours, days or weeks in the policy")
    return timedelta(hours=period.count * HOURS[period.unit])


def until_of(start: datetime, period: Period | None, fallback: timedelta) -> datetime:
    """The end of a window that starts now."""
    return start + (as_timedelta(period) if period else fallback)
