"""Which text was valid when: each version says from when it holds, and exactly one is valid at any instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
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
    """From the first version's day on exactly one version is valid, and the newest one is never overtaken."""
    del observations
    versions = sorted(records.versions, key=lambda version: version.number)
    if not versions:
        return unknown(parameters, now, "no version has been published yet")
    if parameters.policy.ends_earlier_at == "publication" and _starts(versions[-1]) > records.today:
        reason = "the newest version ended the others and does not hold yet: no version is valid today"
        return broken(parameters, now, reason, [Instance(f"version {versions[-1].number}", 1)])
    overtaken = [later for earlier, later in pairwise(versions) if _starts(later) < _starts(earlier)]
    if overtaken:
        instances = [Instance(f"version {version.number}", 1) for version in overtaken]
        return broken(parameters, now, "a newer version holds from an earlier day than an older one", instances)
    valid = [version for version in versions if _starts(version) <= records.today]
    if not valid:
        return broken(parameters, now, "no version is valid today", [Instance("published versions", len(versions))])
    older = counted(len(valid) - 1, "older one has ended", "older ones have ended")
    return kept(parameters, now, f"version {valid[-1].number} is the valid one; {older}")


def _starts(version: Version) -> date:
    """A version holds from its day, but not before it was published."""
    return max(version.published_at.date(), version.in_force)
