"""The plan of a disclosure: per record, handed over because the order names it, or not. Nothing is changed anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from belofte.domain.disclosure_scope import Scope
from belofte.domain.located import Found, Located
from belofte.domain.plan import Decision
from belofte.domain.rights.planning import Drafted, Judge, Judged, NewId, PlanHead, drafted
from belofte.domain.system_map import SystemMap, Verb

DISCLOSURE = "disclosure"
"""What stands in such a plan where another has its right."""
BEYOND = "beyond what the order names"
"""Ground of what is not handed over."""


def plan_disclosure(
    head: PlanHead, located: Located, systems: Mapping[str, SystemMap], scope: Scope, new_id: NewId
) -> Drafted:
    """Export exactly what the order names. What two people share is not handed over for one of them; no step tells the
    person: that is decided when it may be."""
    made = drafted(head, located, systems, (Verb.EXPORT,), _judge_for(scope), new_id)
    steps = tuple(step for step in made.plan.steps if step.verb is not Verb.TELL)
    return replace(made, plan=replace(made.plan, steps=steps))


def _judge_for(scope: Scope) -> Judge:
    def judge(system: SystemMap, record: Found) -> Judged:
        if scope.reaches(system.name, system.collections[record.collection], record):
            return Judged(Decision.EXPORT)
        return Judged(Decision.WITHHOLD, BEYOND)

    return judge
