"""Who was erased is not brought back by a table, a sync or a restore; by an act of their own they come back."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.restore.backups import backup, erase, put_back
from tests.rights.commands import crm, may, told, typed
from tests.worlds import World

NOBODY = "nooit.gezien@post.example"


def forgotten(world: World, who: str) -> bool:
    status, _ = typed(world, "forgotten", who)
    assert status in (0, 1)
    return status == 1


def test_an_erased_address_and_number_are_known_as_forgotten_and_nobody_else_s(world: World) -> None:
    address = world.made.leaves
    (number,) = crm(world, "SELECT customer_no FROM customers WHERE email = ?", address)[0]
    assert not forgotten(world, address)
    erase(world, address)
    assert forgotten(world, address)
    assert forgotten(world, f"customer-number={number}")
    assert not forgotten(world, NOBODY)
    assert not forgotten(world, world.made.asks)


def test_a_restricted_person_is_not_forgotten_and_the_import_hears_it(world: World) -> None:
    reference = told(world, "request", "receive", "--right", "restriction", "--from", world.made.asks)["reference"]
    assert typed(world, "request", "confirm", reference)[0] == 0
    (row,) = told(world, "forgotten", world.made.asks)["rows"]
    assert row["stopped"] == ["restricted"]


def test_a_table_is_looked_at_before_it_is_imported(world: World, tmp_path: Path) -> None:
    erase(world, world.made.leaves)
    table, rest = tmp_path / "nieuw.csv", tmp_path / "rest.csv"
    table.write_text(f"naam;mail\nA;{NOBODY}\nB;{world.made.leaves.upper()}\nC;\n", "utf-8")
    status, said = typed(world, "forgotten", "--file", str(table), "--column", "mail=email", "--write", str(rest))
    assert status == 1
    assert "3 rows looked at, 1 forgotten: line 3" in said
    assert world.made.leaves not in said
    assert [row[0] for row in csv.reader(rest.read_text("utf-8").splitlines())] == ["naam", "A", "C"]
    assert typed(world, "forgotten", "--file", str(rest), "--column", "mail=email")[0] == 0
    assert typed(world, "forgotten", "--file", str(table), "--column", "adres=email")[0] == 2
    assert typed(world, "forgotten")[0] == 2


def test_belofte_s_own_import_of_consents_refuses_the_forgotten(world: World, tmp_path: Path) -> None:
    """T-62, T-50: a table does not subscribe somebody who was erased."""
    erase(world, world.made.leaves)
    table = tmp_path / "ja.csv"
    table.write_text(
        f"who,purpose,given,withdrawn,words,language\n{world.made.leaves},newsletter,2020-01-01T10:00:00,,ja,nl\n"
    )
    status, said = typed(world, "import", str(table), "--kind", "consents", "--by", "P. de Boer")
    assert status == 1, said
    assert "erased" in said
    give = ("consent", "give", world.made.leaves, "--purpose", "newsletter", "--by", "sync")
    assert typed(world, *give, "--method", "import")[0] == 1


def test_the_person_s_own_sign_up_ends_it_and_the_old_data_stays_forgotten(world: World) -> None:
    address = world.made.leaves
    copy = backup(world)
    (number,) = crm(world, "SELECT customer_no FROM customers WHERE email = ?", address)[0]
    erase(world, address)
    assert may(world, address, "newsletter") == "erased"
    give = ("consent", "give", address, "--purpose", "newsletter", "--by", "site form", "--method", "double-opt-in")
    assert typed(world, *give)[0] == 0
    assert may(world, address, "newsletter") == "yes"
    assert not forgotten(world, address)
    assert forgotten(world, f"customer-number={number}"), "the number of then stays forgotten"
    put_back(world, copy)
    done = told(world, "restore-replay", "crm", "--by", "P. de Boer")
    assert done["done"]["went"] > 0
    assert crm(world, "SELECT count(*) FROM customers WHERE email = ?", address) == [(0,)]
    later = ("--now", "2036-01-01T10:00:00Z")
    assert typed(world, "work", *later)[0] == 0
    assert may(world, address, "newsletter", *later) == "yes", (
        "forgetting who was erased takes nothing of who came back"
    )


def test_whoever_takes_an_order_says_that_the_person_came_back(world: World) -> None:
    erase(world, world.made.leaves)
    assert typed(world, "forgotten", world.made.leaves, "--came-back", "ordered")[0] == 2, "somebody stands for it"
    assert typed(world, "forgotten", world.made.leaves, "--came-back", "ordered", "--by", "shop")[0] == 0
    assert not forgotten(world, world.made.leaves)
    assert may(world, world.made.leaves, "service") == "yes"


def test_a_yes_of_before_the_erasure_does_not_come_back_with_an_order(world: World) -> None:
    address = world.made.leaves
    give = ("consent", "give", address, "--purpose", "newsletter", "--by", "site form", "--method", "double-opt-in")
    assert typed(world, *give)[0] == 0
    erase(world, address)
    assert typed(world, "forgotten", address, "--came-back", "ordered", "--by", "shop")[0] == 0
    assert (may(world, address, "service"), may(world, address, "newsletter")) == ("yes", "no-consent")


@pytest.mark.parametrize("days", [34, 37])
def test_afterwards_nobody_can_know_it_any_more(world: World, days: int) -> None:
    """When the last backup of every system has gone the ledger forgets too, and so does the notice's promise say."""
    copy = backup(world)
    erase(world, world.made.leaves)
    later = ("--now", (datetime.now(UTC) + timedelta(days=days)).isoformat())
    assert typed(world, "work", *later)[0] == 0
    remembered = days < 35
    assert (typed(world, "forgotten", world.made.leaves, *later)[0] == 1) is remembered
    put_back(world, copy)
    shown = told(world, "restore-replay", "crm", "--dry-run", *later)["list"]
    assert (shown["again"] > 0) is remembered
    assert (shown["entries"] > 0) is remembered
