"""What a planner is given, and what the table of planners (:mod:`belofte.procedures.planning.planners`) holds of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from belofte.domain.located import Located
from belofte.domain.request import Request
from belofte.domain.rights.planning import Drafted, PlanHead
from belofte.domain.system_map import Verb
from belofte.procedures.parts import Parts


@dataclass(frozen=True, slots=True)
class ToPlan:
    """One request with what was found of it."""

    request: Request
    head: PlanHead
    located: Located


@dataclass(frozen=True, slots=True)
class Planner:
    """How one right is planned, and the verb its plan needs first in every system."""

    verb: Verb
    plan: Callable[[Parts, ToPlan], Drafted]
