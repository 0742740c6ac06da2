"""Holds, sweeps and their receipts, seals of kept records, decisions about records without a start.

Whom a hold concerns lies in the vault, under the hold's own key. ``place`` is a keyed hash of system, collection and
record key; ``digest`` a keyed hash of the record: neither tells anything to who reads the store.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, LargeBinary, Table, Text

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
    Column("problem", Text),  # JSON: why nothing was looked at, in each language
    Column("refused_by", Text),
    Column("refused_at", Moment),
    Column("refused_why", Text),
    Column("refused_until", Date),
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

kept_seals = Table(
    "kept_seals",
    metadata,
    Column("place", LargeBinary, primary_key=True),
    Column("system", Text, nullable=False),
    Column("collection", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("sealed_on", Date, nullable=False),
    Column("seen_on", Date, nullable=False),
    Column("changed_on", Date),  # the day on which the record was first seen to be another than was sealed
    Column("kept_until", Date),  # its last day when it was last seen; NULL: seen before that was noted
    Index(None, "system", "collection"),
)

term_decisions = Table(
    "term_decisions",
    metadata,
    Column("place", LargeBinary, primary_key=True),
    Column("system", Text, nullable=False),
    Column("collection", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("day", Date),
    Column("decided_by", Text, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("why", Text, nullable=False),
    Index(None, "system", "collection"),
)
