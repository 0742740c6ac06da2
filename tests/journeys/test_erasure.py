"""Erasure, end to end: gone what may go, kept what must stay with ground and day, and looked at again (RET, RGT)."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest
from tests.worlds import World, carry_out, keep_word

from belofte.domain.errors import BelofteError, Refused
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Verb
from belofte.procedures.desks import Submission


def crm(world: World) -> sqlite3.Connection:
    return sqlite3.connect(world.made.home.sandbox / "crm.sqlite")


def test_erased_everywhere_but_the_invoices_the_law_keeps(world: World) -> None:
    address = world.made.leaves
    with world.open() as belofte:
        case = world.approve(belofte, world.ask(belofte, "erasure", address))
    assert case.row.state == "answered"
    receipt = next(receipt for receipt in case.receipts if receipt.verb is Verb.ERASE)
    assert receipt.outcome is Outcome.DONE
    assert sum(line.remains or 0 for line in receipt.lines) == 0
    kept = [line for line in receipt.lines if line.decision is Decision.KEEP]
    assert kept
    assert all(line.present == line.planned and line.ground for line in kept)
    with crm(world) as database:
        assert database.execute("SELECT count(*) FROM customers WHERE email = ?", (address,)).fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM mails WHERE to_address = ?", (address,)).fetchone() == (0,)
        invoices = database.execute("SELECT count(*) FROM invoices WHERE bill_name = ?", (world.made.name_of(address),))
        assert invoices.fetchone()[0] == sum(line.planned for line in kept if line.collection == "invoices")


def test_the_ledger_remembers_what_was_erased_and_nothing_that_stays(world: World) -> None:
    """After a restored backup it is carried out again: a kept invoice in it would go with the rest."""
    with world.open() as belofte:
        case = world.approve(belofte, world.ask(belofte, "erasure", world.made.leaves))
        (entry,) = belofte.parts.store.ledger.replay("crm", belofte.parts.today())
    receipt = next(receipt for receipt in case.receipts if receipt.verb is Verb.ERASE and receipt.system == "crm")
    assert any(line.decision is Decision.KEEP for line in receipt.lines)
    erased = {line.collection: line.acted for line in receipt.lines if line.acted}
    assert {collection: len(keys) for collection, keys in entry.keys.items() if keys} == erased


def test_the_answer_names_what_stays_until_when_the_authority_and_the_court(world: World) -> None:
    address = world.made.leaves
    with world.open() as belofte:
        case = world.approve(belofte, world.ask(belofte, "erasure", address))
    answer = world.letters_to(address)[-1]
    assert "AWR" in answer
    assert "Autoriteit Persoonsgegevens" in answer
    assert "zes weken" in answer or "6 weken" in answer
    untils = {line.until for receipt in case.receipts for line in receipt.lines if line.until}
    assert untils
    assert all(str(until.year) in answer for until in untils)


def test_erasing_twice_is_answered_honestly(world: World) -> None:
    """A second request of somebody who is already gone does not end "done"."""
    address = world.made.leaves
    with world.open() as belofte:
        world.approve(belofte, world.ask(belofte, "erasure", address))
        again = world.approve(belofte, world.ask(belofte, "erasure", address))
    assert [receipt.verb for receipt in again.receipts] == [Verb.TELL]
    assert "niets gevonden" in world.letters_to(address)[-1].lower()


def test_a_stopped_request_does_nothing(world: World) -> None:
    address = world.made.leaves
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", address)
        belofte.office.stop(reference, "P. de Boer")
        carry_out(belofte)
        with pytest.raises(Refused):
            belofte.office.approve(reference, belofte.office.show(reference).plan.id, "P. de Boer")  # type: ignore[union-attr]
    with crm(world) as database:
        assert database.execute("SELECT count(*) FROM customers WHERE email = ?", (address,)).fetchone() == (1,)


def test_only_the_newest_plan_can_be_approved(world: World) -> None:
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        old = belofte.office.show(reference).plan
        belofte.office.plan(reference)
        assert old is not None
        with pytest.raises(Refused, match="newest"):
            belofte.office.approve(reference, old.id, "P. de Boer")


def test_a_couple_on_one_address_is_not_taken_for_one_person(world: World) -> None:
    """T-09: what hangs on the shared address alone is asked about, and neither is erased for the other."""
    address = world.made.couple_address
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", address)
        case = belofte.office.show(reference)
        assert case.plan is not None
        assert any(question.startswith("shared") for question in case.plan.questions)
        assert case.plan.records == 0
        with pytest.raises(BelofteError):
            belofte.office.approve(reference, case.plan.id, "P. de Boer")


def test_a_number_that_is_somebody_elses_finds_nothing(world: World) -> None:
    """Who knows another's customer number does not reach the other's data."""
    with world.open() as belofte:
        number = world.made.number_of(world.made.leaves)
        reference = world.ask(belofte, "access", world.made.asks, number=number)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        assert "number-is-not-of-this-address" in plan.questions
        assert plan.records == sum(world.made.expected_of(world.made.asks).values())


def test_the_case_dies_with_its_term_and_the_register_names_nobody(world: World) -> None:
    address = world.made.leaves
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", address)
        world.approve(belofte, reference)
        assert keep_word(belofte), "the recipients the answer names were promised to be told"
        later = belofte.parts.now() + timedelta(weeks=30)
    with world.open(later.isoformat()) as belofte:
        belofte.work.tend()
        with belofte.parts.store.reading() as tx:
            rows = tx.register.rows()
        assert [row.right for row in rows] == ["erasure"]
        assert rows[0].received_on is None
        assert reference not in repr(rows)
        with pytest.raises(BelofteError):
            belofte.office.show(reference)


def test_a_flood_to_one_address_sends_few_letters_but_loses_no_request(world: World) -> None:
    address = world.made.asks
    with world.open() as belofte:
        for _ in range(9):
            belofte.public.submit(Submission(right="access", address=address, language="nl"))
        belofte.work.tend()
        assert len(belofte.office.queue()) == 9
    assert len(world.letters_to(address)) == 5
