"""What was done with whose data; and a version that goes up with every change of a state."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LOW = (1 << 62) - 1
_TEXTS = ("purpose", "category", "role", "reason", "by", "answer", "rests_on", "basis")
_MORE = ("channel", "because", "carrier", "kinds")


def upgrade() -> None:
    """Add ``uses`` and what belongs to it; ``subjects`` get their low bits as a number, and a version."""
    op.create_table(
        "uses",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("subject", NUMBER, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _MORE),
        sa.PrimaryKeyConstraint("number", name="pk_uses"),
    )
    op.create_index("ix_uses_subject_number", "uses", ["subject", "number"], unique=False)
    op.create_index("ix_uses_act_number", "uses", ["act", "number"], unique=False)
    op.create_index("ix_uses_used_on", "uses", ["used_on"], unique=False)
    op.create_table(
        "use_files",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("taken", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_use_files"),
    )
    op.create_table(
        "closed_bases",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_closed_bases"),
    )
    op.create_index("ix_closed_bases_version", "closed_bases", ["version"], unique=False)
    op.create_table(
        "gone_subjects",
        sa.Column("subject", NUMBER, autoincrement=False, nullable=False),
        sa.Column("gone_on", sa.Date(), nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_gone_subjects"),
    )
    op.create_index("ix_gone_subjects_version", "gone_subjects", ["version"], unique=False)
    op.create_table(
        "state_versions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_state_versions"),
    )
    op.execute("INSERT INTO state_versions (id, version) VALUES (1, 1)")
    op.add_column("subjects", sa.Column("low_bits", NUMBER, nullable=False, server_default="0"))
    op.add_column("subjects", sa.Column("version", NUMBER, nullable=False, server_default="1"))
    op.create_index("ix_subjects_version", "subjects", ["version"], unique=False)
    _put_low_bits()


def _put_low_bits() -> None:
    """The low bits of what is there already."""
    connection = op.get_bind()
    subjects = sa.table("subjects", sa.column("number"), sa.column("state"), sa.column("low_bits"))
    rows = connection.execute(sa.select(subjects.c.number, subjects.c.state)).all()
    changes = [{"which": number, "bits": int(state, 16) & LOW} for number, state in rows]
    if changes:
        to_one = sa.update(subjects).where(subjects.c.number == sa.bindparam("which"))
        connection.execute(to_one.values(low_bits=sa.bindparam("bits")), changes)
