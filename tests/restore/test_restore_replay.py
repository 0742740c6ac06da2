"""A backup of the customer database comes back: what was forgotten goes again, and nothing else (issue: restore)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

from tests.clocks import as_if_in, in_days
from tests.restore.backups import BY, backup, database_of, erase, put_back, rows_of
from tests.rights.commands import crm, told, typed
from tests.worlds import World

from belofte.bootstrap import Belofte


def test_what_was_erased_goes_again_and_all_else_stays(world: World) -> None:
    copy = backup(world)
    before = rows_of(world)
    erase(world, world.made.leaves)
    wanted = rows_of(world)
    assert wanted != before
    put_back(world, copy)
    assert rows_of(world) == before
    dry = told(world, "restore-replay", "crm", "--dry-run")
    assert rows_of(world) == before, "a dry run changes nothing"
    assert dry["list"]["again"] > 0
    assert dry["list"]["asked"] == 0
    assert world.made.leaves not in json.dumps(dry)
    waiting = told(world, "restore-replay", "crm")
    assert rows_of(world) == before, "a list waits for a named person"
    status, said = typed(world, "restore-replay", "crm", "--approve", waiting["list"]["id"], *BY)
    assert status == 0, said
    assert rows_of(world) == wanted
    again = told(world, "restore-replay", "crm", *BY)
    assert (again["done"]["went"], again["list"]["again"]) == (0, 0), "done twice it finds nothing left to do"
    assert rows_of(world) == wanted
    leaves = (world.made.home.data / "evidence" / "leaves.jsonl").read_text("utf-8").splitlines()
    (leaf,) = [leaf for leaf in map(json.loads, leaves) if leaf["kind"] == "replay"]
    assert leaf["counts"]["acted"] == dry["list"]["again"]
    assert leaf["counts"]["remains"] == 0
    assert typed(world, "verify")[0] == 0
    assert crm(world, "SELECT count(*) FROM customers WHERE email = ?", world.made.leaves) == [(0,)]


def test_what_the_person_gave_anew_stays(world: World) -> None:
    """Somebody was erased and signed up again; the old rows of the backup go, the new ones are theirs to keep."""
    address = world.made.leaves
    copy = backup(world)
    erase(world, address)
    put_back(world, copy)
    crm(
        world,
        "INSERT INTO subscriptions(email, name, status, signed_up_at, post_ok) VALUES (?, 'N. N.', 'subscribed', ?, 0)",
        address,
        f"{in_days(2)} 10:00:00",
    )
    crm(
        world,
        "INSERT INTO tickets(email, opened_at, subject, body, status) VALUES (?, ?, 'x', 'y', 'open')",
        address,
        f"{in_days(3)} 10:00:00",
    )
    later = as_if_in(4)
    done = told(world, "restore-replay", "crm", *BY, *later)
    fates = {line["collection"]: line["fates"] for line in done["list"]["lines"]}
    assert fates["subscriptions"]["given-anew"] == 1
    assert fates["tickets"]["given-anew"] == 1
    assert crm(world, "SELECT signed_up_at FROM subscriptions WHERE email = ?", address) == [
        (f"{in_days(2)} 10:00:00",)
    ]
    assert crm(world, "SELECT opened_at FROM tickets WHERE email = ?", address) == [(f"{in_days(3)} 10:00:00",)]
    assert crm(world, "SELECT count(*) FROM customers WHERE email = ?", address) == [(0,)]


def test_a_new_customer_who_got_an_erased_customer_s_number_is_left_alone(world: World) -> None:
    """A database that was put back counts on from where it was: the same key is somebody else's now."""
    copy = backup(world)
    (number,) = crm(world, "SELECT max(id) + 1 FROM customers")[0]
    add_customer(world, number, "X-1", "eerst@post.example")
    erase(world, "eerst@post.example")
    put_back(world, copy)
    add_customer(world, number, "X-2", "later@post.example")
    done = told(world, "restore-replay", "crm", *BY)
    assert done["list"]["again"] == 0
    assert crm(world, "SELECT email FROM customers WHERE id = ?", number) == [("later@post.example",)]


def add_customer(world: World, number: int, customer_no: str, address: str) -> None:
    crm(
        world,
        "INSERT INTO customers(id, customer_no, kind, full_name, email, email_since, blocked) "
        "VALUES (?, ?, 'person', 'N. N.', ?, '2020-01-01 00:00:00', 0)",
        number,
        customer_no,
        address,
    )


