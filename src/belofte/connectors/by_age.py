"""What is past its term in systems without a query language: every record is looked at, by key, and goes by key.

A connector offers :class:`Aged`; the rest is the same for all of them. At the act each record is looked at once more:
what was used since does not go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from belofte.domain.located import Found, Key
from belofte.domain.plan import Failure, Outcome, ReceiptLine
from belofte.domain.retention import Due
from belofte.ports import DueAsk, Result, SweepOrder, UndatedAsk


@dataclass(frozen=True, slots=True)
class Old:
    """One record with the days of its events."""

    key: Key
    events: Mapping[str, date | None] = field(default_factory=dict[str, "date | None"])


class Aged(Protocol):
    """One collection of records with days."""

    def all(self, due: Due) -> Iterator[Old]:
        """Every record that may be due; those that are surely younger may be left out."""
        ...

    def some(self, keys: Sequence[Key]) -> Iterator[Old]:
        """Those of these records that are there."""
        ...

    def erase(self, keys: Sequence[Key]) -> Mapping[Key, Failure]:
        """Take them away with every version and copy the system keeps; those that could not go, and why."""
        ...


NEVER_DUE = Due((), ())


def due(aged: Aged, ask: DueAsk) -> Iterator[Found]:
    """The records whose terms are over, and those past all but a term without a first day."""
    for old in aged.all(ask.due):
        if ask.due.holds_for(old.events) or ask.due.lacks_a_start(old.events):
            yield Found("", ask.collection, old.key, "term", events=_only(old.events, ask.due.events))


def undated(aged: Aged, ask: UndatedAsk) -> Iterator[Found]:
    """The records that lack the day of one of these events."""
    for old in aged.all(NEVER_DUE):
        if any(old.events.get(event) is None for event in ask.events):
            yield Found("", ask.collection, old.key, "undated", events=_only(old.events, ask.events))


def sweep(aged: Aged, order: SweepOrder) -> Result:
    """Take away what still is to go."""
    going = [old.key for old in aged.some(order.keys) if order.due.holds_for(old.events)]
    failed = aged.erase(going) if going else dict[Key, Failure]()
    acted = len(going) - len(failed)
    line = ReceiptLine(order.collection, order.decision, len(order.keys), acted=acted, present=len(failed))
    problem = next(iter(failed.values()), None)
    return Result(order.id, Outcome.FAILED if problem else Outcome.DONE, (line,), problem=problem, looked=("keys",))


def look_again(aged: Aged, order: SweepOrder) -> Result:
    """What should be gone by now and is not."""
    left = sum(order.due.holds_for(old.events) for old in aged.some(order.keys))
    line = ReceiptLine(order.collection, order.decision, len(order.keys), remains=left)
    if not left:
        return Result(order.id, Outcome.DONE, (line,), looked=("keys",))
    problem = Failure(False, order.collection, "Look why these records cannot go; the next sweep tries again.")
    return Result(order.id, Outcome.FAILED, (line,), problem=problem, looked=("keys",))


def _only(events: Mapping[str, date | None], wanted: Sequence[str]) -> dict[str, date | None]:
    return {event: events.get(event) for event in wanted}
