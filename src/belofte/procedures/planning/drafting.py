"""From identified requests to plans: look in every system, check what was claimed, decide per record, ask the rest.

Many requests share one pass over each system. Nothing is changed anywhere; a plan waits for a named person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from belofte.domain.course import Represents
from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Located
from belofte.domain.not_there import reasons_of, untouched
from belofte.domain.plan import Blind, Plan
from belofte.domain.record_decision import RecordDecision
from belofte.domain.request import Request, RequestState, Waiting, move, wait
from belofte.domain.rights.names import ERASURE, OBJECTION
from belofte.domain.rights.planning import Drafted, PlanHead
from belofte.domain.rights.told_instead import told_instead
from belofte.procedures import refusals
from belofte.procedures.clock.clocks import identity_is_open
from belofte.procedures.identity.claims import Checked, check_claims, questions_of_route
from belofte.procedures.identity.questions import AGENT_ROUTE, KNOWN_ELSEWHERE, NEW_ADDRESS
from belofte.procedures.identity.reaching_known import knock
from belofte.procedures.identity.representing import route_of_agent, searchable
from belofte.procedures.parts import CLAIMS, IDENTIFIERS, ITEMS, Parts, decode_identifiers, encode_identifiers
from belofte.procedures.planning.for_customers import questions_for_customers
from belofte.procedures.planning.items import encode_items
from belofte.procedures.planning.locate import Progress, locate
from belofte.procedures.planning.planners import PLANNERS
from belofte.procedures.planning.records import decisions_of_many
from belofte.procedures.planning.searched import searched
from belofte.procedures.planning.to_plan import ToPlan
from belofte.procedures.planning.told_apart import NOTHING_YET, TOLD_APART, Apart, apart_of, decode_apart, encode_apart
from belofte.procedures.planning.unconnected import ANSWER_THEMSELVES, answering_themselves, unconnected
from belofte.procedures.retaining.holds import HeldNow, held_now
from belofte.procedures.rights.standing import LOOK_AGAIN, is_stopping
from belofte.procedures.watching.doctor import lacking_for
from belofte.store_port import DueDate, Secret, StepState, Transaction

LACKING = "lacking-right"
"""Question: the account cannot do what the plan needs; said before anybody approves."""
_NOT_BEGUN = (StepState.PLANNED, StepState.DROPPED)
LOOK_AGAIN_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Looked:
    """One request with what was found of it and what must be asked."""

    request: Request
    located: Located
    questions: tuple[str, ...]


def draft_plans(parts: Parts, requests: Sequence[Request], progress: Progress | None = None) -> Mapping[str, Plan]:
    """A new plan for each request (an earlier unapproved one is replaced). Returns request id -> plan.

    Looking takes its time: a request about which somebody decided meanwhile gets no plan from here and stays as it is.
    """
    requests = _ready(parts, requests)
    if not requests:
        return {}
    _destroy_copies(parts, requests)
    asked, claimed, before = _read_identifiers(parts, requests)
    checked, routes = check_claims(parts, requests, asked, claimed), questions_of_route(parts, requests)
    located = locate(parts.connectors, checked.asks, progress, before)
    elsewhere = questions_for_customers(parts, located)
    lacking = {right: _lacking(parts, right) for right in {request.right for request in requests}}
    looked = [
        _look(
            parts,
            request,
            located[request.id],
            asked[request.id],
            (
                *checked.questions.get(request.id, ()),
                *routes[request.id],
                *elsewhere.get(request.id, ()),
                *before.get(request.id, NOTHING_YET).notes,
            ),
            lacking[request.right],
        )
        for request in requests
    ]
    looked = _on_their_way(parts, looked, checked)
    with parts.store.reading() as tx:
        decided = decisions_of_many(tx, [item.request.id for item in looked])
    erasing = any(item.request.right == ERASURE for item in looked)
    held = held_now(parts) if erasing else HeldNow({}, {})
    drafts = [_draft(parts, item, decided.get(item.request.id, ()), held) for item in looked]
    with parts.store.transaction() as tx:
        turned = _turned(tx, looked, decided)
        _look_at_again(parts, tx, turned)
        looked = [item for item in looked if item.request.id not in turned]
        drafts = [draft for draft in drafts if draft.plan.request not in turned]
        _keep(parts, tx, looked, drafts, before)
    return {draft.plan.request: draft.plan for draft in drafts}


def draft_plan(parts: Parts, request: Request, progress: Progress | None = None) -> Plan:
    """A new plan for one request. Raises ``Refused`` where somebody decided about it meanwhile, or where it is being
    carried out in the systems right now."""
    made = draft_plans(parts, [request], progress).get(request.id)
    if made is not None:
        return made
    if not _ready(parts, [request]):
        raise refusals.not_now()
    with parts.store.reading() as tx:
        raise refusals.turned(tx.requests.get(request.id).state)


def _turned(
    tx: Transaction, looked: Sequence[_Looked], decided: Mapping[str, tuple[RecordDecision, ...]]
) -> frozenset[str]:
    """The requests that are no longer as they were read, or of whose records somebody decided since."""
    requests = [item.request for item in looked]
    now = decisions_of_many(tx, [request.id for request in requests])
    other = (request.id for request in requests if now.get(request.id, ()) != decided.get(request.id, ()))
    return frozenset((*tx.requests.turned(requests), *other))


def _look_at_again(parts: Parts, tx: Transaction, turned: Iterable[str]) -> None:
    """What is still open of them is looked at once more; of the others nobody asks any more."""
    soon = parts.now() + LOOK_AGAIN_AFTER
    tx.dates.put([DueDate(LOOK_AGAIN, case, soon) for case in turned])


def _ready(parts: Parts, requests: Sequence[Request]) -> list[Request]:
    """Those that have a planner, that somebody may ask, and that are not being stopped in the systems right now."""
    planned = [request for request in requests if request.right in PLANNERS and searchable(request)]
    if all(request.right != OBJECTION for request in planned):
        return planned
    with parts.store.reading() as tx:
        return [r for r in planned if r.right != OBJECTION or not is_stopping(tx, r.id)]


def _destroy_copies(parts: Parts, requests: Sequence[Request]) -> None:
    """A plan that was sent back is made anew of everything: what it had copied already would be in the copy twice."""
    sent_back = [r.id for r in requests if r.state is RequestState.PLANNED and r.approved_plan and not r.delivered_at]
    if not sent_back:
        return
    with parts.store.reading() as tx:
        written = [package for case in sent_back for package in tx.vault.packages(case)]
    for package in written:
        parts.store.packages.destroy(package)


def _read_identifiers(
    parts: Parts, requests: Sequence[Request]
) -> tuple[dict[str, tuple[Identifier, ...]], dict[str, tuple[Identifier, ...]], dict[str, Apart]]:
    cases = [request.id for request in requests]
    with parts.store.reading() as tx:
        held = tx.vault.newest_of([IDENTIFIERS, CLAIMS, TOLD_APART], cases)
    return (
        {case: decode_identifiers(held[IDENTIFIERS][case]) for case in cases},
        {case: decode_identifiers(claimed) for case, claimed in held[CLAIMS].items()},
        {case: decode_apart(kept) for case, kept in held[TOLD_APART].items()},
    )


def _look(
    parts: Parts,
    request: Request,
    located: Located,
    proven: tuple[Identifier, ...],
    about_them: Sequence[str],
    lacking: Mapping[str, tuple[str, ...]],
) -> _Looked:
    questions: list[str] = []
    contacts = {(i.kind, i.value) for i in proven}
    records = [record for found in located.found.values() for record in found if record.is_record]
    if records and not _is_known(request, records, contacts) and not _has_begun(parts, request):
        questions.append(NEW_ADDRESS)
    questions += about_them
    questions += [f"{LACKING}: {name} {right}" for name in located.found for right in lacking.get(name, ())]
    if unseen := unconnected(parts.policy, parts.systems):
        questions.append(f"no system is connected for: {', '.join(unseen)}")
    if others := answering_themselves(parts.policy, parts.systems):
        questions.append(f"{ANSWER_THEMSELVES}: {', '.join(others)}")
    return _Looked(request, located, tuple(questions))


def _lacking(parts: Parts, right: str) -> Mapping[str, tuple[str, ...]]:
    """By system: database rights that this right's first verb needs and the account lacks."""
    verb = PLANNERS[right].verb
    return {name: lacking_for(connector, verb) for name, connector in parts.connectors.items()}


