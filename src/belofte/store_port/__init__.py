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
from belofte.store_port.errors import CaseClosed, StoreBusy, StoreError, Unknown
from belofte.store_port.queue import QueueBook, Wanted
from belofte.store_port.records import (
    Approval,
    DueDate,
    Event,
    Head,
    LeafDraft,
    LedgerEntry,
    LetterState,
    Link,
    PublishedVersion,
    Secret,
    StepState,
    StoredLetter,
    StoredPackage,
    StoredStep,
)
from belofte.store_port.retention_books import HoldBook, SealBook, SweepBook, TermDecisionBook
from belofte.store_port.staff_books import AccessBook, MemberBook
from belofte.store_port.state_books import ConsentBook, StateBook
from belofte.store_port.store import Ledger, PackageBatch, Packages, PackageWriter, Store, Transaction

__all__ = [
    "AccessBook",
    "Approval",
    "BreachBook",
    "CaseClosed",
    "ConsentBook",
    "DueDate",
    "DueDates",
    "Event",
    "EventBook",
    "EvidenceBook",
    "FloodBook",
    "Head",
    "HoldBook",
    "IdentifierIndex",
    "LeafDraft",
    "Ledger",
    "LedgerEntry",
    "LetterBook",
    "LetterState",
    "Link",
    "LinkBook",
    "MemberBook",
    "PackageBatch",
    "PackageWriter",
    "Packages",
    "PlanBook",
    "PromiseBook",
    "PublishedBook",
    "PublishedVersion",
    "QueueBook",
    "ReceiptBook",
    "RegisterBook",
    "RequestBook",
    "SealBook",
    "Secret",
    "StateBook",
    "StepBook",
    "StepState",
    "Store",
    "StoreBusy",
    "StoreError",
    "StoredLetter",
    "StoredPackage",
    "StoredStep",
    "SweepBook",
    "TaskBook",
    "TermDecisionBook",
    "Transaction",
    "Unknown",
    "VaultBook",
    "Wanted",
]
