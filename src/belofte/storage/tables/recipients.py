"""Notices to recipients under Art. 19."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, metadata, number_column

recipient_notices = Table(
    "recipient_notices",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("request", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("told_at", Moment),
    Column("reminders", Integer, nullable=False),
    Column("answer", Text),
    Column("answered_at", Moment),
    Column("noted_by", Text),
    Index(None, "request"),
    Index(None, "state", "number"),
)