def _held(records: Iterable[Found]) -> set[tuple[str, str]]:
    return {(i.kind, i.value) for record in records for i in record.holds}


def _is_known(request: Request, records: Iterable[Found], contacts: set[tuple[str, str]]) -> bool:
    """Known means: a system held this address before the request came (design §10, identity)."""
    for record in records:
        held = _held((record,))
        for kind, since in record.known_since.items():
            ours = any(k == kind and (k, v) in contacts for k, v in held)
            if ours and since is not None and since < request.received_at:
                return True
    return False


def _has_begun(parts: Parts, request: Request) -> bool:
    """Whether an earlier plan of this request was carried out in part: then the address was known when it was approved,
    and what knew it may be erased by now."""
    with parts.store.reading() as tx:
        return any(step.state not in _NOT_BEGUN for step in tx.steps.of_request(request.id))


def _draft(parts: Parts, looked: _Looked, decisions: tuple[RecordDecision, ...], held: HeldNow) -> Drafted:
    request = looked.request
    head = PlanHead(request.id, request.right, parts.policy.version, parts.now(), decisions)
    if request.right == ERASURE:
        head = replace(head, held=held.places, untold=held.untold)
    drafted = PLANNERS[request.right].plan(parts, ToPlan(request, head, looked.located))
    reasons = [str(reason) for reason in reasons_of(parts.systems, looked.located)]
    if request.right != ERASURE:  # there, what a secret order holds is like what nobody found
        planned = {step.system for step in drafted.plan.steps if step.lines}
        reasons += [str(reason) for reason in untouched(looked.located, planned)]
    questions = (*drafted.plan.questions, *looked.questions, *reasons)
    plan = told_instead(replace(drafted.plan, questions=questions), parts.policy, parts.systems)
    return replace(drafted, plan=plan)


