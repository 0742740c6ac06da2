"""Records that a person may not even know to be withheld, such as what tells of a secret order (Art. 23 GDPR)."""

from __future__ import annotations

from belofte.domain.plan import Decision

NOT_TOLD = "not told"
"""How the ground of such a withheld line begins. The line is left out of every letter, page and copy, as if it were not
there; plan and receipt, which only the office sees, hold it."""


_CAN_BE_UNTOLD = frozenset({Decision.WITHHOLD, Decision.KEEP})


def is_told(decision: Decision, ground: str | None) -> bool:
    """Whether a person may know of records with this decision and ground."""
    return decision not in _CAN_BE_UNTOLD or not (ground or "").startswith(NOT_TOLD)
