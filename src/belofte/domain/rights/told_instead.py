"""Whoever decides for themselves about what they hold does nothing on our orders: they are told (Art. 19 GDPR).

A carrier, a bank or an accountant is a controller of its own. Where no program can act in its system, a task "erase it
there" would be one that nobody of ours can do, and that a tick would turn into an erasure that never was. So the plan
has no step there: what we change is told to them, and what they answer is noted with the notice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from belofte.domain.not_there import Because, NotThere
from belofte.domain.plan import Line, Plan
from belofte.domain.policy import Policy, Recipient
from belofte.domain.recipients import RIGHTS_TOLD
from belofte.domain.system_map import SystemMap, Verb

OWN_CONTROLLER = "own-controller"
_BY_THEMSELVES = frozenset({"controller", "carrier"})


def decides_itself(recipient: Recipient | None) -> bool:
    """Whether a recipient is a controller of what it got, by its role or by what the policy says of its own use."""
    return recipient is not None and (recipient.role in _BY_THEMSELVES or recipient.own_use == OWN_CONTROLLER)


def told_instead(plan: Plan, policy: Policy, systems: Mapping[str, SystemMap]) -> Plan:
    """The plan without tasks in systems of those who decide for themselves; how many records they hold is said."""
    if plan.right not in RIGHTS_TOLD:
        return plan
    theirs = {
        step.id: step
        for step in plan.steps
        if step.verb is Verb.ASK_PERSON and _is_theirs(systems.get(step.system), policy)
    }
    found: dict[str, list[Line]] = {}
    for step in theirs.values():
        found.setdefault(step.system, []).extend(step.lines)
    left = tuple(
        replace(step, after=tuple(one for one in step.after if one not in theirs))
        for step in plan.steps
        if step.id not in theirs
    )
    said = (str(NotThere(system, Because.DECIDES_ITSELF, _detail(lines))) for system, lines in found.items())
    return replace(plan, steps=left, questions=(*plan.questions, *said)) if theirs else plan


def _detail(lines: Sequence[Line]) -> str:
    items = (f"{line.collection}={line.items}" for line in lines if line.items)
    return " ".join((str(sum(line.count for line in lines)), *items))


def _is_theirs(system: SystemMap | None, policy: Policy) -> bool:
    return system is not None and decides_itself(policy.recipients.get(system.recipient or ""))
