"""Rectification where one system writes into another: source first, and the next day somebody looks (T-37, T-38)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.rights.mailing import add_mailing, crm, mailing, run_sync
from tests.rights.test_rectification import ask, events
from tests.worlds import World, carry_out

from belofte.domain.errors import Refused
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Verb
from belofte.domain.task import TaskState
from belofte.domain.wish import Correction
from belofte.ports import Order, OrderLine
from belofte.procedures.acting.orders import orders_of

NAME = "SELECT full_name FROM members WHERE email_address = ?"


def test_the_source_is_put_right_first_and_the_sync_keeps_the_new_name(world: World) -> None:
    """T-38: customer database before mailing tool; after the night's sync it still stands, and the case says so."""
    add_mailing(world)
    address, old = world.made.asks, world.made.name_of(world.made.asks)
    assert mailing(world, NAME, address) == [(old,)]
    with world.open() as belofte:
        reference = ask(world, belofte, address, Correction("name", old, "Anna Bakker"))
        plan = belofte.office.show(reference).plan
        assert plan is not None
        steps = {step.system: step for step in plan.steps}
        assert steps["mailing"].after == (steps["crm"].id,)
        assert set(steps["letters"].after) == {steps["crm"].id, steps["mailing"].id}
        case = world.approve(belofte, reference)
        assert [r.system for r in case.receipts if r.verb is Verb.RECTIFY] == ["crm", "mailing"]
        tomorrow = belofte.parts.now() + timedelta(days=1, minutes=1)
    assert mailing(world, NAME, address) == [("Anna Bakker",)]
    run_sync(world)
    with world.open(tomorrow.isoformat()) as belofte:
        belofte.work.tend()
        assert "correction.stayed" in {event.kind for event in events(belofte, reference)}


def test_an_old_value_that_comes_back_the_next_day_is_a_task(world: World) -> None:
    """T-38: something nobody declared restores the old name; the promise is broken and a person is asked."""
    add_mailing(world, synced="")
    address, old = world.made.asks, world.made.name_of(world.made.asks)
    with world.open() as belofte:
        reference = ask(world, belofte, address, Correction("name", old, "Anna Bakker"))
        world.approve(belofte, reference)
        tomorrow = belofte.parts.now() + timedelta(days=1, minutes=1)
    mailing(world, "UPDATE members SET full_name = ? WHERE email_address = ?", old, address)
    with world.open(tomorrow.isoformat()) as belofte:
        belofte.work.tend()
        with belofte.parts.store.reading() as tx:
            tasks = [(task.kind, task.system) for task in tx.tasks.in_state(TaskState.OPEN)]
        assert ("old-value-came-back", "mailing") in tasks
        assert "correction.stayed" not in {event.kind for event in events(belofte, reference)}


def test_two_systems_that_write_into_each_other_are_a_conflict_nobody_can_approve_past(world: World) -> None:
    """T-38: whichever is put right first gets the old value back from the other."""
    add_mailing(world)
    map_ = world.made.home.policy / "systems" / "crm.yaml"
    text = map_.read_text("utf-8")
    back = "    language: [language]\n    synced_from: {full_name: mailing.members.full_name}\n"
    map_.write_text(text.replace("    language: [language]\n", back, 1), "utf-8")
    with world.open() as belofte:
        old = world.made.name_of(world.made.asks)
        reference = ask(world, belofte, world.made.asks, Correction("name", old, "Anna Bakker"))
        plan = belofte.office.show(reference).plan
        assert plan is not None
        assert any(q.startswith("old-value-comes-back") for q in plan.questions)
        with pytest.raises(Refused, match="old value back"):
            belofte.office.approve(reference, plan.id, "P. de Boer")
    assert crm(world, "SELECT count(*) FROM customers WHERE full_name = 'Anna Bakker'") == [(0,)]


