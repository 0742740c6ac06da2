"""What each service of AWS offers the connector for one collection, whatever it stores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from belofte.connectors.aws.seeking import Hit, People
from belofte.domain.located import Key
from belofte.domain.plan import Failure, Outcome
from belofte.domain.system_map import Collection, Verb


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy of one record, or of a part of it: what belongs to one key may come in several of these."""

    fields: Mapping[str, object]
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


@dataclass(frozen=True, slots=True)
class Stays:
    """Why something of a record is not gone: how the step ends because of it, until when, and what a person can do.
    ``elsewhere``: nothing of it is left here, a copy lies where this connector does not act."""

    outcome: Outcome
    where: str
    remedy: str
    until: date | None = None
    transient: bool = False
    elsewhere: bool = False


Staying = Mapping[Key, Stays]


class Service(Protocol):
    """One collection. Keys are those that :meth:`find` gave; every act is safe to repeat."""

    @property
    def collection(self) -> Collection: ...
    @property
    def can(self) -> frozenset[Verb]:
        """The verbs that make sense for this collection."""
        ...

    def signature(self) -> str:
        """What the map rests on and is there. Raises :class:`belofte.connectors.aws.places.MapDoesNotFit`."""
        ...

    def find(self, people: People) -> Iterator[Hit]:
        """The records of many people in one pass."""
        ...

    def copies(self, hits: Sequence[Hit]) -> Iterator[tuple[Hit, Copied]]:
        """The contents of one person's records, in the order of ``hits``, a bounded part at a time."""
        ...

    def erase(self, hits: Sequence[Hit]) -> Staying:
        """Take the records away; what cannot go (yet), and why. What is not named is gone as far as AWS says."""
        ...

    def fixed(self, columns: Iterable[str]) -> str | None:
        """Why these columns cannot be changed by a program, and what a person does; None where they can."""
        ...

    def put(self, hit: Hit, values: Mapping[str, object]) -> Failure | None:
        """Give one record these values; None when it was done."""
        ...

    def unlike(self, wanted: Mapping[Key, Mapping[str, object]]) -> frozenset[Key]:
        """The records that do not hold what is wanted; one that is not there any more is among them."""
        ...

    def still(self, keys: Sequence[Key], found: Mapping[Key, Hit]) -> Staying:
        """Those of ``keys`` that are still there, and why. ``found`` is what a fresh search from the identifiers
        gave."""
        ...
