"""What named persons vouch for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add ``attestations``."""
    op.create_table(
        "attestations",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("documents", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_attestations"),
    )
    op.create_index("ix_attestations_clause_number", "attestations", ["clause", "number"], unique=False)
