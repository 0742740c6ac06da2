"""What was done with whose data, and on which ground: one row a use. No row names anybody: a subject is a number.

Personal data all the same, until the subject is forgotten: the collection ``uses`` of Belofte's own data, with
``used_on`` as the day its term runs from. When a subject is forgotten, ``basis`` (the number of an order leads to a
person) is cleared; the rest stays until its term is over. ``closed_bases`` has ``closed_on``, ``gone_subjects``
``gone_on`` for the same end.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, LargeBinary, Table, Text

from belofte.storage.tables.kinds_of_column import Moment, Number, metadata, number_column

uses = Table(
    "uses",
    metadata,
    number_column(),
    Column("act", Text, nullable=False),  # use, contact or shipment
    Column("used_at", Moment, nullable=False),
    Column("used_on", Date, nullable=False),
    Column("subject", Number, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),  # the program, token or account that asked
    Column("answer", Text, nullable=False),  # yes, or why not; untold: done without asking first
    Column("rests_on", Text, nullable=False),  # order, contract, consent, legal-duty…; "" where nothing was given
    Column("basis", Text, nullable=False),  # its reference; "" where the ground needs none
    Column("policy_version", Integer, nullable=False),
    Column("channel", Text, nullable=False),  # of a contact
    Column("because", Text, nullable=False),  # of a contact: why it was made
    Column("carrier", Text, nullable=False),  # of a shipment
    Column("kinds", Text, nullable=False),  # of a shipment: what the carrier gets, or of a contact: marketing
    Index(None, "subject", "number"),
    Index(None, "act", "number"),
    Index(None, "used_on"),
)

use_files = Table(
    "use_files",
    metadata,
    Column("name", Text, primary_key=True),
    Column("taken", Number, nullable=False),  # bytes of the file whose rows are in ``uses``
)

closed_bases = Table(
    "closed_bases",
    metadata,
    Column("hash", LargeBinary, primary_key=True),  # keyed, of kind and reference
    Column("closed_at", Moment, nullable=False),
    Column("closed_on", Date, nullable=False),
    Column("version", Number, nullable=False),
    Index(None, "version"),
)

state_versions = Table(
    "state_versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # one row
    Column("version", Number, nullable=False),  # goes up with every change of a state, a bit or a closed basis
)

gone_subjects = Table(
    "gone_subjects",
    metadata,
    Column("subject", Number, primary_key=True, autoincrement=False),
    Column("gone_on", Date, nullable=False),
    Column("version", Number, nullable=False),
    Index(None, "version"),
)
