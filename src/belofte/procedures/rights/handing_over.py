"""Handing a copy over to another party (Art. 20(2) GDPR): named by the person, confirmed by the person, fetched once.

First the person, who was identified, gets a letter with one button. Only when it was pressed does the party get a link;
it works once and ends with the window of the copy. Nothing else ever leads to somebody else's data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from email_validator import EmailNotValidError, validate_email

from belofte.domain.answer import LetterKind
from belofte.domain.clock import local_date
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import PORTABILITY
from belofte.domain.wish import WISH, encode_wish
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.answering.links import fresh_link
from belofte.procedures.answering.package import lines_of_packages, zip_parts
from belofte.procedures.case_policy import policy_at_receipt
from belofte.procedures.cases import find_request
from belofte.procedures.desks import LinkPurpose, LinkState
from belofte.procedures.identity.reaching import address_of, wish_of
from belofte.procedures.parts import Current, Parts
from belofte.procedures.rights.portable import portable_lines
from belofte.procedures.spans import case_term, until_of
from belofte.store_port import Transaction

PARTY = "party"
"""Vault column: the address of the party the person confirmed."""
ASKED, CONFIRMED, FETCHED = "hand-over.asked", "hand-over.confirmed", "hand-over.fetched"


@dataclass(frozen=True, slots=True)
class HandOver:
    """How far a hand-over has come. The party's address is personal data of the case: for office and person only."""

    party: str
    asked_at: datetime | None
    confirmed_at: datetime | None
    fetched_at: datetime | None


def ask_to_confirm(parts: Parts, tx: Transaction, request: Request, party: str) -> None:
    """Ask the person, at the address we know, whether this party may have the copy."""
    facts = replace(parts.letter_facts(request.language), reference=tx.requests.reference_of(request.id))
    link, until = _link(parts, tx, request, LinkPurpose.HAND_OVER_CONFIRM)
    last_day = local_date(until, parts.country.time_zone)
    facts = replace(facts, party=party, link=link, link_until=last_day)
    queue_letter(parts, tx, request.id, LetterKind.HAND_OVER_ASK, address_of(tx, request.id), facts)
    tx.events.add(ASKED, request.id, parts.now())


def _link(parts: Parts, tx: Transaction, request: Request, purpose: LinkPurpose) -> tuple[str, datetime]:
    """A link that ends with the window of the copy."""
    start = request.answered_at or parts.now()
    until = until_of(start, policy_at_receipt(parts, request).rights.download_for, case_term(parts))
    return fresh_link(parts, tx, request.id, purpose, until), until


class HandingDesk:
    """Hand-overs, for the public front, the party and the office: ``belofte.desk(HandingDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def name_party(self, reference: str, party: str, by: str) -> None:
        """Keep which party the person named. If the copies are there already, the person is asked at once.

        Raises ``WrongUse`` for an impossible address or another right, ``Refused`` after the case ended.
        """
        require_name(by, "notes this")
        try:
            checked = validate_email(party, check_deliverability=False, test_environment=True).normalized
        except EmailNotValidError as wrong:
            raise WrongUse("This is not an e-mail address.", "check it for a typing mistake") from wrong
        with self._parts.store.transaction() as tx:
            request = find_request(tx, reference)
            if request.right != PORTABILITY:
                raise WrongUse(f"This is a request for {request.right}.", "only a portability copy can be handed over")
            if request.state in (RequestState.REFUSED, RequestState.STOPPED, RequestState.CLOSED):
                raise Refused(f"The request is {request.state}.", "receive a new request")
            wish = replace(wish_of(tx, request.id), hand_over_to=checked)
            tx.vault.put(request.id, WISH, encode_wish(wish))
            if request.state is RequestState.ANSWERED:
                ask_to_confirm(self._parts, tx, request, checked)

    def party(self, token: str) -> str | None:
        """The party a confirm link is about, for the page with the button; None when the link is not such a one."""
        with self._parts.store.reading() as tx:
            link = tx.links.find(token)
            if link is None or link.purpose != LinkPurpose.HAND_OVER_CONFIRM:
                return None
            return wish_of(tx, link.case).hand_over_to or None

    def confirm(self, token: str) -> LinkState:
        """The person pressed the button: the party named in the request gets its link. ``OPEN``: done now."""
        parts = self._parts
        with parts.store.transaction() as tx:
            state = self._state(tx, token, LinkPurpose.HAND_OVER_CONFIRM)
            if state is not LinkState.OPEN:
                return state
            link = tx.links.use(token, parts.now())
            if link is None:
                return LinkState.USED
            request = tx.requests.get(link.case)
            party = wish_of(tx, request.id).hand_over_to
            tx.vault.put(request.id, PARTY, party.encode())
            href, until = _link(parts, tx, request, LinkPurpose.HAND_OVER)
            facts = replace(
                parts.letter_facts(request.language),
                party=party,
                link=href,
                link_until=local_date(until, parts.country.time_zone),
            )
            queue_letter(parts, tx, request.id, LetterKind.HAND_OVER, party, facts)
            tx.events.add(CONFIRMED, request.id, parts.now())
        return LinkState.OPEN

    def fetch(self, token: str) -> Iterator[bytes] | None:
        """The copy for the party, as a zip in parts; None when the link is not open (any more). It works once."""
        parts = self._parts
        with parts.store.transaction() as tx:
            if self._state(tx, token, LinkPurpose.HAND_OVER) is not LinkState.OPEN:
                return None
            link = tx.links.use(token, parts.now())
            stored = tx.vault.packages(link.case) if link else []
            if link is None or not stored:
                return None
            tx.events.add(FETCHED, link.case, parts.now())
        lines = lines_of_packages([lambda p=p: parts.store.packages.read(p) for p in stored])
        return zip_parts(portable_lines(lines))

    def show(self, reference: str) -> HandOver:
        """How far the hand-over of a request has come."""
        with self._parts.store.reading() as tx:
            request = find_request(tx, reference)
            happened = {event.kind: event.at for event in tx.events.about(request.id)}
            party = wish_of(tx, request.id).hand_over_to
        return HandOver(party, happened.get(ASKED), happened.get(CONFIRMED), happened.get(FETCHED))

    def _state(self, tx: Transaction, token: str, purpose: LinkPurpose) -> LinkState:
        link = tx.links.find(token)
        if link is None or link.purpose != purpose:
            return LinkState.UNKNOWN
        if link.used_at is not None:
            return LinkState.USED
        return LinkState.OPEN if link.expires_at > self._parts.now() else LinkState.EXPIRED
