"""A list of a sweep that a named person put off, and the last day of what is kept by law."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add to ``sweeps`` who put a list off and why, and to ``kept_seals`` the last day of the record."""
    op.add_column("sweeps", sa.Column("refused_by", sa.Text(), nullable=True))
    op.add_column("sweeps", sa.Column("refused_at", MOMENT, nullable=True))
    op.add_column("sweeps", sa.Column("refused_why", sa.Text(), nullable=True))
    op.add_column("sweeps", sa.Column("refused_until", sa.Date(), nullable=True))
    op.add_column("kept_seals", sa.Column("kept_until", sa.Date(), nullable=True))
