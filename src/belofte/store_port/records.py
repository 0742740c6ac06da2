"""What the store keeps beside the records of the domain. No personal data; values of a person are vault entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from belofte.domain.identity import Identifier
from belofte.domain.plan import Step
from belofte.domain.system_map import Verb


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
    PRINT = "print"  # for the post: a person prints and posts it
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

    ``keys``: collection -> record keys that were acted on, none listed = too many to list; ``values``: collection ->
    column -> the value put there, for what is put; ``kept``: collection -> records of the same person that stayed, on a
    ground or because nobody could tell whose they are. ``at`` is the moment of the act: what the person gave after it
    is given anew. None: sealed before that was remembered.

    ``before``: collection -> column -> what stood there before a correction; ``right``: what a correction or a mark
    rests on, ``purposes`` what was stopped by it; ``cause``: the same for a mark and its lifting, and no way back to a
    case; ``ground``: how the rows are hidden from staff; ``by_hand``: a person did it, where no program looks. Empty:
    not remembered.
    """

    id: str
    system: str
    verb: Verb
    sealed_on: date
    expires_on: date
    identifiers: tuple[Identifier, ...]
    keys: Mapping[str, Sequence[Sequence[object]]]
    values: Mapping[str, Mapping[str, object]] = field(default_factory=dict[str, Mapping[str, object]])
    kept: Mapping[str, Sequence[Sequence[object]]] = field(default_factory=dict[str, Sequence[Sequence[object]]])
    at: datetime | None = None
    before: Mapping[str, Mapping[str, Sequence[object]]] = field(
        default_factory=dict[str, Mapping[str, Sequence[object]]]
    )
    right: str = ""
    purposes: tuple[str, ...] = ()
    cause: str = ""
    ground: str | None = None
    by_hand: bool = False
