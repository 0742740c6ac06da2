"""What happened to a request on its way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add ``requests.course``."""
    op.add_column("requests", sa.Column("course", sa.Text(), nullable=True))
