"""Messages as the office sees them: in a list without a word of them, and read, for a named person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from belofte.domain.message import Attachment
from belofte.store_port.inbox_book import MessageState, StoredMessage


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message as a list shows it: no word of it, no address. ``delay_days``: from receipt until we saw it."""

    id: str
    mailbox: str
    state: MessageState
    kind: str
    why: str
    proposed: str | None
    received_at: datetime
    seen_at: datetime
    delay_days: int
    work_by: date | None
    signs: tuple[str, ...]
    attachments: int
    aside: int
    decided_by: str | None = None


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message, read: for a named person. ``words`` are those that led to the proposal; ``sender`` shows letters
    that look like others; ``claimed_at`` is what a forwarded message says of itself."""

    row: MessageRow
    sender: str
    sender_name: str
    subject: str
    text: str
    words: tuple[str, ...]
    others: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    forwarded_from: str = ""
    claimed_at: datetime | None = None
    broken: str = ""
    reference: str = ""  # of the request it belongs to; "" while nobody decided
    purposes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """By right: the purposes its words name; () where whoever decides must choose."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """What was stopped, counted by why, and the newest of it. A message lies in its mailbox still; of what the ``form``
    refused today nothing is kept but the count."""

    counts: Mapping[str, int]
    rows: tuple[MessageRow, ...]
    aside: int
    form: int = 0


def not_kept(one: StoredMessage) -> MessageView:
    """A proof that went after the check, or of which nothing was kept: that it came, and no word of it."""
    return MessageView(row_of(one), "", "", "", "", (), (), ())


def row_of(one: StoredMessage) -> MessageRow:
    """One message as a list shows it."""
    return MessageRow(
        one.id,
        one.mailbox,
        one.state,
        one.kind,
        one.why,
        one.proposed,
        one.received_at,
        one.seen_at,
        (one.seen_at.date() - one.received_at.date()).days,
        one.work_by,
        one.signs,
        one.attachments,
        one.aside,
        one.decided_by,
    )
