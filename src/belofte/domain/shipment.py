"""May this parcel be handed to this carrier, with this about its receiver? (Art. 5(1)(b)-(c), 6(1)(b) GDPR.)

A shipment names its order. Its carrier stands in the policy as one, and gets the kinds of data the policy says it
gets, and nothing else: not the telephone number that would be handy for tracking. A parcel without an order is
unsolicited post and asks like any other (``domain/contact``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from belofte.domain.basis import CLOSES, Basis
from belofte.domain.contact import Because, Contact, may_contact
from belofte.domain.decision import Question, Table, Why, may
from belofte.domain.policy import LegalBasis, Policy, Recipient, RecipientRole
from belofte.domain.use import ShipmentCount

PARCEL = "parcel"
"""The channel of what a carrier brings."""
GIVEN_BACK = frozenset({"tracking-number"})
"""Kinds a carrier makes itself: they come from it and are not sent to it."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """One parcel: its carrier, the kinds of data the carrier would get, and the order it belongs to, or the purpose
    whose consent covers parcels."""

    carrier: str
    kinds: frozenset[str]
    order: Basis
    purpose: str = ""


def carriers(policy: Policy) -> dict[str, Recipient]:
    """The carriers the policy declares."""
    return {name: one for name, one in policy.recipients.items() if one.role is RecipientRole.CARRIER}


def gets(policy: Policy, carrier: Recipient) -> frozenset[str]:
    """The kinds of data this carrier may be given."""
    kinds = {kind for name in carrier.gets if name in policy.data for kind in policy.data[name].kinds}
    return frozenset(kinds - GIVEN_BACK)


def delivery(policy: Policy, carrier: Recipient) -> str | None:
    """The purpose under which this carrier works: the one on contract that uses what it gets."""
    on_contract = (p for p in policy.purposes.values() if p.basis is LegalBasis.CONTRACT)
    fits = (p.name for p in on_contract if {use.category for use in p.uses} & set(carrier.gets))
    return next(fits, None)


def may_ship(policy: Policy, table: Table, state: int, shipment: Shipment, role: str | None = None) -> Why:
    """The answer for one parcel to one person, whose ``state`` was read just now."""
    carrier = carriers(policy).get(shipment.carrier)
    if carrier is None:
        return Why.OTHER_CARRIER
    if shipment.kinds - gets(policy, carrier):
        return Why.TOO_MUCH
    if shipment.purpose:
        return may_contact(policy, table, state, Contact(PARCEL, Because.UNSOLICITED, shipment.purpose), role)
    if shipment.order.kind not in CLOSES or not shipment.order.reference:
        return Why.NO_BASIS
    purpose = delivery(policy, carrier)
    return Why.UNKNOWN_PURPOSE if purpose is None else may(table, state, Question(purpose, None, role))


def without_ground(made: Iterable[ShipmentCount]) -> dict[str, int]:
    """Carriers → how many parcels they got that name no order, contract or consent."""
    counts: dict[str, int] = {}
    for one in made:
        if not one.rests_on:
            counts[one.carrier] = counts.get(one.carrier, 0) + one.count
    return counts


def too_much(policy: Policy, made: Iterable[ShipmentCount]) -> dict[str, int]:
    """Kinds a carrier got and may not have (an undeclared carrier none) → how often."""
    known, counts = carriers(policy), dict[str, int]()
    for one in made:
        allowed = gets(policy, known[one.carrier]) if one.carrier in known else frozenset[str]()
        for kind in one.kinds - allowed:
            place = f"{one.carrier}: {kind}"
            counts[place] = counts.get(place, 0) + one.count
    return counts
