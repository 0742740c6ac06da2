"""A vendor's limits: so many calls in a window, so many at once, so many errors before it closes the door."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from belofte.loading.simulated import Limit
from belofte.sandbox.rest.calls import SIGN_IN
from belofte.sandbox.rest.exchange import Refused
from belofte.sandbox.rest.rows import State


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caller stands with one limit. ``wait`` is the seconds until there is room again."""

    limit: Limit
    used: int
    wait: int
    now: float

    @property
    def is_passed(self) -> bool:
        return self.limit.calls is not None and self.used >= self.limit.calls

    @property
    def headers(self) -> dict[str, str]:
        """The vendor's own headers, after this call."""
        most = self.limit.calls or 0
        known = {"limit": most, "remaining": max(0, most - self.used - 1), "reset": self.wait}
        known |= {"reset_at": int(self.now + self.wait), "reset_ms": int((self.now + self.wait) * 1000)}
        return {name: text.format(**known) for name, text in self.limit.headers.items()}


class AtOnce:
    """How many calls are being answered at the same moment, in all and for each part of a path."""

    def __init__(self, limits: tuple[Limit, ...]) -> None:
        self._limits = [limit for limit in limits if limit.at_once is not None]
        self._lock, self._now = Lock(), Counter[str]()

    @contextmanager
    def one_more(self, path: Mapping[str, str]) -> Generator[list[Limit]]:
        """Count a call while it is answered; gives the limits that it passes."""
        counted = {"all": "all", **{f"{{{name}}}": f"{name}={value}" for name, value in path.items()}}
        with self._lock:
            self._now.update(counted.values())
            passed = [limit for limit in self._limits if self._of(counted, limit) > (limit.at_once or 0)]
        try:
            yield passed
        finally:
            with self._lock:
                self._now.subtract(counted.values())

    def _of(self, counted: Mapping[str, str], limit: Limit) -> int:
        return self._now[counted[limit.each]] if limit.each in counted else 0

    @property
    def number(self) -> int:
        """How many there are now in all."""
        with self._lock:
            return self._now["all"]


def part_of(limits: tuple[Limit, ...], path: Mapping[str, str]) -> str | None:
    """The value of the path that a limit counts apart, such as a mailbox; None where there is none."""
    names = {limit.each.strip("{}") for limit in limits if limit.each.startswith("{")}
    return next((path[name] for name in names if name in path), None)


def standings(state: State, limits: tuple[Limit, ...], part: str | None) -> list[Standing]:
    """Where a call stands with every limit that counts calls."""
    return [_standing(state, limit, part) for limit in limits if limit.calls is not None]


def refuse_where_passed(standing: Standing, headers: dict[str, str], *, is_forced: bool) -> None:
    """Raises :class:`Refused` where the limit is passed, or where a fault says it is."""
    forced = is_forced and not standing.limit.counts
    if not (standing.is_passed or forced):
        return
    if standing.limit.wait_header:
        headers[standing.limit.wait_header] = str(standing.wait if standing.is_passed else 1)
    raise Refused(standing.limit.error)


def _standing(state: State, limit: Limit, part: str | None) -> Standing:
    """Refused calls do not count, except in a budget of errors; there the operation with the most errors counts."""
    now = state.clock()
    where = "at > ? AND at <= ?"
    values: list[float | int | str | None] = [now - limit.per, now]
    if limit.counts:
        where += f" AND status IN ({', '.join('?' * len(limit.counts))})"
        values += list(limit.counts)
    else:
        where += f" AND status <> 429 AND method <> '{SIGN_IN}'"
    if limit.each.startswith("{"):
        where += " AND part IS ?"
        values.append(part)
    group = " GROUP BY operation ORDER BY 1 DESC" if limit.each == "operation" else ""
    found = state.database.execute(f"SELECT count(*), min(at) FROM calls WHERE {where}{group}", values).fetchone()
    used, first = found or (0, None)
    return Standing(limit, int(used), math.ceil(first + limit.per - now) if first is not None else limit.per, now)
