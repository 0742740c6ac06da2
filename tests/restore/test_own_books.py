"""What Belofte itself keeps obeys the same rules: every table has a home, and goes by its term with a receipt."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.disclosures.test_secret import secret
from tests.disclosures.worlds_of_orders import on_paper
from tests.rights.commands import told, typed
from tests.staff.people import person, put_on_the_list
from tests.worlds import World

from belofte.domain.identity import Identifier
from belofte.domain.own_books import GROUPS, Goes, books_without_term, term_of, without_term
from belofte.domain.subject_state import RESTRICTED, Cause
from belofte.loading.folder import load_policy_folder
from belofte.loading.own_books import own_tables
from belofte.storage import tables

BY = ("--by", "P. de Boer")
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("name", sorted(tables.metadata.tables))
def test_every_table_and_column_has_exactly_one_home(name: str) -> None:
    known = {table.name: table for table in own_tables()}
    assert name in known, "say in data/own_books.yaml what this table is, and when its rows go"
    own = known[name]
    columns = [column.name for column in tables.metadata.tables[name].columns]
    assert sorted((*own.personal, *own.not_personal)) == sorted(columns)
    if own.goes is Goes.TERM:
        assert own.group in GROUPS
        assert own.clock in columns
    elif own.goes is not Goes.CASE:
        assert own.ends, "say in words what ends it"


def test_no_home_is_for_a_table_that_is_not_there() -> None:
    assert {table.name for table in own_tables()} == set(tables.metadata.tables)


def test_whatever_goes_with_a_case_is_in_that_list_and_nothing_else() -> None:
    with_case = {table.name for table in own_tables() if table.goes is Goes.CASE}
    assert with_case == {table.name for table in tables.OF_A_CASE} | {"requests"}


def test_consents_that_were_taken_back_long_ago_go_by_their_term(world: World) -> None:
    """The reference company keeps proof of a consent for five years after it was taken back, and no longer."""
    address = world.made.asks
    for purpose in ("newsletter", "post"):
        assert typed(world, "consent", "give", address, "--purpose", purpose, "--by", "site form")[0] == 0
    assert typed(world, "consent", "withdraw", address, "--purpose", "newsletter")[0] == 0
    assert given(world) == ["newsletter", "post"]
    soon, late = ("--now", "2031-11-01T10:00:00Z"), ("--now", "2032-01-01T10:00:00Z")
    assert swept(world, *soon) == {}
    shown = own(world, *late)
    named = {
        line["collection"]: line
        for line in told(world, "sweep", "--system", "belofte", "--dry-run")["lists"][0]["collections"]
    }
    assert {"case-files", "register", "ledger"} <= named.keys(), "what goes by its own clock is shown, not swept"
    consents = next(line for line in shown["collections"] if line["collection"] == "consents")
    assert consents["counts"]["due"] == 1
    assert swept(world, *late)["consents"] == 1
    assert given(world) == ["post"], "what still counts stays"
    leaves = (world.made.home.data / "evidence" / "leaves.jsonl").read_text("utf-8").splitlines()
    assert any(
        (leaf.get("system"), leaf.get("collection")) == ("belofte", "consents") for leaf in map(json.loads, leaves)
    )
    assert typed(world, "verify")[0] == 0


def given(world: World) -> list[str]:
    with closing(sqlite3.connect(world.made.home.data / "store.sqlite")) as store:
        return sorted(purpose for (purpose,) in store.execute("SELECT purpose FROM consents"))


def own(world: World, *words: str) -> dict[str, Any]:
    return told(world, "sweep", "--system", "belofte", *words)["lists"][0]


def swept(world: World, *words: str) -> dict[str, int]:
    shown = own(world, *words)
    assert shown["problem"] is None
    again = ("--approve", shown["id"], *BY) if shown["waits"] else ()
    came = told(world, "sweep", *again, "--system", "belofte", *words)["done"]
    return came[0]["went"]


def test_a_number_of_whom_nothing_is_known_any_more_leads_to_nobody(world: World) -> None:
    """The way from an address to a number goes a term after the last that was known, and no sooner; who consents stays.
    A program that kept the number is told that it is nobody's."""
    lapsed, loyal = world.made.asks, world.made.leaves
    for address in (lapsed, loyal):
        assert typed(world, "consent", "give", address, "--purpose", "post", "--by", "site form")[0] == 0
    assert typed(world, "consent", "withdraw", lapsed, "--purpose", "post")[0] == 0
    assert typed(world, "uses", "number", "somebody.new@post.example")[0] == 0
    assert (numbers(world), typed(world, "work")[0]) == (3, 0)
    swept(world, "--now", "2031-11-01T10:00:00Z")
    assert numbers(world) == 3, "the term is not over"
    swept(world, "--now", "2032-02-01T10:00:00Z")
    swept(world, "--now", "2032-02-02T10:00:00Z")
    assert numbers(world) == 1
    assert told(world, "may", loyal, "--purpose", "post")["answer"]["subjects"] != []
    assert told(world, "may", lapsed, "--purpose", "post")["answer"]["subjects"] == []
    leaves = (world.made.home.data / "evidence" / "leaves.jsonl").read_text("utf-8").splitlines()
    assert any(
        (leaf.get("system"), leaf.get("collection")) == ("belofte", "numbers") for leaf in map(json.loads, leaves)
    )
    assert typed(world, "verify")[0] == 0