def _on_their_way(parts: Parts, looked: Sequence[_Looked], checked: Checked) -> list[_Looked]:
    """Who wrote from an address that leads nowhere and named a customer: the link goes to the address we know. An
    agent's answer goes to the person's own address. Where neither can be, the plan says so."""
    if not checked.known and all(item.request.course.represents is not Represents.AGENT for item in looked):
        return list(looked)
    with parts.store.transaction() as tx:
        return [_routed(parts, tx, item, checked.known.get(item.request.id)) for item in looked]


def _routed(parts: Parts, tx: Transaction, item: _Looked, known: tuple[str, Identifier] | None) -> _Looked:
    records = [record for found in item.located.found.values() for record in found if record.is_record]
    questions = list(item.questions)
    if known and not records and knock(parts, tx, item.request, *known):
        questions.append(KNOWN_ELSEWHERE)
    if not route_of_agent(parts, tx, item.request, records):
        questions.append(AGENT_ROUTE)
    return replace(item, questions=tuple(questions))


def _keep(
    parts: Parts, tx: Transaction, looked: Sequence[_Looked], drafts: Sequence[Drafted], before: Mapping[str, Apart]
) -> None:
    tx.plans.add_many([draft.plan for draft in drafts])
    secrets: list[Secret] = []
    for item, draft in zip(looked, drafts, strict=True):
        secrets.append(Secret(item.request.id, ITEMS, encode_items(draft)))
        secrets += [Secret(item.request.id, column, content) for column, content in draft.apart.items()]
        secrets.append(Secret(item.request.id, IDENTIFIERS, encode_identifiers(item.located.identifiers)))
        apart = apart_of(item.located, before.get(item.request.id, NOTHING_YET))
        if apart != NOTHING_YET:
            secrets.append(Secret(item.request.id, TOLD_APART, encode_apart(apart)))
    tx.vault.put_many(secrets)
    tx.requests.save_many([_planned(item) for item in looked])
    pairs = zip(looked, drafts, strict=True)
    searched(parts, tx, [(item.request, item.located.identifiers, draft.plan) for item, draft in pairs])
    soon = parts.now() + LOOK_AGAIN_AFTER
    away = [(item.request.id, item.located.blind) for item in looked if item.located.blind]
    tx.dates.put([DueDate(LOOK_AGAIN, case, _look_again_at(blind, soon)) for case, blind in away])


def _look_again_at(blind: Sequence[Blind], soon: datetime) -> datetime:
    """Soon; where every system that was not seen says until when that lasts, when the first of them can be seen."""
    return max(soon, min(one.until or soon for one in blind))


def _planned(item: _Looked) -> Request:
    request = item.request
    if request.state is RequestState.IDENTIFIED:
        request = move(request, RequestState.LOCATED)
    planned = move(request, RequestState.PLANNED)
    if item.located.blind:
        return wait(planned, Waiting.SYSTEM, item.located.blind[0].system)
    asked = item.request.waiting is Waiting.IDENTITY or identity_is_open(item.request)
    return wait(planned, Waiting.IDENTITY if asked or KNOWN_ELSEWHERE in item.questions else Waiting.OFFICE)
