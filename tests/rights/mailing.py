"""A second system beside the customer database: a mailing tool whose names and addresses a nightly sync writes.

A real SQLite database with a map of its own; ``run_sync`` is what the company's nightly job does.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.worlds import World

SCHEMA = """
CREATE TABLE members(
  id INTEGER NOT NULL PRIMARY KEY, email_address TEXT NOT NULL, full_name TEXT, signed_up_at TEXT,
  consent_text TEXT, member_rating INTEGER, own_words TEXT);
CREATE TABLE ratings(id INTEGER NOT NULL PRIMARY KEY, email_address TEXT NOT NULL, likely_to TEXT);
CREATE TABLE opens(id INTEGER NOT NULL PRIMARY KEY, email_address TEXT NOT NULL, what TEXT);
"""
MAP = """kind: sql
name: {{nl: mailingprogramma, en: mailing tool}}
url: sqlite:///data/sandbox/mailing.sqlite
recipient: mailchimp
allow: {allow}
backups: 35 days
person:
  rows: [members]
  sure: [email]
tables:
  members:
    category: subscription
    email: [email_address]
    name: [full_name]
    contact: {{email_address: signed_up_at}}
    not_personal: [id, consent_text, member_rating]
    synced_from: {{{synced}}}
    statement: own_words
    erase: row
  opens:
    category: visit
    found_by: {{email_address: email}}
    site-use: [what]
    not_personal: [id]
    origin: observed
    erase: row
  ratings:
    category: visit
    found_by: {{email_address: email}}
    site-use: [likely_to]
    not_personal: [id]
    origin: derived
    erase: row
"""
SYNCED = "full_name: crm.customers.full_name, email_address: crm.customers.email"


def add_mailing(world: World, *, synced: str = SYNCED, allow: str = "all") -> None:
    """Make the mailing tool with one member for each customer who has an address, and write its map."""
    place = world.made.home.sandbox / "mailing.sqlite"
    with closing(sqlite3.connect(place)) as mailing, mailing:
        mailing.executescript(SCHEMA)
        rows = crm(world, "SELECT email, full_name FROM customers WHERE email IS NOT NULL AND kind = 'person'")
        consent = ("2024-03-01 10:00:00", "Ja, stuur mij de nieuwsbrief.")
        mailing.executemany(
            "INSERT INTO members (email_address, full_name, signed_up_at, consent_text, member_rating) "
            "VALUES (?, ?, ?, ?, 4)",
            [(email, name, *consent) for email, name in dict(rows).items()],
        )
        mailing.executemany(
            "INSERT INTO opens (email_address, what) VALUES (?, 'nieuwsbrief 12')", [(e,) for e, _ in rows]
        )
        mailing.executemany(
            "INSERT INTO ratings (email_address, likely_to) VALUES (?, 'stay')", [(e,) for e, _ in rows]
        )
    (world.made.home.policy / "systems" / "mailing.yaml").write_text(MAP.format(synced=synced, allow=allow), "utf-8")


def run_sync(world: World) -> None:
    """The nightly job: every member gets the name that stands in the customer database, found by number of row."""
    names = dict(crm(world, "SELECT email, full_name FROM customers WHERE email IS NOT NULL"))
    with closing(sqlite3.connect(world.made.home.sandbox / "mailing.sqlite")) as mailing, mailing:
        for email, name in names.items():
            mailing.execute("UPDATE members SET full_name = ? WHERE email_address = ?", (name, email))


def mailing(world: World, statement: str, *values: object) -> list[tuple[str, ...]]:
    return _rows(world, "mailing", statement, values)


def crm(world: World, statement: str, *values: object) -> list[tuple[str, ...]]:
    return _rows(world, "crm", statement, values)


def _rows(world: World, name: str, statement: str, values: tuple[object, ...]) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(world.made.home.sandbox / f"{name}.sqlite")) as database, database:
        return list(database.execute(statement, values))
