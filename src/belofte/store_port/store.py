"""The store as a whole: transactions, the ledger, packages, and the life of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from belofte.domain.identity import Identifier
from belofte.domain.register import RegisterRow
from belofte.store_port.account_books import AccountBook, SessionBook
from belofte.store_port.api_books import AnswerBook, TokenBook, ToldBook, WebhookBook
from belofte.store_port.breach_book import BreachBook
from belofte.store_port.case_books import (
    EvidenceBook,
    IdentifierIndex,
    PlanBook,
    ReceiptBook,
    RequestBook,
    StepBook,
    VaultBook,
)
from belofte.store_port.company_books import (
    DueDates,
    EventBook,
    FloodBook,
    LetterBook,
    LinkBook,
    PromiseBook,
    PublishedBook,
    RegisterBook,
    TaskBook,
)
from belofte.store_port.disclosure_book import DisclosureBook
from belofte.store_port.inbox_book import InboxBook
from belofte.store_port.queue import QueueBook
from belofte.store_port.recipient_book import RecipientBook
from belofte.store_port.records import LedgerEntry, StoredPackage
from belofte.store_port.replay_book import ReplayBook
from belofte.store_port.retention_books import HoldBook, SealBook, SweepBook, TermDecisionBook
from belofte.store_port.staff_books import AccessBook, MemberBook
from belofte.store_port.state_books import ConsentBook, StateBook
from belofte.store_port.use_book import UseBook


class Transaction(Protocol):
    """One commit. Read-only ones (:meth:`Store.reading`) offer the same books and refuse to write."""

    @property
    def requests(self) -> RequestBook: ...
    @property
    def index(self) -> IdentifierIndex: ...
    @property
    def queue(self) -> QueueBook: ...
    @property
    def plans(self) -> PlanBook: ...
    @property
    def steps(self) -> StepBook: ...
    @property
    def receipts(self) -> ReceiptBook: ...
    @property
    def recipients(self) -> RecipientBook: ...
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
    def events(self) -> EventBook: ...
    @property
    def states(self) -> StateBook: ...
    @property
    def consents(self) -> ConsentBook: ...
    @property
    def accounts(self) -> AccountBook: ...
    @property
    def sessions(self) -> SessionBook: ...
    @property
    def breaches(self) -> BreachBook: ...
    @property
    def disclosures(self) -> DisclosureBook: ...
    @property
    def tokens(self) -> TokenBook: ...
    @property
    def answers(self) -> AnswerBook: ...
    @property
    def webhooks(self) -> WebhookBook: ...
    @property
    def told(self) -> ToldBook: ...
    @property
    def inbox(self) -> InboxBook: ...
    @property
    def holds(self) -> HoldBook: ...
    @property
    def sweeps(self) -> SweepBook: ...
    @property
    def seals(self) -> SealBook: ...
    @property
    def term_decisions(self) -> TermDecisionBook: ...
    @property
    def members(self) -> MemberBook: ...
    @property
    def accesses(self) -> AccessBook: ...
    @property
    def uses(self) -> UseBook: ...
    @property
    def replays(self) -> ReplayBook: ...


class Ledger(Protocol):
    """The suppression store: its own file and key, never joined with a case. Its ids are its own."""

    def seal(self, entries: Sequence[LedgerEntry]) -> None:
        """Durable when this returns: before the first act."""
        ...

    def finish(self, entries: Sequence[str]) -> None:
        """The acts were read back. Not synced: after a crash they are only looked at once more."""
        ...

    def find_unfinished(self) -> list[LedgerEntry]: ...
    def begin_again(self, entries: Sequence[str], today: date, expires: date) -> None:
        """What came back is done again: remembered until the backups made meanwhile have gone too. Durable when this
        returns."""
        ...

    def count(self, system: str, since: date) -> int:
        """How many entries :meth:`replay` would give."""
        ...

    def erased(self, system: str) -> list[str]:
        """The ids of the erasures of a system that were read back, in their order."""
        ...

    def get(self, entries: Sequence[str]) -> Iterator[LedgerEntry]:
        """These entries, as far as they are there, a page at a time."""
        ...

    def systems(self) -> list[str]:
        """The systems that anything is remembered of."""
        ...

    def last_day(self) -> date | None:
        """The day on which the last of what is remembered now is let go; None: nothing is remembered."""
        ...

    def replay(self, system: str, since: date) -> Iterator[LedgerEntry]:
        """What was done in this system on or after the day a restored backup was made, oldest first."""
        ...

    def put(self, system: str) -> Iterator[LedgerEntry]:
        """What was corrected, restricted and lifted in this system, oldest first."""
        ...

    def suppressed(self, identifiers: Iterable[Identifier]) -> set[Identifier]:
        """Those of them that were erased somewhere and whose memory has not expired: refuse their re-import."""
        ...

    def release(self, identifiers: Iterable[Identifier]) -> int:
        """The person came back by an act of their own: these are no longer refused."""
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

    def drop_cases(self, cases: Sequence[str]) -> None:
        """Everything of cases that never became a request out, then their keys: no register row is due for them."""
        ...

    def drop_swept(self) -> int:
        """What lay in the vault of a disclosure or a breach whose row went by its term, and its key; how many."""
        ...

    def follow_evidence(self) -> int:
        """Complete the evidence files from the store; returns how many leaves. Done after every commit anyway."""
        ...

    def take_uses(self) -> int:
        """Take what programs logged of their uses into the book; returns how many rows. Safe to repeat."""
        ...

    def rotate_keys(self, today: date) -> bool:
        """Wrap the living anew under a new key of the week and destroy the old one, if the week is over."""
        ...

    def close(self) -> None: ...
