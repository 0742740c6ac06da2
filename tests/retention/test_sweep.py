"""What is past its term goes by rule, without a request, and nothing else does (RET-1, RET-4)."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from tests.clocks import as_if_in, in_days
from tests.rights.commands import approve, change_policy, crm, done_by_hand, received, told, typed
from tests.worlds import World, carry_out

from belofte.procedures.acting.sweeping_days import sealed_days
from belofte.procedures.clock.daily import Lasting
from belofte.procedures.office.needs_desk import NeedsDesk

BY = ("--by", "P. de Boer")
YEAR = in_days(0).year
SETTLED = f"{YEAR - 7}-11-30"  # an invoice of that day may be thrown away when this year is over
OLD_YEAR = ("--now", f"{YEAR}-12-31T22:30:00Z")  # 23:30 in Amsterdam: still the old year
NEW_YEAR = ("--now", f"{YEAR}-12-31T23:30:00Z")  # 00:30 in Amsterdam: the first day of the next


def listed(world: World, *words: str) -> dict[str, Any]:
    """The list of the customer database."""
    return told(world, "sweep", "--system", "crm", *words)["lists"][0]


def line(shown: dict[str, Any], collection: str) -> dict[str, Any]:
    return next(one for one in shown["collections"] if one["collection"] == collection)


def swept(world: World, *words: str) -> dict[str, int]:
    """Sweep the customer database, approving first what must be approved; how many went of which collection."""
    shown = listed(world, *words)
    again = ("--approve", shown["id"], *BY) if shown["waits"] else ()
    status, _ = typed(world, "sweep", *again, "--system", "crm", *words)
    assert status == 0
    return told(world, "sweep", "--system", "crm", *words)["done"][0]["went"]


def invoice(world: World, settled: str | None, number: str) -> int:
    """An invoice of the first customer; its row number."""
    crm(
        world,
        "INSERT INTO invoices(number, customer_id, issued_on, paid_on, bill_name, bill_address, lines, total_cents) "
        "VALUES (?, 1, '2019-03-02', ?, 'N. N.', 'Dorpsstraat 1', '1 x webhosting', 12100)",
        number,
        settled,
    )
    return int(crm(world, "SELECT id FROM invoices WHERE number = ?", number)[0][0])


def is_there(world: World, number: str) -> bool:
    return bool(crm(world, "SELECT 1 FROM invoices WHERE number = ?", number))


def test_a_rule_deletes_nothing_in_its_first_sweep_and_waits_for_a_named_person(world: World) -> None:
    before = crm(world, "SELECT count(*) FROM page_views")
    status, said = typed(world, "sweep", "--system", "crm")
    assert status == 0
    assert "waits:" in said
    assert crm(world, "SELECT count(*) FROM page_views") == before
    shown = listed(world)
    assert shown["waits"] == "new-rule"
    assert shown["due"] > 0
    with world.open() as belofte:
        (need,) = [one for one in belofte.desk(NeedsDesk).needs().more if one.kind == "sweep"]
        assert shown["id"] in need.about.in_("nl")
    assert typed(world, "sweep", "--approve", shown["id"], "--by", " ")[0] == 2
    assert typed(world, "sweep", "--approve", shown["id"], *BY)[0] == 0
    assert crm(world, "SELECT count(*) FROM page_views") < before
    after = listed(world)
    assert (after["waits"], after["due"]) == (None, 0)
    assert typed(world, "sweep", "--approve", shown["id"], *BY)[0] == 1, "a list is approved once"


def test_a_changed_rule_is_a_new_rule(world: World) -> None:
    swept(world)
    change_policy(world, "at_most: 14 months, after: collected", "at_most: 12 months, after: collected")
    shown = listed(world)
    assert shown["waits"] == "new-rule"
    assert line(shown, "page_views")["counts"]["due"] > 0


def test_a_rule_that_was_changed_and_changed_back_waits_again(world: World) -> None:
    """What came under the longer term meanwhile would go at once, and nobody said so."""
    swept(world)
    change_policy(world, "at_most: 14 months, after: collected", "at_most: 7 years, after: collected")
    assert line(listed(world), "page_views")["counts"].get("due", 0) == 0, "nothing to approve under the longer one"
    change_policy(world, "at_most: 7 years, after: collected", "at_most: 14 months, after: collected")
    later = as_if_in(98)
    for _ in range(2):
        shown = listed(world, *later)
        assert (shown["waits"], line(shown, "page_views")["counts"]["due"] > 0) == ("new-rule", True)
    swept(world, *later)
    assert line(listed(world, *later), "page_views")["counts"].get("due", 0) == 0
    assert listed(world, *as_if_in(190))["waits"] is None, "approved once more, and for good"


def test_a_dry_run_shows_and_keeps_nothing(world: World) -> None:
    before = crm(world, "SELECT count(*) FROM invoices")
    shown = listed(world, "--dry-run")
    assert line(shown, "invoices")["counts"]["due"] > 0
    assert line(shown, "invoices")["counts"]["undecided"] > 0, "an unpaid invoice has no start and is reported"
    assert line(shown, "invoices")["law"] == "AWR art. 52(4)"
    assert line(shown, "invoices")["late"] > 0
    assert crm(world, "SELECT count(*) FROM invoices") == before
    assert typed(world, "sweep", "--approve", shown["id"], *BY)[0] == 2, "what was only shown cannot be approved"


def test_what_stays_is_told_with_its_ground_and_until_when_also_beside_what_is_due(world: World) -> None:
    shown = listed(world, "--dry-run")
    assert line(shown, "invoices")["counts"]["due"] > 0
    long = "7 years after the financial year in which the invoice was settled"
    assert line(shown, "invoices")["term"]["by_language"]["en"] == f"exactly {long}"
    said = typed(world, "sweep", "--dry-run", "--system", "crm")[1]
    assert f'stay (AWR art. 52(4): "exactly {long}")' in said
    assert 'stay ("no longer than 14 months after recording")' in said
    rest = 'the rest stays, not counted ("until you tell us that you are leaving")'
    assert rest in said, "a row that is cleared is not counted"


def test_invoices_settled_seven_years_before_go_by_themselves_on_the_first_of_january(world: World) -> None:
    swept(world, *OLD_YEAR)
    due, young = invoice(world, SETTLED, "F-DUE"), invoice(world, f"{YEAR - 6}-01-02", "F-YOUNG")
    unpaid = invoice(world, None, "F-OPEN")
    assert {due, young, unpaid}
    assert swept(world, *OLD_YEAR).get("invoices", 0) == 0
    assert is_there(world, "F-DUE")
    kept = crm(world, "SELECT * FROM invoices WHERE number IN ('F-YOUNG', 'F-OPEN') ORDER BY id")
    assert typed(world, "sweep", "--system", "crm", *NEW_YEAR)[0] == 0
    assert not is_there(world, "F-DUE")
    assert crm(world, "SELECT * FROM invoices WHERE number IN ('F-YOUNG', 'F-OPEN') ORDER BY id") == kept, "unaltered"
    leaves = (world.made.home.data / "evidence" / "leaves.jsonl").read_text("utf-8").splitlines()
    receipts = [leaf for leaf in map(json.loads, leaves) if leaf["kind"] == "sweep"]
    assert any(leaf["collection"] == "invoices" and leaf["counts"]["acted"] for leaf in receipts)
    assert all(leaf["counts"]["remains"] == 0 for leaf in receipts)
    assert not any("F-DUE" in leaf or "Dorpsstraat" in leaf for leaf in leaves)
    with world.open() as belofte:
        entries = belofte.parts.store.ledger.replay("crm", date(YEAR - 6, 1, 1))
        days = [one for one in (sealed_days(belofte.parts, entry) for entry in entries) if one is not None]
        settled = date.fromisoformat(SETTLED)
        assert any(one.collection == "invoices" and one.first <= settled <= one.last for one in days)
        assert not belofte.parts.store.ledger.find_unfinished()


def test_an_unusually_large_sweep_stops_and_asks(world: World) -> None:
    swept(world)
    file = world.made.home.policy / "policy.yaml"
    file.write_text(re.sub(r"ask_above: \d+", "ask_above: 20", file.read_text("utf-8")), "utf-8")
    for number in range(30):
        invoice(world, "2010-01-01", f"G-{number}")
    shown = listed(world)
    assert (shown["waits"], shown["due"]) == ("large", 30)
    assert is_there(world, "G-0")
    dry = typed(world, "sweep", "--dry-run", "--system", "crm")[1]
    assert "30 at once is more than the policy lets through unasked (20: ask_above under rights)" in dry
    assert "belofte sweep keeps this list" in dry, "the number of a list that is only shown approves nothing"
    assert typed(world, "sweep", "--approve", shown["id"], *BY)[0] == 0
    assert not is_there(world, "G-0")
    for number in range(30):
        invoice(world, "2010-01-01", f"H-{number}")
    assert listed(world)["waits"] == "large", "an approval of a number is for one sweep"


def test_a_record_within_an_open_request_waits_for_its_answer(world: World) -> None:
    swept(world)
    address = str(crm(world, "SELECT email FROM customers WHERE id = 1")[0][0])
    invoice(world, "2010-01-01", "F-ASKED")
    assert typed(world, "request", "confirm", received(world, "access", address))[0] == 0
    shown = listed(world)
    assert line(shown, "invoices")["counts"] == {"in-an-open-request": 1, "undecided": 2}
    assert is_there(world, "F-ASKED")


def test_a_restricted_record_waits_for_the_persons_word_and_somebody_asks(world: World) -> None:
    swept(world)
    address = str(crm(world, "SELECT email FROM customers WHERE id = 1")[0][0])
    invoice(world, "2010-01-01", "F-STILL")
    reference = received(world, "restriction", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    done_by_hand(world)
    with world.open() as belofte:
        carry_out(belofte)
    shown = listed(world)
    assert line(shown, "invoices")["counts"].get("restricted-and-asked") == 1, line(shown, "invoices")
    assert is_there(world, "F-STILL")
    assert [t for t in told(world, "task", "list")["tasks"] if t["kind"] == "restricted-due"]


def test_a_system_that_finds_nothing_by_age_is_named_and_not_called_clean(world: World) -> None:
    file = world.made.home.policy / "systems" / "crm.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("allow: [find, export, rectify, restrict, erase, purge, observe]", "allow: [find]"))
    shown = listed(world)
    assert "only a person may erase" in line(shown, "invoices")["by_hand"]["by_language"]["en"]


def test_the_lasting_process_sweeps_once_a_day_when_the_policy_is_in_force(world: World) -> None:
    swept(world)
    invoice(world, "2010-01-01", "F-DAILY")
    with world.open() as belofte:
        done = Lasting(belofte.current, "").tend()
        if belofte.parts.policy.version:
            assert done["swept"] == 1
        else:
            assert done["swept"] == 0
            assert is_there(world, "F-DAILY")
