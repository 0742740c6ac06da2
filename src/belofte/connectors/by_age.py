"""What is past its term in systems without a query language: every record is looked at, by key, and goes by key.

A connector gives its records as :class:`Aged` and inherits the rest from :class:`SweptByKey`. At the act each record is
looked at once more: what was used since does not go.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import ClassVar, Protocol, runtime_checkable

from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Key
from belofte.domain.plan import Failure, Outcome, ReceiptLine
from belofte.domain.retention import Due
from belofte.domain.system_map import Verb
from belofte.ports import Ask, DueAsk, Result, SweepOrder, UndatedAsk


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


@runtime_checkable
class Told(Protocol):
    """Records that also show what they hold."""

    def told(self) -> Iterator[tuple[Old, str]]:
        """Every record, with a text that differs when what it holds does."""
        ...


class SweptByKey(ABC):
    """The part of a connector that sweeps (:class:`belofte.ports.SweptByTerm`), finds copies of records elsewhere
    (:class:`belofte.sweep_port.KeepsSwept`), and where ``shows`` says so shows that what is kept stays as it is
    (:class:`belofte.sweep_port.ShowsKept`)."""

    TAKEN_AT_ONCE: ClassVar[int | None] = None
    """How many records are read before they are given, and acted on, while more are still to be read. None: all of
    them, because what goes in the meantime would shift the list, or because a session stays open as long as one
    reads."""

    @abstractmethod
    def find(self, asks: Sequence[Ask]) -> Iterator[Found]: ...

    @abstractmethod
    def write_order(self) -> Sequence[str]:
        """The collections that can be swept, whatever refers to others first."""
        ...

    @abstractmethod
    def _aged(self, collection: str) -> AbstractContextManager[Aged]:
        """The records of one collection, while the context is open. Raises :class:`belofte.ports.SystemUnreachable`
        for what cannot be looked at."""
        ...

    @abstractmethod
    def _allowed(self, verb: Verb) -> None:
        """Raises :class:`belofte.ports.SystemUnreachable` where the map does not allow this verb."""
        ...

    def without_index(self, ask: DueAsk) -> Sequence[str]:
        """None: there is no index to lack."""
        del ask
        return ()

    def due(self, ask: DueAsk) -> Iterator[Found]:
        """The records whose terms are over."""
        return self._told(ask.collection, lambda aged: due(aged, ask))

    def undated(self, ask: UndatedAsk) -> Iterator[Found]:
        """The records without a day."""
        return self._told(ask.collection, lambda aged: undated(aged, ask))

    def shows(self, collection: str) -> bool:
        """None, where the connector does not say otherwise."""
        del collection
        return False

    def contents(
        self, collection: str, events: Sequence[str], telling: Sequence[str] = ()
    ) -> Iterator[tuple[Found, str]]:
        """What kept records hold, one after the other."""
        self._allowed(Verb.FIND)
        with self._aged(collection) as aged:
            for old, text in aged.told() if isinstance(aged, Told) else ():
                if not events or any(old.events.get(event) for event in events):
                    yield Found("", collection, old.key, "kept", events=_only(old.events, (*events, *telling))), text

    def sweep(self, order: SweepOrder) -> Result:
        """Take away what is past its term."""
        self._allowed(Verb.FIND)
        self._allowed(Verb.ERASE)
        with self._aged(order.collection) as aged:
            return sweep(aged, order)

    def look_again(self, order: SweepOrder) -> Result:
        """Look anew whether what should be gone is gone."""
        self._allowed(Verb.FIND)
        with self._aged(order.collection) as aged:
            return look_again(aged, order)

    def hanging_on(self, collection: str, holders: Sequence[Sequence[Identifier]]) -> Iterator[tuple[int, Found]]:
        """What is a copy of a record elsewhere, found by what both hold."""
        return hanging_on(self.find, collection, holders)

    def _told(self, collection: str, look: Callable[[Aged], Iterator[Found]]) -> Iterator[Found]:
        self._allowed(Verb.FIND)
        with self._aged(collection) as aged:
            records = look(aged)
            while part := list(islice(records, self.TAKEN_AT_ONCE)):
                if self.TAKEN_AT_ONCE is None:
                    break
                yield from part
        yield from part


def hanging_on(
    find: Callable[[Sequence[Ask]], Iterator[Found]], collection: str, holders: Sequence[Sequence[Identifier]]
) -> Iterator[tuple[int, Found]]:
    """The records of one collection that a search by what a holder is known by finds, each with its holder's number."""
    asks = [Ask(str(number), tuple(known)) for number, known in enumerate(holders)]
    found = (one for one in find(asks) if one.collection == collection and one.is_record)
    yield from ((int(one.request), one) for one in found)


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
