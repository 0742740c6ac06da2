"""How long the limits of vendors will make a plan last: said before somebody approves it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from belofte.domain.foretold import Foretold
from belofte.domain.plan import Plan
from belofte.domain.system_map import Verb
from belofte.procedures.desks import Wait
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction

_DONE_BY_PEOPLE = (Verb.ASK_PERSON, Verb.TELL, Verb.PURGE)


@runtime_checkable
class Foretelling(Protocol):
    """A system whose vendor allows so many calls and no more."""

    def foretell(self, people: int, verb: Verb = Verb.FIND) -> Foretold:
        """What a verb takes for so many people. Nothing is called for it."""
        ...


def waits_to_look(parts: Parts, people: int = 1) -> tuple[Wait, ...]:
    """Where the limits of a vendor make a search for so many people wait: said before it begins."""
    told = {name: made.foretell(people) for name, made in parts.connectors.items() if isinstance(made, Foretelling)}
    return tuple(Wait(name, Verb.FIND, foretold) for name, foretold in told.items() if foretold.makes_wait)


def waits_of(parts: Parts, tx: Transaction, plan: Plan) -> tuple[Wait, ...]:
    """One for each step whose system counts calls; none for a system that is not connected any more. What was approved
    before and has not begun takes of the same limit, so it counts too."""
    found: list[Wait] = []
    for step in plan.steps:
        if step.verb in _DONE_BY_PEOPLE or step.system not in parts.systems:
            continue
        connector = parts.connectors[step.system]
        if isinstance(connector, Foretelling):
            others = tx.steps.queued(step.system, step.verb)
            foretold = connector.foretell(others + 1, step.verb)
            if foretold.is_worth_saying:
                found.append(Wait(step.system, step.verb, foretold, others))
    return tuple(found)