def test_what_nobody_can_tell_the_age_of_stays_and_a_person_is_asked(world: World) -> None:
    """An address line lay in the backup and had gone before the erasure: the ledger does not know it, no day tells."""
    address = world.made.leaves
    (customer,) = crm(world, "SELECT id FROM customers WHERE email = ?", address)[0]
    crm(world, "INSERT INTO addresses(id, customer_id, street) VALUES (99001, ?, 'Oude Weg')", customer)
    copy = backup(world)
    crm(world, "DELETE FROM addresses WHERE id = 99001")
    erase(world, address)
    put_back(world, copy)
    done = told(world, "restore-replay", "crm", *BY)
    assert done["list"]["asked"] == 1
    assert crm(world, "SELECT street FROM addresses WHERE id = 99001") == [("Oude Weg",)]
    (task,) = [task for task in told(world, "task", "list")["tasks"] if task["kind"] == "restored-asked"]
    assert (task["system"], task["count"]) == ("crm", 1)


def test_what_a_named_person_kept_stays_after_a_restore_too(world: World) -> None:
    """The ledger remembers what was not erased: a replay must not take it for forgotten."""
    copy = backup(world)
    erase(world, world.made.leaves)
    with world.open() as belofte:
        (entry,) = belofte.parts.store.ledger.replay("crm", date.min)
    assert entry.kept["invoices"], "the invoices the law keeps"
    put_back(world, copy)
    crm(world, "UPDATE invoices SET paid_on = '2001-01-01'")  # by its term alone it could go
    shown = told(world, "restore-replay", "crm", "--dry-run")["list"]
    (invoices,) = [line for line in shown["lines"] if line["collection"] == "invoices"]
    assert invoices["fates"]["kept"] == len(entry.kept["invoices"])


def test_what_a_sweep_erased_goes_again_and_what_was_used_since_stays(world: World) -> None:
    shown = told(world, "sweep", "--system", "crm")["lists"][0]
    before = crm(world, "SELECT id FROM page_views")
    copy = backup(world)
    assert typed(world, "sweep", "--approve", shown["id"], *BY, "--system", "crm")[0] == 0
    wanted = rows_of(world)
    went = sorted(set(before) - set(crm(world, "SELECT id FROM page_views")))
    assert went
    put_back(world, copy)
    dry = told(world, "restore-replay", "crm", "--dry-run")["list"]
    (line,) = [line for line in dry["lines"] if line["collection"] == "page_views"]
    assert line["fates"] == {"again": len(went)}
    crm(world, "UPDATE page_views SET at = datetime('now') WHERE id = ?", went[0][0])
    told(world, "restore-replay", "crm", *BY)
    assert went[0] in crm(world, "SELECT id FROM page_views")
    crm(world, "DELETE FROM page_views WHERE id = ?", went[0][0])
    assert rows_of(world) == wanted


def test_the_memory_lasts_until_the_backups_made_meanwhile_have_gone_too(world: World) -> None:
    """Between the restore and the replay the company's own backups hold the person once more."""
    copy = backup(world)
    erase(world, world.made.leaves)
    put_back(world, copy)
    with world.open() as belofte:
        (before,) = belofte.parts.store.ledger.replay("crm", date.min)
        (forget,) = forget_dates(belofte)
    later = (datetime.now(UTC) + timedelta(days=20)).isoformat()
    told(world, "restore-replay", "crm", *BY, "--now", later)
    with world.open() as belofte:
        (after,) = belofte.parts.store.ledger.replay("crm", date.min)
        assert after.expires_on == before.expires_on + timedelta(days=20)
        assert after.at == before.at, "what counts as given anew is what came after the erasure itself"
        assert forget_dates(belofte) == [forget + timedelta(days=20)]
        assert not belofte.parts.store.ledger.find_unfinished()


def forget_dates(belofte: Belofte) -> list[datetime]:
    with belofte.parts.store.reading() as tx:
        return [item.at for item in tx.dates.coming("forget-state")]


def test_a_system_that_is_away_was_not_looked_at(world: World) -> None:
    erase(world, world.made.leaves)
    database_of(world).rename(world.made.home.path / "away.sqlite")
    assert typed(world, "restore-replay", "crm")[0] == 3
    assert typed(world, "restore-replay", "nothing-like-it")[0] == 2
    assert typed(world, "restore-replay", "crm", "--dry-run", *BY)[0] == 2
    assert typed(world, "restore-replay", "crm", "--restored-from", "yesterday")[0] == 2
    assert typed(world, "restore-replay", "crm", "--restored-from", "2099-01-01")[0] == 2
