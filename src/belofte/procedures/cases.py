"""From the reference people use to the request it stands for; and whether it still stands as it was read."""

from __future__ import annotations

from collections.abc import Sequence

from belofte.domain.errors import WrongUse
from belofte.domain.reference import NotAReference, normalise_reference
from belofte.domain.request import Request
from belofte.procedures import refusals
from belofte.store_port import Transaction, Unknown


def find_request(tx: Transaction, reference: str) -> Request:
    """The request of a reference, however it was typed. Raises ``WrongUse`` when there is no such open request."""
    try:
        return tx.requests.by_reference(normalise_reference(reference))
    except NotAReference as wrong:
        raise WrongUse(str(wrong)) from wrong
    except Unknown as unknown:
        raise refusals.not_found() from unknown


def as_it_is(tx: Transaction, request: Request) -> Request:
    """The request as it is by now, and as it stays until this transaction ends: while a letter left, or a system was
    asked, somebody may have decided about it."""
    return tx.requests.held([request.id])[request.id]


def must_still_stand(tx: Transaction, requests: Sequence[Request]) -> None:
    """A decision on what was read is one on what is there. Raises ``Refused`` where somebody else decided meanwhile."""
    for state in tx.requests.turned(requests).values():
        raise refusals.turned(state)
