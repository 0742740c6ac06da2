"""A vendor's limits: so many calls in a window, so many at once, so many errors before it closes the door."""

from __future__ import annotations

import math
from dataclasses import dataclass

from belofte.loading.simulated import Limit
from belofte.sandbox.rest.rows import State


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caller stands with one limit. ``wait`` is the seconds until there is room again."""

    limit: Limit
    used: int
    wait: int

    @property
    def passed(self) -> bool:
        return self.limit.calls is not None and self.used >= self.limit.calls

    @property
    def headers(self) -> dict[str, str]:
        """The vendor's own headers, after this call."""
        most = self.limit.calls or 0
        known = {"limit": most, "remaining": max(0, most - self.used - 1), "reset": self.wait}
        return {name: text.format(**known) for name, text in self.limit.headers.items()}


def standings(state: State, limits: tuple[Limit, ...], operation: str) -> list[Standing]:
    """Where this call stands with every limit that counts calls."""
    return [_standing(state, limit, operation) for limit in limits if limit.calls is not None]


def _standing(state: State, limit: Limit, operation: str) -> Standing:
    """Refused calls do not count, except in a budget of errors."""
    now = state.clock()
    where = "at > ? AND at <= ?"
    values: list[float | str] = [now - limit.per, now]
    if limit.counts:
        where += f" AND status IN ({', '.join('?' * len(limit.counts))})"
        values += list(limit.counts)
    else:
        where += " AND status <> 429"
    if limit.each == "operation":
        where += " AND operation = ?"
        values.append(operation)
    used, first = state.database.execute(f"SELECT count(*), min(at) FROM calls WHERE {where}", values).fetchone()
    return Standing(limit, int(used), math.ceil(first + limit.per - now) if first is not None else limit.per)
