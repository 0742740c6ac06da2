"""What may be done with whose data: states by keyed hashes, their history, and consents. No row names anybody."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, Number, metadata, number_column

subjects = Table(
    "subjects",
    metadata,
    number_column(),
    Column("state", Text, nullable=False),  # an integer of any length, in hexadecimal
    Column("changed_at", Moment, nullable=False),
    Column("low_bits", Number, nullable=False, server_default="0"),  # the lowest 62 bits, for views in SQL
    Column("version", Number, nullable=False, server_default="1"),  # of all states, when this one changed last
    Index(None, "version"),
    sqlite_autoincrement=True,  # the number of somebody who was let go never becomes another's
)

subject_keys = Table(
    "subject_keys",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("subject", Number, nullable=False),
    Index(None, "subject"),
)

state_bits = Table(
    "state_bits",
    metadata,
    Column("name", Text, primary_key=True),
    Column("bit", Integer, nullable=False, unique=True),
)

state_changes = Table(
    "state_changes",
    metadata,
    number_column(),
    Column("subject", Number, nullable=False),
    Column("at", Moment, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("cause", Text),  # id of a case; after its closing nothing leads from it to anybody
    Index(None, "subject", "number"),
    Index(None, "cause"),
)

consents = Table(
    "consents",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("subject", Number, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("uses", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("text_digest", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("noted_by", Text, nullable=False),
    Column("withdrawn_at", Moment),
    Column("withdrawn_by", Text),
    Index(None, "subject", "purpose"),
)
