"""What a person is told where a right has a letter of its own: upheld, rejected, withdrawn, restricted, lifted.

One table by right; :mod:`belofte.procedures.answering.telling` asks it first and writes the ordinary
answer for all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import cast

from belofte.domain.answer import LetterFacts, LetterKind
from belofte.domain.course import Phase
from belofte.domain.kinds import KINDS
from belofte.domain.leaving import COUNTS_AS_ERASURE
from belofte.domain.notice.labels import purpose_label
from belofte.domain.part_done import as_done
from belofte.domain.plan import Decision, Outcome, Receipt
from belofte.domain.request import Request
from belofte.domain.rights.corrections import Ruling, columns_of
from belofte.domain.rights.names import LEAVING, OBJECTION, RECTIFICATION, RESTRICTION, WITHDRAWAL
from belofte.domain.rights.objection import COPIES_FIRST, absolute, weighable
from belofte.domain.rights.rectification import OWN_STATEMENT
from belofte.domain.system_map import SystemMap, Verb
from belofte.domain.wish import Correction
from belofte.procedures.answering.links import fresh_link, with_link
from belofte.procedures.case_policy import policy_at_receipt
from belofte.procedures.desks import LinkPurpose
from belofte.procedures.identity.reaching import wish_of
from belofte.procedures.parts import Parts
from belofte.procedures.rights.rulings import rulings_of
from belofte.procedures.spans import case_term
from belofte.store_port import Transaction

REASONS = "reasons"
"""Vault column: a named person's reasons, for the letter."""
DISPUTE = "dispute"
"""Origin of a restriction that was opened because the accuracy of data is disputed (Art. 18(1)(a))."""
LIFT_LINK_FOR = timedelta(days=3660)
"""A restriction has no end of its own, so the link that ends it must outlast it; a lost one is sent again."""

GOES_ON = "objection.goes-on"
"""Event: purposes that were named and rest on a contract, a duty or consent; they go on, and this is the record."""

Told = Callable[[Parts, Transaction, Request, LetterFacts], tuple[LetterKind, LetterFacts]]


def in_force(parts: Parts, tx: Transaction, request: Request, facts: LetterFacts) -> LetterFacts:
    """The facts with the purposes, the systems where it is in force, and those where a person of ours works."""
    receipts = as_done(tx.receipts.of_request(request.id))
    language = request.language
    done = [r.system for r in receipts if r.verb in (Verb.RESTRICT, Verb.LIFT) and _acts(r)]
    by_person = [r.system for r in receipts if r.outcome is Outcome.MANUAL]
    by_person += [task.system for task in tx.tasks.of_request(request.id) if task.kind == "ask_person" and task.system]
    return replace(
        facts,
        purposes=tuple(purpose_label(parts.policy, name, language) for name in request.course.purposes),
        stopped_in=labels(parts.systems, done, language),
        by_hand=labels(parts.systems, by_person, language),
        going_on=tuple(purpose_label(parts.policy, name, language) for name in _going_on(tx, request.id)),
    )


def _going_on(tx: Transaction, case: str) -> list[str]:
    """Purposes that were contested and that nobody can object to: the record of it was made at receipt."""
    events = [event for event in tx.events.about(case) if event.kind == GOES_ON]
    named = events[-1].data.get("purposes") if events else None
    return [str(name) for name in cast("list[object]", named)] if isinstance(named, list) else []


def labels(systems: Mapping[str, SystemMap], names: Iterable[str], language: str) -> tuple[str, ...]:
    """The systems' plain names, each once."""
    found = [systems[name] for name in dict.fromkeys(names) if name in systems]
    return tuple(system.label.in_(language) if system.label else system.name for system in found)


def reasons_of(tx: Transaction, case: str) -> str | None:
    """What a named person wrote for the letter."""
    written = tx.vault.newest(REASONS, [case]).get(case)
    return written.decode() if written else None


def lift_link(parts: Parts, tx: Transaction, case: str) -> str:
    """A fresh link with which the person, and nobody else, lifts the restriction."""
    return fresh_link(parts, tx, case, LinkPurpose.LIFT, parts.now() + LIFT_LINK_FOR)


def _acts(receipt: Receipt) -> bool:
    return any(line.decision is Decision.DO for line in receipt.lines)


def _objection(parts: Parts, tx: Transaction, request: Request, facts: LetterFacts) -> tuple[LetterKind, LetterFacts]:
    known = replace(in_force(parts, tx, request, facts), reasons=reasons_of(tx, request.id))
    if request.course.phase is Phase.REJECTED:
        return LetterKind.OBJECTION_REJECTED, _weighed(parts, request, known)
    if known.link is None and policy_at_receipt(parts, request).rights.objection_upheld == COPIES_FIRST:
        known = _with_copy_offer(parts, tx, request, known)
    return LetterKind.OBJECTION_UPHELD, known


