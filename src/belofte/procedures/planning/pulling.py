"""Requests of one person that pull against each other: nothing irreversible happens before the person was asked.

Erasing ends what a copy, a correction, a restriction or an objection still needs. Such a request is found by the index
of open cases; the person chooses what comes first, and meanwhile every clock runs. What can be undone is done at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from belofte.domain.answer import LetterKind
from belofte.domain.errors import Refused
from belofte.domain.identity import KEY, Identifier
from belofte.domain.policy import Text
from belofte.domain.request import Request, RequestState, Waiting, move, wait
from belofte.domain.rights.names import (
    ACCESS,
    ERASURE,
    OBJECTION,
    PORTABILITY,
    RECTIFICATION,
    RESTRICTION,
)
from belofte.domain.subject_state import HELD
from belofte.procedures.answering.letters import facts_of, queue_letter
from belofte.procedures.answering.links import with_link
from belofte.procedures.desks import LinkPurpose
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.parts import Parts
from belofte.procedures.rights.standing import LOOK_AGAIN, identifiers_of
from belofte.procedures.spans import case_term
from belofte.store_port import DueDate, Transaction

PULL = (ACCESS, PORTABILITY, RECTIFICATION, RESTRICTION, OBJECTION)
"""Rights whose open request an erasure would make void."""
ASKED, CHOSEN = "choose.asked", "choose.chosen"
HELD_BACK = "erasure.held-back"
OPEN = (RequestState.IDENTIFIED, RequestState.LOCATED, RequestState.PLANNED, RequestState.APPROVED, RequestState.ACTING)


def pulls_on(tx: Transaction, erasure: Request, identifiers: Iterable[Identifier]) -> list[Request]:
    """The identified open requests of the same person that this erasure would make void, and a restriction in force;
    none once the person chose the erasure."""
    if first_choice(tx, erasure) == ERASURE:
        return []
    cases = [case for case in tx.index.open_cases(plain(identifiers)) if case != erasure.id]
    return [other for other in tx.requests.get_many(cases).values() if _pulls(other)]


def open_beside(tx: Transaction, requests: Sequence[Request], known: Mapping[str, Iterable[Identifier]]) -> bool:
    """Whether anybody of these people may have another open request: one look-up for all. Requests for one and the
    same right do not pull against each other."""
    everything = {one for identifiers in known.values() for one in plain(identifiers)}
    others = set(tx.index.open_cases(everything)) - {request.id for request in requests}
    return bool(others) or len({request.right for request in requests}) > 1


def first_choice(tx: Transaction, erasure: Request) -> str | None:
    """The right that the person wants first, if they said so."""
    chosen = [event for event in tx.events.about(erasure.id) if event.kind == CHOSEN]
    return str(chosen[-1].data["first"]) if chosen else None


def _pulls(other: Request) -> bool:
    if other.right not in PULL:
        return False
    in_force = other.right == RESTRICTION and other.state is RequestState.ANSWERED and other.close_after is None
    return in_force or other.state in OPEN


def hold_back(parts: Parts, request: Request) -> Refused | None:
    """Why this erasure cannot be approved now: a hold, or a request that pulls against it."""
    if request.right != ERASURE:
        return None
    with parts.store.reading() as tx:
        identifiers = identifiers_of(tx, request.id)
        is_held = any(one.state & HELD for one in tx.states.of(identifiers))
        others = pulls_on(tx, request, identifiers)
    if is_held:
        return Refused(
            Text({"nl": "Er ligt een bewaarplicht op deze gegevens.", "en": "This data is under a hold."}),
            Text({"nl": "Wis niets voordat die is opgeheven.", "en": "erase nothing before it is released"}),
        )
    if not others:
        return None
    with parts.store.transaction() as tx:
        ask_to_choose(parts, tx, request, others)
    return _pulled(", ".join(sorted({other.right for other in others})))


def hold_back_any(parts: Parts, requests: Sequence[Request]) -> Refused | None:
    """The first reason of many, looked up together: most people have one request and no hold."""
    erasures = [request for request in requests if request.right == ERASURE]
    with parts.store.reading() as tx:
        known = {request.id: identifiers_of(tx, request.id) for request in erasures}
        held = any(one.state & HELD for one in tx.states.of({i for ids in known.values() for i in ids}))
        if not held and not open_beside(tx, erasures, known):
            return None
    return next(filter(None, (hold_back(parts, request) for request in erasures)), None)


def _pulled(rights: str) -> Refused:
    return Refused(
        Text(
            {
                "nl": f"Wissen zou een ander verzoek van deze persoon zinloos maken: {rights}.",
                "en": f"Erasing would make another request of this person void: {rights}.",
            }
        ),
        Text(
            {
                "nl": "De persoon is gevraagd wat eerst moet; handel anders het andere verzoek eerst af.",
                "en": "the person was asked what comes first; else finish the other request first",
            }
        ),
    )


def ask_to_choose(parts: Parts, tx: Transaction, erasure: Request, others: Sequence[Request]) -> None:
    """One letter with a link to the page where the person chooses, who has not yet said so. The clocks run on."""
    if any(event.kind == ASKED for event in tx.events.about(erasure.id)):
        return
    if first_choice(tx, erasure) in {other.right for other in others}:
        return
    facts = with_link(
        parts, tx, facts_of(parts, tx, erasure), erasure.id, LinkPurpose.CHOOSE, parts.now() + case_term(parts)
    )
    to = address_of(tx, erasure.id)
    queue_letter(parts, tx, erasure.id, LetterKind.CHOOSE, to, facts)
    tx.events.add(ASKED, erasure.id, parts.now(), {"rights": sorted({other.right for other in others})})


def asked_between(tx: Transaction, erasure: Request) -> tuple[str, ...]:
    """The rights the person can put first."""
    asked = [event for event in tx.events.about(erasure.id) if event.kind == ASKED]
    rights: Sequence[str] = list(map(str, _listed(asked[-1].data))) if asked else []
    return (*rights, ERASURE) if rights else ()


def _listed(data: Mapping[str, object]) -> Sequence[object]:
    return cast("Sequence[object]", data["rights"])


def hold_erasures(parts: Parts, tx: Transaction, request: Request, identifiers: Iterable[Identifier]) -> None:
    """A request came that an approved erasure would make void: what has not begun goes back, and the person is
    asked."""
    if request.right not in PULL:
        return
    for other in tx.requests.get_many(tx.index.open_cases(plain(identifiers))).values():
        if other.right != ERASURE or first_choice(tx, other) == ERASURE:
            continue
        if other.state is RequestState.APPROVED:
            tx.steps.drop(other.id)
            back = replace(move(other, RequestState.PLANNED), approved_plan=None, approved_by=None, act_after=None)
            tx.requests.save(wait(back, Waiting.OFFICE))
            tx.dates.put([DueDate(LOOK_AGAIN, other.id, parts.now())])
            tx.events.add(HELD_BACK, other.id, parts.now(), {"right": request.right})
        if other.state in (RequestState.PLANNED, RequestState.APPROVED):
            ask_to_choose(parts, tx, other, [request])


def plain(identifiers: Iterable[Identifier]) -> list[Identifier]:
    """As a requester's own words are kept in the index: without the place where a number counts."""
    return [Identifier(one.kind, "", one.value) for one in identifiers if one.kind != KEY]
