"""Work that waits for people, and what goes to and fro: tasks, dates, links, letters."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, metadata, number_column

tasks = Table(
    "tasks",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("request", Text),
    Column("step", Text),
    Column("system", Text),
    Column("count", Integer, nullable=False),
    Column("words", Text),
    Column("assigned_to", Text),
    Column("due_at", Moment),
    Column("reminded_at", Moment),
    Column("state", Text, nullable=False),
    Column("done_by", Text),
    Column("done_at", Moment),
    Index(None, "state", "number"),
    Index(None, "request"),
)

due_dates = Table(
    "due_dates",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("about", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Index(None, "kind", "at"),
    Index(None, "about"),
)

links = Table(
    "links",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("request", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index(None, "request"),
)

floods = Table(
    "floods",
    metadata,
    number_column(),
    Column("hash", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "hash", "at"),
    Index(None, "at"),
)

letters = Table(
    "letters",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("request", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("content", Text, nullable=False),  # vault entry
    Column("state", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sent_at", Moment),
    Column("message_id", Text),
    Index(None, "state", "due_at"),
    Index(None, "request"),
    Index(None, "message_id"),
)