def _weighed(parts: Parts, request: Request, facts: LetterFacts) -> LetterFacts:
    """What goes on after a rejection, and apart from it the advertising that stays stopped (Art. 21(3))."""
    contested = request.course.purposes

    def labels_of(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(purpose_label(parts.policy, name, request.language) for name in names)

    on, stays = labels_of(weighable(parts.policy, contested)), labels_of(absolute(parts.policy, contested))
    return replace(facts, purposes=on, stays_stopped=stays)


def _withdrawal(parts: Parts, tx: Transaction, request: Request, facts: LetterFacts) -> tuple[LetterKind, LetterFacts]:
    return LetterKind.WITHDRAWN, in_force(parts, tx, request, facts)


def _restriction(parts: Parts, tx: Transaction, request: Request, facts: LetterFacts) -> tuple[LetterKind, LetterFacts]:
    known = in_force(parts, tx, request, facts)
    if request.course.phase is Phase.LIFTED:
        return LetterKind.LIFTED, replace(known, on=parts.today())
    if request.course.phase is Phase.LIFTING:
        return LetterKind.LIFTING, replace(known, reasons=reasons_of(tx, request.id))
    if request.course.origin == DISPUTE:
        return LetterKind.DISPUTED, replace(known, reasons=reasons_of(tx, request.id))
    return LetterKind.RESTRICTED, replace(known, link=lift_link(parts, tx, request.id))


_PUT_RIGHT = {
    "nl": "{what} is verbeterd. Er staat nu: {value}. Wij pasten dit aan in: {systems}.",
    "en": "{what} was put right. It now says: {value}. We changed it in: {systems}.",
}
_NOT_PUT_RIGHT = {"nl": "{what}: wij pasten dit nergens aan.", "en": "{what}: we changed this nowhere."}


def _put_right(parts: Parts, tx: Transaction, request: Request) -> str:
    """Value by value where it was put right, by the names people know; the new value as the person gave it."""
    receipts = [r for r in as_done(tx.receipts.of_request(request.id)) if r.system in parts.systems and _acts(r)]
    said: list[str] = []
    for one in wish_of(tx, request.id).corrections:
        changed = [r.system for r in receipts if _holds(parts.systems[r.system], r, one)]
        kind = KINDS.get(one.kind)
        what = kind.label(request.language) if kind else one.kind
        words = (_PUT_RIGHT if changed else _NOT_PUT_RIGHT)[request.language]
        systems = ", ".join(labels(parts.systems, changed, request.language))
        said.append(words.format(what=f"{what[:1].upper()}{what[1:]}", value=one.should_be, systems=systems))
    return "\n\n".join(said)


def _holds(system: SystemMap, receipt: Receipt, correction: Correction) -> bool:
    """Whether this receipt changed a table that has a column for the value; the person's own words beside it change
    nothing."""
    return any(
        line.decision is Decision.DO
        and line.ground != OWN_STATEMENT
        and line.planned
        and line.collection in system.collections
        and columns_of(correction, system.name, system.collections[line.collection])
        for line in receipt.lines
    )


def _rectification(
    parts: Parts, tx: Transaction, request: Request, facts: LetterFacts
) -> tuple[LetterKind, LetterFacts]:
    """What was put right, and why what stays stays, in a named person's words."""
    kept = [one.reasons for one in rulings_of(tx, request.id) if one.ruling in (Ruling.KEEP, Ruling.STATEMENT)]
    says = facts.answer is not None and (facts.answer.found or bool(facts.answer.not_done))
    kind = LetterKind.ANSWER if says else LetterKind.NOTHING_FOUND
    return kind, replace(facts, reasons=" ".join(kept) or None, words=_put_right(parts, tx, request) or None)


def _leaving(parts: Parts, tx: Transaction, request: Request, facts: LetterFacts) -> tuple[LetterKind, LetterFacts]:
    """Staff access has ended; where everything goes too, a copy is offered first."""
    known = replace(facts, on=request.course.ends_on)
    promised = policy_at_receipt(parts, request).rights
    if not promised.leaving_copy_first or promised.leaving != COUNTS_AS_ERASURE:
        return LetterKind.LEFT, known
    return LetterKind.COPY_FIRST, _with_copy_offer(parts, tx, request, known)


def _with_copy_offer(parts: Parts, tx: Transaction, request: Request, facts: LetterFacts) -> LetterFacts:
    """A link with which the person asks for a copy; the button proves the address it went to."""
    return with_link(parts, tx, facts, request.id, LinkPurpose.COPY, parts.now() + case_term(parts))


TOLD: Mapping[str, Told] = {
    LEAVING: _leaving,
    OBJECTION: _objection,
    WITHDRAWAL: _withdrawal,
    RESTRICTION: _restriction,
    RECTIFICATION: _rectification,
}
"""By right."""
