"""Which duty each of Belofte's own letters is sent from: no objection stops those, and nobody is asked first.

They are what law or policy obliges to send (``domain/contact.OBLIGED`` says the same of what the company's own programs
send). A letter that stands in none of these lists would be unsolicited, and Belofte sends none: it does not leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from belofte.domain.answer import LetterKind
from belofte.domain.errors import Refused


class Duty(StrEnum):
    """What obliges to send a letter."""

    ANSWER = "answer"  # the person asked something or uses a right (Art. 7(3), 11(2), 12 and 15 to 22 GDPR)
    DISCLOSURE = "disclosure"  # the person is told what went to an authority, once that may be told
    BREACH = "breach"  # to the person, or as processor to the customer (Art. 33(2), 34)
    PARTY = "party"  # to who else must act or know: recipients, processors, customers (Art. 19, 20(2), 28(3))
    STAFF = "staff"  # to staff, about their work (Art. 24, 29)


_K = LetterKind
OWED: Mapping[Duty, frozenset[LetterKind]] = {
    Duty.ANSWER: frozenset(
        {
            *(_K.CONFIRM, _K.IDENTIFY, _K.IDENTIFY_REMINDER, _K.UNIDENTIFIED, _K.ADDRESS_CHANGE),
            *(_K.RECEIPT, _K.STATUS_LINK, _K.REMINDER, _K.DELAYED, _K.EXTENSION, _K.CHOOSE),
            *(_K.ANSWER, _K.NOTHING_FOUND, _K.STOPPED, _K.REFUSED, _K.NOT_OURS, _K.REPLY),
            *(_K.END_SERVICE, _K.LEFT, _K.COPY_FIRST, _K.OPEN_MATTERS, _K.WITHDRAWN, _K.HAND_OVER_ASK),
            *(_K.RESTRICTED, _K.LIFTING, _K.LIFTED, _K.DISPUTED),
            *(_K.OBJECTION_STOPPED, _K.OBJECTION_UPHELD, _K.OBJECTION_REJECTED),
        }
    ),
    Duty.DISCLOSURE: frozenset({_K.DISCLOSED}),
    Duty.BREACH: frozenset({_K.BREACH_SUBJECT, _K.BREACH_CUSTOMER}),
    Duty.PARTY: frozenset(
        {
            *(_K.RECIPIENT, _K.RECIPIENT_REMINDER, _K.RECIPIENT_ENDED, _K.HAND_OVER),
            *(_K.CUSTOMER, _K.PROCESSOR, _K.KEEPER, _K.KEEPER_REMINDER),
        }
    ),
    Duty.STAFF: frozenset({_K.STAFF_NEW, _K.STAFF_SOON, _K.STAFF_OVERDUE, _K.STAFF_UNTOUCHED, _K.STAFF_DAILY}),
}
"""Every kind of letter stands under exactly one duty."""


def duty_of(kind: str) -> Duty | None:
    """What obliges to send letters of this kind; None: nothing does."""
    return next((duty for duty, kinds in OWED.items() if kind in kinds), None)


def require_owed(kind: str) -> None:
    """Raises ``Refused`` for a letter that nothing obliges to send: Belofte approaches nobody of its own accord."""
    if duty_of(kind) is None:
        raise Refused(
            "No duty obliges to send this letter, so it would be unsolicited.",
            "ask belofte contact first, and send it with your own program",
        )
