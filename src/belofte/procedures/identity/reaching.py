"""Where letters of a case go: to the address it came from, until a rule moves them.

The newest entry of the vault column :data:`~belofte.procedures.parts.CONTACT` is where everything goes; an empty one
means the post. It moves only after somebody proved who they are: by a link to an address we knew before, by a named
person's word, or by a link to the old address.
"""

from __future__ import annotations

from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.request import Request
from belofte.domain.wish import WISH, Wish, decode_wish
from belofte.procedures.parts import CONTACT, Parts
from belofte.store_port import Transaction

MOVED = "request.contact-moved"


def address_of(tx: Transaction, case: str) -> str:
    """Where letters go now; "" for the post."""
    return tx.vault.newest(CONTACT, [case])[case].decode()


def wish_of(tx: Transaction, case: str) -> Wish:
    """What was asked beside the right itself."""
    return decode_wish(tx.vault.newest(WISH, [case]).get(case))


def goes_elsewhere(wish: Wish, address: str) -> bool:
    """Does somebody want it sent elsewhere than to the address they wrote from?"""
    other = wish.other_address and normalise("email", wish.other_address) != normalise("email", address)
    return bool(other or (wish.post_address and address))


def move_contact(parts: Parts, tx: Transaction, request: Request, address: str, why: str) -> None:
    """From here on everything goes to ``address`` ("" for the post). ``why`` is a word of ours."""
    tx.vault.put(request.id, CONTACT, address.encode())
    if address:
        tx.index.add(request.id, [Identifier("email", "", normalise("email", address))])
    tx.events.add(MOVED, request.id, parts.now(), {"why": why})


def follow_wish(parts: Parts, tx: Transaction, request: Request) -> None:
    """After identification the copy goes where the person wants it, and not before (Art. 12(6))."""
    wish, address = wish_of(tx, request.id), address_of(tx, request.id)
    if not goes_elsewhere(wish, address):
        return
    move_contact(parts, tx, request, wish.other_address, "asked-and-identified")
