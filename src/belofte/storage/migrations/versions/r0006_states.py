"""What may no longer be done with a person's data, and consents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add ``subjects``, ``subject_keys``, ``state_bits``, ``state_changes`` and ``consents``."""
    op.create_table(
        "subjects",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_subjects"),
    )
    op.create_table(
        "subject_keys",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("subject", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_subject_keys"),
    )
    op.create_index("ix_subject_keys_subject", "subject_keys", ["subject"], unique=False)
    op.create_table(
        "state_bits",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bit", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_state_bits"),
        sa.UniqueConstraint("bit", name="uq_state_bits_bit"),
    )
    _changes()
    _consents()


def _changes() -> None:
    op.create_table(
        "state_changes",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("subject", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_state_changes"),
    )
    op.create_index("ix_state_changes_subject_number", "state_changes", ["subject", "number"], unique=False)
    op.create_index("ix_state_changes_cause", "state_changes", ["cause"], unique=False)


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", NUMBER, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("uses", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_consents"),
        sa.UniqueConstraint("id", name="uq_consents_id"),
    )
    op.create_index("ix_consents_subject_purpose", "consents", ["subject", "purpose"], unique=False)
