"""What an order keeps until it ends: a hold on what it names, told like any other, or not told at all.

A hold outranks erasure and retention. One of an order that may be told stands among the holds; one of a secret order
stands nowhere but in its own entry, and is honoured at the act itself (:mod:`belofte.procedures.retaining.untold`).
"""

from __future__ import annotations

from collections.abc import Iterable

from belofte.domain.disclosure import Disclosure
from belofte.domain.disclosure_scope import encode_scope
from belofte.domain.hold import Hold, release
from belofte.domain.identity import Identifier
from belofte.domain.located import Located
from belofte.procedures.parts import IDENTIFIERS, Parts, encode_identifiers
from belofte.procedures.retaining.hold_desk import HOLD, end_hold, plan_again, touches
from belofte.procedures.retaining.holds import PLACES, SCOPE, encode_places, held_now, places_in
from belofte.procedures.retaining.postponing import Rerun
from belofte.store_port import Secret, Transaction


def new_hold(parts: Parts) -> str:
    """The id of a hold to come, its key durable."""
    hold = parts.new_id(HOLD)
    parts.store.open_cases([hold])
    return hold


def place(
    parts: Parts, tx: Transaction, disclosure: Disclosure, located: Located, identifiers: Iterable[Identifier]
) -> None:
    """Hold what the order names of this person, also what comes later."""
    if not disclosure.hold or disclosure.review_on is None:
        return
    tx.vault.put_many(
        [
            Secret(disclosure.hold, IDENTIFIERS, encode_identifiers(identifiers)),
            Secret(disclosure.hold, SCOPE, encode_scope(disclosure.scope)),
            Secret(disclosure.hold, PLACES, encode_places(places_in(parts, located, disclosure.scope))),
        ]
    )
    if not disclosure.is_secret:
        one = disclosure
        tx.holds.add(Hold(one.hold, one.article, one.received_by, one.received_on, disclosure.review_on))


def follow(parts: Parts, disclosure: Disclosure) -> None:
    """Open erasures that would take what is held now are planned again; for a secret one never: it would tell."""
    if disclosure.hold and not disclosure.is_secret:
        held = held_now(parts).places
        plan_again(parts, lambda tx, plan: touches(tx, plan, held))


def release_for(parts: Parts, disclosure: Disclosure) -> Rerun:
    """The disclosure is over: its hold ends, and exactly what it had postponed is done. Safe to repeat."""
    if not disclosure.hold:
        return Rerun()
    by = disclosure.ended_by or disclosure.lifted_by or disclosure.refused_by
    with parts.store.transaction() as tx:
        known = next((one for one in tx.holds.all() if one.id == disclosure.hold), None)
        if known is not None:
            tx.holds.save(release(known, by, parts.today()))
    return end_hold(parts, disclosure.hold)
