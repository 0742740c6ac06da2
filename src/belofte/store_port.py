"""What the store must offer: the books procedures read and write, one class a subject. The truth of every case.

How it is used::

    store.open_cases([case])                       # the case keys, durable before anything of the case is written
    with store.transaction() as tx:                # one commit, one fdatasync; an exception rolls all of it back
        tx.requests.add(request, reference)
        identifiers = tx.vault.put(case, "identifiers", json_bytes)
        tx.index.add(case, known)
    with store.reading() as tx: ...                # no write lock, one snapshot
    store.ledger.seal(entries)                     # its own file and its own commit, before the first act
    with store.packages.batch() as batch: ...      # segment files; one fsync when the batch ends
    store.close_case(case, row)                    # register row, everything of the case, then its key

``case`` and ``request`` are the same id (:func:`belofte.domain.naming.id_from` makes ids). Only the vault, the ledger
and packages hold anything of a person. Every method takes many where many come together; nothing is one statement a
row. Times are aware UTC, days are dates.
Raises: :class:`Unknown` for an id that is not there, :class:`CaseClosed` where the key is gone, :class:`StoreBusy`
when another process holds the store too long; no message repeats a value from the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from belofte.domain.errors import BelofteError
from belofte.domain.identity import Identifier
from belofte.domain.plan import Plan, Receipt, Step
from belofte.domain.promise import Observation, Verdict
from belofte.domain.register import RegisterRow
from belofte.domain.request import Request, RequestState
from belofte.domain.system_map import Verb
from belofte.domain.task import Task, TaskState
from belofte.ports import Batch


class StoreError(BelofteError):
    """The store cannot do this; the message says what to do and holds no personal data."""


class Unknown(StoreError):
    """There is no such record (any more)."""

    exit_status = 2


class CaseClosed(StoreError):
    """The case key is gone: what lay under it cannot be read by anybody."""

    exit_status = 1


class StoreBusy(StoreError):
    """Another process holds the store; try again."""

    exit_status = 3


class StepState(StrEnum):
    PLANNED = "planned"
    INTENDED = "intended"
    ACTED = "acted"
    LOOKED = "looked"
    RECEIPTED = "receipted"
    DROPPED = "dropped"  # its plan was replaced or its request stopped before the act


@dataclass(frozen=True, slots=True)
class StoredStep:
    """A step with where it stands. ``batch`` is the drive that claimed it."""

    step: Step
    plan: str
    state: StepState
    due_at: datetime | None
    attempts: int
    batch: str | None
    policy_version: int


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved which plan; one plan, one approval."""

    plan: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Secret:
    """One value for the vault: of which case, under which column name (part of the encryption's associated data)."""

    case: str
    column: str
    data: bytes


@dataclass(frozen=True, slots=True)
class StoredPackage:
    """Where one case's package lies: file in the vault folder, offset and length there, size when decrypted."""

    id: str
    case: str
    file: str
    offset: int
    length: int
    size: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DueDate:
    """Something that must be looked at on a moment: kind (``answer``, ``close``, ``download-ends``) and about what."""

    kind: str
    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A single-use link. Only the hash of its token is kept."""

    case: str
    purpose: str  # confirm | download | status | lift ...
    expires_at: datetime
    used_at: datetime | None = None


class LetterState(StrEnum):
    READY = "ready"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter of the outbox. ``content`` is the vault entry that holds it (address, subject, text)."""

    id: str
    case: str
    purpose: str
    content: str
    state: LetterState
    due_at: datetime
    attempts: int = 0
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeafDraft:
    """A leaf to append: its kind and its fields (without ``n`` and ``v``); what may stand there is a closed list
    (:mod:`belofte.domain.evidence`)."""

    kind: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Head:
    """The evidence log's size and root, and its newest signed note."""

    size: int
    root: bytes
    note: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, ordered by number and not by time. No personal data."""

    number: int
    kind: str  # subject.action: request.received, step.failed
    about: str
    at: datetime
    data: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One published version of the policy: what is in force from when until when, and the hash of its folder."""

    version: int
    digest: str
    published_at: datetime
    in_force: date
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What must stay forgotten (or corrected) in one system until its last backup has gone.

    ``keys``: collection -> record keys; ``values``: collection -> column -> new value, for rectify only.
    """

    id: str
    system: str
    verb: Verb
    sealed_on: date
    expires_on: date
    identifiers: tuple[Identifier, ...]
    keys: Mapping[str, Sequence[Sequence[object]]]
    values: Mapping[str, Mapping[str, object]] = field(default_factory=dict[str, Mapping[str, object]])


class RequestBook(Protocol):
    def add(self, request: Request, reference: str) -> None:
        """Register a request; the reference goes into the vault, its keyed hash into the index."""
        ...

    def add_many(self, requests: Sequence[tuple[Request, str]]) -> None: ...
    def get(self, request: str) -> Request: ...
    def get_many(self, requests: Sequence[str]) -> dict[str, Request]: ...
    def by_reference(self, reference: str) -> Request:
        """Raises :class:`Unknown` also when the case is closed: then nothing leads to it any more."""
        ...

    def reference_of(self, request: str) -> str: ...
    def save(self, request: Request) -> None:
        """Write the record back. The state machine is the domain's (:func:`belofte.domain.request.move`)."""
        ...

    def save_many(self, requests: Sequence[Request]) -> None: ...
    def in_states(self, states: Iterable[RequestState], limit: int = 1000) -> list[Request]:
        """Oldest first."""
        ...

    def to_close(self, now: datetime, limit: int = 1000) -> list[Request]:
        """Answered, refused or stopped, with ``close_after`` past; whether anything is pending is not judged here."""
        ...

    def counts(self) -> dict[RequestState, int]: ...


