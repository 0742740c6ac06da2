"""The people of the office: accounts, what they sign in with, their sessions, and passes that work once.

Tokens are kept as keyed hashes only. Secrets lie encrypted under the installation's key for accounts.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, Number, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("same_name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("disabled_at", Moment),
)

credentials = Table(
    "credentials",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id"), nullable=False),
    Column("means", Text, nullable=False),
    Column("known_by", LargeBinary, nullable=False, unique=True),  # keyed hash of issuer and subject, or key id
    Column("secret", LargeBinary, nullable=False),  # encrypted
    Column("counter", Number, nullable=False),  # signatures of a passkey; the last used step of a code
    Column("made_at", Moment, nullable=False),
    Index(None, "account"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id"), nullable=False),
    Column("means", Text, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("proven_at", Moment, nullable=False),
    Index(None, "account"),
    Index(None, "begun_at"),
)

passes = Table(
    "passes",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("account", Text),
    Column("content", LargeBinary, nullable=False),  # encrypted
    Column("expires_at", Moment, nullable=False),
    Index(None, "account"),
    Index(None, "expires_at"),
)
