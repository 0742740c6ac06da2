"""Which text was valid when: each version says from when it holds, and exactly one is valid at any instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from belofte.checks.shape import Parameters, Records, Version, broken, counted, kept, unknown
from belofte.domain.promise import Instance, Observation, Verdict


def judge_in_force(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """The newest version's day is the policy's; no two versions share a day; none was published after its day."""
    del observations
    if not records.versions:
        return unknown(parameters, now, "no version has been published yet")
    days = [version.in_force for version in records.versions]
    if len(set(days)) < len(days):
        return broken(parameters, now, "two versions hold from the same day", [Instance("published versions", 1)])
    newest = max(records.versions, key=lambda version: version.number)
    stated = parameters.policy.in_force
    if stated != newest.in_force:
        reason = f"the notice says {stated}, the newest version holds from {newest.in_force}"
        return broken(parameters, now, reason, [Instance(f"version {newest.number}", 1)])
    return kept(parameters, now, f"version {newest.number} holds from {newest.in_force} and says so")


def judge_one_valid(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """From the first publication on there is always exactly one version that has not ended."""
    del observations
    versions = sorted(records.versions, key=lambda version: version.number)
    if not versions:
        return unknown(parameters, now, "no version has been published yet")
    valid = [version for version in versions if _is_valid(version, now)]
    if len(valid) != 1:
        reason = f"{counted(len(valid), 'version is', 'versions are')} valid at this moment"
        return broken(parameters, now, reason, [Instance("published versions", max(1, len(valid)))])
    gaps = sum(earlier.ended_at != later.published_at for earlier, later in pairwise(versions))
    if gaps:
        reason = "between two versions there was a time with none, or with two"
        return broken(parameters, now, reason, [Instance("published versions", gaps)])
    return kept(parameters, now, f"version {valid[0].number} is the only valid one of {len(versions)}")


def _is_valid(version: Version, now: datetime) -> bool:
    return version.published_at <= now and (version.ended_at is None or version.ended_at > now)