class IdentifierIndex(Protocol):
    """Finds open cases by a keyed hash. It goes at closing."""

    def add(self, case: str, identifiers: Iterable[Identifier]) -> None: ...
    def open_cases(self, identifiers: Iterable[Identifier]) -> list[str]: ...


class PlanBook(Protocol):
    def add(self, plan: Plan) -> None:
        """Keep a plan with its steps and lines. An unapproved older plan's steps are dropped."""
        ...

    def add_many(self, plans: Sequence[Plan]) -> None: ...
    def get(self, plan: str) -> Plan: ...
    def maps_of(self, plans: Sequence[str]) -> dict[str, dict[str, str]]:
        """Plan -> system -> fingerprint of the map and schema it was made on, for many plans at once."""
        ...

    def newest(self, request: str) -> Plan | None: ...
    def approve(self, approval: Approval, due_at: datetime) -> None:
        """Bind the approval to this plan and let its steps be claimed from ``due_at`` on. Raises :class:`StoreError`
        when a newer plan exists."""
        ...

    def approve_many(self, approvals: Sequence[Approval], due_at: datetime) -> None: ...
    def approval(self, plan: str) -> Approval | None: ...


class StepBook(Protocol):
    def due(self, now: datetime) -> list[Batch]:
        """What can start, by system and verb: due, and everything it comes after is receipted. What a drive holds
        counts too: it runs now, or it was killed and must be reclaimed."""
        ...

    def reclaim(self, system: str, verb: Verb) -> int:
        """Give back what a killed drive of this system and verb still holds. Only for who holds the lane."""
        ...

    def claim(self, batch: str, system: str, verb: Verb, now: datetime, limit: int = 1000) -> list[StoredStep]:
        """Take at most ``limit`` due steps of one system and verb, in one statement, so that no two workers take the
        same; they become ``intended`` and count one attempt more."""
        ...

    def claim_of(self, batch: str, request: str, now: datetime) -> list[StoredStep]:
        """The same for the due steps of one request: it starts at once."""
        ...

    def of_batch(self, batch: str) -> list[StoredStep]:
        """What this batch claimed and has not receipted: where a killed drive goes on."""
        ...

    def of_request(self, request: str) -> list[StoredStep]: ...
    def mark(self, steps: Sequence[str], state: StepState) -> None:
        """Move forward only; raises :class:`StoreError` when a step is further already."""
        ...

    def postpone(self, steps: Sequence[str], until: datetime) -> None:
        """Give them back, to be claimed again later (a transient failure)."""
        ...

    def give_back(self, batch: str) -> int:
        """Give back what a lost batch still holds; returns how many."""
        ...

    def drop(self, request: str) -> int:
        """Drop the steps of a request that were never intended; returns how many."""
        ...

    def replace(self, steps: Sequence[Step]) -> None:
        """Write the lines of planned steps anew: same decision, more records."""
        ...


