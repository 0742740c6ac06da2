"""What Belofte itself keeps obeys the same rules: every table has a home, and goes by its term with a receipt."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.domain.own_books import GROUPS, Goes
from belofte.loading.own_books import own_tables
from belofte.storage import tables

BY = ("--by", "P. de Boer")


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
