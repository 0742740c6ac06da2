"""A portal where the person is signed in vouches for who asks: no link, no identity question (Art. 12(2), 12(6) GDPR).

Whose token vouched is kept with the request. What a portal says proves no more than the address it knows the person by:
one that no system of ours held as a contact before is refused, for a portal whose accounts were taken over could ask
for anybody's data to be sent to a new address. The receipt goes to that address, so that its owner hears of it.
"""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.errors import CouldNotLook, Refused, WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.request import Request, RequestState, move
from belofte.domain.wish import Wish
from belofte.ports import Ask
from belofte.procedures.identity.representing import known_addresses
from belofte.procedures.parts import Parts
from belofte.procedures.planning.locate import locate

BY_PORTAL = "portal"
"""How somebody is identified for whom a portal vouched."""


def may_assert(parts: Parts, request: Request, address: str, wish: Wish) -> None:
    """Raises ``Refused`` for an address that no system held as this person's contact before the request came,
    ``CouldNotLook`` when one that might could not be seen, ``WrongUse`` for what being signed in does not prove: a
    mandate, or that another address is theirs."""
    if wish.represents or wish.other_address or wish.post_address:
        raise WrongUse(
            "A portal vouches for the person who is signed in, not for a mandate or another address.",
            "send this request without asserting the identity; the office settles who asks",
        )
    contact = Identifier("email", "", normalise("email", address))
    located = locate(parts.connectors, [Ask("assert", (contact,))])["assert"]
    found = (record for records in located.found.values() for record in records if record.is_record)
    if contact.value in known_addresses(request, found):
        return
    if located.blind:
        raise CouldNotLook(
            "Whether a system holds this address cannot be seen now.",
            "try again later, or send the request without asserting the identity",
        )
    raise Refused(
        "No system held this contact address before the request came: the portal cannot vouch for it.",
        "send the address that was known before, or send the request without asserting the identity",
    )


def vouched(request: Request, by: str) -> Request:
    """The request of a person for whom the token ``by`` vouches."""
    known = replace(request, course=replace(request.course, asserted_by=by))
    if known.state is not RequestState.RECEIVED:
        return known
    return replace(move(known, RequestState.IDENTIFIED), identified_by=BY_PORTAL)
