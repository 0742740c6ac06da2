"""What a simulated vendor counted: how many calls, of which sort, how many at once, how many in a minute.

Tests hold connectors to these numbers: a look-only connector writes nothing, a limit is never exceeded, calls grow with
pages and not with people. Only names of operations are kept, never a path or a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from belofte.sandbox.rest.rows import State

SIGN_IN = "SIGN-IN"
"""What stands as the method of a call that hands out a token: it is counted apart from the calls of the API."""


@dataclass(frozen=True, slots=True)
class Calls:
    """The count since a number of calls (:attr:`last`), or since the beginning."""

    total: int
    reading: int
    writing: int
    by_operation: Mapping[str, int]
    by_status: Mapping[int, int]
    most_at_once: int
    most_in_a_minute: int
    struck: Mapping[str, int]
    last: int


def counted(state: State, after: int = 0) -> Calls:
    """Every call that came after the call with this number."""
    found = state.database.execute(
        "SELECT id, at, operation, writes, status, at_once, fault, method FROM calls WHERE id > ? ORDER BY at", (after,)
    ).fetchall()
    moments = [row[1] for row in found if row[7] != SIGN_IN]
    writing = sum(row[3] for row in found)
    return Calls(
        len(found),
        len(found) - writing,
        writing,
        Counter(row[2] for row in found),
        Counter(row[4] for row in found),
        max((row[5] for row in found), default=0),
        _most_within(moments, 60),
        Counter(row[6] for row in found if row[6]),
        max((row[0] for row in found), default=after),
    )


@dataclass(frozen=True, slots=True)
class Noted:
    """One call as it is counted. ``part`` is what a limit counts apart, such as a mailbox."""

    operation: str
    method: str
    is_writing: bool
    status: int
    at_once: int
    part: str | None
    fault: str | None


def note_call(state: State, noted: Noted) -> None:
    """Count one call when its answer is known."""
    with state.writing() as database:
        database.execute(
            "INSERT INTO calls(at, operation, method, writes, status, at_once, part, fault) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (state.clock(), noted.operation, noted.method, noted.is_writing, noted.status, noted.at_once, noted.part,
             noted.fault),
        )  # fmt: skip


def _most_within(moments: list[float], seconds: float) -> int:
    """The most moments in any window of so many seconds; ``moments`` are sorted."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most
