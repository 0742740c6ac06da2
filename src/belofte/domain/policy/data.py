"""Which data, why, on which basis, and how long (Art. 5, 6, 13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from belofte.domain.policy.bases import LegalBasis
from belofte.domain.policy.impact import ImpactAssessment
from belofte.domain.policy.words import Period, Text

CHANNELS = ("email", "post", "phone", "parcel")
"""The ways in which a company can reach somebody."""


@dataclass(frozen=True, slots=True)
class Category:
    """A data category: kinds of data that share purpose, basis, term and recipients."""

    name: str
    needed: tuple[str, ...] = ()  # kinds
    optional: tuple[str, ...] = ()
    label: Text | None = None
    special: bool = False  # Art. 9 data
    special_basis: str | None = None  # the exception of Art. 9(2) relied on
    source: str | None = None  # subject | observed | a recipient or other source (Art. 14(2)(f))
    closed: bool = True  # False: the text says "such as", so the list is open
    about_children: bool | None = None
    subjects: tuple[str, ...] = ()  # whose data: customers, visitors, patients (Art. 30(1)(c))
    why_needed: str | None = None  # why the needed kinds cannot be left out (Art. 5(1)(c))

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.needed + self.optional


@dataclass(frozen=True, slots=True)
class Use:
    """What a purpose uses: a whole category or one part of it (``subscription.needed``)."""

    category: str
    part: str | None = None  # needed | optional | None for both


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data is used, and on which single legal basis (Art. 6, 13(1)(c))."""

    name: str
    uses: tuple[Use, ...] = ()
    basis: LegalBasis | None = None
    law: str | None = None  # the statute behind a legal duty
    interest: str | None = None  # the interest behind 6(1)(f), Art. 13(1)(d)
    ask: str | None = None  # name of the consent asked
    label: Text | None = None
    direct_marketing: bool = False  # Art. 21(2): absolute right to object
    must_give: str | None = None  # statutory | contractual | free: Art. 13(2)(e)
    if_not_given: str | None = None
    tied_to_order: bool | None = None
    dpia: ImpactAssessment | None = None  # whether one is needed, and why (Art. 35)
    bundled_with: str | None = None  # another purpose asked for in the same yes (Art. 7(2), (4))
    channels: tuple[str, ...] = ()  # the ways it may reach somebody: email, post, phone, parcel


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long one category is kept. ``exactly`` sets floor and ceiling; a start event is needed for each (RET)."""

    category: str
    floor: Period | None = None
    ceiling: Period | None = None
    until: str | None = None  # an event that ends the keeping: left, consent-withdrawn
    after: str | None = None  # the event a period counts from
    law: str | None = None
    then: str | None = None  # erase | anonymise
    staff_access: str | None = None  # ends-at-once
    seen_by: tuple[str, ...] = ()
    applicable_term: bool = False  # the text says "the applicable term" and gives no number
    why: str | None = None  # why this long (Art. 5(1)(e)), where no law says so
    reset_by_activity: bool | None = None  # True: every new visit starts the term again
    covers: tuple[str, ...] = ()  # what else falls under the term: exports, aggregates, mailboxes, labels
    begins: str | None = None  # only in ``by_purpose``: the event with which the purpose begins to hold a record
    label: Text | None = None  # only in ``tagged``: what people call records with this tag
    tagged: Mapping[str, RetentionRule] = field(default_factory=dict[str, "RetentionRule"])  # tag -> a longer term
    by_purpose: Mapping[str, RetentionRule] = field(default_factory=dict[str, "RetentionRule"])  # the last one decides
