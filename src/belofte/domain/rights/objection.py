"""Objection (Art. 21 GDPR): contested purposes stop at once; against direct marketing it always holds, anything else a
named person weighs.

What rests on a contract, a legal duty or consent cannot be objected to: it goes on, and that it does is noted as an
exception, so that nobody reads "everything stopped" where it did not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from belofte.domain.located import Found, Located
from belofte.domain.plan import Decision, Step
from belofte.domain.policy import Policy
from belofte.domain.rights.marking import Held, Marking, Order, Place, Values, plan_lift, plan_marks
from belofte.domain.rights.planning import Drafted, Judged, NewId, PlanHead, drafted
from belofte.domain.subject_state import objectable
from belofte.domain.system_map import Collection, SystemMap, Verb

COPIES_FIRST = "copies-then-stop"
OUTSIDE = "not-contested"
"""Why a record is not in the copy that goes with an upheld objection."""


@dataclass(frozen=True, slots=True)
class Contested:
    """What an objection comes to: the purposes that stop, those that go on nevertheless, and whether the whole of it
    is absolute (Art. 21(2)) so that nobody weighs."""

    stopped: tuple[str, ...]
    going_on: tuple[str, ...]

    def is_absolute(self, policy: Policy) -> bool:
        """Only direct marketing is contested."""
        return bool(self.stopped) and not weighable(policy, self.stopped)


def contested(policy: Policy, asked: Iterable[str]) -> Contested:
    """Sort what was named; nothing named means every purpose that can be objected to."""
    can, named = objectable(policy), tuple(dict.fromkeys(asked))
    if not named:
        return Contested(can, ())
    return Contested(tuple(n for n in named if n in can), tuple(n for n in named if n not in can))


def weighable(policy: Policy, purposes: Iterable[str]) -> tuple[str, ...]:
    """Those of contested purposes that a named person weighs."""
    return tuple(name for name in purposes if not _is_marketing(policy, name))


def absolute(policy: Policy, purposes: Iterable[str]) -> tuple[str, ...]:
    """Those of contested purposes that stay stopped whatever becomes of the rest (Art. 21(3))."""
    return tuple(name for name in purposes if _is_marketing(policy, name))


def _is_marketing(policy: Policy, purpose: str) -> bool:
    return purpose in policy.purposes and policy.purposes[purpose].direct_marketing


def plan_stop(
    head: PlanHead,
    located: Located,
    systems: Mapping[str, SystemMap],
    marking: Marking,
    held: Held,
    new_id: NewId,
) -> Drafted:
    """Stop the purposes in every system, nothing told yet: the letter follows when it is in force."""
    return plan_marks(head, located, systems, marking, held, new_id, Order(Verb.RESTRICT, "not"))


def plan_go_on(
    head: PlanHead,
    located: Located,
    systems: Mapping[str, SystemMap],
    marking: Marking,
    before: Held,
    new_id: NewId,
) -> Drafted:
    """Rejected: the person is told first, with the reasons; only then the stop is lifted."""
    return plan_lift(head, located, systems, marking, before, new_id, Order(Verb.LIFT, "first"))


def before_lifting(held: Held, systems: Mapping[str, SystemMap], policy: Policy, purposes: Iterable[str]) -> Held:
    """What rows held before, without what keeps direct marketing stopped: no weighing gives that back."""
    stays = marking_of(policy, absolute(policy, purposes))
    given: dict[Place, Values] = {}
    for place, values in held.items():
        system, collection, _ = place
        known = systems[system].collections.get(collection) if system in systems else None
        kept = frozenset(stays.put(known)) if known is not None else frozenset[str]()
        if rest := {column: value for column, value in values.items() if column not in kept}:
            given[place] = rest
    return given


def plan_upheld(
    head: PlanHead,
    located: Located,
    systems: Mapping[str, SystemMap],
    policy: Policy,
    purposes: Iterable[str],
    new_id: NewId,
) -> Drafted:
    """Upheld: copies of what the contested purposes use, where the policy promises them; then it is told. The stop
    stays."""
    categories = categories_of(policy, purposes) if policy.rights.objection_upheld == COPIES_FIRST else frozenset[str]()

    def judge(system: SystemMap, record: Found) -> Judged:
        is_used = system.collections[record.collection].category in categories
        return Judged(Decision.EXPORT) if is_used else Judged(Decision.WITHHOLD, OUTSIDE)

    made = drafted(head, located, systems, (Verb.EXPORT,), judge, new_id)
    steps = tuple(step for step in made.plan.steps if step.verb is Verb.TELL or _hands_over(step))
    kept = {step.id for step in steps}
    steps = tuple(replace(step, after=tuple(one for one in step.after if one in kept)) for step in steps)
    return Drafted(replace(made.plan, steps=steps), made.items)


def _hands_over(step: Step) -> bool:
    return any(line.decision is Decision.EXPORT for line in step.lines)


def marking_of(policy: Policy, purposes: Iterable[str]) -> Marking:
    """What stops these purposes: every table whose data they use, with what its map puts there for them."""
    wanted = tuple(dict.fromkeys(purposes))
    used = categories_of(policy, wanted)

    def put(collection: Collection) -> Mapping[str, object]:
        return {column: value for name in wanted for column, value in collection.stop.get(name, {}).items()}

    return Marking(concerned=lambda collection: collection.category in used and collection.controller, put=put)


def categories_of(policy: Policy, purposes: Iterable[str]) -> frozenset[str]:
    """The categories these purposes use."""
    return frozenset(use.category for name in purposes if name in policy.purposes for use in policy.purposes[name].uses)
