"""The register of disclosures to authorities.

An entry that may be told stands in ``body``. One that is still open, secret or not, lies in the vault under a key of
its own, so that nobody sees from the table which of the open ones is a secret.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Table, Text

from belofte.storage.tables.kinds_of_column import metadata, number_column

disclosures = Table(
    "disclosures",
    metadata,
    number_column(),
    Column("id", Text, nullable=False, unique=True),
    Column("opened_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("body", Text),  # canonical JSON; None while it is open
    Index(None, "ended_on"),
)
