"""Lists of what is done once more after a backup of a system came back: counts, nothing of a person."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, metadata, number_column

replays = Table(
    "replays",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("system", Text, nullable=False),
    Column("since", Moment),
    Column("made_at", Moment, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("lines", Text, nullable=False),  # JSON
    Column("noticed", Boolean, nullable=False),  # a daily look found it; nobody had said that a backup came back
    Column("problem", Text),  # JSON: why nothing was looked at, by language
    Column("approved_by", Text),
    Column("approved_at", Moment),
    Column("ended_at", Moment),
    Index(None, "system", "number"),
)
