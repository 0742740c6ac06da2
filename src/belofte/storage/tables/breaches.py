"""The register of breaches. What happened, in words, lies in the vault under the breach's own key."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, Number, metadata, number_column

breaches = Table(
    "breaches",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("aware_at", Moment, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("tell_by", Moment, nullable=False),
    Column("case", Text),
    Column("persons", Integer),
    Column("categories", Text, nullable=False),
    Column("report", Integer),
    Column("tell_persons", Integer),
    Column("decided_at", Moment),
    Column("decided_by", Text),
    Column("reported_at", Moment),
    Column("reported_by", Text),
    Column("told_at", Moment),
    Column("closed_at", Moment),
    Column("closed_by", Text),
    Column("leaf", Number),  # the newest leaf over this row
    Index(None, "closed_at"),
)
