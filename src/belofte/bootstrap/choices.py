"""What the policy gives people to choose from on the form: kinds to correct, purposes, consents, services."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from belofte.domain.kinds import KINDS
from belofte.domain.notice.labels import purpose_label, service_label
from belofte.domain.policy import LegalBasis, Policy

if TYPE_CHECKING:
    from belofte.web.site import Choices, Option

_CAN_BE_OBJECTED_TO = (LegalBasis.LEGITIMATE_INTEREST, LegalBasis.PUBLIC_TASK)
"""Art. 21(1). To direct marketing one can always object, whatever it rests on (Art. 21(2))."""
_OURS = frozenset({"request-record", "id-evidence", "consent-record", "password", "documents", "correspondence"})
"""Kinds that a person does not correct by naming another value."""


def choices_of(policy: Policy, customers: tuple[str, ...] = ()) -> Choices:
    """The choices of one policy, each with its label in all its languages. ``customers``: for whom data is held."""
    from belofte.web.site import Choices

    purposes = policy.purposes.values()
    contested = [p.name for p in purposes if p.direct_marketing or p.basis in _CAN_BE_OBJECTED_TO]
    consents = [p.name for p in purposes if p.basis is LegalBasis.CONSENT]
    return Choices(
        kinds=_options(policy, _kinds(policy), _kind_label),
        contested=_options(policy, contested, lambda name, language: purpose_label(policy, name, language)),
        consents=_options(policy, consents, lambda name, language: purpose_label(policy, name, language)),
        services=_options(policy, policy.services, service_label),
        customers=customers,
    )


def _kinds(policy: Policy) -> Iterable[str]:
    """What people gave the company themselves, in the policy's order."""
    given = [kind for category in policy.data.values() if category.source != "observed" for kind in category.kinds]
    return (kind for kind in dict.fromkeys(given) if kind not in _OURS)


def _kind_label(name: str, language: str) -> str:
    return KINDS[name].label(language) if name in KINDS else name.replace("-", " ")


def _options(policy: Policy, names: Iterable[str], label: Callable[[str, str], str]) -> tuple[Option, ...]:
    from belofte.web.site import Option

    marketing = {name for name, purpose in policy.purposes.items() if purpose.direct_marketing}
    return tuple(
        Option(name, {language: label(name, language) for language in policy.languages}, name in marketing)
        for name in names
    )
