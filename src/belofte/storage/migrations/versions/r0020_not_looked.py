"""Why nothing of a system was looked at in a sweep, so that it is not taken for nothing found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add to ``sweeps`` why nothing was looked at, in words."""
    op.add_column("sweeps", sa.Column("problem", sa.Text(), nullable=True))
