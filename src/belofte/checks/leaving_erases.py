"""Is a notice of leaving a request to erase as well, from the same moment on (where the policy takes it for one)?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.checks.course import courses
from belofte.checks.shape import Parameters, Records, broken, kept, unknown
from belofte.domain.leaving import COUNTS_AS_ERASURE
from belofte.domain.promise import Instance, Observation, Verdict
from belofte.domain.request import RequestState
from belofte.domain.rights.names import LEAVING
from belofte.domain.worded import counted, worded


def judge(parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime) -> Verdict:
    """Every notice has its erasure, received at the same moment, with the same clock. Places are counts: whoever is
    erased is named nowhere, not even by the id of a case."""
    del observations
    if parameters.policy.rights.leaving != COUNTS_AS_ERASURE:
        told = worded("opzeggen geldt hier niet als vergeetverzoek", "leaving is no request to erase here")
        return unknown(parameters, now, told)
    own = [course for request, course in courses(records, LEAVING) if request.state is not RequestState.STOPPED]
    if missing := sum(course.has_erasure is False for course in own):
        told = worded(
            "een opzegging heeft geen vergeetverzoek van hetzelfde moment",
            "a notice of leaving has no request to erase of the same moment",
        )
        return broken(parameters, now, told, [Instance("notices of leaving", missing)])
    if not own:
        return unknown(parameters, now, worded("er is nog niet opgezegd", "nobody has given notice of leaving yet"))
    if unseen := sum(course.has_erasure is None for course in own):
        told = worded(
            "van {n} kan het vergeetverzoek al gesloten zijn, of het was toen niet beloofd",
            "of {n} the request to erase may be closed already, or it was not promised then",
            n=unseen,
        )
        return unknown(parameters, now, told)
    told = worded(
        "{all}, elk met een vergeetverzoek van hetzelfde moment",
        "{all}, each with a request to erase of the same moment",
        all=counted(len(own), ("opzegging", "opzeggingen"), ("notice of leaving", "notices of leaving")),
    )
    return kept(parameters, now, told)
