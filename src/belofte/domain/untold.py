"""Records that a person may not even know to be withheld, such as what tells of a secret order (Art. 23 GDPR)."""

from __future__ import annotations

from belofte.domain.plan import Decision, Step

NOT_TOLD = "not told"
"""How the ground of such a withheld line begins. The line is left out of every letter, page and copy, as if it were not
there. The plan, which only the office sees, holds it; a receipt never does, so that every receipt can be opened."""


_CAN_BE_UNTOLD = frozenset({Decision.WITHHOLD, Decision.KEEP})


def is_told(decision: Decision, ground: str | None) -> bool:
    """Whether a person may know of records with this decision and ground."""
    return decision not in _CAN_BE_UNTOLD or is_ground_told(ground or "")


def is_ground_told(ground: str) -> bool:
    """Whether a ground may stand in a letter; one that may not needs no article to be told by."""
    return not ground.startswith(NOT_TOLD)


def is_untold_only(step: Step) -> bool:
    """Whether a step is about nothing but what nobody may know of."""
    return bool(step.lines) and not any(is_told(line.decision, line.ground) for line in step.lines)
