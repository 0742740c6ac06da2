"""The evidence log: leaves, every 256th hash above them, signed checkpoints, and the head that is the lock."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, Number, metadata, number_column

leaves = Table(
    "leaves",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),  # from 1
    Column("line", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("ends_at", Number, nullable=False),  # offset in leaves.jsonl after this line
)

tiles = Table(
    "tiles",
    metadata,
    Column("level", Integer, primary_key=True),
    Column("place", Number, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("size", Number, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("ends_at", Number, nullable=False),  # offset in checkpoints after this note
)

anchors = Table(
    "anchors",
    metadata,
    number_column(),
    Column("way", Text, nullable=False),  # notice | mail | time-stamp
    Column("size", Number, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "way", "number"),
)

head = Table(
    "head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1: the row is the log's lock
    Column("size", Number, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    Column("leaves_end", Number, nullable=False),
    Column("checkpoints_end", Number, nullable=False),
)
