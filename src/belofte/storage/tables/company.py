"""What stays when cases are gone: the register, verdicts, published versions, events."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, Number, metadata, number_column

register = Table(
    "register",
    metadata,
    Column("id", Text, primary_key=True),
    Column("month_in", Text, nullable=False),
    Column("month_out", Text, nullable=False),
    Column("right", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("promise_kept", Integer),
    Column("law_kept", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("systems", Integer, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("received_on", Date),
    Column("answered_on", Date),
    Index(None, "month_out"),
)

register_months = Table(
    "register_months", metadata, Column("month", Text, primary_key=True), Column("leaf", Number, nullable=False)
)

observations = Table(
    "observations",
    metadata,
    number_column(),
    Column("system", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Text),  # JSON
    Column("reach", Text, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("why", Text),
    Index(None, "system", "name", "number"),
)

verdicts = Table(
    "verdicts",
    metadata,
    number_column(),
    Column("clause", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("instances", Text, nullable=False),  # JSON
    Column("stale_after", Moment),
    Column("evidence", Text, nullable=False),  # JSON
    Index(None, "clause", "number"),
)

attestations = Table(
    "attestations",
    metadata,
    number_column(),
    Column("clause", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Date, nullable=False),
    Column("documents", Text, nullable=False),  # JSON: path -> SHA-256
    Index(None, "clause", "number"),
)

published_versions = Table(
    "published_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("in_force", Date, nullable=False),
    Column("ended_at", Moment),
)

events = Table(
    "events",
    metadata,
    number_column(),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("data", Text, nullable=False),  # JSON
    Index(None, "about"),
    sqlite_autoincrement=True,  # a number is never given twice, also when the last event has gone
)
