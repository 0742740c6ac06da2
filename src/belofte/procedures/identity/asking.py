"""Who asks, as the office may see it: how far it is settled, without a word about them; and, noted, the words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from belofte.domain.clock import local_date
from belofte.domain.errors import require_name
from belofte.domain.identity import Identifier
from belofte.domain.kinds import shown
from belofte.domain.request import Request
from belofte.procedures.clock.clocks import OVER
from belofte.procedures.desks import AskedBy
from belofte.procedures.identity.claims import looks_odd
from belofte.procedures.identity.proofs import kept_proofs
from belofte.procedures.identity.reaching import address_of, wish_of
from belofte.procedures.identity.reaching_change import new_address_of
from belofte.procedures.intake.joining import open_twins
from belofte.procedures.parts import CLAIMS, SUBMISSION, Parts, decode_identifiers
from belofte.store_port import LetterState, Transaction

LOOKED = "request.who-was-looked-at"


@dataclass(frozen=True, slots=True)
class Who:
    """What a named person needs to judge who asks. ``odd``: the address holds letters that look like others."""

    address: str  # in the form in which look-alikes cannot hide
    odd: bool
    name: str
    words: str
    given: tuple[str, ...]  # identifiers, each with its kind
    represents: str
    other_address: str
    post_address: str
    new_address: str
    proofs: tuple[str, ...]


def asked_by(parts: Parts, tx: Transaction, request: Request) -> AskedBy:
    """How far it is settled who asks. No personal data."""
    zone, course = parts.country.time_zone, request.course
    twins = open_twins(tx, request) if request.state not in OVER else []
    return AskedBy(
        identified_by=request.identified_by,
        represents=course.represents,
        mandate_checked_by=course.mandate_checked_by,
        identity_asked_on=_day(course.identity_asked_at, zone),
        identity_answered_on=_day(course.identity_answered_at, zone),
        reminded_on=_day(course.reminded_at, zone),
        proofs_kept=len(kept_proofs(tx, request.id)),
        repeats=tuple(tx.requests.reference_of(twin.id) for twin in twins),
        joined_to=tx.requests.reference_of(course.joined_to) if course.joined_to else None,
        ended=course.ended,
        asserted_by=course.asserted_by,
        to_post=sum(letter.state is LetterState.PRINT for letter in tx.letters.of_request(request.id)),
    )


def who(parts: Parts, request: Request, by: str) -> Who:
    """Who asks, for a named person; that they looked is noted."""
    require_name(by)
    with parts.store.transaction() as tx:
        address, wish = address_of(tx, request.id), wish_of(tx, request.id)
        words = json.loads(tx.vault.newest(SUBMISSION, [request.id])[request.id])
        claims = decode_identifiers(tx.vault.newest(CLAIMS, [request.id]).get(request.id, b"[]"))
        proofs = tx.vault.get_many(kept_proofs(tx, request.id))
        new = new_address_of(tx, request.id)
        tx.vault.put(request.id, "looked at by", by.encode())
        tx.events.add(LOOKED, request.id, parts.now())
    return Who(
        address=_shown(address),
        odd=looks_odd(address),
        name=words["name"],
        words=words["text"],
        given=tuple(f"{claim.kind}: {shown(claim)}" for claim in claims),
        represents=wish.represents,
        other_address=_shown(wish.other_address),
        post_address=wish.post_address,
        new_address=_shown(new),
        proofs=tuple(proof.decode() for proof in proofs.values()),
    )


def _shown(address: str) -> str:
    return shown(Identifier("email", "", address)) if address else ""


def _day(moment: datetime | None, zone: str) -> date | None:
    return local_date(moment, zone) if moment else None
