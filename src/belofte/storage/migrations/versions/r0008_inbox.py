"""Messages that came in by mail, and how far each mailbox was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add ``inbox_messages``, ``inbox_seen`` and ``inbox_marks``; letters are found by their Message-ID."""
    op.create_index("ix_letters_message_id", "letters", ["message_id"])
    op.create_table(
        "inbox_messages",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("message_hash", sa.LargeBinary(), nullable=True),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("entry", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("signs", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Integer(), nullable=False),
        sa.Column("aside", sa.Integer(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("work_by", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_inbox_messages"),
        sa.UniqueConstraint("id", name="uq_inbox_messages_id"),
    )
    op.create_index("ix_inbox_messages_state_received_at", "inbox_messages", ["state", "received_at"])
    op.create_index("ix_inbox_messages_message_hash", "inbox_messages", ["message_hash"])
    op.create_index("ix_inbox_messages_request", "inbox_messages", ["request"])
    op.create_table(
        "inbox_seen",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_inbox_seen"),
    )
    op.create_index("ix_inbox_seen_on", "inbox_seen", ["on"])
    op.create_table(
        "inbox_marks",
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("looked_at", MOMENT, nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name="pk_inbox_marks"),
    )
