"""Does what was erased stay away (``suppression_list``, ``backups``)?

Judged on the daily look of the ledger's records into each system: a backup that came back, or a sync that writes an
erased person anew, breaks the promise until it is done once more. Where nobody could look, or nobody can tell whether
a record is the old one, that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Parameters, Records, broken, kept, unknown
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.worded import worded


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Every system in which something was erased was looked into lately, and none of it is there again."""
    del observations
    if not records.remembered:
        told = worded(
            "er is niets gewist dat een back-up nog kan bevatten", "nothing was erased that a backup could still hold"
        )
        return unknown(parameters, now, told)
    if came := came_back(parameters, records, now):
        return came
    seen = {one.system: one for one in records.returned}
    unseen = sorted(
        name
        for name in records.remembered
        if name not in seen or seen[name].problem or now - seen[name].looked_at > parameters.fresh
    )
    if unseen:
        told = worded(
            "niet of te lang geleden gekeken in: {names}", "not looked into, or too long ago: {names}",
            names=", ".join(unseen),
        )  # fmt: skip
        return unknown(parameters, now, told)
    if doubtful := [one for one in records.returned if one.asked]:
        told = worded(
            "van {n} records kan niemand zeggen of ze de gewiste zijn: {names}",
            "of {n} records nobody can tell whether they are the erased ones: {names}",
            n=sum(one.asked for one in doubtful),
            names=", ".join(one.system for one in doubtful),
        )
        return unknown(parameters, now, told)
    first = min(seen[name].looked_at for name in records.remembered)
    told = worded(
        "in alle systemen teruggelezen: niets van wat gewist is, is er weer",
        "read back in all systems: nothing of what was erased is there again",
    )
    return kept(parameters, now, told, first + parameters.fresh)


def came_back(parameters: Parameters, records: Records, now: datetime) -> Verdict | None:
    """Broken, where something that was erased is there again."""
    again = [Instance(one.system, one.again) for one in records.returned if one.again]
    if not again:
        return None
    told = worded(
        "wat gewist was, is er weer: er is een back-up teruggezet of iets schreef het opnieuw",
        "what was erased is there again: a backup came back, or something wrote it anew",
    )
    return broken(parameters, now, told, again)
