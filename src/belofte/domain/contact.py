"""May we contact somebody, this way and for this reason? (Art. 6(1)(a), 7, 21(2)-(3) GDPR; Art. 13 ePrivacy.)

Three kinds of message. What law or policy *obliges* to send (an answer, a change notice, a breach) is stopped by no
objection and carries no marketing. What belongs to an *order* rests on that order. All else is *unsolicited*: where
the policy promises to ask first, it needs a consent that was given for this purpose and this channel before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from belofte.domain.basis import CLOSES, NONE, Basis, rests_on
from belofte.domain.consent import ConsentRecord
from belofte.domain.decision import Question, Table, Why, may
from belofte.domain.policy import LegalBasis, Policy
from belofte.domain.subject_state import VIA

ASKS_FIRST = "explicit-consent"
"""The word of ``limits.contact``: nobody is approached, other than at their own request, without a yes."""


class Because(StrEnum):
    """Why somebody is contacted."""

    ANSWER = "answer"  # they asked something, or use a right
    CHANGE_NOTICE = "change-notice"  # the policy changes (Art. 13(3), 14(4))
    BREACH = "breach"  # their data was lost or seen (Art. 34)
    ORDER = "order"  # to carry out their order or contract, or what a law demands in it
    UNSOLICITED = "unsolicited"  # all else


OBLIGED = frozenset({Because.ANSWER, Because.CHANGE_NOTICE, Because.BREACH})
"""What law or policy obliges to send."""
CARRIED_OUT = (LegalBasis.CONTRACT, LegalBasis.LEGAL_DUTY)
"""The bases of purposes that an order or a law carries."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One message, letter, call or parcel that is about to leave. ``purpose`` may be left out where it is obliged;
    ``marketing``: it also advertises something."""

    channel: str
    because: Because
    purpose: str = ""
    marketing: bool = False


@dataclass(frozen=True, slots=True)
class ContactMade:
    """One contact of the log: what it was, and when. ``answer`` is what :func:`may_contact` said, or that nobody had
    asked before it was made."""

    subject: int
    at: datetime
    contact: Contact
    rests_on: str
    answer: str


class Fault(StrEnum):
    """What was wrong with a contact that was made."""

    NO_CONSENT = "no-consent"
    CONSENT_AFTER = "consent-after"  # the yes came after the sending
    OTHER_CHANNEL = "other-channel"  # a yes to letters is none to telephone calls
    WITHDRAWN = "withdrawn"  # taken back before the sending
    MARKETING = "marketing"  # an obliged message that advertised
    NO_ORDER = "no-order"  # said to belong to an order, and none is named


def may_contact(policy: Policy, table: Table, state: int, contact: Contact, role: str | None = None) -> Why:
    """The answer for one person, whose ``state`` was read just now."""
    if contact.because in OBLIGED:
        return Why.MARKETING if contact.marketing else Why.YES
    purpose = policy.purposes.get(contact.purpose)
    if purpose is None:
        return Why.UNKNOWN_PURPOSE
    if contact.because is Because.ORDER:
        if contact.marketing:
            return Why.MARKETING
        if purpose.basis not in CARRIED_OUT:
            return Why.NO_BASIS
        return may(table, state, Question(purpose.name, None, role))
    if contact.channel not in purpose.channels:
        return Why.OTHER_CHANNEL
    if policy.limits.contact == ASKS_FIRST and purpose.basis is not LegalBasis.CONSENT:
        return Why.NO_CONSENT
    return may(table, state, Question(purpose.name, None, role))


def contact_basis(policy: Policy, contact: Contact, role: str | None = None, given: Basis = NONE) -> Basis:
    """What a contact rests on: an obliged one on the duty itself, whatever order it is about (that may be closed long
    since, and a breach must be told of nevertheless); any other as its purpose does."""
    if contact.because in OBLIGED:
        named = given.kind and given.kind not in CLOSES
        return given if named else Basis(LegalBasis.LEGAL_DUTY.value, contact.because.value)
    return rests_on(policy, contact.purpose, role, given)


def fault_of(made: ContactMade, consents: Iterable[ConsentRecord]) -> Fault | None:
    """What was wrong with a contact that was made, held against every yes of its person; None: nothing. What the log
    says of itself is not believed: a consent counts only where its record was there before."""
    contact = made.contact
    if contact.because in OBLIGED:
        return Fault.MARKETING if contact.marketing else None
    if contact.because is Because.ORDER and not contact.marketing:
        return None if made.rests_on else Fault.NO_ORDER
    known = [record for record in consents if record.purpose == contact.purpose]
    for_channel = [record for record in known if f"{VIA}{contact.channel}" in record.uses]
    before = [record for record in for_channel if record.given_at < made.at]
    if any(record.withdrawn_at is None or record.withdrawn_at > made.at for record in before):
        return None
    if before:
        return Fault.WITHDRAWN
    if for_channel:
        return Fault.CONSENT_AFTER
    return Fault.OTHER_CHANNEL if known else Fault.NO_CONSENT
