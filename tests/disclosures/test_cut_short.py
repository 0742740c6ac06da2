"""Killed in between: a package is made once, and what a lifted order kept goes all the same."""

from __future__ import annotations

from tests.disclosures.test_disclose import DE_BOER, TAX, approved, received
from tests.disclosures.test_secret import secret
from tests.rights.commands import approve, crm, told, typed
from tests.rights.commands import received as requested
from tests.worlds import World

from belofte.domain import disclosure as rules
from belofte.domain.disclosure import DisclosureEvent
from belofte.procedures.acting.disclosing import hand_over
from belofte.procedures.disclosing.ending import save_ended
from belofte.procedures.disclosing.kept import plan_of
from belofte.procedures.parts import IDENTIFIERS, decode_identifiers


def test_a_package_that_was_written_before_a_kill_is_written_anew_and_not_twice(world: World, order: str) -> None:
    view = received(world, *TAX, "--document", order, "--person", world.made.asks, "--category", "invoice")
    one = view["disclosure"]["id"]
    approved(world, one)
    with world.open() as belofte:
        parts = belofte.parts
        with parts.store.reading() as tx:
            entry, draft = tx.disclosures.get(one), plan_of(tx, one)
            identifiers = decode_identifiers(tx.vault.newest(IDENTIFIERS, [one])[one])
        assert draft is not None
        hand_over(parts, entry, draft, identifiers)  # and here it was killed: the entry says nothing of it
        with parts.store.reading() as tx:
            before = [package.id for package in tx.vault.packages(one)]
    assert told(world, "disclose", "show", one)["disclosure"]["state"] == "approved"
    assert typed(world, "disclose", "hand-over", one, *DE_BOER)[0] == 0
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        after = [package.id for package in tx.vault.packages(one)]
    assert len(after) == len(before)
    assert not set(after) & set(before)


def test_a_lifting_that_was_cut_short_is_finished_by_the_clock(world: World, order: str) -> None:
    whom = world.made.leaves
    (customer,) = crm(world, "SELECT id FROM customers WHERE email = ?", whom)[0]
    one = secret(world, order, whom, "--category", "contact", "--hold-until", "2030-01-01")["disclosure"]["id"]
    reference = requested(world, "erasure", whom)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    of_customer = "SELECT count(*) FROM tickets WHERE customer_id = ?"
    with world.open() as belofte:
        parts = belofte.parts
        with parts.store.transaction() as tx:
            lifted = rules.lifted(tx.disclosures.get(one), "J. Smit", parts.today())
            save_ended(parts, tx, lifted, DisclosureEvent.LIFTED)  # and here it was killed
        assert crm(world, of_customer, customer) != [(0,)]
        assert belofte.work.tend()["orders_ended"] == 1
        assert belofte.work.tend()["orders_ended"] == 0
    assert crm(world, of_customer, customer) == [(0,)]
    view = told(world, "disclose", "show", one)["disclosure"]
    assert (view["state"], view["document_kept"]) == ("ended", False)


def test_an_order_that_comes_after_the_plan_is_honoured_at_the_act(world: World, order: str) -> None:
    """The plan was shown before the order came, and is not made anew: that would tell."""
    whom = world.made.leaves
    (customer,) = crm(world, "SELECT id FROM customers WHERE email = ?", whom)[0]
    reference = requested(world, "erasure", whom)
    assert typed(world, "request", "confirm", reference)[0] == 0
    secret(world, order, whom, "--category", "contact", "--hold-until", "2030-01-01")
    plan = told(world, "request", "show", reference)["case"]["plan"]
    assert "tickets" in {line["collection"] for step in plan["steps"] for line in step["lines"]}, (
        "made before the order"
    )
    approve(world, reference)
    assert crm(world, "SELECT count(*) FROM tickets WHERE customer_id = ?", customer) != [(0,)]
    case = told(world, "request", "show", reference)["case"]
    lines = [one for receipt in case["receipts"] if receipt["verb"] == "erase" for one in receipt["lines"]]
    assert "tickets" not in {one["collection"] for one in lines}
    assert case["row"]["state"] in ("acting", "answered")
