"""What the outside must offer. Procedures know these protocols and nothing behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from belofte.domain.answer import LetterFacts, LetterKind
from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Key
from belofte.domain.message import Message, OurSide
from belofte.domain.plan import Decision, Failure, Outcome, ReceiptLine
from belofte.domain.policy import Text
from belofte.domain.promise import Observation
from belofte.domain.sweep_order import DaysOrder as DaysOrder
from belofte.domain.sweep_order import DueAsk as DueAsk
from belofte.domain.sweep_order import DueDays as DueDays
from belofte.domain.sweep_order import Span as Span
from belofte.domain.sweep_order import SweepOrder as SweepOrder
from belofte.domain.sweep_order import Telling as Telling
from belofte.domain.sweep_order import UndatedAsk as UndatedAsk
from belofte.domain.system_map import Verb


@dataclass(frozen=True, slots=True)
class Ability:
    """What a connector can do with one verb: rights it needs, the largest batch, the best outcome it can reach.
    ``lacking`` are rights that are needed and not given ("DELETE on orders"): a plan says so before it is approved."""

    best: Outcome
    largest_batch: int = 1000
    permissions: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """Find everything about one person. ``identifiers`` are those proven or known so far."""

    request: str
    identifiers: tuple[Identifier, ...]


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
    transaction; records that the approved lines do not cover end the order with a failure, nothing changed.

    ``verb`` tells ``read_back`` what a line without values should have come to (restricted, or lifted again);
    ``cause``: what a mark that hides rows from staff carries, "" for the one of this request."""

    request: str
    identifiers: tuple[Identifier, ...]
    lines: tuple[OrderLine, ...]
    verb: Verb | None = None
    cause: str = ""


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
    """The system could not be looked at. ``why`` and ``remedy`` are plain words without personal data; ``until``: the
    moment from which it may be, where the vendor or its limit says so."""

    def __init__(self, why: str, remedy: str, *, transient: bool = True, until: datetime | None = None) -> None:
        super().__init__(why)
        self.why, self.remedy, self.transient, self.until = why, remedy, transient, until


class NotAllSeen(SystemUnreachable):
    """Raised by ``find`` after its last record: for these ``requests`` not everything could be looked at, and what was
    found of them is a part. All others were seen whole. Who makes no difference takes it for a system that is away."""

    def __init__(self, away: SystemUnreachable, requests: frozenset[str]) -> None:
        super().__init__(away.why, away.remedy, transient=away.transient, until=away.until)
        self.requests = requests


class PlanOutdated(Exception):
    """Raised by ``export`` after its last record: for these requests a search now finds what the plan does not cover.
    They got no record; the plan is to be made again. ``failures`` is request → what no longer fits. One that
    passes stands for a request that was not reached any more: it is exported later."""

    def __init__(self, failures: Mapping[str, Failure]) -> None:
        super().__init__(f"{len(failures)} plans no longer fit")
        self.failures = failures


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

    def find(self, asks: Sequence[Ask]) -> Iterator[Found]:
        """Every record of every asked person. May end with :class:`NotAllSeen`."""
        ...

    def export(self, orders: Sequence[Order]) -> Iterator[Record]: ...
    def rectify(self, orders: Sequence[Order]) -> Iterator[Result]: ...
    def restrict(self, orders: Sequence[Order]) -> Iterator[Result]: ...
    def lift(self, orders: Sequence[Order]) -> Iterator[Result]: ...
    def erase(self, orders: Sequence[Order]) -> Iterator[Result]: ...
    def purge(self, orders: Sequence[Order]) -> Iterator[Result]: ...
    def read_back(self, orders: Sequence[Order]) -> Iterator[Result]: ...
    def observe(self, names: Sequence[str]) -> Iterator[Observation]:
        """One answer a name; :mod:`belofte.domain.observing` lists the names and what each value means."""
        ...


