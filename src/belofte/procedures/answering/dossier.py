"""One case as a dossier for a lawyer, a court or an authority: everything that is known of it, gathered in one look.

Art. 5(2), 31 GDPR: who is asked must be able to show how a request was handled. What is about other people is left out
unless a named person decides otherwise; the tokens of links are always left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from belofte.domain.answer import LetterKind
from belofte.domain.as_json import jsonable
from belofte.domain.evidence import receipt_json
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.plan import Plan
from belofte.domain.record_decision import decode_redactions
from belofte.domain.request import Request
from belofte.domain.untold import is_told, is_untold_only
from belofte.domain.wish import WISH, decode_wish
from belofte.ports import Letter
from belofte.procedures.answering.dossier_screen import NoScreen, Screen, own_of
from belofte.procedures.answering.letters import decode_letter
from belofte.procedures.answering.letters_of_case import letters_of
from belofte.procedures.clock.clocks import EXTENSION_REASONS
from belofte.procedures.identity.reaching_known import KNOWN_ADDRESS
from belofte.procedures.parts import CLAIMS, CONTACT, IDENTIFIERS, SUBMISSION, Parts, decode_identifiers
from belofte.procedures.planning.records import DECIDED, REDACTIONS, told_records
from belofte.procedures.planning.whose_desk import WHOSE
from belofte.procedures.proving.verify import Proof
from belofte.procedures.rights.rulings import rulings_of
from belofte.store_port import StoredLetter, Transaction

DOSSIERS = "dossiers"
"""Vault column: who made a dossier of this case, when, why and with what; all of them, oldest first."""
WHO_AND_WHY = (
    "decided by",
    "weighed by",
    EXTENSION_REASONS,
    "identification",
    "identity asked by",
    "mandate",
    "closed because",
    "service decided",
    "joined by",
    "address change asked by",
    WHOSE,
)
"""Vault columns in which a named person and their reasons stand."""
TO_ORGANISATIONS = frozenset(
    {
        LetterKind.RECIPIENT,
        LetterKind.RECIPIENT_REMINDER,
        LetterKind.PROCESSOR,
        LetterKind.CUSTOMER,
        LetterKind.HAND_OVER,
    }
)
"""Letters about the person to an organisation: part of the case, although not sent to the person."""


class Include(StrEnum):
    """What goes into a dossier only when a named person says so."""

    OTHERS = "others"  # other people's data in texts; passages that were left out of the copy
    COPY = "copy"  # the copy of the person's data itself


@dataclass(frozen=True, slots=True)
class SentLetter:
    """One letter as it goes into the dossier. ``text`` is None where it went to somebody else and is left out."""

    kind: str
    state: str
    sent_at: str | None
    to: str
    subject: str
    text: str | None
    html: str


@dataclass(frozen=True, slots=True)
class Material:
    """Everything of one case, as plain JSON and proofs, screened. ``left_out`` counts passages about others."""

    reference: str
    language: str
    request: Mapping[str, Any]
    timeline: Sequence[Mapping[str, Any]]
    letters: Sequence[SentLetter]
    plans: Sequence[Mapping[str, Any]]
    decisions: Mapping[str, Any]
    receipts: Sequence[Mapping[str, Any]]
    proofs: Sequence[Proof]
    checkpoint: str
    left_out: int


def gather(
    parts: Parts, tx: Transaction, request: Request, include: frozenset[Include], leave_out: Sequence[str] = ()
) -> Material:
    """All of one case, read in one transaction, so that its parts belong together. ``leave_out``: passages about others
    that whoever makes the dossier saw in it, beside those that are recognised."""
    held = tx.vault.newest_of([CONTACT, SUBMISSION, CLAIMS, IDENTIFIERS, WISH, KNOWN_ADDRESS, REDACTIONS], [request.id])
    one = {column: found.get(request.id) for column, found in held.items()}
    own = _own(parts, one)
    screen = _screen(one, own, request.language, include, leave_out)
    asked, from_request = screen.inside(_asked(request, one))
    letters, from_letters = _letters(tx, request, screen, own, include)
    decisions, from_decisions = screen.inside(_decisions(tx, request, one, include))
    receipts, proofs, checkpoint = _evidence(tx, request)
    return Material(
        reference=tx.requests.reference_of(request.id),
        language=request.language,
        request=asked,
        timeline=_timeline(tx, request),
        letters=letters,
        plans=_plans(tx, request),
        decisions=decisions,
        receipts=receipts,
        proofs=proofs,
        checkpoint=checkpoint,
        left_out=from_request + from_letters + from_decisions,
    )


def _own(parts: Parts, one: Mapping[str, bytes | None]) -> tuple[Identifier, ...]:
    """The person's own identifiers, and the office's address: both may stand in the dossier."""
    addresses = [(one[column] or b"").decode() for column in (CONTACT, KNOWN_ADDRESS)]
    addresses += [decode_wish(one[WISH]).other_address, parts.policy.privacy_office.email or ""]
    emails = [Identifier("email", "", normalise("email", address)) for address in addresses if address]
    return own_of(decode_identifiers(one[IDENTIFIERS] or b"[]"), decode_identifiers(one[CLAIMS] or b"[]"), emails)


def _screen(
    one: Mapping[str, bytes | None],
    own: Sequence[Identifier],
    language: str,
    include: frozenset[Include],
    leave_out: Sequence[str],
) -> Screen | NoScreen:
    if Include.OTHERS in include:
        return NoScreen()
    passages = [*leave_out, *(redaction.passage for redaction in decode_redactions(one[REDACTIONS]))]
    return Screen(own, passages, language)


def _asked(request: Request, one: Mapping[str, bytes | None]) -> dict[str, Any]:
    words = json.loads(one[SUBMISSION] or b"{}")
    return {
        **jsonable(request),
        "address": (one[CONTACT] or b"").decode(),
        "name": words.get("name", ""),
        "words": words.get("text", ""),
        "wish": jsonable(decode_wish(one[WISH])),
    }


def _timeline(tx: Transaction, request: Request) -> list[dict[str, Any]]:
    """What happened, oldest first. That something was decided of single records stands among the decisions and in no
    dossier's timeline: an event too many, or one that is missing, would tell of what nobody may know of."""
    events = sorted(tx.events.about(request.id), key=lambda event: event.number)
    return [
        {"at": event.at.isoformat(), "what": event.kind, "data": jsonable(event.data)}
        for event in events
        if event.kind != DECIDED
    ]


