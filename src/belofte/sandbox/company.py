"""The sample company: a believable customer database in SQLite, the same for the same seed and day.

It is there to try things on: the demo, the tests and a first look at somebody's own policy. Everybody in it is
invented. What lies in which table is in ``company_schema``, the named people and what a search must find of them in
``personas``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from belofte.domain.errors import WrongUse
from belofte.sandbox.company_schema import SCHEMA, TABLES
from belofte.sandbox.personas import Cast, plant
from belofte.sandbox.population import populate
from belofte.sandbox.records import Rows, Writer

NAMED_PEOPLE = 13
"""People who are written by name: the cast less the one who is in nothing, and two colleagues of the contact."""

FEWEST_PEOPLE = 50


class CompanyExists(WrongUse):
    """There is a file already where the sample company was to be written; it was left alone."""


@dataclass(frozen=True, slots=True)
class Company:
    """The database that was written: where, for which day, how many rows in each table, and who has a name."""

    path: Path
    today: date
    people: int
    rows: Mapping[str, int]
    cast: Cast

    @property
    def url(self) -> str:
        """The database's address as a map's ``url`` wants it."""
        return f"sqlite:///{self.path}"


def make_company(path: Path, people: int = 5000, seed: int = 1, *, today: date) -> Company:
    """Write the sample company to ``path``, whole or not at all.

    ``people`` counts natural persons, contact persons and newsletter readers included. Raises :class:`CompanyExists` if
    the file is there already and :class:`ValueError` for fewer than fifty people.
    """
    if people < FEWEST_PEOPLE:
        raise ValueError(f"A sample company needs at least {FEWEST_PEOPLE} people, not {people}.")
    if path.exists():
        raise CompanyExists(f"{path} exists already.", "remove it first, or choose another place")
    rows = Rows()
    writer = Writer(rows, Random(seed), today)
    populate(writer, people - NAMED_PEOPLE)
    cast = plant(writer)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".half")
    half.unlink(missing_ok=True)
    _write(half, rows)
    half.replace(path)
    return Company(path, today, people, {table: len(rows.tables[table]) for table in TABLES}, cast)


def _write(path: Path, rows: Rows) -> None:
    """Write all rows in one transaction; the file is new, so nothing is lost if this stops half-way."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(SCHEMA)
        database.execute("PRAGMA foreign_keys = ON")
        for table in TABLES:
            width = len(database.execute(f"SELECT * FROM {table} LIMIT 0").description)
            marks = ", ".join("?" * width)
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows.tables[table])
        database.commit()
