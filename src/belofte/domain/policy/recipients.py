"""Everyone outside who gets or sees data, and how they are bound (Art. 13(1)(e), 28, 29, 44-49)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from belofte.domain.policy.agreements import Agreement
from belofte.domain.policy.bases import LegalBasis
from belofte.domain.policy.words import Period, Text


class RecipientRole(StrEnum):
    PROCESSOR = "processor"  # Art. 4(8): acts on the controller's behalf
    CARRIER = "carrier"  # parcels: a controller of its own
    LINE = "line"  # carries encrypted traffic only
    PUBLIC = "public"  # authorities
    CONTROLLER = "controller"  # another controller: bank, accountant, insurer
    PAYMENT = "payment"  # a payment service


@dataclass(frozen=True, slots=True)
class Transfer:
    """Chapter V: on which ground data leaves the EEA."""

    basis: str  # adequacy | dpf | scc | bcr | none-needed
    review: date | None = None
    fallback: str | None = None
    copy_from: str | None = None  # where a copy of the safeguards can be had (Art. 13(1)(f))


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Why a recipient keeps silent: contract, oath or statute; the document, and until when it holds."""

    basis: str  # contract | oath | statute
    document: str | None = None
    signed: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SubProcessor:
    """Art. 28(2), (4)."""

    name: str
    country: str | None = None
    does: str | None = None
    starts: date | None = None  # the day from which it works for the processor, where that was announced
    object_by: date | None = None  # the last day on which we can object to it (Art. 28(2))


@dataclass(frozen=True, slots=True)
class Recipient:
    """Everyone outside who gets or sees something (Art. 13(1)(e))."""

    name: str
    role: RecipientRole | None = None
    label: Text | None = None
    does: tuple[str, ...] = ()
    gets: tuple[str, ...] = ()  # categories; ("anything",) for authorities
    sees: str | None = None  # nothing-readable | everything | support-only
    country: str | None = None
    only_in: str | None = None  # the one region data may lie in
    vendor: str | None = None  # key in the data file of what vendors do; default: the recipient's name
    transfer: Transfer | None = None
    secrecy: Secrecy | None = None
    own_use: str | None = None  # never | reserved | own-controller
    never_uses: tuple[str, ...] = ()  # kinds the text says it never uses for its own ends (beside what it reserves)
    only_for: str | None = None  # the one thing its results serve: trend-analysis
    shares_on: bool | None = None  # may pass data on to others
    purposes: tuple[str, ...] = ()  # names of purposes it gets data for
    basis: LegalBasis | None = None  # why it may be given data, where it does not act on our behalf (Art. 6)
    agreement: Agreement | None = None  # processor agreement, Art. 28(3)
    metadata: str | None = None  # what the text says of usage metadata: not-personal | personal
    measures: str | None = None  # the document behind "appropriate measures", or "stated"
    only_if: str | None = None
    encrypted: bool | None = None
    sub_processors: tuple[SubProcessor, ...] = ()
    tracking: str | None = None  # disclosed | off | asked: opens and reads of mail
    records: tuple[str, ...] = ()  # kinds it records by itself (statistics)
    closed: bool = True  # False: "such as"
    contact: str | None = None  # e-mail address for notices under Art. 19
    ends: date | None = None  # the last day on which it works for us; then all it holds is returned or erased


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the text says of sharing as a whole, beside the list of recipients.

    ``only_for``: "not shared other than for ..." (words of ``Recipient.does``: bookkeeping, administration);
    ``all_bound_to_secrecy``: "all of them are bound to secrecy".
    """

    only_for: tuple[str, ...] = ()
    all_bound_to_secrecy: bool | None = None
    papers_within: Period | None = None  # after the first notice a bond without a document counts as none
    bound_by: tuple[str, ...] = ()  # the ways they are bound: contract, oath, statute


@dataclass(frozen=True, slots=True)
class Authorities:
    """Disclosure when forced by law."""

    when: str | None = None  # forced-by-law
    grounds: tuple[str, ...] = ()  # tax, criminal
