"""May we? For one person, one purpose, one category of data and one role: yes or no, and why not.

The policy is compiled once into a table; an answer is then a look at one integer. Whatever is not known is no: a
purpose the policy does not have, a consent nobody gave, a state older than a second or unreadable (design §10). What
else an act needs (a channel, an order, a carrier) is added by ``domain/contact`` and ``domain/shipment``; which clause
of the company's text the answer comes from is told by ``domain/decided``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from belofte.domain.policy import LegalBasis, Policy, Purpose
from belofte.domain.subject_state import (
    ERASED,
    HELD,
    LEFT,
    NOTHING,
    RESTRICTED,
    Bits,
    covering,
    objection_bit,
)

FRESH = timedelta(seconds=1)
"""A state that was read longer ago says nothing any more."""
STORAGE, LEGAL_CLAIMS = "storage", "legal-claims"
STILL = (STORAGE, LEGAL_CLAIMS)
"""What is always possible with restricted data, beside the person's own consent (Art. 18(2))."""
SUBJECT = "subject"
"""The role of the person: their own requests are always answered."""


class Why(StrEnum):
    """Why not. ``YES`` is the one answer that lets through."""

    YES = "yes"
    UNKNOWN_PURPOSE = "unknown-purpose"
    OTHER_DATA = "other-data"  # the purpose does not use this category
    ERASED = "erased"
    RESTRICTED = "restricted"
    LEFT = "left"
    OBJECTION = "objection"
    NO_CONSENT = "no-consent"
    UNKNOWN_SUBJECT = "unknown-subject"  # no such number (any more): the identifier is to be resolved again
    NO_BASIS = "no-basis"  # no order, contract, statute… the activity would rest on
    CLOSED = "closed"  # the order or contract it rests on is closed
    OTHER_CHANNEL = "other-channel"  # the purpose does not reach people that way, or the policy does not say how
    MARKETING = "marketing"  # a message that must be sent carries marketing
    OTHER_CARRIER = "other-carrier"  # no declared carrier
    TOO_MUCH = "too-much"  # the carrier would get more than it may
    NOT_THEN = "not-then"  # the policy or the state of that moment is not known
    COULD_NOT_LOOK = "could-not-look"  # older than a second, or unreadable
    COULD_NOT_LOG = "could-not-log"  # the row that must come first could not be written
    TERM_ENDED = "term-ended"  # this use of the record is over by its own term (``domain/own_term``)
    UNKNOWN_ROLE = "unknown-role"  # who would see it stands nowhere in the policy


@dataclass(frozen=True, slots=True)
class Question:
    """May this ``role`` use this ``category`` for this ``purpose``? None: whichever. ``events`` are the days
    on which something happened to the record that is asked about; None: they are not told."""

    purpose: str
    category: str | None = None
    role: str | None = None
    events: Mapping[str, date | None] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One purpose of the policy, compiled."""

    categories: frozenset[str]
    objection: int
    consent: int | None  # None: rests on no consent; else any of these bits suffices
    after_leaving: bool  # goes on when somebody has left: a legal duty


@dataclass(frozen=True, slots=True)
class Table:
    """The compiled policy. ``still`` is what goes on while restricted; ``staff`` are the roles of our own people: any
    other, but the person's own, is nobody's; ``ends_for_staff`` are the categories that no staff see after leaving;
    ``seen_by`` names who sees a category then nevertheless."""

    rules: Mapping[str, Rule]
    still: frozenset[str]
    staff: frozenset[str]
    ends_for_staff: frozenset[str]
    seen_by: Mapping[str, frozenset[str]]


def compiled(policy: Policy, bits: Bits) -> Table:
    """The table of one policy and the bits the store has given out."""
    ends = {name for name, rule in policy.retention.items() if rule.staff_access == "ends-at-once"}
    custodian = (policy.staff.custodian,) if policy.staff.custodian else ()
    return Table(
        rules={name: _rule(purpose, bits) for name, purpose in policy.purposes.items()},
        still=frozenset((*STILL, *policy.rights.restriction_still)),
        staff=frozenset((*policy.staff.roles, *custodian, "custodian", "staff")),
        ends_for_staff=frozenset(ends),
        seen_by={
            name: frozenset((*rule.seen_by, *custodian)) for name, rule in policy.retention.items() if rule.seen_by
        },
    )


def _rule(purpose: Purpose, bits: Bits) -> Rule:
    return Rule(
        categories=frozenset(use.category for use in purpose.uses),
        objection=bits.get(objection_bit(purpose.name), NOTHING),
        consent=covering(bits, purpose) if purpose.basis is LegalBasis.CONSENT else None,
        after_leaving=purpose.basis is LegalBasis.LEGAL_DUTY,
    )


def may(table: Table, state: int, question: Question) -> Why:
    """The answer for one person, whose ``state`` was read just now."""
    if question.role and question.role != SUBJECT and question.role not in table.staff:
        return Why.UNKNOWN_ROLE  # a name that is spelled wrong would else see what its owner may not
    if question.purpose in STILL:
        return Why.YES  # keeping, and claims in law, need no purpose of their own
    rule = table.rules.get(question.purpose)
    if rule is None:
        return Why.UNKNOWN_PURPOSE
    if question.category is not None and question.category not in rule.categories:
        return Why.OTHER_DATA
    if state & RESTRICTED and question.purpose not in table.still and question.role != SUBJECT:
        return Why.RESTRICTED
    if state & ERASED and not _after_leaving(table, rule, question):
        return Why.ERASED
    if state & LEFT and not _after_leaving(table, rule, question):
        return Why.LEFT
    if state & rule.objection:
        return Why.OBJECTION
    if rule.consent is not None and not state & rule.consent:
        return Why.NO_CONSENT
    return Why.YES


def may_now(table: Table, state: int | None, read_at: datetime, now: datetime, question: Question) -> Why:
    """:func:`may` for a state that was read a while ago. None: it could not be read. Both are no."""
    if state is None or not timedelta() <= now - read_at <= FRESH:
        return Why.COULD_NOT_LOOK
    return may(table, state, question)


def may_erase(state: int) -> bool:
    """A hold keeps everything; a restriction keeps what its person did not say a word about (Art. 18(1)(b), (c))."""
    return not state & (HELD | RESTRICTED)


def _after_leaving(table: Table, rule: Rule, question: Question) -> bool:
    """Who has left is used for what the law demands only, and seen by nobody but who keeps that."""
    if not rule.after_leaving:
        return False
    if not question.role or question.role == SUBJECT:
        return True
    categories = frozenset({question.category}) if question.category else rule.categories
    if categories & table.ends_for_staff:
        return False
    return all(question.role in table.seen_by.get(category, table.staff) for category in categories)