@runtime_checkable
class SweptByTerm(Protocol):
    """What a system can do besides, where it finds records by how old they are. A connector that lacks this is named
    in every sweep: nothing was looked at there. All may raise :class:`SystemUnreachable`."""

    def write_order(self) -> Sequence[str]:
        """The collections that can be swept, whatever refers to others first. What is missing here ends by itself (a
        log group with a term of its own), or is nothing a program erases."""
        ...

    def without_index(self, ask: DueAsk) -> Sequence[str]:
        """The columns of the ask that no index begins with: looking for what is due reads the whole table."""
        ...

    def due(self, ask: DueAsk) -> Iterator[Found]:
        """The records whose terms are over, oldest first, a page at a time: nothing is held open between two pages, so
        that those who read may act. A record that holds nothing any more (a cleared shell) is none. One that is past
        all but a term without a first day is given too: its standing is undecided, and ``events`` say so."""
        ...

    def undated(self, ask: UndatedAsk) -> Iterator[Found]:
        """The records whose term has no first day yet, a page at a time."""
        ...

    def sweep(self, order: SweepOrder) -> Result:
        """Erase them in one transaction, then look again in another. What other records still refer to stays, and is
        counted as present."""
        ...

    def look_again(self, order: SweepOrder) -> Result:
        """How many of the records remain that should be gone: after a crash nobody knows what was acted on."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class Mailer(Protocol):
    def send(self, message: Letter) -> Delivery:
        """Hand one letter to the mail route; says what the receiving side answered. Never raises for a refusal."""
        ...


@dataclass(frozen=True, slots=True)
class Batch:
    """Due steps that can be done in one pass: they share system and verb."""

    system: str
    verb: Verb
    count: int


@dataclass(frozen=True, slots=True)
class Driven:
    """What one drive did: how many steps were receipted, how many wait or failed. Counts only."""

    system: str
    verb: Verb
    receipted: int = 0
    waiting: int = 0
    failed: int = 0


class Work(Protocol):
    """What the engine drives. Both calls are safe to repeat after a crash."""

    def due(self, limit: int = 1000) -> Sequence[Batch]:
        """The batches that can start now (approved, pause over, predecessors done)."""
        ...

    def drive(self, system: str, verb: Verb, limit: int = 1000) -> Driven:
        """Claim at most ``limit`` due steps of one system and verb, do them, read back, write the receipts."""
        ...

    def tend(self) -> Mapping[str, int]:
        """Everything that is due by the clock: letters to send again, windows that end, cases that close. Counts."""
        ...


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to one address, text and HTML, in one language."""

    to: str
    subject: str
    text: str
    html: str
    language: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class LetterWriter(Protocol):
    def write(self, kind: LetterKind, to: str, facts: LetterFacts, texts: Mapping[str, Text] | None = None) -> Letter:
        """The words of one letter in the person's language, text and HTML. ``texts``: the company's own words, where
        those of another version of the policy count than of the one in force."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the receiving side said. ``accepted`` False: it is not delivered and the due date stays."""

    accepted: bool
    message_id: str
    transient: bool = False
    why: str | None = None


class MailboxPurpose(StrEnum):
    """What a mailbox is looked into for."""

    PRIVACY = "privacy"  # everything in it is for the privacy office
    SHARED = "shared"  # others work there; it is only looked through for requests that were missed


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message as it lies in its mailbox. ``raw`` is cut off where it is longer than the limit (``whole`` False);
    ``arrived_at`` is when the mailbox got it."""

    uid: str
    raw: bytes
    arrived_at: datetime | None
    whole: bool = True


class MailboxUnreachable(Exception):
    """The mailbox could not be looked into. ``why`` and ``remedy`` are plain words without personal data."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.why, self.remedy = why, remedy


class Mailbox(Protocol):
    """One mailbox. Nothing in it is ever deleted. Every call may raise :class:`MailboxUnreachable`."""

    @property
    def purpose(self) -> MailboxPurpose: ...
    @property
    def ours(self) -> OurSide:
        """What is our own there: the servers that deliver into it, and our domains."""
        ...

    def fetch(self, mark: str, limit: int) -> Iterator[tuple[Arrived, str]]:
        """What came after ``mark`` ("" for all), oldest first, at most ``limit``; each with the mark that comes after
        it, to be handed in the next time."""
        ...

    def get(self, uid: str) -> Arrived | None:
        """One message again, whole as far as the limit goes; None when it is there no more."""
        ...

    def taken(self, uids: Sequence[str]) -> None:
        """Mark messages as handled: a flag or a move, as the mailbox is set up. A shared mailbox is left as it is."""
        ...


class MailReader(Protocol):
    def __call__(self, raw: bytes, ours: OurSide) -> Message:
        """The message of these bytes, whatever they are; never raises."""
        ...


class AttachmentReader(Protocol):
    def __call__(self, raw: bytes, number: int) -> bytes | None:
        """The bytes of one attachment, in the order of :attr:`Message.attachments` from 1; None for none."""
        ...


LeavesOut = Callable[[bytes], bytes]
"""A message without some of what came along; never raises."""


@dataclass(frozen=True, slots=True)
class Mailboxes:
    """The mailboxes of an installation by name, how a message is read, how an attachment is taken out of it, and what
    is left out of what we keep: its pictures, or everything but the words."""

    boxes: Mapping[str, Mailbox]
    read: MailReader
    attachment: AttachmentReader
    as_kept: LeavesOut
    words_only: LeavesOut
    without: Callable[[bytes, int], bytes]
    """A message without the content of one attachment, counted from 1; its place stays, empty. Never raises."""
