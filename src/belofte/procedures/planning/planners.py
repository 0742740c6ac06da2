"""Which planner makes which right's plan, and which verb it needs first: one table for all rights.

A planner is a pure function of the domain; what stands here reads for it what the domain cannot read (the vault, the
values that stand in a system) and hands it over. A new right is one line in :data:`PLANNERS`.
"""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.rights.access import plan_access
from belofte.domain.rights.erasure import plan_erasure
from belofte.domain.rights.names import ACCESS, ERASURE, LEAVING, OBJECTION, PORTABILITY, RECTIFICATION, RESTRICTION
from belofte.domain.rights.planning import Drafted
from belofte.domain.rights.portability import plan_portability
from belofte.domain.system_map import Verb
from belofte.procedures.parts import Parts
from belofte.procedures.planning.planning_stops import plan_objected, plan_restricted
from belofte.procedures.planning.to_plan import Planner, ToPlan
from belofte.procedures.rights.leaving_plan import plan_left, questions_of_erasure
from belofte.procedures.rights.rectifying import plan_rectified


def _access(parts: Parts, wanted: ToPlan) -> Drafted:
    return plan_access(wanted.head, wanted.located, parts.systems, parts.short_id)


def _erasure(parts: Parts, wanted: ToPlan) -> Drafted:
    drafted = plan_erasure(wanted.head, wanted.located, parts.policy, parts.systems, parts.today(), parts.short_id)
    return questions_of_erasure(parts, wanted, drafted)


def _portability(parts: Parts, wanted: ToPlan) -> Drafted:
    return plan_portability(wanted.head, wanted.located, parts.policy, parts.systems, parts.short_id)


PLANNERS: Mapping[str, Planner] = {
    ACCESS: Planner(Verb.EXPORT, _access),
    ERASURE: Planner(Verb.ERASE, _erasure),
    RECTIFICATION: Planner(Verb.RECTIFY, plan_rectified),
    PORTABILITY: Planner(Verb.EXPORT, _portability),
    RESTRICTION: Planner(Verb.RESTRICT, plan_restricted),
    OBJECTION: Planner(Verb.RESTRICT, plan_objected),
    LEAVING: Planner(Verb.RESTRICT, plan_left),
}
"""By right. A request whose right has no planner is answered by a person."""