def test_a_system_that_may_not_be_changed_is_a_person_s_work_and_the_answer_waits(world: World) -> None:
    """T-37: never skipped, never silently done: no confirmation before the last write."""
    add_mailing(world, allow="[find, export, observe]")
    address, old = world.made.asks, world.made.name_of(world.made.asks)
    with world.open() as belofte:
        reference = ask(world, belofte, address, Correction("name", old, "Anna Bakker"))
        case = world.approve(belofte, reference)
        assert case.row.state == "acting"
        assert Verb.TELL not in {receipt.verb for receipt in case.receipts}
        with belofte.parts.store.reading() as tx:
            tasks = [task for task in tx.tasks.in_state(TaskState.OPEN) if task.kind == "ask_person"]
    assert [task.system for task in tasks] == ["mailing"]


def test_a_restored_backup_is_corrected_again_from_the_ledger(world: World) -> None:
    """The ledger holds the new values, sealed before the write, until the last backup is gone."""
    address, old = world.made.asks, world.made.name_of(world.made.asks)
    backup = (world.made.home.sandbox / "crm.sqlite").read_bytes()
    with world.open() as belofte:
        reference = ask(world, belofte, address, Correction("name", old, "Anna Bakker"))
        world.approve(belofte, reference)
    (world.made.home.sandbox / "crm.sqlite").write_bytes(backup)
    with world.open() as belofte:
        entries = list(belofte.parts.store.ledger.replay("crm", belofte.parts.today()))
        assert {entry.verb for entry in entries} == {Verb.RECTIFY}
        orders = [
            Order(
                entry.id,
                entry.identifiers,
                tuple(
                    OrderLine(name, Decision.DO, frozenset(tuple(key) for key in keys), values=entry.values[name])
                    for name, keys in entry.keys.items()
                ),
            )
            for entry in entries
        ]
        connector = belofte.parts.connectors["crm"]
        assert {result.outcome for result in connector.rectify(orders)} == {Outcome.DONE}
        assert {result.outcome for result in connector.read_back(orders)} == {Outcome.DONE}
    assert crm(world, "SELECT full_name FROM customers WHERE email = ?", address) == [("Anna Bakker",)]


def test_killed_between_the_write_and_its_receipt_the_correction_is_looked_at_again(world: World) -> None:
    """The second run finds it done: how many it changed nobody knows, and nothing remains wrong."""
    old, new = world.made.asks, "anna@nieuw.example"
    with world.open() as belofte:
        reference = ask(world, belofte, old, Correction("email", old, new))
        plan = belofte.office.show(reference).plan
        assert plan is not None
        belofte.office.approve(reference, plan.id, "P. de Boer")
        with belofte.parts.store.transaction() as tx:
            claimed = tx.steps.claim("killed", "crm", Verb.RECTIFY, belofte.parts.now())
        orders = list(orders_of(belofte.parts, claimed).values())
        assert {r.outcome for r in belofte.parts.connectors["crm"].rectify(orders)} == {Outcome.DONE}
    with world.open() as belofte:
        carry_out(belofte)
        case = belofte.office.show(reference)
        receipt = next(r for r in case.receipts if r.verb is Verb.RECTIFY)
    assert case.row.state == "answered"
    assert receipt.attempts == 2
    assert all(line.acted is None and not line.remains for line in receipt.lines if line.decision is Decision.DO)
    assert crm(world, "SELECT count(*) FROM customers WHERE email = ?", new) == [(1,)]


def test_a_new_address_goes_through_both_systems_and_the_consent_with_it(world: World) -> None:
    """T-41: the member is found by the old address, gets the new one, and keeps what was consented to and when."""
    add_mailing(world)
    old, new = world.made.asks, "anna@nieuw.example"
    consent = "SELECT signed_up_at, consent_text FROM members WHERE email_address = ?"
    before = mailing(world, consent, old)
    with world.open() as belofte:
        reference = ask(world, belofte, old, Correction("email", old, new))
        case = world.approve(belofte, reference)
        assert case.row.state == "answered"
        again = world.ask(belofte, "access", new)
        found = belofte.office.show(again).plan
        assert found is not None
        assert found.records == sum(world.made.expected_of(old).values()) + 3
    assert before
    assert mailing(world, consent, new) == before
    assert mailing(world, "SELECT count(*) FROM opens WHERE email_address = ?", old) == [(0,)]
