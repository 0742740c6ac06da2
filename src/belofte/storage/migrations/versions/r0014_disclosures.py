"""The register of disclosures to authorities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add ``disclosures``."""
    op.create_table(
        "disclosures",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_disclosures"),
        sa.UniqueConstraint("id", name="uq_disclosures_id"),
    )
    op.create_index("ix_disclosures_ended_on", "disclosures", ["ended_on"], unique=False)
