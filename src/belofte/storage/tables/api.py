"""What programs use: tokens, answers kept under a key, webhooks and what goes to them; and what staff was told once.

Tokens and keys are kept as keyed hashes only; a webhook's secret lies encrypted under the installation's key for
accounts.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, Number, metadata

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),  # names with blanks between them
    Column("account", Text),  # whose name its decisions carry
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("used_at", Moment),
)

api_answers = Table(
    "api_answers",
    metadata,
    Column("hash", LargeBinary, primary_key=True),  # of token and key
    Column("asked", LargeBinary, nullable=False),  # keyed hash of method, path and body
    Column("made_at", Moment, nullable=False),
    Column("status", Integer),  # None: it was begun
    Column("body", LargeBinary),  # encrypted
    Index(None, "made_at"),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("events", Text, nullable=False),  # names with blanks between them; empty: all
    Column("secret", LargeBinary, nullable=False),  # encrypted
    Column("first", Number, nullable=False),  # events up to this number are not its own
    Column("reached", Number, nullable=False),  # events up to this number were looked at
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("webhook", Text, nullable=False),
    Column("number", Number, nullable=False),  # the event's
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("data", Text, nullable=False),
    Column("request", Text),
    Column("state", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("status", Integer),
    Column("problem", Text),
    Index(None, "webhook", "number", unique=True),
    Index(None, "state", "due_at"),
    Index(None, "request"),
)

staff_told = Table(
    "staff_told",
    metadata,
    Column("what", Text, primary_key=True),
    Column("about", Text, primary_key=True),
    Column("request", Text),
    Column("at", Moment, nullable=False),
    Index(None, "request"),
)
