"""The tables of the store: SQLite by default, Postgres by URL. What tells of a person is in ``vault_entries`` only.

Rows of a case carry its id in ``request`` and go when it closes; :data:`OF_A_CASE` lists them, and a test holds that
list against the columns. Migrations (``storage/migrations``) make the same tables; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware UTC time. SQLite keeps no zone, so it is put back on reading; a time without zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone cannot be stored: give an aware datetime")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


Number = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts by itself only in an INTEGER key
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number() -> Column[int]:
    return Column("number", Number, primary_key=True, autoincrement=True)


store_facts = Table(
    "store_facts", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False)
)

requests = Table(
    "requests",
    metadata,
    _number(),
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
    Index(None, "state", "number"),
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
    _number(),
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
    _number(),
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
    _number(),
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
    _number(),
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

head = Table(
    "head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1: the row is the log's lock
    Column("size", Number, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    Column("leaves_end", Number, nullable=False),
    Column("checkpoints_end", Number, nullable=False),
)

tasks = Table(
    "tasks",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("request", Text),
    Column("step", Text),
    Column("system", Text),
    Column("count", Integer, nullable=False),
    Column("words", Text),
    Column("assigned_to", Text),
    Column("due_at", Moment),
    Column("reminded_at", Moment),
    Column("state", Text, nullable=False),
    Column("done_by", Text),
    Column("done_at", Moment),
    Index(None, "state", "number"),
    Index(None, "request"),
)

due_dates = Table(
    "due_dates",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("about", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Index(None, "kind", "at"),
    Index(None, "about"),
)

links = Table(
    "links",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("request", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index(None, "request"),
)

floods = Table(
    "floods",
    metadata,
    _number(),
    Column("hash", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "hash", "at"),
    Index(None, "at"),
)

letters = Table(
    "letters",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    Column("request", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("content", Text, nullable=False),  # vault entry
    Column("state", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sent_at", Moment),
    Column("message_id", Text),
    Index(None, "state", "due_at"),
    Index(None, "request"),
)

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
    _number(),
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
    _number(),
    Column("clause", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("instances", Text, nullable=False),  # JSON
    Column("stale_after", Moment),
    Column("evidence", Text, nullable=False),  # JSON
    Index(None, "clause", "number"),
)

vault_entries = Table(
    "vault_entries",
    metadata,
    _number(),
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

workers = Table(
    "workers", metadata, Column("worker", Text, primary_key=True), Column("beat_at", Moment, nullable=False)
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
    _number(),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("data", Text, nullable=False),  # JSON
    Index(None, "about"),
    sqlite_autoincrement=True,  # a number is never given twice, also when the last event has gone
)

OF_A_CASE: tuple[Table, ...] = (
    identifier_index,
    approvals,
    step_order,
    lines,
    receipts,
    steps,
    plans,
    tasks,
    links,
    letters,
    packages,
    vault_entries,
)
"""Every table whose rows belong to one case by ``request``; ``requests`` itself, due dates and events go by id."""
