"""A kept invoice stays as it was, and stays until its day: seen by its seal (RET-4)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from tests.clocks import as_if_in
from tests.retention.test_hold import placed
from tests.retention.test_sweep import BY, NEW_YEAR, SETTLED, YEAR, invoice, swept
from tests.rights.commands import crm, told, typed
from tests.worlds import World

LATER = ("--now", f"{YEAR + 1}-01-03T12:00:00Z")


def sealed(world: World, *words: str) -> dict[str, Any]:
    status, _ = typed(world, "sweep", "--system", "crm", *words)
    assert status == 0
    found = told(world, "term", "kept", *words)["kept"]
    return next(one for one in found if one["collection"] == "invoices")


def test_a_kept_invoice_that_was_changed_is_seen(world: World) -> None:
    swept(world)
    key = invoice(world, "2024-03-01", "F-KEPT")
    before = sealed(world)
    assert (before["changed"], before["sealed"] > 1) == (0, True)
    crm(world, "UPDATE invoices SET total_cents = total_cents + 1 WHERE id = ?", key)
    assert sealed(world)["changed"] == 1
    assert typed(world, "term", "kept")[0] == 1
    crm(world, "UPDATE invoices SET total_cents = total_cents - 1 WHERE id = ?", key)
    assert sealed(world)["changed"] == 0, "it is again as it was sealed"


def test_one_kept_invoice_is_shown_by_its_hash(world: World) -> None:
    swept(world)
    key = invoice(world, "2024-03-01", "F-KEPT")
    place = ("--record", f"crm.invoices:{key}")
    assert typed(world, "term", "kept", *place)[0] == 2, "no sweep has seen it yet"
    sealed(world)
    before = told(world, "term", "kept", *place)["seal"]
    assert (len(before["digest"]), before["changed_on"]) == (64, None)
    shown = typed(world, "term", "kept", *place)[1].strip()
    assert shown.endswith(f"as it was · seen {before['seen_on']} · hash {before['digest']}")
    crm(world, "UPDATE invoices SET total_cents = total_cents + 1 WHERE id = ?", key)
    sealed(world)
    status, said = typed(world, "term", "kept", *place)
    assert (status, before["digest"] in said, "not as it was since" in said) == (1, True, True), said


def test_an_invoice_that_goes_before_its_day_is_seen_and_a_person_can_settle_it(world: World) -> None:
    swept(world)
    key = invoice(world, "2024-03-01", "F-KEPT")
    sealed(world)
    crm(world, "DELETE FROM invoices WHERE id = ?", key)
    later = as_if_in(1)
    assert sealed(world, *later)["changed"] == 1
    assert typed(world, "term", "settle", "crm.invoices", "--by", " ")[0] == 2
    assert typed(world, "term", "settle", "crm.invoices", *BY)[0] == 0
    assert sealed(world, *later)["changed"] == 0


def test_what_goes_on_its_own_day_is_not_missed(world: World) -> None:
    swept(world)
    invoice(world, SETTLED, "F-2019")
    count = sealed(world)["sealed"]
    after = sealed(world, *NEW_YEAR)
    assert (after["changed"], after["sealed"] < count) == (0, True)


def test_a_restriction_does_not_look_like_a_change(world: World) -> None:
    swept(world)
    sealed(world)
    crm(world, "UPDATE customers SET blocked = 1 WHERE id = 1")
    assert sealed(world)["changed"] == 0


def test_a_day_moved_back_to_lose_a_record_is_seen(world: World) -> None:
    swept(world)
    key = invoice(world, "2024-03-01", "F-KEPT")
    sealed(world)
    crm(world, "UPDATE invoices SET paid_on = '2010-01-01' WHERE id = ?", key)
    sealed(world)
    assert crm(world, "SELECT 1 FROM invoices WHERE id = ?", key) == [], "by its day it was due"
    assert sealed(world, *as_if_in(1))["changed"] == 1


def test_seals_from_before_the_last_day_was_noted_miss_nothing_that_goes_on_its_day(world: World) -> None:
    swept(world)
    invoice(world, SETTLED, "F-2019")
    sealed(world, *as_if_in(1))
    with closing(sqlite3.connect(world.made.home.data / "store.sqlite")) as store, store:
        store.execute("UPDATE kept_seals SET kept_until = NULL")
    count = sealed(world, *NEW_YEAR)
    assert count["changed"] == 0
    assert sealed(world, *LATER)["changed"] == 0


def test_what_another_hand_takes_is_missed_before_its_last_day_and_while_it_is_held(world: World) -> None:
    """After its last day nobody misses it: it was to go. What is held was not."""
    swept(world)
    early, due = invoice(world, "2024-03-01", "F-A"), invoice(world, SETTLED, "F-B")
    held = invoice(world, SETTLED, "F-C")
    sealed(world)
    placed(world, "--record", f"crm.invoices:{held}")
    crm(world, "DELETE FROM invoices WHERE id IN (?, ?)", due, held)
    assert sealed(world, *NEW_YEAR)["changed"] == 1, "the held one"
    crm(world, "DELETE FROM invoices WHERE id = ?", early)
    assert sealed(world, *LATER)["changed"] == 2
