"""Messages that came in by mail. Their words lie in the vault; here is where, and what became of them."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, LargeBinary, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, metadata, number_column

inbox_messages = Table(
    "inbox_messages",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("mailbox", Text, nullable=False),
    Column("uid", Text, nullable=False),
    Column("message_hash", LargeBinary),  # keyed hash of its Message-ID, by which threads are kept together
    Column("request", Text),  # the case whose vault holds it; the row goes with the case
    Column("entry", Text),  # vault entry
    Column("state", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("proposed", Text),
    Column("signs", Text, nullable=False),
    Column("attachments", Integer, nullable=False),
    Column("aside", Integer, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("work_by", Date),
    Column("decided_by", Text),
    Column("decided_at", Moment),
    Index(None, "state", "received_at"),
    Index(None, "message_hash"),
    Index(None, "request"),
)

inbox_seen = Table(
    "inbox_seen",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("on", Date, nullable=False),
    Index(None, "on"),
)

inbox_marks = Table(
    "inbox_marks",
    metadata,
    Column("mailbox", Text, primary_key=True),
    Column("mark", Text, nullable=False),
    Column("looked_at", Moment),
    Column("problem", Text, nullable=False),
)
