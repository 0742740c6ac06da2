"""A late sweep is a broken promise with its days; what stays on a ground breaks none, and is told (RET-4)."""

from __future__ import annotations

from typing import Any

from tests.clocks import as_if_in
from tests.retention.test_sweep import BY, invoice, listed, swept
from tests.rights.commands import approve, crm, done_by_hand, received, told, typed
from tests.worlds import World, carry_out

RULE = "RET-4"


def verdict(world: World, *words: str) -> dict[str, Any]:
    found = told(world, "check", *words)["verdicts"]
    return next(one for one in found if one["clause"] == RULE)


def reason(of: dict[str, Any]) -> str:
    return of["reason"]["en"]


def test_what_waits_for_an_approval_is_late_and_its_days_are_told(world: World) -> None:
    shown = listed(world)
    assert shown["waits"] == "new-rule"
    line = next(one for one in shown["collections"] if one["collection"] == "invoices")
    late = verdict(world)
    assert late["state"] == "broken"
    assert f"crm.invoices: {line['counts']['due']} rows past the term, {line['late']} days late" in reason(late)
    assert {"place": "crm.invoices", "count": line["counts"]["due"]} in late["instances"]
    again = verdict(world, *as_if_in(1, "06:00"))
    assert f"{line['late'] + 1} days late" in reason(again), "each day it is a day later"


def test_after_the_sweep_nothing_is_late_and_what_stays_is_told(world: World) -> None:
    swept(world)
    key = invoice(world, "2010-01-01", "F-HELD")
    held = ("--record", f"crm.invoices:{key}", "--ground", "Art. 17(3)(e) GDPR", "--review", "2027-06-01")
    assert typed(world, "hold", "place", *held, *BY)[0] == 0
    assert typed(world, "sweep", "--system", "crm")[0] == 0
    found = verdict(world)
    assert found["state"] != "broken", reason(found)
    assert "crm.invoices: 1 under a hold" in reason(found)
    assert "without a first day: decide" in reason(found)


def test_a_restricted_record_past_its_term_breaks_nothing(world: World) -> None:
    swept(world)
    address = str(crm(world, "SELECT email FROM customers WHERE id = 1")[0][0])
    invoice(world, "2010-01-01", "F-STILL")
    reference = received(world, "restriction", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    done_by_hand(world)
    with world.open() as belofte:
        carry_out(belofte)
    assert typed(world, "sweep", "--system", "crm")[0] == 0
    found = verdict(world)
    assert found["state"] != "broken", reason(found)
    assert "1 restricted: the person is asked" in reason(found)


def test_a_kept_invoice_that_was_changed_breaks_the_promise(world: World) -> None:
    swept(world)
    key = invoice(world, "2024-03-01", "F-KEPT")
    assert typed(world, "sweep", "--system", "crm")[0] == 0
    crm(world, "UPDATE invoices SET bill_name = 'X' WHERE id = ?", key)
    assert typed(world, "sweep", "--system", "crm")[0] == 0
    found = verdict(world)
    assert found["state"] == "broken"
    assert "1 kept records changed or gone too early since" in reason(found)
