"""A record whose term has no first day is nobody's to erase: it is listed, and a named person decides."""

from __future__ import annotations

from typing import Any

from tests.clocks import in_days
from tests.retention.test_sweep import BY, YEAR, invoice, is_there, line, listed, swept
from tests.rights.commands import crm, told, typed
from tests.worlds import World

WHY = ("--why", "written off")


def undated(world: World) -> dict[str, dict[str, Any]]:
    (found,) = told(world, "term", "list", "--system", "crm")["lists"]
    return {one["place"]: one for one in found["records"]}


def decide(world: World, key: int, *words: str) -> int:
    return typed(world, "term", "decide", f"crm.invoices:{key}", *words, *BY, *WHY)[0]


def test_an_unpaid_invoice_is_listed_and_somebody_is_asked(world: World) -> None:
    swept(world)
    key = invoice(world, None, "F-OPEN")
    place = f"crm.invoices:{key}"
    assert undated(world)[place]["missing"] == ["book-year-of-settlement"]
    assert undated(world)[place]["decision"] is None
    assert typed(world, "sweep", "--system", "crm")[0] == 0
    assert is_there(world, "F-OPEN")
    assert [task for task in told(world, "task", "list")["tasks"] if task["kind"] == "term-undecided"]


def test_a_decided_record_goes_on_the_day_the_decision_gives_and_not_before(world: World) -> None:
    swept(world)
    written_off, kept, gone = (invoice(world, None, f"F-{n}") for n in ("OFF", "KEPT", "GONE"))
    before = line(listed(world), "invoices")["counts"]["undecided"]
    assert decide(world, written_off, "--starts", f"{YEAR - 7}-11-30") == 0
    assert decide(world, kept, "--keep-until", f"{YEAR}-12-31") == 0
    assert decide(world, gone, "--erase") == 0
    counts = line(listed(world), "invoices")["counts"]
    assert (counts["due"], counts["undecided"]) == (1, before - 3)
    assert typed(world, "sweep", "--system", "crm")[0] == 0
    assert not is_there(world, "F-GONE")
    for now, there in ((f"{YEAR}-12-31T12:00:00Z", True), (f"{YEAR + 1}-01-01T12:00:00Z", False)):
        assert typed(world, "sweep", "--system", "crm", "--now", now)[0] == 0
        assert [is_there(world, "F-OFF"), is_there(world, "F-KEPT")] == [there, there], now


def test_a_first_day_of_its_own_outranks_what_was_decided(world: World) -> None:
    swept(world)
    key = invoice(world, None, "F-PAID")
    assert decide(world, key, "--erase") == 0
    world_has_paid(world, key)
    assert typed(world, "sweep", "--system", "crm")[0] == 0
    assert is_there(world, "F-PAID")
    assert decide(world, key, "--erase") == 1, "there is nothing to decide any more"


def world_has_paid(world: World, key: int) -> None:
    crm(world, "UPDATE invoices SET paid_on = ? WHERE id = ?", str(in_days(-20)), key)


def test_a_decision_needs_name_reason_and_one_day(world: World) -> None:
    place = f"crm.invoices:{invoice(world, None, 'F-X')}"
    for words in (
        ("--erase", "--by", " ", *WHY),
        ("--erase", *BY, "--why", " "),
        ("--erase", "--starts", "2019-01-01", *BY, *WHY),
        ("--starts", "yesterday", *BY, *WHY),
        (*BY, *WHY),
    ):
        assert typed(world, "term", "decide", place, *words)[0] == 2, words
    assert typed(world, "term", "decide", "crm.nothing:1", "--erase", *BY, *WHY)[0] == 2
    assert typed(world, "term", "decide", "crm.invoices:999999", "--erase", *BY, *WHY)[0] == 1
