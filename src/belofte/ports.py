"""What the outside must offer. Procedures know these protocols and nothing behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from belofte.domain.identity import Identifier
from belofte.domain.plan import Decision, Failure, Outcome, ReceiptLine
from belofte.domain.promise import Observation
from belofte.domain.system_map import Verb

Key = tuple[object, ...]
"""A record key: one value, or several for a composite key, in the collection's key order."""


@dataclass(frozen=True, slots=True)
class Ability:
    """What a connector can do with one verb: rights it needs, the largest batch, the best outcome it can reach."""

    best: Outcome
    largest_batch: int = 1000
    permissions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """Find everything about one person. ``identifiers`` are those proven or known so far."""

    request: str
    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One record, the path by which it was found (``email → customers → orders``), and new identifiers it holds.

    ``shared`` marks a record that hangs on a value two persons share: decision ``ask``, never sent or erased.
    ``count`` is above 1 only where a collection is too large to list (``key`` is then ``()``).
    ``events`` are the collection's clock columns (event -> day or None), for retention.
    """

    request: str
    collection: str
    key: Key
    via: str
    identifiers: tuple[Identifier, ...] = ()
    shared: bool = False
    candidate: bool = False  # weak identifiers only: shown to the office as "perhaps also"
    count: int = 1
    events: Mapping[str, date | None] = field(default_factory=dict[str, date | None])
    known_since: Mapping[str, datetime | None] = field(default_factory=dict[str, datetime | None])
    has_text: bool = False  # a free-text field is filled: to be read before a copy leaves


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One collection's share of an order: these keys, this decision. ``keys`` None = all found again at the act."""

    collection: str
    decision: Decision
    keys: frozenset[Key] | None
    ground: str | None = None
    until: date | None = None
    values: Mapping[str, object] = field(default_factory=dict[str, object])  # rectify: column -> new value


@dataclass(frozen=True, slots=True)
class Order:
    """What to do for one request in one system. The connector finds again with ``identifiers`` in the same
    transaction; records that the approved lines do not cover end the order with a failure, nothing changed."""

    request: str
    identifiers: tuple[Identifier, ...]
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One exported record. ``fields`` are the source's values, converted to JSON types without loss."""

    request: str
    collection: str
    key: Key
    category: str
    via: str
    fields: Mapping[str, object]
    origin: str = "provided"
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


@dataclass(frozen=True, slots=True)
class Result:
    """What happened to one order: exactly one a order, in any sequence."""

    request: str
    outcome: Outcome
    lines: tuple[ReceiptLine, ...] = ()
    until: date | None = None
    problem: Failure | None = None
    looked: tuple[str, ...] = ()


class SystemUnreachable(Exception):
    """The system could not be looked at. ``why`` and ``remedy`` are plain words without personal data."""

    def __init__(self, why: str, remedy: str, *, transient: bool = True) -> None:
        super().__init__(why)
        self.why, self.remedy, self.transient = why, remedy, transient


class SystemConnector(Protocol):
    """One system. All verbs take many subjects at once; one subject is the batch of one.

    Raises :class:`SystemUnreachable` when the system as a whole cannot be worked with; everything that concerns one
    request is that request's ``Result``.
    """

    @property
    def can(self) -> Mapping[Verb, Ability]: ...

    def fingerprint(self) -> str:
        """Hash of map and live schema; drift raises :class:`SystemUnreachable` with table, column and remedy."""
        ...

    def find(self, asks: Sequence[Ask]) -> Iterator[Found]: ...
    def export(self, orders: Sequence[Order]) -> Iterator[Record]: ...
    def rectify(self, orders: Sequence[Order]) -> Iterator[Result]: ...
    def restrict(self, orders: Sequence[Order]) -> Iterator[Result]: ...
    def lift(self, orders: Sequence[Order]) -> Iterator[Result]: ...
    def erase(self, orders: Sequence[Order]) -> Iterator[Result]: ...
    def purge(self, orders: Sequence[Order]) -> Iterator[Result]: ...
    def read_back(self, orders: Sequence[Order]) -> Iterator[Result]: ...
    def observe(self, names: Sequence[str]) -> Iterator[Observation]: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class Mailer(Protocol):
    def send(self, message: Letter) -> Delivery: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to one address, text and HTML, in one language."""

    to: str
    subject: str
    text: str
    html: str
    language: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the receiving side said. ``accepted`` False: it is not delivered and the due date stays."""

    accepted: bool
    message_id: str
    transient: bool = False
    why: str | None = None
