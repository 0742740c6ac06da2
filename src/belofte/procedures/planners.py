"""Which planner makes which right's plan, and which verb it needs first: one table for all rights.

A planner is a pure function of the domain; what stands here reads for it what the domain cannot read (the vault, the
values that stand in a system) and hands it over. A new right is one line in :data:`PLANNERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from belofte.domain.located import Located
from belofte.domain.request import Request
from belofte.domain.rights.access import plan_access
from belofte.domain.rights.erasure import plan_erasure
from belofte.domain.rights.names import ACCESS, ERASURE
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


def _access(parts: Parts, wanted: ToPlan) -> Drafted:
    return plan_access(wanted.head, wanted.located, parts.systems, parts.short_id)


def _erasure(parts: Parts, wanted: ToPlan) -> Drafted:
    return plan_erasure(wanted.head, wanted.located, parts.policy, parts.systems, parts.today(), parts.short_id)


PLANNERS: Mapping[str, Planner] = {
    ACCESS: Planner(Verb.EXPORT, _access),
    ERASURE: Planner(Verb.ERASE, _erasure),
}
"""By right. A request whose right has no planner is answered by a person."""