def test_a_number_that_is_in_use_or_says_no_stays(world: World) -> None:
    """Who is used lately is known of; and a no is remembered, whatever became of the proof of it."""
    used, idle = "used@post.example", "idle@post.example"
    for address in (used, idle):
        assert typed(world, "uses", "number", address)[0] == 0
    label = ("--purpose", "invoicing", "--use", "--reason", "label", *BY, "--now", "2031-06-01T10:00:00Z")
    assert typed(world, "may", used, *label)[0] == 0
    with world.open() as belofte, belofte.parts.store.transaction() as tx:
        cause = Cause("objection", "subject")
        tx.states.change([Identifier("email", "", "no@post.example")], cause, belofte.parts.now(), on=RESTRICTED)
    swept(world, "--now", "2032-02-01T10:00:00Z")
    swept(world, "--now", "2032-02-02T10:00:00Z")
    with closing(sqlite3.connect(world.made.home.data / "store.sqlite")) as store:
        assert store.execute("SELECT count(*) FROM state_changes").fetchone() == (0,)
    assert numbers(world) == 2
    assert told(world, "may", used, "--purpose", "invoicing")["answer"]["subjects"] != []
    assert told(world, "may", "no@post.example", "--purpose", "service")["answer"]["why"] == "restricted"


def numbers(world: World) -> int:
    """To how many people the store still knows a way."""
    with closing(sqlite3.connect(world.made.home.data / "store.sqlite")) as store:
        (subjects,), (led_to,) = (
            store.execute("SELECT count(*) FROM subjects").fetchone(),
            store.execute("SELECT count(DISTINCT subject) FROM subject_keys").fetchone(),
        )
    assert subjects == led_to
    return subjects


def test_a_link_nobody_used_in_time_goes_by_itself(world: World) -> None:
    assert typed(world, "user", "add", "P. de Boer", "--role", "privacy-officer")[0] == 0
    assert typed(world, "work")[0] == 0
    assert passes(world) == 1
    assert typed(world, "work", "--now", "2027-03-01T10:00:00Z")[0] == 0
    assert passes(world) == 0


def passes(world: World) -> int:
    with closing(sqlite3.connect(world.made.home.data / "store.sqlite")) as store:
        return store.execute("SELECT count(*) FROM passes").fetchone()[0]


def test_the_register_forgets_whole_months_after_its_term_and_stays_complete(world: World) -> None:
    reference = told(world, "request", "receive", "--right", "access", "--from", "niemand@post.example")["reference"]
    assert typed(world, "request", "stop", reference, *BY)[0] == 0
    assert typed(world, "work", "--now", "2027-03-01T10:00:00Z")[0] == 0
    rows = told(world, "register", "--now", "2027-03-01T10:00:00Z")
    assert len(rows["rows"]) == 1
    assert typed(world, "work", "--now", "2031-12-01T10:00:00Z")[0] == 0
    assert len(told(world, "register", "--now", "2031-12-01T10:00:00Z")["rows"]) == 1
    assert typed(world, "work", "--now", "2032-05-01T10:00:00Z")[0] == 0
    after = told(world, "register", "--now", "2032-05-01T10:00:00Z")
    assert (after["rows"], after["complete"], after["changed_months"]) == ([], True, [])
    assert typed(world, "verify")[0] == 0


SWEPT = {"access_log", "breaches", "consents", "disclosures", "members", "state_changes", "uses"}
"""The books that go by a term of the policy; a book more or less is decided here as well."""


