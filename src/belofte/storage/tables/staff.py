"""Who of our own people may see data, and who looked at what through Belofte. Names of members stand here as those of
accounts do; nothing tells of a customer but the number of their state."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, Number, metadata, number_column

members = Table(
    "members",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("bond", Text, nullable=False),  # employee | contractor
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("accounts", Text, nullable=False),  # JSON: [[system, account], …]
    Column("document", Text),
    Column("digest", Text),
    Column("signed_on", Date),
    Column("source", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

access_log = Table(
    "access_log",
    metadata,
    number_column(),
    Column("at", Moment, nullable=False),
    Column("account", Text, nullable=False),
    Column("about", Text, nullable=False),  # the case; emptied when it closes
    Column("subject", Number),  # the number of a state; None: nobody is known by it
    Column("place", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index(None, "about", "number"),
    Index(None, "subject", "number"),
)
