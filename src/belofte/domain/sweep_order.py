"""What a system is asked of its records by term, and what it is told to let go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision
from belofte.domain.retention import Due, Term, Unless


@dataclass(frozen=True, slots=True)
class DueAsk:
    """The records of one collection whose terms are all over. ``past`` are never empty. ``unless``: records with such
    an event (a tag, a purpose that began) only where these terms are over too. ``telling`` are columns whose values go
    along, so that copies of a record are found in other systems."""

    collection: str
    past: tuple[Term, ...]
    unless: tuple[Unless, ...] = ()
    telling: tuple[Telling, ...] = ()

    @property
    def due(self) -> Due:
        """What makes a record due."""
        return Due(self.past, self.unless)


@dataclass(frozen=True, slots=True)
class Telling:
    """The column whose value another system knows a record by, and what kind of identifier it is there."""

    column: str
    kind: str
    scope: str


@dataclass(frozen=True, slots=True)
class UndatedAsk:
    """The records of one collection that lack the day of at least one of these events."""

    collection: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SweepOrder:
    """Records of one collection that go, named by key and not by a person. With ``past`` only those go whose terms are
    over at the act itself; without, what somebody decided about these very records is done."""

    id: str
    collection: str
    decision: Decision  # delete | clear
    keys: tuple[Key, ...]
    past: tuple[Term, ...] = ()
    unless: tuple[Unless, ...] = ()

    @property
    def due(self) -> Due:
        """What must be over at the act."""
        return Due(self.past, self.unless)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both included, and how many records are due of them."""

    first: date
    last: date
    count: int


Days = Mapping[str, date | None]
"""Event -> its day; None where a record has none, or where it does not concern the record."""


@dataclass(frozen=True, slots=True)
class DueDays:
    """What of one collection is past its terms, oldest first, as many days together as make a batch. ``besides``: the
    records that were named, are counted in no span, and are past them too, or lack the first day of one. ``unsure``:
    how many others lack it, by what they have. ``longest``: among the due there is none that has been due for longer
    than each of these."""

    spans: tuple[Span, ...] = ()
    besides: tuple[Found, ...] = ()
    unsure: tuple[tuple[Days, int], ...] = ()
    longest: tuple[Days, ...] = ()

    @property
    def count(self) -> int:
        """All that are due."""
        return sum(span.count for span in self.spans)


@dataclass(frozen=True, slots=True)
class DaysOrder:
    """The records of one collection whose day of ``term.event`` lies from ``first`` to ``last``, both included, and
    whose terms are all over at the act itself (``also``, and ``unless`` where it concerns them): named by their day and
    not by key. Those in ``besides`` stay. ``salt`` goes into the digest of the keys that go
    (:mod:`belofte.domain.keys_digest`); ``planned`` is how many were counted."""

    id: str
    collection: str
    decision: Decision  # delete | clear
    term: Term
    first: date
    last: date
    planned: int
    besides: tuple[Key, ...] = ()
    salt: str = ""
    also: tuple[Term, ...] = ()
    unless: tuple[Unless, ...] = ()

    @property
    def ask(self) -> DueAsk:
        """What must be over for each record."""
        return DueAsk(self.collection, (self.term, *self.also), self.unless)

    @property
    def days(self) -> str:
        """The days as an interval of ISO 8601."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"
