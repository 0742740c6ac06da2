"""What belongs to a case."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, LargeBinary, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, Number, metadata, number_column

requests = Table(
    "requests",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("reference_hash", LargeBinary, nullable=False, unique=True),
    Column("right", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("registered_at", Moment, nullable=False),
    Column("language", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("waiting", Text),
    Column("waiting_on", Text),
    Column("identified_by", Text),
    Column("promise_due", Date),
    Column("law_due", Date),
    Column("due", Date),
    Column("work_by", Date),
    Column("law_ext_due", Date),
    Column("extension_told_at", Moment),
    Column("suspended_from", Date),
    Column("suspended_until", Date),
    Column("approved_plan", Text),
    Column("approved_by", Text),
    Column("approved_at", Moment),
    Column("act_after", Moment),
    Column("answered_at", Moment),
    Column("delivered_at", Moment),
    Column("close_after", Moment),
    Column("course", Text),  # JSON; NULL = nothing to tell
    Index(None, "state", "number"),
    Index(None, "work_by", "number"),
    Index(None, "close_after"),
)

identifier_index = Table(
    "identifier_index",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("request", Text, primary_key=True),
    Index(None, "request"),
)

plans = Table(
    "plans",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("request", Text, nullable=False),
    Column("right", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("maps", Text, nullable=False),  # JSON: system -> hash of its map and schema
    Column("made_at", Moment, nullable=False),
    Column("questions", Text, nullable=False),  # JSON
    Column("blind", Text, nullable=False),  # JSON
    Index(None, "request"),
)

approvals = Table(
    "approvals",
    metadata,
    Column("plan", Text, primary_key=True),
    Column("request", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "request"),
)

steps = Table(
    "steps",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("plan", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("system", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", Moment),  # None until its plan is approved
    Column("attempts", Integer, nullable=False),
    Column("batch", Text),  # the drive that holds it
    Index(None, "system", "verb", "state", "due_at"),
    Index(None, "batch"),
    Index(None, "request"),
    Index(None, "plan"),
)

step_order = Table(
    "step_order",
    metadata,
    Column("step", Text, primary_key=True),
    Column("after", Text, primary_key=True),
    Column("request", Text, nullable=False),
    Index(None, "request"),
)

lines = Table(
    "lines",
    metadata,
    number_column(),
    Column("step", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("collection", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("ground", Text),
    Column("until", Date),
    Column("items", Text),
    Column("note", Text),
    Index(None, "step"),
    Index(None, "request"),
)

receipts = Table(
    "receipts",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("request", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("until", Date),
    Column("leaf", Number, nullable=False),
    Column("salt", Text, nullable=False),  # vault entry
    Column("body", Text, nullable=False),  # the canonical line the leaf commits to
    Index(None, "request"),
    Index(None, "outcome", "until"),
)

vault_entries = Table(
    "vault_entries",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("request", Text, nullable=False),
    Column("column", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index(None, "request", "column", "number"),
)

packages = Table(
    "packages",
    metadata,
    Column("id", Text, primary_key=True),
    Column("request", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("offset", Number, nullable=False),
    Column("length", Number, nullable=False),
    Column("size", Number, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index(None, "request"),
    Index(None, "file"),
)

dead_keys = Table("dead_keys", metadata, Column("case", Text, primary_key=True))
