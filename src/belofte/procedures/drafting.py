"""From identified requests to plans: look in every system, check what was claimed, decide per record, ask the rest.

Many requests share one pass over each system. Nothing is changed anywhere; a plan waits for a named person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Located
from belofte.domain.plan import Plan
from belofte.domain.request import Request, RequestState, Waiting, move, wait
from belofte.domain.rights.names import OBJECTION
from belofte.domain.rights.planning import Drafted, PlanHead
from belofte.ports import Ask
from belofte.procedures.doctor import lacking_for
from belofte.procedures.locate import Progress, locate
from belofte.procedures.parts import CLAIMS, IDENTIFIERS, ITEMS, Parts, decode_identifiers, encode_identifiers
from belofte.procedures.planners import PLANNERS
from belofte.procedures.standing import is_stopping
from belofte.procedures.to_plan import ToPlan
from belofte.store_port import DueDate, Secret, Transaction

NEW_ADDRESS = "address-not-known-before-the-request"
"""Question: the address stands in our systems only since the request, or since an unknown day."""
LACKING = "lacking-right"
"""Question: the account cannot do what the plan needs; said before anybody approves."""
LOOK_AGAIN = "look-again"
"""Due date: a system could not be seen; search it again."""
LOOK_AGAIN_AFTER = timedelta(minutes=5)
CLAIM_REFUSED = "number-is-not-of-this-address"
"""Question: the customer number that was given does not belong to who asked; it was not used."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """One request with what was found of it and what must be asked."""

    request: Request
    located: Located
    questions: tuple[str, ...]


def draft_plans(parts: Parts, requests: Sequence[Request], progress: Progress | None = None) -> Mapping[str, Plan]:
    """A new plan for each request (an earlier unapproved one is replaced). Returns request id -> plan."""
    requests = _ready(parts, requests)
    if not requests:
        return {}
    asked, claimed = _read_identifiers(parts, requests)
    asks, refused = _with_checked_claims(parts, asked, claimed)
    located = locate(parts.connectors, asks, progress)
    lacking = {right: _lacking(parts, right) for right in {request.right for request in requests}}
    looked = [
        _look(parts, request, located[request.id], asked[request.id], refused, lacking[request.right])
        for request in requests
    ]
    drafts = [_draft(parts, item) for item in looked]
    with parts.store.transaction() as tx:
        _keep(parts, tx, looked, drafts)
    return {draft.plan.request: draft.plan for draft in drafts}


def _ready(parts: Parts, requests: Sequence[Request]) -> list[Request]:
    """Those that have a planner, and are not being stopped in the systems right now."""
    planned = [request for request in requests if request.right in PLANNERS]
    if all(request.right != OBJECTION for request in planned):
        return planned
    with parts.store.reading() as tx:
        return [r for r in planned if r.right != OBJECTION or not is_stopping(tx, r.id)]


def encode_items(draft: Drafted) -> bytes:
    """The record keys and new values of a plan as they lie in the vault."""
    keys = {name: [list(key) for key in items] for name, items in draft.items.items()}
    entry = {"plan": draft.plan.id, "items": keys, "values": draft.values}
    return json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode()


def items_of(data: bytes, plan: str) -> Mapping[str, list[list[int | str | bool]]] | None:
    """The record keys of a plan from its vault entry; None when the entry belongs to another plan."""
    entry = json.loads(data)
    return entry["items"] if entry["plan"] == plan else None


def values_of(data: bytes, plan: str) -> Mapping[str, Mapping[str, object]]:
    """Item -> column -> new value, from the vault entry of this plan."""
    entry = json.loads(data)
    return entry.get("values", {}) if entry["plan"] == plan else {}


def _read_identifiers(
    parts: Parts, requests: Sequence[Request]
) -> tuple[dict[str, tuple[Identifier, ...]], dict[str, tuple[Identifier, ...]]]:
    cases = [request.id for request in requests]
    with parts.store.reading() as tx:
        proven = tx.vault.newest(IDENTIFIERS, cases)
        claimed = tx.vault.newest(CLAIMS, cases)
    return (
        {case: decode_identifiers(proven[case]) for case in cases},
        {case: decode_identifiers(claimed[case]) for case in cases if case in claimed},
    )


def _with_checked_claims(
    parts: Parts, proven: Mapping[str, tuple[Identifier, ...]], claimed: Mapping[str, tuple[Identifier, ...]]
) -> tuple[list[Ask], set[str]]:
    """A number somebody typed counts only if its record holds the proven address too; else it is not used at all."""
    checks = [Ask(case, claims) for case, claims in claimed.items() if claims]
    by_claim = locate(parts.connectors, checks)
    good: dict[str, tuple[Identifier, ...]] = {}
    refused: set[str] = set()
    for case, located in by_claim.items():
        held = _held(record for records in located.found.values() for record in records)
        if held & {(i.kind, i.value) for i in proven[case]}:
            good[case] = claimed[case]
        else:
            refused.add(case)
    return [Ask(case, (*identifiers, *good.get(case, ()))) for case, identifiers in proven.items()], refused


def _look(
    parts: Parts,
    request: Request,
    located: Located,
    proven: tuple[Identifier, ...],
    refused: set[str],
    lacking: Mapping[str, tuple[str, ...]],
) -> _Looked:
    questions: list[str] = []
    contacts = {(i.kind, i.value) for i in proven}
    records = [record for found in located.found.values() for record in found if not record.candidate]
    if records and not _is_known(request, records, contacts):
        questions.append(NEW_ADDRESS)
    if request.id in refused:
        questions.append(CLAIM_REFUSED)
    questions += [f"{LACKING}: {name} {right}" for name in located.found for right in lacking.get(name, ())]
    covered = {system.recipient for system in parts.systems.values()}
    unseen = [name for name, r in parts.policy.recipients.items() if r.gets and name not in covered]
    if unseen:
        questions.append(f"no system is connected for: {', '.join(unseen)}")
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


def _draft(parts: Parts, looked: _Looked) -> Drafted:
    request = looked.request
    head = PlanHead(request.id, request.right, parts.policy.version, parts.now())
    drafted = PLANNERS[request.right].plan(parts, ToPlan(request, head, looked.located))
    questions = (*drafted.plan.questions, *looked.questions)
    return replace(drafted, plan=replace(drafted.plan, questions=questions))


def _keep(parts: Parts, tx: Transaction, looked: Sequence[_Looked], drafts: Sequence[Drafted]) -> None:
    tx.plans.add_many([draft.plan for draft in drafts])
    secrets: list[Secret] = []
    for item, draft in zip(looked, drafts, strict=True):
        secrets.append(Secret(item.request.id, ITEMS, encode_items(draft)))
        secrets += [Secret(item.request.id, column, content) for column, content in draft.apart.items()]
        secrets.append(Secret(item.request.id, IDENTIFIERS, encode_identifiers(item.located.identifiers)))
    tx.vault.put_many(secrets)
    tx.requests.save_many([_planned(item) for item in looked])
    again = parts.now() + LOOK_AGAIN_AFTER
    tx.dates.put([DueDate(LOOK_AGAIN, item.request.id, again) for item in looked if item.located.blind])


def _planned(item: _Looked) -> Request:
    request = item.request
    if request.state is RequestState.IDENTIFIED:
        request = move(request, RequestState.LOCATED)
    planned = move(request, RequestState.PLANNED)
    if item.located.blind:
        return wait(planned, Waiting.SYSTEM, item.located.blind[0].system)
    return wait(planned, Waiting.OFFICE)
