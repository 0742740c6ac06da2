"""Where checkpoints were carried to, so that the next one is due on time; a table nobody used goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add ``anchors``, drop ``store_facts``."""
    op.create_table(
        "anchors",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_anchors"),
    )
    op.create_index("ix_anchors_way_number", "anchors", ["way", "number"], unique=False)
    op.drop_table("store_facts")
