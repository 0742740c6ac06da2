"""The book of messages that came in by mail. It holds no word of them: those lie in the vault, under a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class MessageState(StrEnum):
    """What became of a message."""

    WAITING = "waiting"  # a named person decides what it is
    REQUEST = "request"  # it became a request, or a question
    JOINED = "joined"  # it belongs to a case that was open already
    AUTOMATIC = "automatic"  # nobody asks anything: an automatic reply, a list, a report
    BOUNCE = "bounce"  # a letter of ours was not delivered; its case knows
    PASSED_ON = "passed-on"  # about data held for another: sent to that controller
    NOTHING = "nothing"  # a named person said that it asks nothing
    STOPPED = "stopped"  # beyond a limit: not read, still in its mailbox
    MISSED = "missed"  # seen in a shared mailbox, seems to be a request; still there


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One message without a word of it. ``id`` is what people in the office call it (``M-7K3M-22Q``); ``case`` the case
    whose vault holds it, None where nothing of it is kept."""

    id: str
    mailbox: str
    uid: str
    state: MessageState
    kind: str
    received_at: datetime
    seen_at: datetime
    case: str | None = None
    entry: str | None = None
    proposed: str | None = None
    why: str = ""  # a word of ours: flood-sender, too-large, forged, forwarded, unclear …
    signs: tuple[str, ...] = ()
    attachments: int = 0
    aside: int = 0
    work_by: date | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MailboxMark:
    """How far a mailbox was read, when that last worked, and what is wrong since (a sentence; no personal data)."""

    mailbox: str
    mark: str
    looked_at: datetime | None
    problem: str = ""


class InboxBook(Protocol):
    def claim(self, fingerprint: str, on: date) -> bool:
        """Remember that this message was seen; False when it was before. Only a keyed hash is kept."""
        ...

    def knows(self, fingerprint: str) -> bool: ...
    def add(self, message: StoredMessage, message_id: str) -> None:
        """Raises :class:`belofte.store_port.StoreError` where it stands already."""
        ...

    def save(self, message: StoredMessage) -> None: ...
    def get(self, message: str) -> StoredMessage:
        """Raises :class:`belofte.store_port.Unknown`."""
        ...

    def in_states(self, states: Iterable[MessageState], limit: int = 500) -> list[StoredMessage]:
        """Oldest receipt first."""
        ...

    def of_case(self, case: str) -> list[StoredMessage]: ...
    def cases_of(self, message_ids: Sequence[str]) -> list[str]:
        """Cases that a message or a letter of ours with one of these Message-IDs belongs to, newest first."""
        ...

    def case_of_answer(self, step: str) -> str | None:
        """The case whose answer was sent by this step; None where there is none (any more)."""
        ...

    def counts(self) -> Mapping[tuple[MessageState, str], int]:
        """How many of each state and why."""
        ...

    def mark(self, mailbox: str) -> MailboxMark: ...
    def set_mark(self, mark: MailboxMark) -> None: ...
    def forget(self, before: datetime) -> int:
        """Drop what is over: messages of which nothing is kept, and memories of having seen one. Returns how many."""
        ...