def _letters(
    tx: Transaction,
    request: Request,
    screen: Screen | NoScreen,
    own: Sequence[Identifier],
    include: frozenset[Include],
) -> tuple[list[SentLetter], int]:
    written = letters_of(tx, request)
    made = [_letter(row, decode_letter(body, row.id), screen, own, include) for row, body in written]
    return [letter for letter, _ in made], sum(count for _, count in made)


def _letter(
    row: StoredLetter,
    letter: Letter,
    screen: Screen | NoScreen,
    own: Sequence[Identifier],
    include: frozenset[Include],
) -> tuple[SentLetter, int]:
    sent = row.sent_at.isoformat() if row.sent_at else None
    mine = "@" not in letter.to or normalise("email", letter.to) in {one.value for one in own if one.kind == "email"}
    if not mine and row.purpose not in TO_ORGANISATIONS and Include.OTHERS not in include:
        return SentLetter(row.purpose, row.state, sent, "", "", None, ""), 1
    body, to, subject = screen.of(letter.text, letter.html), screen.of(letter.to), screen.of(letter.subject)
    count = body.left_out + to.left_out + subject.left_out
    return SentLetter(row.purpose, row.state, sent, to.text, subject.text, body.text, body.html), count


def _plans(tx: Transaction, request: Request) -> list[dict[str, Any]]:
    """The newest plan with its records by handle, and the approved one where that is another. No record's key."""
    newest = tx.plans.newest(request.id)
    plans = [newest] if newest else []
    if request.approved_plan and (newest is None or newest.id != request.approved_plan):
        plans.append(tx.plans.get(request.approved_plan))
    return [
        {
            **jsonable(_told_plan(plan)),
            "approval": jsonable(tx.plans.approval(plan.id)),
            "records": [
                {
                    "handle": r.handle,
                    "decision": r.decision.value,
                    "ground": r.ground,
                    "until": jsonable(r.until),
                    "by": r.by,
                }
                for r in (told_records(tx, plan) if plan is newest else ())
            ],
        }
        for plan in plans
    ]