class ReceiptBook(Protocol):
    def add(self, receipts: Sequence[tuple[str, Receipt]], on: date) -> list[int]:
        """(case, receipt) pairs: the rows, a salt each in the vault, a leaf each, the steps ``receipted``.
        Returns the leaf numbers, in order."""
        ...

    def of_request(self, request: str) -> list[Receipt]: ...
    def pending(self, now: date) -> list[tuple[str, Receipt]]:
        """(case, receipt) whose outcome was pending or retained with an end date that is over."""
        ...

    def salt(self, receipt: str) -> bytes: ...


class EvidenceBook(Protocol):
    def append(self, leaves: Sequence[LeafDraft]) -> list[int]:
        """Append in this transaction; copied to the files after the commit. Numbers count from 1."""
        ...

    def head(self) -> Head: ...
    def leaf(self, number: int) -> str: ...
    def inclusion(self, number: int, size: int | None = None) -> list[bytes]: ...
    def consistency(self, old: int, new: int) -> list[bytes]: ...


class TaskBook(Protocol):
    def add(self, tasks: Sequence[Task]) -> None: ...
    def get(self, task: str) -> Task: ...
    def save(self, task: Task) -> None: ...
    def in_state(self, state: TaskState, limit: int = 1000) -> list[Task]: ...
    def of_request(self, request: str) -> list[Task]: ...


class DueDates(Protocol):
    """Clocks live here; a scheduled job reads them. Nothing sleeps for thirty days."""

    def put(self, dates: Iterable[DueDate]) -> None:
        """One date a kind and subject: putting it again moves it."""
        ...

    def take(self, kind: str, now: datetime, limit: int = 1000) -> list[DueDate]:
        """The dates that are over, taken off the list in this transaction."""
        ...

    def coming(self, kind: str | None = None, limit: int = 1000) -> list[DueDate]: ...
    def cancel(self, about: str, kind: str | None = None) -> None: ...


class LinkBook(Protocol):
    def add(self, token: str, link: Link) -> None: ...
    def find(self, token: str) -> Link | None:
        """The link, expired or used ones too (they go with their case); looking does not use it."""
        ...

    def use(self, token: str, now: datetime) -> Link | None:
        """Use it once: None when unknown, expired or used. Two at the same time: one gets it."""
        ...

    def live(self, case: str, now: datetime) -> list[Link]: ...


class FloodBook(Protocol):
    """How often something came from one address or network lately. Only a keyed hash of it is kept, for the window."""

    def hit(self, what: str, now: datetime, window: timedelta) -> int:
        """Count this one; returns how many there were within the window, this one included."""
        ...


class LetterBook(Protocol):
    def add(self, letter: StoredLetter) -> None: ...
    def due(self, now: datetime, limit: int = 100) -> list[StoredLetter]: ...
    def sent(self, letter: str, at: datetime, message_id: str) -> None: ...
    def retry(self, letter: str, at: datetime) -> None: ...
    def failed(self, letter: str) -> None: ...
    def of_request(self, request: str) -> list[StoredLetter]: ...


class RegisterBook(Protocol):
    def add(self, rows: Sequence[RegisterRow]) -> None: ...
    def rows(self, month: str | None = None) -> list[RegisterRow]:
        """Rows closed in ``2026-11``, or all, sorted by month and id."""
        ...

    def seal_months(self, before: str) -> list[int]:
        """One leaf for each month before ``2026-12`` that has no leaf yet; returns the leaf numbers."""
        ...


class PromiseBook(Protocol):
    def observe(self, observations: Sequence[Observation]) -> None: ...
    def observations(self, system: str, name: str, limit: int = 1) -> list[Observation]: ...
    def judge(self, verdicts: Sequence[Verdict]) -> None:
        """Keep verdicts; one that says what the last one said only freshens it."""
        ...

    def present(self) -> list[Verdict]:
        """The newest verdict of each clause, by clause id."""
        ...

    def history(self, clause: str) -> list[Verdict]: ...


class VaultBook(Protocol):
    def put(self, case: str, column: str, data: bytes) -> str: ...
    def put_many(self, secrets: Sequence[Secret]) -> list[str]: ...
    def get(self, entry: str) -> bytes: ...
    def get_many(self, entries: Sequence[str]) -> dict[str, bytes]: ...
    def newest(self, column: str, cases: Sequence[str]) -> dict[str, bytes]:
        """The newest entry of each case under this column; cases that have none are left out."""
        ...

    def remove(self, entries: Sequence[str]) -> None: ...
    def add_packages(self, packages: Sequence[StoredPackage]) -> None: ...
    def packages(self, case: str) -> list[StoredPackage]: ...


