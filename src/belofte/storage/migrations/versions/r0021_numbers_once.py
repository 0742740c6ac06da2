"""The number of a subject is never given twice: on SQLite one that was let go came back with the next person, and with
it what still stood under it. Other engines count on by themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

STILL_NAMED = ("consents", "state_changes", "access_log", "uses", "gone_subjects")
"""The tables in which the number of somebody who was let go may still stand."""


def upgrade() -> None:
    """Make SQLite count on, from the highest number that stands anywhere."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    with op.batch_alter_table("subjects", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
        pass
    numbers = [sa.select(sa.func.max(sa.table("subjects", sa.column("number")).c.number))]
    numbers += [sa.select(sa.func.max(sa.table(name, sa.column("subject")).c.subject)) for name in STILL_NAMED]
    highest = max(connection.scalar(one) or 0 for one in numbers)
    counters = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
    connection.execute(sa.delete(counters).where(counters.c.name == "subjects"))
    connection.execute(sa.insert(counters).values(name="subjects", seq=highest))
