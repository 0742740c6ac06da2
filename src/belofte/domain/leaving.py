"""Leaving: when a notice ends the whole relation, and what is still open between the two.

A notice that ends one of several services is no leaving, and inactivity is no notice: only what the person says counts.
Where the policy says so, leaving is a request for erasure with the same clock (Art. 17 GDPR beside the promise).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from belofte.domain.naming import id_from
from belofte.domain.policy import Policy
from belofte.domain.system_map import Collection, Plain

COUNTS_AS_ERASURE = "counts-as-erasure"


def unknown_services(policy: Policy, named: Iterable[str]) -> tuple[str, ...]:
    """Those the policy does not have."""
    return tuple(name for name in named if name not in policy.services)


def is_whole(policy: Policy, services: Iterable[str]) -> bool:
    """Whether everything ends: nothing named, or all there is."""
    named = set(services)
    return not named or (bool(policy.services) and named >= set(policy.services))


def ends_later(ends_on: date | None, today: date) -> bool:
    """The last day lies ahead: until it is over, everything goes on."""
    return ends_on is not None and ends_on > today


def companion_of(case: str) -> str:
    """The id of the erasure that goes with a notice of leaving: made from its random id, so that its key can be made
    before either is written."""
    return id_from("case", hashlib.sha256(f"erasure of {case}".encode()).digest()[:16])


def matches(row: Mapping[str, object], when: Mapping[str, tuple[Plain, ...]]) -> bool:
    """Whether a row's columns hold one of the values that a map names for each."""
    return bool(when) and all(row.get(column) in values for column, values in when.items())


def is_open(collection: Collection, row: Mapping[str, object]) -> bool:
    """Not settled: an order under way, an invoice not paid, a claim."""
    return matches(row, collection.open_when)


def is_organisation(collection: Collection, row: Mapping[str, object]) -> bool:
    """The row is no natural person; who speaks for it is for a person to see."""
    return matches(row, collection.organisation_when)
