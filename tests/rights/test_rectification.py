"""Rectification, end to end: put right everywhere, read back, told after the last write (REC, Art. 16)."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing, redirect_stdout
from datetime import timedelta

import pytest
from tests.worlds import World, carry_out, keep_word

from belofte.bootstrap import Belofte
from belofte.cli.main import run as command_line
from belofte.domain.errors import Refused
from belofte.domain.plan import Outcome
from belofte.domain.system_map import Verb
from belofte.domain.task import TaskState
from belofte.domain.wish import Correction, Wish
from belofte.procedures.desks import Submission
from belofte.procedures.parts import IDENTIFIERS, decode_identifiers
from belofte.store_port import Event


def crm(world: World, statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(world.made.home.sandbox / "crm.sqlite")) as database, database:
        return list(database.execute(statement, values))


def ask(world: World, belofte: Belofte, address: str, *corrections: Correction, statement: str = "") -> str:
    """The form is filled in and the button behind the mailed link pressed."""
    wish = Wish(corrections, statement)
    reference = belofte.public.submit(Submission("rectification", address, "nl", wish=wish))
    belofte.work.tend()
    assert belofte.public.confirm(world.link_for(address)) == "open"
    return reference


def test_a_name_is_put_right_everywhere_and_read_back(world: World) -> None:
    """T-37: all tables, read back equal, confirmed after the last write."""
    address, old = world.made.asks, world.made.name_of(world.made.asks)
    with world.open() as belofte:
        reference = ask(world, belofte, address, Correction("name", old, "Anna Bakker"))
        assert "gewijzigd" not in world.letters_to(address)[-1]
        case = world.approve(belofte, reference)
    assert case.row.state == "answered"
    receipt = next(r for r in case.receipts if r.verb is Verb.RECTIFY)
    assert receipt.outcome is Outcome.DONE
    assert sum(line.remains or 0 for line in receipt.lines) == 0
    assert crm(world, "SELECT full_name FROM customers WHERE email = ?", address) == [("Anna Bakker",)]
    assert crm(world, "SELECT name FROM subscriptions WHERE email = ?", address) == [("Anna Bakker",)]
    steps = [receipt.verb for receipt in case.receipts]
    assert steps.index(Verb.TELL) > steps.index(Verb.RECTIFY)
    assert "Anna Bakker" not in repr(case)


def run(world: World, *words: str) -> tuple[int, str]:
    """One command line, as somebody at the office would type it."""
    out = io.StringIO()
    with redirect_stdout(out):
        status = command_line([*words, "--policy", str(world.made.home.policy)])
    return status, out.getvalue()


def test_the_office_sees_before_and_after_and_says_which_column_is_meant(world: World) -> None:
    """T-37: a person has a telephone and a mobile; nothing is guessed, and who looked is noted."""
    address = world.made.asks
    _, reference = run(world, "request", "receive", "--right", "rectification", "--from", address)
    reference = reference.strip()
    assert run(world, "request", "confirm", reference)[0] == 0
    new = "+31600999888"
    number = ("request", "correct", reference, "--kind", "phone", "--to", new, "--by", "P. de Boer")
    assert run(world, *number)[0] == 0
    with world.open() as belofte:
        plan = belofte.office.show(reference).plan
        assert plan is not None
        assert "choose-column: phone (crm.customers.mobile, crm.customers.phone)" in plan.questions
        with pytest.raises(Refused, match="one column"):
            belofte.office.approve(reference, plan.id, "P. de Boer")
    assert run(world, *number, "--column", "customers.phone")[0] == 0
    status, told = run(world, "request", "changes", reference, "--by", "P. de Boer", "--json")
    shown = json.loads(told)
    assert status == 0
    assert [(c["column"], c["after"]) for c in shown["changes"]] == [("phone", new)]
    assert shown["changes"][0]["before"]
    with world.open() as belofte:
        case = world.approve(belofte, reference)
        assert case.row.state == "answered"
        assert any(e.kind == "changes.shown" for e in events(belofte, reference))
    assert crm(world, "SELECT phone FROM customers WHERE email = ?", address) == [(new,)]


def events(belofte: Belofte, reference: str) -> Sequence[Event]:
    with belofte.parts.store.reading() as tx:
        return tx.events.about(tx.requests.by_reference(reference).id)


def test_the_address_itself_changes_and_both_addresses_are_told(world: World) -> None:
    """T-41: what finds the person changes; the consent stands with the new address, the case finds them by it."""
    old, new = world.made.asks, "anna@nieuw.example"
    consent = "SELECT signed_up_at, consent_text, status FROM subscriptions WHERE email = ?"
    before = crm(world, consent, old)
    with world.open() as belofte:
        reference = ask(world, belofte, old, Correction("email", old, new))
        case = world.approve(belofte, reference)
        assert case.row.state == "answered"
        with belofte.parts.store.reading() as tx:
            request = tx.requests.by_reference(reference)
            known = decode_identifiers(tx.vault.newest(IDENTIFIERS, [request.id])[request.id])
        assert {i.value for i in known if i.kind == "email"} == {old, new}
        carry_out(belofte)
    assert crm(world, "SELECT count(*) FROM customers WHERE email = ?", old) == [(0,)]
    assert crm(world, "SELECT count(*) FROM mails WHERE to_address = ?", old) == [(0,)]
    assert before
    assert crm(world, consent, new) == before
    assert world.letters_to(old)[-1] == world.letters_to(new)[-1]


def test_an_address_of_somebody_else_is_not_taken(world: World) -> None:
    """Whoever gets another's address into their own record would get the other's data next."""
    with world.open() as belofte:
        reference = ask(world, belofte, world.made.asks, Correction("email", world.made.asks, world.made.leaves))
        plan = belofte.office.show(reference).plan
        assert plan is not None
        assert "new-value-is-somebody-elses: email" in plan.questions
        with pytest.raises(Refused, match="somebody else"):
            belofte.office.approve(reference, plan.id, "P. de Boer")


def test_a_sent_invoice_stays_as_it_is_and_a_person_makes_the_credit_note(world: World) -> None:
    """T-40: unaltered, the reason and the remedies in the answer, and a task."""
    address, old = world.made.asks, world.made.name_of(world.made.asks)
    bills = "SELECT bill_name, count(*) FROM invoices WHERE bill_name IN (?, 'Anna Bakker') GROUP BY 1"
    before = crm(world, bills, old)
    with world.open() as belofte:
        reference = ask(world, belofte, address, Correction("name", old, "Anna Bakker"))
        world.approve(belofte, reference)
        with belofte.parts.store.reading() as tx:
            tasks = [t for t in tx.tasks.in_state(TaskState.OPEN) if t.kind == "credit-note"]
    assert crm(world, bills, old) == before
    assert [task.count for task in tasks] == [before[0][1]]
    answer = world.letters_to(address)[-1]
    assert "AWR" in answer
    assert "Autoriteit Persoonsgegevens" in answer


def test_the_register_counts_what_was_put_right_and_holds_no_value(world: World) -> None:
    """REC-1: before and after stand in the case and nowhere else."""
    address, old = world.made.asks, world.made.name_of(world.made.asks)
    with world.open() as belofte:
        reference = ask(world, belofte, address, Correction("name", old, "Anna Bakker"))
        case = world.approve(belofte, reference)
        keep_word(belofte)
        later = belofte.parts.now() + timedelta(weeks=30)
    receipt = next(r for r in case.receipts if r.verb is Verb.RECTIFY)
    with world.open(later.isoformat()) as belofte:
        belofte.work.tend()
        with belofte.parts.store.reading() as tx:
            (row,) = tx.register.rows()
            leaves = [tx.evidence.leaf(n) for n in range(1, tx.evidence.head().size + 1)]
    assert (row.right, row.outcome) == ("rectification", "partly")
    assert row.records == sum(line.acted or 0 for line in receipt.lines)
    assert row.kept == sum(line.present or 0 for line in receipt.lines)
    assert "Bakker" not in repr(row) + repr(leaves) + repr(case)


def test_the_answer_says_which_value_was_put_right_and_in_which_system(world: World) -> None:
    """REC-2: field and system by their names for people, the new value as the person gave it."""
    address, old = world.made.asks, world.made.name_of(world.made.asks)
    with world.open() as belofte:
        reference = ask(world, belofte, address, Correction("name", old, "Anna Bakker"))
        world.approve(belofte, reference)
        system = belofte.parts.systems["crm"].label
    answer = world.letters_to(address)[-1]
    assert system is not None
    assert f"Naam is verbeterd. Er staat nu: Anna Bakker. Wij pasten dit aan in: {system.in_('nl')}." in answer
