"""Which text was valid when: each version says from when it holds, and exactly one is valid at any instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from belofte.checks.shape import Parameters, Records, Version, broken, kept, unknown
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.worded import counted, worded


def judge_in_force(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """The newest version's day is the policy's; no two versions share a day; none was published after its day."""
    del observations
    if not records.versions:
        return unknown(
            parameters, now, worded("er is nog geen versie gepubliceerd", "no version has been published yet")
        )
    days = [version.in_force for version in records.versions]
    if len(set(days)) < len(days):
        return broken(
            parameters,
            now,
            worded("twee versies gelden vanaf dezelfde dag", "two versions hold from the same day"),
            [Instance("published versions", 1)],
        )
    newest = max(records.versions, key=lambda version: version.number)
    stated = parameters.policy.in_force
    if stated != newest.in_force:
        reason = worded(
            "de verklaring zegt {stated}, de nieuwste versie geldt vanaf {day}",
            "the notice says {stated}, the newest version holds from {day}",
            stated=str(stated),
            day=newest.in_force,
        )
        return broken(parameters, now, reason, [Instance(f"version {newest.number}", 1)])
    return kept(
        parameters,
        now,
        worded(
            "versie {n} geldt vanaf {day} en zegt dat",
            "version {n} holds from {day} and says so",
            n=newest.number,
            day=newest.in_force,
        ),
    )


def judge_one_valid(
    parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
) -> Verdict:
    """From the first version's day on exactly one version is valid, and the newest one is never overtaken."""
    del observations
    versions = sorted(records.versions, key=lambda version: version.number)
    if not versions:
        return unknown(
            parameters, now, worded("er is nog geen versie gepubliceerd", "no version has been published yet")
        )
    if parameters.policy.ends_earlier_at == "publication" and _starts(versions[-1]) > records.today:
        reason = worded(
            "de nieuwste versie beëindigde de andere en geldt nog niet: vandaag geldt er geen",
            "the newest version ended the others and does not hold yet: no version is valid today",
        )
        return broken(parameters, now, reason, [Instance(f"version {versions[-1].number}", 1)])
    overtaken = [later for earlier, later in pairwise(versions) if _starts(later) < _starts(earlier)]
    if overtaken:
        instances = [Instance(f"version {version.number}", 1) for version in overtaken]
        return broken(
            parameters,
            now,
            worded(
                "een nieuwere versie geldt vanaf een eerdere dag dan een oudere",
                "a newer version holds from an earlier day than an older one",
            ),
            instances,
        )
    valid = [version for version in versions if _starts(version) <= records.today]
    if not valid:
        return broken(
            parameters,
            now,
            worded("vandaag geldt geen enkele versie", "no version is valid today"),
            [Instance("published versions", len(versions))],
        )
    older = counted(len(valid) - 1, ("oudere is", "oudere zijn"), ("older one has ended", "older ones have ended"))
    return kept(
        parameters,
        now,
        worded(
            "versie {n} is de geldende; {older} beëindigd",
            "version {n} is the valid one; {older}",
            n=valid[-1].number,
            older=older,
        ),
    )


def _starts(version: Version) -> date:
    """A version holds from its day, but not before it was published."""
    return max(version.published_at.date(), version.in_force)
