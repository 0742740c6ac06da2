"""Which data nobody gave: what a website or a measuring service collects by itself (Art. 13, 14(2)(f) GDPR)."""

from __future__ import annotations

from belofte.domain.policy import Category, Policy, Purpose, Recipient


def is_observed(policy: Policy, category: Category) -> bool:
    """Whether a category holds only what is collected by itself, without anyone giving it."""
    if category.source is not None:
        return category.source == "observed"
    collected = set(policy.website.collects) | {k for r in policy.recipients.values() for k in r.records}
    return bool(category.kinds) and set(category.kinds) <= collected


def recorded_in(policy: Policy, recipient: Recipient) -> tuple[str, ...]:
    """The categories that hold what a recipient records by itself, where it is not said which it gets."""
    return tuple(name for name, held in policy.data.items() if set(recipient.records) & set(held.kinds))


def uses_only_observed(policy: Policy, purpose: Purpose) -> bool:
    """Whether a purpose rests on observed data alone."""
    used = [policy.data[use.category] for use in purpose.uses if use.category in policy.data]
    return bool(used) and all(is_observed(policy, category) for category in used)
