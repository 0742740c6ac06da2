"""Another address for letters: confirmed through the old one, by a link that works once.

Who only says that an address changed could be anybody. So the letter goes to the address we have, names the new one,
and nothing changes before the button in it was pressed.
"""

from __future__ import annotations

from dataclasses import replace

from email_validator import EmailNotValidError, validate_email

from belofte.domain.answer import LetterKind
from belofte.domain.clock import local_date
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.request import Request
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.answering.links import with_link
from belofte.procedures.clock.clocks import OVER
from belofte.procedures.desks import LinkPurpose, LinkState
from belofte.procedures.identity.reaching import address_of, move_contact
from belofte.procedures.parts import Parts
from belofte.procedures.spans import LINK_FOR
from belofte.store_port import Transaction

NEW_ADDRESS = "new address"
"""Vault column: the address that waits to be confirmed through the old one."""


def ask_address_change(parts: Parts, request: Request, new_address: str, by: str) -> None:
    """Write to the old address that letters shall go to a new one. Raises ``Refused`` where there is no old one."""
    require_name(by)
    address = checked_address(new_address)
    if request.state in OVER:
        raise Refused(f"The request is {request.state}; no letter of it goes anywhere any more.")
    with parts.store.transaction() as tx:
        old = address_of(tx, request.id)
        if not old:
            raise Refused(
                "Art. 12(6) GDPR: no address is known through which a new one could be confirmed.",
                "identify the person first: belofte request identify, then belofte request redirect",
            )
        tx.vault.put(request.id, NEW_ADDRESS, address.encode())
        tx.vault.put(request.id, "address change asked by", by.encode())
        write_change(parts, tx, request, old)


def write_change(parts: Parts, tx: Transaction, request: Request, old: str) -> None:
    """The letter to the old address, with its link."""
    facts = replace(
        parts.letter_facts(request.language),
        reference=tx.requests.reference_of(request.id),
        right=request.right,
        received_on=local_date(request.received_at, parts.country.time_zone),
    )
    facts = with_link(parts, tx, facts, request.id, LinkPurpose.ADDRESS_CHANGE, parts.now() + LINK_FOR)
    queue_letter(parts, tx, request.id, LetterKind.ADDRESS_CHANGE, old, facts)


def change_address(parts: Parts, token: str) -> LinkState:
    """The button in the letter to the old address was pressed: letters go to the new one from here on."""
    with parts.store.transaction() as tx:
        link = tx.links.find(token)
        if link is None or link.purpose != LinkPurpose.ADDRESS_CHANGE:
            return LinkState.UNKNOWN
        if tx.links.use(token, parts.now()) is None:
            return LinkState.USED if link.used_at else LinkState.EXPIRED
        request = tx.requests.get(link.case)
        new = tx.vault.newest(NEW_ADDRESS, [request.id])[request.id].decode()
        move_contact(parts, tx, request, new, "confirmed-through-the-old-address")
    return LinkState.OPEN


def new_address_of(tx: Transaction, case: str) -> str:
    """The new address a page must name before its button is pressed; shown to who holds the link only."""
    return tx.vault.newest(NEW_ADDRESS, [case]).get(case, b"").decode()


def checked_address(written: str) -> str:
    """An e-mail address as it is used. Raises ``WrongUse``."""
    try:
        return validate_email(written, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as wrong:
        raise WrongUse("This is not an e-mail address.", "check it for a typing mistake") from wrong