def test_the_books_with_a_term_are_these_and_each_has_one_in_every_example() -> None:
    assert {table.name for table in own_tables() if table.goes is Goes.TERM} == SWEPT
    for name in ("linprofs", "webshop", "clinic"):
        policy = load_policy_folder(EXAMPLES / name).policy
        assert (without_term(policy), books_without_term(policy)) == ([], []), name
        assert all(rule.ceiling for group in GROUPS if (rule := term_of(group, policy)) is not None)


def test_every_book_goes_on_its_own_day_and_what_is_not_over_stays(world: World) -> None:
    """The list of staff two years after somebody's last day, disclosures and breaches five years after they ended, uses
    with the proof of consents, looks with the requests."""
    address = world.made.asks
    typed(world, "user", "add", "P. de Boer", "--role", "privacy-officer")
    put_on_the_list(world, person("Jan Jansen", end="2026-11-30"), person("Els de Wit"))
    assert (
        typed(
            world,
            "disclose",
            "receive",
            "--authority",
            "tax-office",
            "--article",
            "AWR 53",
            "--person",
            address,
            "--category",
            "invoice",
            *BY,
        )[0]
        == 1
    )  # refused at once: there is no document
    breach = told(world, "breach", "open", "--kind", "lost", "--aware", "2026-11-22T08:00:00Z", *BY)["breach"]["id"]
    for words in (("decide", breach, "--no-report", "--reasons", "nothing was seen"), ("close", breach)):
        assert typed(world, "breach", *words, *BY)[0] == 0, words
    assert typed(world, "breach", "open", "--kind", "lost", "--aware", "2026-11-22T08:00:00Z", *BY)[0] == 0
    assert typed(world, "may", address, "--purpose", "service", "--use", "--reason", "label", *BY)[0] in (0, 1)
    assert typed(world, "find", address)[0] in (0, 3)
    assert rows(world) == {"members": 2, "disclosures": 1, "breaches": 2, "uses": 1, "access_log": 1}

    days = {
        "2026-12-01": {}, "2027-01-10": {"access_log": 1}, "2028-11-28": {}, "2028-12-02": {"members": 1},
        "2031-11-20": {}, "2031-12-01": {"breaches": 1, "disclosures": 1, "uses": 1},
    }  # fmt: skip
    for day, goes in days.items():
        went = swept(world, "--now", f"{day}T10:00:00Z")
        assert {name: count for name, count in went.items() if name in rows(world)} == goes, day
    assert rows(world) == {"members": 1, "disclosures": 0, "breaches": 1, "uses": 0, "access_log": 0}
    undecided = [line["counts"].get("undecided", 0) for line in own(world, "--dry-run")["collections"]]
    assert set(undecided) == {0}, "who still works here is not undecided"


def test_whom_a_disclosure_was_about_goes_with_its_row_and_its_key_too(world: World, tmp_path: Path) -> None:
    """Who it was about is kept to tell them, as long as the register is, and no day longer."""
    for name in ("P. de Boer", "J. Smit"):
        typed(world, "user", "add", name, "--role", "privacy-officer")
    kept, goes = (secret(world, on_paper(tmp_path), world.made.asks, "--category", "invoice") for _ in range(2))
    assert typed(world, "disclose", "lift", goes["disclosure"]["id"], *BY)[0] == 0
    names = [one["disclosure"]["id"] for one in (kept, goes)]
    assert under_a_key(world, names) == names
    swept(world, "--now", "2031-11-20T10:00:00Z")
    assert under_a_key(world, names) == names
    swept(world, "--now", "2031-12-01T10:00:00Z")
    assert under_a_key(world, names) == names[:1], "the one that is open stays"
    assert in_the_vault(world, names) == set(names[:1])


def under_a_key(world: World, names: list[str]) -> list[str]:
    with closing(sqlite3.connect(world.made.home.path / "data" / "keys" / "cases.sqlite")) as keys:
        known = {name for (name,) in keys.execute('SELECT "case" FROM case_keys')}
    return [name for name in names if name in known]


def in_the_vault(world: World, names: list[str]) -> set[str]:
    with closing(sqlite3.connect(world.made.home.data / "store.sqlite")) as store:
        return {name for (name,) in store.execute("SELECT request FROM vault_entries")} & set(names)


def rows(world: World) -> dict[str, int]:
    with closing(sqlite3.connect(world.made.home.data / "store.sqlite")) as store:
        counted = ("members", "disclosures", "breaches", "uses", "access_log")
        return {name: store.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in counted}
