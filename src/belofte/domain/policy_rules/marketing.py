"""Which purposes are direct marketing (Art. 21(2), (3) GDPR): those marked so, and those that
are asked for and carried out by a newsletter service."""

from __future__ import annotations

from belofte.domain.policy import Policy, Purpose

_MARKETING = frozenset({"newsletter", "marketing", "advertising"})


def marketing_purposes(policy: Policy) -> tuple[Purpose, ...]:
    """Purposes for which people are addressed without having asked for anything."""
    sent = {category for r in policy.recipients.values() if _MARKETING & set(r.does) for category in r.gets}
    return tuple(
        purpose
        for purpose in policy.purposes.values()
        if purpose.direct_marketing or (purpose.ask and sent.issuperset(use.category for use in purpose.uses))
    )