def _told_plan(plan: Plan) -> Plan:
    """The plan as it would be if what nobody may know of were not there: a step about nothing else is no step."""
    hidden = {step.id for step in plan.steps if is_untold_only(step)}
    steps = (
        replace(
            step,
            lines=tuple(line for line in step.lines if is_told(line.decision, line.ground)),
            after=tuple(one for one in step.after if one not in hidden),
        )
        for step in plan.steps
        if step.id not in hidden
    )
    return replace(plan, steps=tuple(steps))


def _decisions(
    tx: Transaction, request: Request, one: Mapping[str, bytes | None], include: frozenset[Include]
) -> dict[str, Any]:
    """What named persons decided, with their reasons; a passage that was left out is named by its place."""
    said = tx.vault.newest_of(list(WHO_AND_WHY), [request.id])
    redactions = [jsonable(redaction) for redaction in decode_redactions(one[REDACTIONS])]
    for redaction in redactions:
        redaction.pop("key")
        if Include.OTHERS not in include:
            redaction.pop("passage")
    return {
        "by_persons": {column: found[request.id].decode() for column, found in said.items() if request.id in found},
        "single_records": _single_records(tx, request),
        "corrections": [jsonable(ruling) for ruling in rulings_of(tx, request.id)],
        "left_out_of_the_copy": redactions,
        "dossiers_before": dossiers_of(tx, request.id),
    }


def dossiers_of(tx: Transaction, case: str) -> list[dict[str, Any]]:
    """Who made a dossier of this case before, when, why and with what; oldest first."""
    return json.loads(tx.vault.newest(DOSSIERS, [case]).get(case) or b"[]")


def _single_records(tx: Transaction, request: Request) -> list[dict[str, Any]]:
    """What a named person decided of single records of the newest plan, each with its ground."""
    newest = tx.plans.newest(request.id)
    return [
        {"handle": one.handle, "decision": one.decision.value, "ground": one.ground, "until": jsonable(one.until),
         "by": one.by}
        for one in (told_records(tx, newest) if newest else ())
        if one.by is not None
    ]  # fmt: skip


def _evidence(tx: Transaction, request: Request) -> tuple[list[dict[str, Any]], list[Proof], str]:
    """Receipts with the salt that opens their commitment, and the proof of each leaf against one checkpoint.

    No receipt has a line of what nobody may know of (the store takes none), so each can be opened. The receipt of a
    step about nothing else stays out whole, as that step does: where nothing is found there is none either.
    """
    head, leaves = tx.evidence.head(), tx.receipts.leaves(request.id)
    steps = [stored.step for stored in tx.steps.of_request(request.id)]
    hidden = {step.id for step in steps if is_untold_only(step)}
    told_of = {step.system for step in steps if step.id not in hidden}
    nowhere_else = {step.system for step in steps} - told_of
    shown = [
        receipt
        for receipt in tx.receipts.of_request(request.id)
        if receipt.step not in hidden and receipt.system not in nowhere_else
    ]
    receipts = [
        {
            "leaf": leaves[receipt.id],
            "salt": tx.receipts.salt(receipt.id).hex(),
            "receipt": receipt_json(receipt),
        }
        for receipt in shown
    ]
    proofs = [
        Proof(
            tx.evidence.leaf(number),
            number,
            head.size,
            tuple(step.hex() for step in tx.evidence.inclusion(number, head.size)),
            head.note,
        )
        for number in (leaves[receipt.id] for receipt in shown)
    ]
    return receipts, proofs, head.note
