"""Recipients that an earlier version of the policy named and the one in force names no more.

A line that goes out of the policy takes nothing back from who has the data: what it holds is returned or erased
(Art. 28(3)(g)), and until it confirmed that, it is told of corrections, erasures and restrictions (Art. 19).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from belofte.domain.policy import Policy, Recipient
from belofte.loading.published import load_version, published_versions
from belofte.procedures.parts import Parts

CONFIRMED = "recipient.ended-confirmed"
"""Event: a recipient confirmed that what it held was returned or erased."""


def with_those_gone(parts: Parts) -> Policy:
    """The policy in force; beside its recipients those that are gone, each with its last day in ``ends``."""
    gone = gone_recipients(parts)
    return replace(parts.policy, recipients={**parts.policy.recipients, **gone}) if gone else parts.policy


def gone_recipients(parts: Parts) -> Mapping[str, Recipient]:
    """Those that are gone and once got data, by name. Raises what a published version that was touched raises."""
    return _gone(parts.folder, parts.policy.version) if parts.policy.version > 1 else {}


def still_holding(parts: Parts) -> Policy:
    """The policy in force; beside its recipients those that are gone and did not confirm yet that nothing is left
    there: whoever must be told of what changes (Art. 19)."""
    gone = gone_recipients(parts)
    if not gone:
        return parts.policy
    with parts.store.reading() as tx:
        empty = {name for name in gone if any(e.kind == CONFIRMED for e in tx.events.about(f"recipient:{name}"))}
    kept = {name: one for name, one in gone.items() if name not in empty}
    return replace(parts.policy, recipients={**parts.policy.recipients, **kept})


@lru_cache(maxsize=32)
def _gone(folder: Path, version: int) -> Mapping[str, Recipient]:
    """Worked out once a version: what is published never changes. The last day is the one before the version that no
    longer names it, unless an earlier one was stated."""
    gone: dict[str, Recipient] = {}
    for before, after in pairwise(one for one in published_versions(folder) if one.number <= version):
        named, last = load_version(after).recipients, after.starts() - timedelta(days=1)
        left = {name: one for name, one in load_version(before).recipients.items() if name not in named and one.gets}
        gone |= {name: replace(one, ends=min(one.ends or last, last)) for name, one in left.items()}
        gone = {name: one for name, one in gone.items() if name not in named}
    return gone
