"""Seals of kept records, and what a person decided of a record whose term has no start."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add ``kept_seals`` and ``term_decisions``."""
    op.create_table(
        "kept_seals",
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_on", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("place", name="pk_kept_seals"),
    )
    op.create_index("ix_kept_seals_system_collection", "kept_seals", ["system", "collection"], unique=False)
    op.create_table(
        "term_decisions",
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_term_decisions"),
    )
    op.create_index("ix_term_decisions_system_collection", "term_decisions", ["system", "collection"], unique=False)
