"""The people of the sample company as the vendors know them: read from its database, the same for the same file."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

Row = Mapping[str, Any]
READ = ("customers", "contacts", "orders", "invoices", "mails", "shipments", "page_views", "subscriptions")
OUR_DOMAIN = "linprofs.example"
NAMED = frozenset(
    """
    anna@dvries.example bram.kuipers@post.example a.de.vries@elders.example thuis@blom.example carla@hoekstra.example
    evert@wiersma.example dilan@koster.example fenna@dehalm.example noor@veenstra.example kanarie@proef.example
    """.split()
)
"""The addresses of the sample company's named people, as ``personas`` plants them: they lie in every system."""


@dataclass(frozen=True, slots=True)
class People:
    """The rows of the sample company, by table; ``named`` are the addresses of its named people."""

    tables: Mapping[str, Sequence[Row]]
    named: frozenset[str]

    def of(self, table: str) -> Sequence[Row]:
        return self.tables[table]

    def by(self, table: str, column: str) -> Mapping[Any, list[Row]]:
        """The rows of a table, gathered by the value of one column."""
        gathered: defaultdict[Any, list[Row]] = defaultdict(list)
        for row in self.tables[table]:
            gathered[row[column]].append(row)
        return gathered

    @property
    def customers(self) -> Mapping[int, Row]:
        return {row["id"]: row for row in self.tables["customers"]}

    @property
    def orderers(self) -> Mapping[int, Row]:
        """Who ordered, by the order's id."""
        customers = self.customers
        return {row["id"]: customers[row["customer_id"]] for row in self.tables["orders"] if row["customer_id"]}


def read_people(database: Path) -> People:
    """Read the sample company. Raises :class:`sqlite3.Error` where it is not one."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        tables = {t: [dict(row) for row in connection.execute(f"SELECT * FROM {t} ORDER BY id")] for t in READ}
    return People(tables, NAMED)


def name_of(row: Row) -> str:
    """What a customer is called: a person's name, or an organisation's own."""
    return str(row["full_name"] or row["organisation"] or "")


def halves(name: str) -> tuple[str, str]:
    """First name, and the rest."""
    first, _, last = name.partition(" ")
    return first, last


def same(*parts: object) -> bytes:
    """The same 32 bytes for the same parts: what a vendor makes at random is the same in every sandbox."""
    return sha256("|".join(map(str, parts)).encode()).digest()


def guid(*parts: object) -> str:
    """An id as Microsoft and Exact write it."""
    return str(UUID(bytes=same(*parts)[:16], version=4))


def hexed(length: int, *parts: object) -> str:
    """So many hexadecimal digits."""
    return same(*parts).hex()[:length]


def number(below: int, *parts: object) -> int:
    """A whole number from 0, below ``below``."""
    return int.from_bytes(same(*parts)[:6]) % below


def moment(written: str) -> datetime:
    """A day or time as the sample database writes it, in UTC."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def iso(written: str) -> str:
    """With the zone as an offset (MailChimp)."""
    return moment(written).isoformat(timespec="seconds")


def zulu(written: str) -> str:
    """With the zone as Z (Microsoft, Google)."""
    return moment(written).strftime("%Y-%m-%dT%H:%M:%SZ")


def milliseconds(written: str) -> str:
    """As OData 2 writes a moment (Exact)."""
    return f"/Date({int(moment(written).timestamp() * 1000)})/"


def some(rows: Iterable[Row], every: int, which: int = 0) -> list[Row]:
    """Every so-many-th row."""
    return [row for place, row in enumerate(rows) if place % every == which]
