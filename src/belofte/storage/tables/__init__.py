"""The tables of the store: SQLite by default, Postgres by URL. What tells of a person is in ``vault_entries`` only.

Rows of a case carry its id in ``request`` and go when it closes; :data:`OF_A_CASE` lists them, and a test holds that
list against the columns. Migrations (``storage/migrations``) make the same tables; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import Table

from belofte.storage.tables.accounts import accounts, credentials, passes, sessions
from belofte.storage.tables.api import api_answers, api_tokens, staff_told, webhook_deliveries, webhooks
from belofte.storage.tables.breaches import breaches
from belofte.storage.tables.cases import (
    approvals,
    dead_keys,
    identifier_index,
    lines,
    packages,
    plans,
    receipts,
    requests,
    step_order,
    steps,
    vault_entries,
)
from belofte.storage.tables.company import (
    attestations,
    events,
    observations,
    published_versions,
    register,
    register_months,
    verdicts,
)
from belofte.storage.tables.contact import due_dates, floods, letters, links, tasks
from belofte.storage.tables.disclosures import disclosures
from belofte.storage.tables.evidence import anchors, checkpoints, head, leaves, tiles
from belofte.storage.tables.inbox import inbox_marks, inbox_messages, inbox_seen
from belofte.storage.tables.kinds_of_column import Moment, metadata
from belofte.storage.tables.recipients import recipient_notices
from belofte.storage.tables.replays import replays
from belofte.storage.tables.retention import holds, kept_seals, sweep_receipts, sweeps, term_decisions
from belofte.storage.tables.staff import access_log, members
from belofte.storage.tables.states import consents, state_bits, state_changes, subject_keys, subjects
from belofte.storage.tables.uses import closed_bases, gone_subjects, state_versions, use_files, uses

__all__ = [
    "OF_A_CASE",
    "Moment",
    "access_log",
    "accounts",
    "anchors",
    "api_answers",
    "api_tokens",
    "approvals",
    "attestations",
    "breaches",
    "checkpoints",
    "closed_bases",
    "consents",
    "credentials",
    "dead_keys",
    "disclosures",
    "due_dates",
    "events",
    "floods",
    "gone_subjects",
    "head",
    "holds",
    "identifier_index",
    "inbox_marks",
    "inbox_messages",
    "inbox_seen",
    "kept_seals",
    "leaves",
    "letters",
    "lines",
    "links",
    "members",
    "metadata",
    "observations",
    "packages",
    "passes",
    "plans",
    "published_versions",
    "receipts",
    "recipient_notices",
    "register",
    "register_months",
    "replays",
    "requests",
    "sessions",
    "staff_told",
    "state_bits",
    "state_changes",
    "state_versions",
    "step_order",
    "steps",
    "subject_keys",
    "subjects",
    "sweep_receipts",
    "sweeps",
    "tasks",
    "term_decisions",
    "tiles",
    "use_files",
    "uses",
    "vault_entries",
    "verdicts",
    "webhook_deliveries",
    "webhooks",
]

OF_A_CASE: tuple[Table, ...] = (
    identifier_index,
    approvals,
    step_order,
    lines,
    receipts,
    steps,
    plans,
    tasks,
    recipient_notices,
    links,
    letters,
    packages,
    webhook_deliveries,
    staff_told,
    inbox_messages,
    vault_entries,
)
"""Every table whose rows belong to one case by ``request``; ``requests`` itself, due dates and events go by id."""