class PublishedBook(Protocol):
    def add(self, version: PublishedVersion) -> None:
        """Publish: in the same transaction the one before it ends."""
        ...

    def in_force(self, on: date) -> PublishedVersion | None: ...
    def all(self) -> list[PublishedVersion]: ...


class WorkerBook(Protocol):
    def beat(self, worker: str, now: datetime) -> None: ...
    def last_beats(self) -> dict[str, datetime]: ...
    def gone(self, worker: str) -> None: ...


class EventBook(Protocol):
    def add(self, kind: str, about: str, at: datetime, data: Mapping[str, object] | None = None) -> int: ...
    def after(self, number: int, limit: int = 1000) -> list[Event]: ...
    def about(self, about: str) -> list[Event]: ...


class Transaction(Protocol):
    """One commit. Read-only ones (:meth:`Store.reading`) offer the same books and refuse to write."""

    @property
    def requests(self) -> RequestBook: ...
    @property
    def index(self) -> IdentifierIndex: ...
    @property
    def plans(self) -> PlanBook: ...
    @property
    def steps(self) -> StepBook: ...
    @property
    def receipts(self) -> ReceiptBook: ...
    @property
    def evidence(self) -> EvidenceBook: ...
    @property
    def tasks(self) -> TaskBook: ...
    @property
    def dates(self) -> DueDates: ...
    @property
    def links(self) -> LinkBook: ...
    @property
    def floods(self) -> FloodBook: ...
    @property
    def letters(self) -> LetterBook: ...
    @property
    def register(self) -> RegisterBook: ...
    @property
    def promises(self) -> PromiseBook: ...
    @property
    def vault(self) -> VaultBook: ...
    @property
    def published(self) -> PublishedBook: ...
    @property
    def workers(self) -> WorkerBook: ...
    @property
    def events(self) -> EventBook: ...


class Ledger(Protocol):
    """The suppression store: its own file and key, never joined with a case. Its ids are its own."""

    def seal(self, entries: Sequence[LedgerEntry]) -> None:
        """Durable when this returns: before the first act."""
        ...

    def finish(self, entries: Sequence[str]) -> None:
        """The acts were read back. Not synced: after a crash they are only looked at once more."""
        ...

    def find_unfinished(self) -> list[LedgerEntry]: ...
    def replay(self, system: str, since: date) -> Iterator[LedgerEntry]:
        """What was done in this system on or after the day a restored backup was made, oldest first."""
        ...

    def suppressed(self, identifiers: Iterable[Identifier]) -> set[Identifier]:
        """Those of them that were erased somewhere and whose memory has not expired: refuse their re-import."""
        ...

    def purge_expired(self, today: date) -> int: ...


class PackageWriter(Protocol):
    """One case's package while it is written. ``write`` takes any number of bytes; memory stays at one segment."""

    def write(self, data: bytes) -> None: ...


class PackageBatch(Protocol):
    """Many packages in one segment file. ``done`` is filled when the batch has ended and the file is synced."""

    done: list[StoredPackage]

    def package(self, case: str, made_at: datetime) -> AbstractContextManager[PackageWriter]: ...


class Packages(Protocol):
    def batch(self) -> AbstractContextManager[PackageBatch]: ...
    def read(self, package: StoredPackage) -> Iterator[bytes]:
        """The package's bytes in pieces of at most 1 MiB, each authenticated before it is handed out."""
        ...

    def destroy(self, package: StoredPackage) -> None:
        """The download window ended: its bytes are overwritten, the row goes, an empty file goes."""
        ...


class Store(Protocol):
    """All state of one installation."""

    def transaction(self) -> AbstractContextManager[Transaction]: ...
    def reading(self) -> AbstractContextManager[Transaction]: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def packages(self) -> Packages: ...
    def open_cases(self, cases: Sequence[str]) -> None:
        """Make their keys, durable when this returns."""
        ...

    def close_case(self, case: str, row: RegisterRow) -> None:
        """Register row in, everything of the case out in one commit, then its key, then the bytes that were left in
        the write-ahead log (SQLite). Safe to repeat."""
        ...

    def close_cases(self, closings: Sequence[tuple[str, RegisterRow]]) -> None:
        """The same for many at once."""
        ...

    def follow_evidence(self) -> int:
        """Complete the evidence files from the store; returns how many leaves. Done after every commit anyway."""
        ...

    def rotate_keys(self, today: date) -> bool:
        """Wrap the living anew under a new key of the week and destroy the old one, if the week is over."""
        ...

    def close(self) -> None: ...
