"""What is true is disputed, or somebody holds an opinion: never changed in silence, never refused in silence (R-16)."""

from __future__ import annotations

import pytest
from tests.rights.mailing import crm
from tests.rights.test_rectification import ask, events, run
from tests.worlds import World, carry_out

from belofte.bootstrap import Belofte
from belofte.domain.errors import BelofteError, Refused
from belofte.domain.rights.corrections import Ruling
from belofte.domain.task import TaskState
from belofte.domain.wish import Correction
from belofte.procedures.acting.by_hand import finish_task
from belofte.procedures.rights.correcting_desk import CorrectingDesk

STATEMENT = "Ik woon sinds maart aan de Havenkade; het handelsregister loopt achter."
BOSS = "P. de Boer"


def disputed(world: World, belofte: Belofte, address: str) -> str:
    """The person says the town is B; the office has it from the trade register that it is C."""
    reference = ask(
        world, belofte, address, Correction("address", "", "Havendorp", "customers.town"), statement=STATEMENT
    )
    assert belofte.desk(CorrectingDesk).dispute(reference, 1, BOSS, "Het handelsregister noemt een andere plaats.")
    carry_out(belofte)
    with belofte.parts.store.reading() as tx:
        by_hand = [task.id for task in tx.tasks.in_state(TaskState.OPEN) if task.kind == "ask_person"]
    for task in by_hand:  # what no mark reaches a person of the company restricts
        finish_task(belofte.parts, task, BOSS)
    carry_out(belofte)
    return reference


def test_while_it_is_disputed_the_data_is_restricted_and_the_person_knows_why(world: World) -> None:
    """T-39: Art. 18(1)(a): restricted in the systems, told with the reason, and nothing can be approved meanwhile."""
    address = world.made.asks
    with world.open() as belofte:
        reference = disputed(world, belofte, address)
        belofte.work.tend()
        assert crm(world, "SELECT blocked FROM customers WHERE email = ?", address) == [(1,)]
        assert "handelsregister noemt" in world.letters_to(address)[-1]
        plan = belofte.office.show(reference).plan
        assert plan is not None
        assert "disputed: 1 address" in plan.questions
        with pytest.raises(Refused, match="disputed"):
            belofte.office.approve(reference, plan.id, BOSS)


def test_a_named_person_decides_and_the_person_s_own_statement_stands_with_the_record(world: World) -> None:
    """T-39: the value stays, the statement is stored and read back, the reasons and the remedies are told."""
    address = world.made.asks
    town = crm(world, "SELECT town FROM customers WHERE email = ?", address)
    with world.open() as belofte:
        reference = disputed(world, belofte, address)
        desk = belofte.desk(CorrectingDesk)
        with pytest.raises(BelofteError, match="named"):
            desk.decide(reference, 1, Ruling.STATEMENT, " ", "Het register gaat voor.")
        with pytest.raises(BelofteError, match="reasons"):
            desk.decide(reference, 1, Ruling.STATEMENT, BOSS, "")
        desk.decide(reference, 1, Ruling.STATEMENT, BOSS, "Het register gaat voor tot u een uittreksel stuurt.")
        case = world.approve(belofte, reference)
        assert case.row.state == "answered"
        belofte.work.tend()
    assert crm(world, "SELECT town FROM customers WHERE email = ?", address) == town
    assert crm(world, "SELECT own_statement FROM customers WHERE email = ?", address) == [(STATEMENT,)]
    answer = next(letter for letter in reversed(world.letters_to(address)) if "eigen verklaring" in letter)
    assert "verbeterd" not in answer.split("Dit is er gedaan")[1]


def test_where_the_person_was_right_it_is_put_right_and_they_are_asked_to_lift(world: World) -> None:
    """T-39, T-46: what was restricted for the dispute is lifted by the person, who gets the link with the reasons."""
    address = world.made.asks
    with world.open() as belofte:
        reference = disputed(world, belofte, address)
        belofte.desk(CorrectingDesk).decide(reference, 1, Ruling.CORRECT, BOSS, "Het uittreksel geeft u gelijk.")
        belofte.work.tend()
        assert "geeft u gelijk" in world.letters_to(address)[-1]
        assert crm(world, "SELECT blocked FROM customers WHERE email = ?", address) == [(1,)]
        world.approve(belofte, reference)
    assert crm(world, "SELECT town FROM customers WHERE email = ?", address) == [("Havendorp",)]


def opinion(world: World, belofte: Belofte) -> str:
    crm(world, "UPDATE tickets SET body = 'Lastige klant. Belt vaak.' WHERE email = ?", world.made.asks)
    return ask(world, belofte, world.made.asks, Correction("correspondence", "lastige klant", ""))


def test_an_opinion_waits_for_a_decision_and_can_be_erased(world: World) -> None:
    """T-42: "difficult customer" is not simply wrong; a named person erases the words, and only those."""
    with world.open() as belofte:
        reference = opinion(world, belofte)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        assert "opinion: 1 correspondence" in plan.questions
        with pytest.raises(Refused, match="opinion"):
            belofte.office.approve(reference, plan.id, BOSS)
        ruled = ("request", "decide", reference, "--number", "1", "--by", BOSS)
        assert run(world, *ruled, "--ruling", "gone", "--reasons", "Het doet niet ter zake.")[0] == 2
        assert run(world, *ruled, "--ruling", "erase", "--reasons", "Het doet niet ter zake.")[0] == 0
    with world.open() as belofte:
        world.approve(belofte, reference)
        assert "correction.decided" in {event.kind for event in events(belofte, reference)}
    assert set(crm(world, "SELECT body FROM tickets WHERE email = ?", world.made.asks)) == {(". Belt vaak.",)}


def test_an_opinion_that_stays_gets_the_person_s_own_words_beside_it(world: World) -> None:
    """T-42: the note has no place for it, so it stands with the person's own row; the answer gives the reasons."""
    with world.open() as belofte:
        reference = opinion(world, belofte)
        desk = belofte.desk(CorrectingDesk)
        with pytest.raises(Refused, match="no statement"):
            desk.decide(reference, 1, Ruling.STATEMENT, BOSS, "Het is een aantekening van een gesprek.")
        desk.state(reference, "Ik belde omdat niemand terugbelde.", BOSS)
        desk.decide(reference, 1, Ruling.STATEMENT, BOSS, "Het is een aantekening van een gesprek.")
        world.approve(belofte, reference)
        with belofte.parts.store.reading() as tx:
            assert "store-statement" not in {task.kind for task in tx.tasks.in_state(TaskState.OPEN)}
    own = crm(world, "SELECT own_statement FROM customers WHERE email = ?", world.made.asks)
    assert own == [("Ik belde omdat niemand terugbelde.",)]
    answer = next(letter for letter in reversed(world.letters_to(world.made.asks)) if "aantekening van een" in letter)
    assert "Autoriteit Persoonsgegevens" in answer


def test_without_a_place_for_it_a_person_stores_the_statement(world: World) -> None:
    """R-16: never lost: a task, and it stays in the case."""
    who = world.made.company.cast.contact.email
    with world.open() as belofte:
        reference = ask(world, belofte, who, Correction("name", "", "Fenna Timmer"), statement="Zo heet ik.")
        plan = belofte.office.show(reference).plan
        assert plan is not None
        assert "statement-by-hand" in plan.questions
        world.approve(belofte, reference)
        with belofte.parts.store.reading() as tx:
            assert "store-statement" in {task.kind for task in tx.tasks.in_state(TaskState.OPEN)}
