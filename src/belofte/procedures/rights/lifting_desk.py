"""The desk for lifting: the person's link, a lost link, and the company's wish to lift (Art. 18(3) GDPR)."""

from __future__ import annotations

import hmac
from dataclasses import replace

from belofte.domain.answer import LetterKind
from belofte.domain.clock import local_date
from belofte.domain.errors import require_name
from belofte.domain.kinds import normalise
from belofte.domain.request import Request
from belofte.domain.rights.restriction import BY_SUBJECT
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.answering.told import REASONS, lift_link
from belofte.procedures.answering.told import in_force as systems_in_force
from belofte.procedures.case_policy import policy_at_receipt
from belofte.procedures.cases import find_request
from belofte.procedures.desks import LinkPurpose, LinkState
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.parts import Current, Parts
from belofte.procedures.rights.lifting import in_force, lift_by_controller, lift_by_subject, only_subject
from belofte.store_port import Transaction

ASKED = "restriction.asked-to-lift"


class LiftingDesk:
    """Lifts restrictions, by who may."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def lift(self, token: str) -> LinkState:
        """The person pressed the button behind the link. ``OPEN``: it is being lifted now."""
        parts = self._parts
        with parts.store.transaction() as tx:
            link = tx.links.find(token)
            if link is None or link.purpose != LinkPurpose.LIFT:
                return LinkState.UNKNOWN
            if link.used_at is not None or link.expires_at <= parts.now():
                return LinkState.USED if link.used_at else LinkState.EXPIRED
            request = in_force(tx.requests.get(link.case))
            tx.links.use(token, parts.now())
        lift_by_subject(parts, request)
        return LinkState.OPEN

    def send_link(self, reference: str, address: str) -> None:
        """The person asked by mail to lift: the link goes to the known address, whatever stands in the sender's field.
        Says nothing of whether the two belong together."""
        with self._parts.store.transaction() as tx:
            request = find_request(tx, reference)
            held = address_of(tx, request.id)
            same = hmac.compare_digest(normalise("email", held).encode(), normalise("email", address).encode())
            if same:
                self._ask(tx, in_force(request), None)

    def ask_or_lift(self, reference: str, by: str, reasons: str) -> bool:
        """The company wants to lift. True: lawful here, and the person is told first. False: the policy leaves it to
        the person, who is asked with the reasons; it stays restricted. Raises ``Refused`` without reasons."""
        require_name(by, "wants to lift it")
        parts = self._parts
        with parts.store.reading() as tx:
            request = in_force(find_request(tx, reference))
        policy = policy_at_receipt(parts, request)
        if not reasons.strip():
            raise only_subject(policy)
        promised = policy.rights.restriction_lifted_by == BY_SUBJECT
        with parts.store.transaction() as tx:
            tx.vault.put(request.id, REASONS, reasons.strip().encode())
            tx.vault.put(request.id, "wants to lift", by.encode())
            if promised:
                tx.events.add(ASKED, request.id, parts.now())
                self._ask(tx, request, reasons.strip())
        if not promised:
            lift_by_controller(parts, request, by)
        return not promised

    def _ask(self, tx: Transaction, request: Request, reasons: str | None) -> None:
        parts = self._parts
        facts = replace(
            parts.letter_facts(request.language),
            reference=tx.requests.reference_of(request.id),
            right=request.right,
            received_on=local_date(request.received_at, parts.country.time_zone),
            reasons=reasons,
        )
        known = systems_in_force(parts, tx, request, facts)
        to = address_of(tx, request.id)
        queue_letter(
            parts, tx, request.id, LetterKind.RESTRICTED, to, replace(known, link=lift_link(parts, tx, request.id))
        )
