"""Heartbeats are the engine's own: it keeps them by its database's clock, so the table here goes."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop ``workers``."""
    op.drop_table("workers")
