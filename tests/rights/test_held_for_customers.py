"""Data held for a customer: who stands nowhere else is proposed for that customer; a named person confirms."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.rights.commands import approve, crm, received, told, typed
from tests.worlds import World

from belofte.procedures.planning.open_questions import unanswered

BOER = "P. de Boer"
CUSTOMER = "administratie@tuinderij-oost.example"
ONLY_THERE = "sanne.van.de.tuinderij@post.example"
ACCOUNT = (ONLY_THERE, "Sanne Vos", ONLY_THERE)
TO = ("--controller", "tuinderij oost", "--by", BOER)


def add_account(world: World, email: str = ONLY_THERE) -> None:
    crm(
        world,
        "INSERT INTO managed_accounts (customer_id, login, full_name, email) "
        "VALUES ((SELECT min(id) FROM customers WHERE kind <> 'person'), ?, 'Sanne Vos', ?)",
        email,
        email,
    )


def asked(world: World, address: str = ONLY_THERE, right: str = "access") -> str:
    reference = received(world, right, address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    return reference


def questions(world: World, reference: str) -> list[str]:
    plan = told(world, "request", "show", reference)["case"]["plan"]
    return [one for one in plan["questions"] if one.startswith("held-for-a-customer")]


def test_who_stands_only_in_a_customers_data_is_proposed_for_that_customer(world: World) -> None:
    add_account(world)
    reference = asked(world)
    (question,) = questions(world, reference)
    assert question == "held-for-a-customer: crm.managed_accounts 1, the organisation in customer_id"
    plan = told(world, "request", "show", reference)["case"]["plan"]
    assert "managed_accounts" not in json.dumps(plan["steps"]), "nothing of it is in the plan"
    status, said = typed(world, "request", "approve", reference, "--plan", plan["id"], "--by", BOER)
    assert status != 0
    assert "pass-on" in said


def test_confirmed_it_goes_there_at_once_and_the_person_is_told_whom_to_ask(world: World) -> None:
    add_account(world)
    reference = asked(world, right="erasure")
    before = crm(world, "SELECT * FROM managed_accounts")
    status, said = typed(world, "request", "pass-on", reference, *TO)
    assert status == 0, said
    assert ONLY_THERE in world.letters_to(CUSTOMER)[-1]
    assert "Tuinderij Oost" in world.letters_to(ONLY_THERE)[-1]
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == "answered"
    assert crm(world, "SELECT * FROM managed_accounts") == before
    assert typed(world, "request", "pass-on", reference, *TO)[0] != 0, "once is enough"


def test_a_person_may_decide_that_the_customer_is_not_to_be_asked(world: World) -> None:
    add_account(world)
    reference = asked(world)
    assert len(questions(world, reference)) == 1
    why = ("--question", "held-for-a-customer", "--by", BOER, "--reasons", "another Sanne; asked by telephone")
    assert typed(world, "request", "settle", reference, *why)[0] == 0
    assert questions(world, reference) == []
    approve(world, reference)
    assert "niets gevonden" in world.letters_to(ONLY_THERE)[-1]


def test_who_is_our_own_customer_too_gets_our_own_answer(world: World) -> None:
    add_account(world, world.made.asks)
    reference = asked(world, world.made.asks)
    assert questions(world, reference) == []


def test_who_stands_nowhere_is_not_proposed_for_anybody(world: World) -> None:
    add_account(world)
    reference = asked(world, "nobody.we.know@post.example")
    assert questions(world, reference) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--controller", ""), "must be told whom to ask"),
        (("--controller", "Bakker B.V.", "--to", "privacy@bakker.example"), "use one of: Bakkerij De Korenbloem B.V."),
        (("--controller", "Tuinderij Oost", "--to", "iemand@elders.example"), "another than in on_behalf.yaml"),
    ],
)
def test_a_request_goes_to_a_known_customer_and_to_nobody_else(world: World, given: tuple[str, ...], said: str) -> None:
    """A typing error must not send what somebody asked to a stranger."""
    reference = asked(world)
    status, told_ = typed(world, "request", "pass-on", reference, *given, "--by", BOER)
    assert (status, said in told_) == (2, True), told_
    assert world.letters_to("iemand@elders.example") == []


def test_where_no_customers_are_listed_name_and_address_are_typed(world: World) -> None:
    """And an address that is none goes nowhere."""
    (world.made.home.policy / "on_behalf.yaml").unlink()
    reference = asked(world)
    pass_on = ("request", "pass-on", reference, "--by", BOER, "--controller", "Bakker B.V.", "--to")
    assert typed(world, *pass_on, "nowhere")[0] == 2
    assert typed(world, *pass_on, "privacy@bakker.example")[0] == 0
    assert ONLY_THERE in world.letters_to("privacy@bakker.example")[-1]


def test_what_could_not_be_looked_through_stops_the_answer_until_a_person_decides(world: World) -> None:
    """No access is no proof: nobody says "you are not here" while the customers' data could not be seen."""
    crm(world, "ALTER TABLE managed_accounts RENAME TO moved")
    reference = asked(world)
    plan = told(world, "request", "show", reference)["case"]["plan"]
    assert any(one.startswith("customer-data-not-searched") for one in plan["questions"]), plan["questions"]
    assert typed(world, "request", "approve", reference, "--plan", plan["id"], "--by", BOER)[0] != 0
    with world.open() as belofte:
        drafted = belofte.office.show(reference).plan
    assert drafted is not None
    stopped = unanswered(replace(drafted, blind=()))
    assert stopped is not None and "could not be looked through" in stopped.message, "also where our own was all seen"
    why = ("--question", "customer-data-not-searched", "--by", BOER, "--reasons", "asked the customer by telephone")
    assert typed(world, "request", "settle", reference, *why)[0] == 0
    again = told(world, "request", "show", reference)["case"]["plan"]
    assert not [one for one in again["questions"] if one.startswith("customer-data-not-searched")]
