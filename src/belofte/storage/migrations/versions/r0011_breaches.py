"""The register of breaches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add ``breaches``."""
    op.create_table(
        "breaches",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("aware_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("tell_by", MOMENT, nullable=False),
        sa.Column("case", sa.Text(), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=True),
        sa.Column("tell_persons", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reported_at", MOMENT, nullable=True),
        sa.Column("reported_by", sa.Text(), nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("leaf", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_breaches"),
        sa.UniqueConstraint("id", name="uq_breaches_id"),
    )
    op.create_index("ix_breaches_closed_at", "breaches", ["closed_at"], unique=False)
