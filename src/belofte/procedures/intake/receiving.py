"""What the receipt of a request brings about by itself, in its own commit: contested purposes and consents stop.

One table by right; a right that is not here waits for its person's identity and a named person's approval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from belofte.domain.identity import Identifier
from belofte.domain.request import Request
from belofte.domain.rights.names import LEAVING, OBJECTION, QUESTION, WITHDRAWAL
from belofte.domain.wish import Wish
from belofte.procedures.intake import replying
from belofte.procedures.parts import Parts
from belofte.procedures.rights import leaving, stopping
from belofte.store_port import Transaction

Begin = Callable[[Parts, Request, Wish], Request]
AtReceipt = Callable[[Parts, Transaction, Request, Wish, Sequence[Identifier]], None]

BEGIN: Mapping[str, Begin] = {
    OBJECTION: stopping.begin,
    WITHDRAWAL: stopping.begin,
    QUESTION: replying.begin,
    LEAVING: leaving.begin,
}
"""By right: what is asked is sorted before anything is written; wrong use is told here."""
AT_RECEIPT: Mapping[str, AtReceipt] = {
    OBJECTION: stopping.stop_in_state,
    WITHDRAWAL: stopping.stop_in_state,
    LEAVING: leaving.give_notice,
    QUESTION: leaving.end_service,
}
"""By right: what happens in the commit of the receipt."""


def begin(parts: Parts, request: Request, wish: Wish) -> Request:
    """The request with what its right makes of what is asked."""
    sort = BEGIN.get(request.right)
    return sort(parts, request, wish) if sort else request


def at_receipt(parts: Parts, tx: Transaction, request: Request, wish: Wish, contact: Sequence[Identifier]) -> None:
    """What begins with the receipt. ``contact``: what the person is reached by; () for a letter without an address."""
    if act := AT_RECEIPT.get(request.right):
        act(parts, tx, request, wish, contact)
