"""A backup that nobody announced, and a sync that writes an erased person anew, are noticed by the daily look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.disclosures.rooms import rooms
from tests.restore.backups import BY, backup, erase, put_back, rows_of
from tests.rights.commands import crm, told, typed
from tests.worlds import World

from belofte.procedures.clock.daily import Lasting
from belofte.procedures.office.needs_desk import NeedsDesk
from belofte.procedures.parts import Current
from belofte.procedures.restoring.replay_desk import ReplayDesk


def a_day_later(world: World, days: int = 1) -> str:
    """What a lasting process does by itself once a day; returns the moment."""
    now = (datetime.now(UTC) + timedelta(days=days)).isoformat()
    with world.open(now) as belofte:
        Lasting(Current(belofte.parts), "").tend()
    return now


def test_an_unannounced_backup_is_noticed_listed_and_done_by_a_button(world: World) -> None:
    copy = backup(world)
    erase(world, world.made.leaves)
    wanted = rows_of(world)
    a_day_later(world)
    with world.open() as belofte:
        assert belofte.desk(ReplayDesk).all() == [], "nothing is there again, nothing waits"
    put_back(world, copy)
    now = a_day_later(world, 2)
    with world.open(now) as belofte:
        (listed,) = belofte.desk(ReplayDesk).all()
        assert listed.noticed
        assert listed.again > 0
        (need,) = [one for one in belofte.desk(NeedsDesk).needs().more if one.kind == "restored"]
        assert listed.id in need.about.in_("nl")
        belofte.desk(ReplayDesk).approve(listed.id, "P. de Boer")
        belofte.work.tend()
        assert belofte.desk(ReplayDesk).all()[0].ended_at is not None
    assert rows_of(world) == wanted
    with world.open(now) as belofte, belofte.parts.store.reading() as tx:
        kinds = [event.kind for event in tx.events.about("crm") if event.kind.startswith("restored")]
    assert kinds == ["restored.looked", "restored.looked", "restored.noticed", "restored.replayed", "restored.looked"]


def test_a_nightly_sync_that_writes_an_erased_person_anew_is_caught_the_same_way(world: World) -> None:
    """T-50: the same address under a new number, with the days of then."""
    address = world.made.leaves
    erase(world, address)
    crm(
        world,
        "INSERT INTO customers(customer_no, kind, full_name, email, email_since, blocked) "
        "VALUES ('S-1', 'person', 'N. N.', ?, '2020-01-01 00:00:00', 0)",
        address,
    )
    now = a_day_later(world)
    with world.open(now) as belofte:
        (listed,) = belofte.desk(ReplayDesk).all()
    assert [(line.collection, line.fates) for line in listed.lines] == [("customers", {"again": 1})]
    assert typed(world, "restore-replay", "crm", "--approve", listed.id, *BY, "--now", now)[0] == 0
    assert crm(world, "SELECT count(*) FROM customers WHERE email = ?", address) == [(0,)]


def test_somebody_who_signed_up_anew_is_no_backup_that_came_back(world: World) -> None:
    erase(world, world.made.leaves)
    crm(
        world,
        "INSERT INTO subscriptions(email, name, status, signed_up_at, post_ok) VALUES (?, 'N. N.', 'subscribed', ?, 0)",
        world.made.leaves,
        f"{datetime.now(ZoneInfo('Europe/Amsterdam')) + timedelta(minutes=1):%Y-%m-%d %H:%M:%S}",  # as a clock there
    )
    now = a_day_later(world)
    with world.open(now) as belofte:
        assert belofte.desk(ReplayDesk).all() == []


@pytest.mark.parametrize("came_back", [False, True])
def test_the_promise_is_broken_until_it_is_done_once_more(world: World, came_back: bool) -> None:
    clauses = world.made.home.policy / "clauses.yaml"
    clauses.write_text(clauses.read_text("utf-8") + "MEM-1: suppression_list\n", "utf-8")
    copy = backup(world)
    erase(world, world.made.leaves)
    if came_back:
        put_back(world, copy)
    now = a_day_later(world)
    assert state_of(world, "MEM-1", now) == ("broken" if came_back else "kept")
    if came_back:
        assert typed(world, "restore-replay", "crm", *BY, "--now", now)[0] == 0
        assert state_of(world, "MEM-1", now) == "kept"


def state_of(world: World, clause: str, now: str) -> str:
    verdicts = told(world, "check", "--now", now)["verdicts"]
    return str(next(one["state"] for one in verdicts if one["clause"] == clause))


def test_the_page_says_what_the_daily_look_does_not_see(world: World) -> None:
    """Corrections and restrictions are looked for when somebody asks: nobody is left to think otherwise."""
    assert typed(world, "user", "add", "P. de Boer", "--role", "privacy-officer")[0] == 0
    with rooms(world, "P. de Boer") as (_, (boer,)):
        assert "wordt pas gezien als u hieronder laat kijken" in boer.see("/nl/restored")
        assert "is seen only when you have a look taken below" in boer.see("/en/restored")
