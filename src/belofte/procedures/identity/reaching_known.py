"""From another address somebody names a customer: the link goes to the address we know, and so does the copy.

Whoever wrote gets nothing of it, not even whether that customer exists: the same receipt as everybody.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from belofte.domain.answer import LetterKind
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.request import Request, RequestState, move
from belofte.procedures.answering.letters import facts_of, queue_letter
from belofte.procedures.answering.links import with_link
from belofte.procedures.desks import LinkPurpose
from belofte.procedures.identity.reaching import move_contact
from belofte.procedures.parts import CLAIMS, IDENTIFIERS, Parts, encode_identifiers
from belofte.procedures.spans import LINK_FOR
from belofte.store_port import Transaction

KNOWN_ADDRESS = "known address"
"""Vault column: the address we knew before the request, to which the link went."""
LETTERS_AN_ADDRESS, WINDOW = 5, timedelta(hours=1)


def knock(parts: Parts, tx: Transaction, request: Request, known: str, named: Identifier) -> bool:
    """Send the link to the address we know, once; False where too many letters went there lately.

    ``named`` is the number by which somebody named the customer; it counts when the button was pressed.
    """
    if request.id in tx.vault.newest(KNOWN_ADDRESS, [request.id]):
        return True
    if tx.floods.hit(f"to:{known}", parts.now(), WINDOW) > LETTERS_AN_ADDRESS:
        return False
    tx.vault.put(request.id, KNOWN_ADDRESS, known.encode())
    tx.vault.put(request.id, CLAIMS, encode_identifiers([named]))
    until = parts.now() + LINK_FOR
    facts = with_link(parts, tx, facts_of(parts, tx, request), request.id, LinkPurpose.KNOWN, until)
    queue_letter(parts, tx, request.id, LetterKind.CONFIRM, known, facts)
    tx.events.add("request.known-address-asked", request.id, parts.now())
    return True


def proven_known(parts: Parts, tx: Transaction, request: Request) -> Request | None:
    """The button at the known address was pressed: the request is that person's, and goes on from there."""
    known = tx.vault.newest(KNOWN_ADDRESS, [request.id]).get(request.id, b"").decode()
    if not known or request.state not in (RequestState.RECEIVED, RequestState.IDENTIFIED, RequestState.PLANNED):
        return None
    move_contact(parts, tx, request, known, "known-address-confirmed")
    tx.vault.put(request.id, IDENTIFIERS, encode_identifiers([Identifier("email", "", normalise("email", known))]))
    moved = move(request, RequestState.IDENTIFIED) if request.state is RequestState.RECEIVED else request
    return replace(moved, identified_by="email", waiting=None, waiting_on=None)
