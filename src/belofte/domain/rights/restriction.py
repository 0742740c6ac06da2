"""Restriction (Art. 18 GDPR): everything of the person is stored and nothing else, until they lift it.

A marked row also covers what hangs on it: who cannot open the customer cannot open the orders. Rows that nothing marked
leads to are worked by hand. What the person said of a ground is not judged here: where the policy grants restriction to
anyone, no ground is needed.
"""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.located import Located
from belofte.domain.rights.marking import LIFTED_THEN_TOLD, Held, Marking, Order, plan_lift, plan_marks
from belofte.domain.rights.planning import Drafted, NewId, PlanHead
from belofte.domain.system_map import Collection, SystemMap

ANYONE = "anyone"
BY_SUBJECT = "subject"


def plan_restriction(
    head: PlanHead, located: Located, systems: Mapping[str, SystemMap], held: Held, new_id: NewId
) -> Drafted:
    """Mark what can be marked, ask a person for the rest, and tell when all of it is in force."""
    return plan_marks(head, located, systems, restriction_of(systems), held, new_id)


def plan_lifting(
    head: PlanHead,
    located: Located,
    systems: Mapping[str, SystemMap],
    before: Held,
    new_id: NewId,
    order: Order = LIFTED_THEN_TOLD,
) -> Drafted:
    """Give back what was there before the restriction."""
    return plan_lift(head, located, systems, restriction_of(systems), before, new_id, order)


def restriction_of(systems: Mapping[str, SystemMap]) -> Marking:
    """All that the company holds as controller, with what each table's map puts there."""
    marked = {
        f"{system.name}.{collection.name}"
        for system in systems.values()
        for collection in system.collections.values()
        if collection.restrict
    }
    return Marking(concerned=_is_ours, put=_mark, covers=frozenset(marked), hidden=SystemMap.is_hidden)


def _is_ours(collection: Collection) -> bool:
    return collection.controller


def _mark(collection: Collection) -> Mapping[str, object]:
    return collection.restrict or {}
