"""Restriction and objection around their planners: what rows hold now is read, and what they held before is kept."""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.course import Phase
from belofte.domain.rights.marking import BEFORE, Held, Marking, decode_before
from belofte.domain.rights.objection import before_lifting, marking_of, plan_go_on, plan_upheld, weighable
from belofte.domain.rights.planning import Drafted
from belofte.domain.rights.restriction import plan_lifting, plan_restriction, restriction_of
from belofte.procedures.case_policy import rights_at_receipt
from belofte.procedures.parts import Parts
from belofte.procedures.planning.holding import read_values
from belofte.procedures.planning.to_plan import ToPlan

WEIGH_FIRST = "weigh-first"
"""Question: a named person weighs the objection before anything is handed over or lifted."""


def plan_objected(parts: Parts, wanted: ToPlan) -> Drafted:
    """After the stop: the answer of an objection that is upheld, or the way on from one that was rejected."""
    request, purposes = wanted.request, wanted.request.course.purposes
    if request.course.phase is Phase.REJECTED:
        before = before_lifting(before_of(parts, request.id), parts.systems, parts.policy, purposes)
        marking = marking_of(parts.policy, weighable(parts.policy, purposes))
        return plan_go_on(wanted.head, wanted.located, parts.systems, marking, before, parts.short_id)
    policy = rights_at_receipt(parts, request)
    drafted = plan_upheld(wanted.head, wanted.located, parts.systems, policy, purposes, parts.short_id)
    if request.course.phase is Phase.UPHELD:
        return drafted
    return replace(drafted, plan=replace(drafted.plan, questions=(*drafted.plan.questions, WEIGH_FIRST)))


def plan_restricted(parts: Parts, wanted: ToPlan) -> Drafted:
    """The mark in every system, or its lifting."""
    request, located = wanted.request, wanted.located
    before = before_of(parts, request.id)
    if request.course.phase in (Phase.LIFTED, Phase.LIFTING):
        return plan_lifting(wanted.head, located, parts.systems, before, parts.short_id)
    held = {**held_now(parts, wanted, restriction_of(parts.systems)), **before}
    return plan_restriction(wanted.head, located, parts.systems, held, parts.short_id)


def before_of(parts: Parts, case: str) -> Held:
    """What the rows of this case held before they were marked."""
    with parts.store.reading() as tx:
        return decode_before(tx.vault.newest(BEFORE, [case]).get(case))


def held_now(parts: Parts, wanted: ToPlan, marking: Marking) -> Held:
    """What the rows that would be marked hold now."""
    return read_values(parts, wanted.located, lambda collection: bool(marking.put(collection)))
