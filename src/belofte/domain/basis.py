"""What one activity on a person rests on: an order, a contract, a consent, a duty in law (Art. 5(1)(b), 6(1) GDPR).

A purpose has one legal basis; an activity also has the thing itself: *this* order, *this* consent. Where the policy
already says it (the statute of a duty, the interest, the consent that is asked) nobody need repeat it. An order or a
contract must be named, because only its number can be looked up; a closed one carries nothing new.
"""

from __future__ import annotations

from dataclasses import dataclass

from belofte.domain.decision import LEGAL_CLAIMS, STORAGE, SUBJECT
from belofte.domain.errors import WrongUse
from belofte.domain.policy import LegalBasis, Policy, Purpose

ORDER, CONTRACT, CONSENT, REQUEST, CLAIM = "order", "contract", "consent", "request", "claim"
KINDS = tuple(dict.fromkeys((ORDER, CONTRACT, CONSENT, REQUEST, CLAIM, *(one.value for one in LegalBasis))))
"""What an activity can rest on, in one word each."""
CLOSES = (ORDER, CONTRACT)
"""What can be closed, and then carries nothing new."""
OF_OTHERS = (REQUEST, CLAIM)
"""What carries an activity beside the purposes: a person's own request; a claim in law."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What one activity rests on: a word of :data:`KINDS` and the reference, such as the number of an order."""

    kind: str
    reference: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.reference}" if self.reference else self.kind


NONE = Basis("")
"""Nothing was given, and the policy does not say it either."""


def basis_from(written: str) -> Basis:
    """``order:10023`` as it is typed. Raises ``WrongUse`` for a word nothing can rest on."""
    kind, _, reference = written.partition(":")
    if kind not in KINDS:
        raise WrongUse("Nothing rests on that.", f"write it like order:10023; use one of {', '.join(KINDS)}")
    return Basis(kind, reference.strip())


def basis_of(purpose: Purpose | None, given: Basis = NONE) -> Basis:
    """What an activity for this purpose rests on, with what the policy says put in. :data:`NONE` where it rests on
    nothing: no order or contract was named, a duty has no statute, or another kind was given than the purpose has.
    None as purpose: the policy has none of that name."""
    if purpose is None:
        return NONE
    match purpose.basis:
        case LegalBasis.CONTRACT:
            return given if given.kind in CLOSES and given.reference else NONE
        case LegalBasis.CONSENT:
            return _stated(CONSENT, given, purpose.ask or purpose.name)
        case LegalBasis.LEGITIMATE_INTEREST:
            return _stated(purpose.basis.value, given, purpose.interest)
        case None:
            return NONE
        case basis:
            return _stated(basis.value, given, purpose.law)


def rests_on(policy: Policy, purpose: str, role: str | None, given: Basis = NONE) -> Basis:
    """What one activity rests on: :func:`basis_of`, or the person's own request where it is the person who sees the
    data, or the claim for which data is kept apart from every purpose. Keeping by itself hands out nothing."""
    if role == SUBJECT and given.kind == REQUEST and given.reference:
        return given
    if purpose == STORAGE:
        return given if given.kind else Basis(STORAGE)
    if purpose == LEGAL_CLAIMS:
        return given if given.kind == CLAIM and given.reference else NONE
    return basis_of(policy.purposes.get(purpose), given)


def _stated(kind: str, given: Basis, stated: str | None) -> Basis:
    if given.kind not in ("", kind):
        return NONE
    reference = given.reference or stated or ""
    return Basis(kind, reference) if reference else NONE
