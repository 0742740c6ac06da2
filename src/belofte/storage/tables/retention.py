"""Holds, sweeps and their receipts. Whom a hold concerns lies in the vault, under the hold's own key."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, Number, metadata, number_column

holds = Table(
    "holds",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("ground", Text, nullable=False),
    Column("placed_by", Text, nullable=False),
    Column("placed_on", Date, nullable=False),
    Column("review_on", Date, nullable=False),
    Column("released_by", Text),
    Column("released_on", Date),
    Index(None, "released_on", "review_on"),
)

sweeps = Table(
    "sweeps",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("system", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("lines", Text, nullable=False),  # JSON
    Column("why", Text),
    Column("approved_by", Text),
    Column("approved_at", Moment),
    Column("ended_at", Moment),
    Index(None, "system", "number"),
)

sweep_receipts = Table(
    "sweep_receipts",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("sweep", Text, nullable=False),
    Column("leaf", Number, nullable=False),
    Column("body", Text, nullable=False),  # the canonical line the leaf is the hash of
    Index(None, "sweep", "number"),
)
