"""What stays after an erasure serves nothing else (RET-5, T-57)."""

from __future__ import annotations

from tests.rights.commands import approve, may, received, told, typed
from tests.worlds import World


def test_t_57_an_invoice_that_had_to_stay_is_for_its_custodian_and_for_nothing_else(world: World) -> None:
    address = world.made.leaves
    reference = received(world, "erasure", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    kept = [
        line
        for receipt in told(world, "request", "show", reference)["case"]["receipts"]
        for line in receipt["lines"]
        if line["collection"] == "invoices" and line["decision"] == "keep"
    ]
    assert kept
    assert all(line["present"] for line in kept)
    for purpose in ("newsletter", "service", "improving"):
        assert may(world, address, purpose, "--role", "staff") != "yes", purpose
    invoice = ("invoicing", "--category", "invoice")
    assert may(world, address, *invoice, "--role", "staff") != "yes"
    assert may(world, address, *invoice, "--role", "custodian") == "yes"
