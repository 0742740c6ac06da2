"""The queue is read by the day its work must be done."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let ``requests`` be read in the order of ``work_by`` without sorting."""
    op.create_index("ix_requests_work_by_number", "requests", ["work_by", "number"])
