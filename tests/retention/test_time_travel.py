"""Twelve years day by day: every record of a small company goes on its own day, and not one before."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.book_year import BookYear, Changed
from belofte.domain.plan import Decision
from belofte.domain.policy import Period, RetentionRule, Unit
from belofte.domain.retention import due_in, is_due, keep_until, tag_event
from belofte.domain.system_map import Collection, EraseRow, FoundBy, SystemMap, Verb
from belofte.ports import DueAsk, SweepOrder

FIRST, LAST = date(2016, 1, 1), date(2027, 12, 31)
BOOK_YEAR = BookYear(7, 1, (Changed(date(2019, 7, 1), 1, 1),))  # calendar years until a short one in 2019
SEVEN = Period(7, Unit.YEARS)
RULES = {
    "invoices": RetentionRule("invoice", SEVEN, SEVEN, after="book-year-of-settlement", law="AWR art. 52(4)"),
    "visits": RetentionRule("visit", None, Period(14, Unit.MONTHS), after="collected"),
    "orders": RetentionRule("order", Period(2, Unit.YEARS), None, until="left", after="delivered"),
    "profiles": RetentionRule("profile", until="left"),
    "sales": RetentionRule(
        "sale",
        Period(2, Unit.YEARS),
        Period(2, Unit.YEARS),
        after="book-year-of-settlement",
        tagged={"oss": RetentionRule("oss", Period(4, Unit.YEARS), Period(4, Unit.YEARS), after="year-of-supply")},
    ),
    "accounts": RetentionRule(
        "account",
        by_purpose={
            "service": RetentionRule("service", until="left"),
            "post": RetentionRule("post", ceiling=Period(6, Unit.MONTHS), after="withdrawn", begins="consent-given"),
        },
    ),
}
TAGGED = {"sales": {"oss": {"scheme": ("oss",)}}}
SCHEMA = """
CREATE TABLE invoices(id INTEGER PRIMARY KEY, email TEXT, settled DATE);
CREATE TABLE visits(id INTEGER PRIMARY KEY, email TEXT, at DATETIME);
CREATE TABLE orders(id INTEGER PRIMARY KEY, email TEXT, delivered DATE, left_on DATE);
CREATE TABLE profiles(id INTEGER PRIMARY KEY, email TEXT, left_on DATE);
CREATE TABLE sales(id INTEGER PRIMARY KEY, email TEXT, settled DATE, supplied DATE, scheme TEXT);
CREATE TABLE accounts(id INTEGER PRIMARY KEY, email TEXT, left_on DATE, given DATE, withdrawn DATE);
CREATE INDEX visits_at ON visits(at);
"""
MAPPED: Mapping[str, tuple[dict[str, tuple[str, ...]], dict[str, str]]] = {
    "invoices": ({"email": ("email",)}, {"book-year-of-settlement": "settled"}),
    "visits": ({"email": ("email",)}, {"collected": "at"}),
    "orders": ({"email": ("email",)}, {"delivered": "delivered", "left": "left_on"}),
    "profiles": ({"email": ("email",)}, {"left": "left_on"}),
    "sales": ({"email": ("email",)}, {"book-year-of-settlement": "settled", "year-of-supply": "supplied"}),
    "accounts": ({"email": ("email",)}, {"left": "left_on", "consent-given": "given", "withdrawn": "withdrawn"}),
}


FOUND = (FoundBy("email", "email"),)


class Today:
    """A clock that is moved by hand, at noon."""

    def __init__(self) -> None:
        self.day = FIRST

    def now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)


def company() -> SystemMap:
    collections = {
        name: Collection(
            name,
            RULES[name].category,
            kinds,
            not_personal=("id",),
            found_by=FOUND,
            clock=clock,
            tagged=TAGGED.get(name, {}),
            erase=EraseRow(),
        )
        for name, (kinds, clock) in MAPPED.items()
    }
    allow = frozenset({Verb.FIND, Verb.ERASE, Verb.OBSERVE})
    return SystemMap("shop", "sql", allow=allow, sure=("email",), collections=collections)


def histories() -> Mapping[str, Sequence[tuple[date | str | None, ...]]]:
    """Records spread over the years, month ends and leap days among them; some never begin, some never end."""
    days = [FIRST - timedelta(days=1500) + timedelta(days=37 * n) for n in range(110)]
    days += [date(2016, 2, 29), date(2018, 6, 30), date(2018, 7, 1), date(2019, 10, 31), date(2020, 2, 29)]
    return {
        "invoices": [(day,) for day in days] + [(None,)],
        "visits": [(day,) for day in days],
        "orders": [(day, day + timedelta(days=400 * (n % 4)) if n % 5 else None) for n, day in enumerate(days)],
        "profiles": [(day if n % 3 else None,) for n, day in enumerate(days)],
        "sales": [
            (day, day - timedelta(days=20) if n % 4 else None, "oss" if n % 2 else "home") for n, day in enumerate(days)
        ],
        "accounts": [
            (
                day if n % 3 else None,
                day - timedelta(days=30) if n % 2 else None,
                day + timedelta(days=90 * (n % 7)) if n % 5 else None,
            )
            for n, day in enumerate(days)
        ],
    }


def filled(file: Path, records: Mapping[str, Sequence[tuple[date | str | None, ...]]]) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.executescript(SCHEMA)
        for name, rows in records.items():
            marks = ", ".join("?" for _ in range(2 + len(rows[0])))
            said = [[day.isoformat() if isinstance(day, date) else day for day in row] for row in rows]
            if name == "visits":
                said = [[f"{day} 00:00:00" for day in row] for row in said]
            listed = [(n, "n@post.example", *row) for n, row in enumerate(said, start=1)]
            database.executemany(f"INSERT INTO {name} VALUES ({marks})", listed)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "shop.sqlite"


def test_every_record_goes_on_its_day_and_not_before(place: Path) -> None:
    records = histories()
    filled(place, records)
    clock = Today()
    connector = SqlConnector(company(), f"sqlite:///{place}", clock, zone=ZoneInfo("Europe/Amsterdam"))
    went: dict[tuple[str, int], date] = {}
    while clock.day <= LAST:
        for name, rule in RULES.items():
            due = due_in(rule, clock.day, BOOK_YEAR)
            found = list(connector.due(DueAsk(name, due.past, due.unless)))
            keys = [one.key for one in found if is_due(rule, one.events, clock.day, BOOK_YEAR)]
            assert len(keys) == len(found) or name in ("sales", "accounts"), "only a part can lack its first day"
            if keys:
                order = SweepOrder("sweep-1", name, Decision.DELETE, tuple(keys), due.past, due.unless)
                done = connector.sweep(order)
                assert (done.problem, done.lines[0].acted) == (None, len(keys))
            for key in keys:
                went[name, int(key[0])] = clock.day
        clock.day += timedelta(days=1)
    connector.close()
    expected: dict[tuple[str, int], date] = {}
    for name, rows in records.items():
        for number, row in enumerate(rows, start=1):
            events = dict(zip(MAPPED[name][1], row, strict=False))
            if row[-1] == "oss":
                events[tag_event("oss")] = FIRST
            gone_by = keep_until(RULES[name], events, BOOK_YEAR).gone_by
            if gone_by is not None and gone_by < LAST:
                expected[name, number] = max(gone_by + timedelta(days=1), FIRST)
    assert went == expected
    assert len(expected) > 400
    with closing(sqlite3.connect(place)) as database:
        left = {(name, row[0]) for name in records for row in database.execute(f"SELECT id FROM {name}")}
    assert left == {(name, n) for name, rows in records.items() for n in range(1, len(rows) + 1)} - expected.keys()
    assert left, "some never end, and stay"
