"""Has a recipient that ended returned or erased what it held, and confirmed it (Art. 28(3)(g))?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.shape import Parameters, Records, broken, kept, unknown
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.worded import worded


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Kept with a confirmation for each, broken past the day by which it was to come, unknown until then."""
    del observations
    named = {fact.split(".")[1] for fact in parameters.facts if fact.count(".") > 1}
    ended = [one for one in records.ended if not named or one.name in named]
    late = [Instance(one.name, 1) for one in ended if not one.confirmed and one.by is not None and one.by < now]
    if late:
        names = ", ".join(one.place for one in late)
        return broken(
            parameters,
            now,
            worded(
                "geëindigd, en nog niet bevestigd dat alles terug of gewist is: {names}",
                "ended, and not yet confirmed that all was returned or erased: {names}",
                names=names,
            ),
            late,
        )
    if waiting := [one.name for one in ended if not one.confirmed]:
        return unknown(
            parameters,
            now,
            worded(
                "geëindigd, de bevestiging wordt nog verwacht: {names}",
                "ended, the confirmation is still awaited: {names}",
                names=", ".join(waiting),
            ),
        )
    if not ended:
        return unknown(
            parameters,
            now,
            worded("de laatste dag is nog niet voorbij", "the last day is not over yet"),
        )
    return kept(
        parameters,
        now,
        worded(
            "bevestigd door {names}",
            "confirmed by {names}",
            names=", ".join(one.name for one in ended),
        ),
    )
