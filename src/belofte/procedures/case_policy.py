"""The policy that counts for one case: the version that was in force when the request was received.

What the person read is what was promised to them: terms and words of their case, and how it is handled, stay those of
that version, though the company publishes another one meanwhile. How long data is kept follows the version in force,
for everybody alike.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from belofte.domain.policy import Policy
from belofte.domain.request import Request
from belofte.loading.published import load_version, published_versions
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction, Unknown


def policy_at_receipt(parts: Parts, request: Request) -> Policy:
    """Terms and texts of this request. The policy in force where the request came before the first version that
    Belofte published, or where its version lies in the folder no more. Raises ``PublishedChanged`` for a version that
    was touched."""
    number = request.policy_version
    if number in (0, parts.policy.version):
        return parts.policy
    return _version(parts.folder, number) or parts.policy


def rights_at_receipt(parts: Parts, request: Request) -> Policy:
    """The policy in force, with what was promised about rights when the request came: how it is handled is a term of
    the case, which data a purpose uses is not (decision 17)."""
    return replace(parts.policy, rights=policy_at_receipt(parts, request).rights)


def policy_of_case(parts: Parts, tx: Transaction, case: str) -> Policy:
    """The same where only the case's id is known; the policy in force for letters of no request, such
    as those to our own staff."""
    if parts.policy.version <= 1:  # no earlier one exists: nothing to look up
        return parts.policy
    try:
        return policy_at_receipt(parts, tx.requests.get(case))
    except Unknown:
        return parts.policy


@lru_cache(maxsize=32)
def _version(folder: Path, number: int) -> Policy | None:
    """Read once: what is published never changes."""
    found = next((one for one in published_versions(folder) if one.number == number), None)
    return load_version(found) if found else None
