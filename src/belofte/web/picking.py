"""Which purposes an objection or a withdrawal is about, as the office picks them: some, or all where all was meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from belofte.procedures.intake.inbox_views import MessageView
from belofte.procedures.intake.naming import STOPS
from belofte.web.forms import Problem, Problems
from belofte.web.site import Choices, Option
from belofte.web.wishes import all_of, options_of

EVERY = "every"
"""The field of the tick that means all of them."""


@dataclass(frozen=True, slots=True)
class Picked:
    """The purposes by name, or what is not right about the choice."""

    purposes: tuple[str, ...] = ()
    problems: Problems = field(default_factory=dict[str, Problem])


def picked_purposes(right: str, data: Mapping[str, Any], choices: Choices) -> Picked:
    """What was picked for this right; () for a right that is about no purposes."""
    if right not in STOPS:
        return Picked()
    known = tuple(option.name for option in options_of(right, choices))
    ticked = known if all_of(data.get(EVERY)) else all_of(data.get("purposes"))
    if not ticked and len(known) > 1:
        return Picked((), {"purposes": Problem("error.purposes")})
    problems = {"purposes": Problem("error.purposes.other")} if set(ticked) - set(known) else {}
    return Picked(ticked, problems)


def purposes_to_pick(choices: Choices) -> tuple[Option, ...]:
    """Everything that one of these rights can be about, each once."""
    return tuple({option.name: option for option in (*choices.contested, *choices.consents)}.values())


def picked_before(view: MessageView) -> tuple[str, ...]:
    """What stands ticked when the form is first shown: what the words name, for the right they seem to use."""
    rights = [view.row.proposed] if view.row.proposed in STOPS else STOPS
    return tuple(dict.fromkeys(name for right in rights for name in view.purposes.get(right or "", ())))
