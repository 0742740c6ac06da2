"""Somebody asks for another: a parent, a guardian, an heir, an agent (T-12, T-13, T-14)."""

from __future__ import annotations

import pytest
from tests.rights.commands import approve, crm, received, told, typed
from tests.rights.test_identity import BY, case_of, confirmed, copies_sent_to, tasks
from tests.worlds import World

NOW = "2027-02-04T09:00:00Z"
FATHER = "vader@gezin.example"
LAWYER = "kantoor@advocaat.example"
SAW = ("--how", "saw the extract of the birth register")


def asked_for(world: World, whom: str, as_: str, address: str) -> str:
    """A request in another's name, confirmed from the representative's own mailbox."""
    number = world.made.number_of(whom)
    reference = received(world, "access", address, "--as", as_, "--number", number, "--now", NOW)
    confirmed(world, reference, "--now", NOW)
    return reference


def test_a_father_asks_for_his_child_of_twelve(world: World) -> None:
    """T-12: nothing is searched before a named person saw the proof; the answer goes to the father."""
    child = world.made.company.cast.bram
    reference = asked_for(world, child.email, "parent", FATHER)
    case = case_of(world, reference)
    assert (case["plan"], case["row"]["waiting"], case["about"]["represents"]) == (None, "identity", "parent")
    assert "check-mandate" in tasks(world, "--now", NOW)
    checked = ("request", "mandate", reference, *SAW, "--born", "2014-06-01", *BY, "--now", NOW)
    assert typed(world, *checked)[0] == 0
    assert "check-mandate" not in tasks(world, "--now", NOW)
    case = approve(world, reference)
    assert (case["row"]["state"], case["about"]["mandate_checked_by"]) == ("answered", "P. de Boer")
    assert copies_sent_to(world, FATHER) == 1
    assert world.records_in_copy(FATHER) == dict(child.expected)


def test_the_childs_day_of_birth_is_kept_nowhere(world: World) -> None:
    """T-12: it decides and goes; only that somebody looked stays."""
    reference = asked_for(world, world.made.leaves, "parent", FATHER)
    typed(world, "request", "mandate", reference, *SAW, "--born", "2014-06-01", *BY, "--now", NOW)
    everything = b"".join(file.read_bytes() for file in world.made.home.data.rglob("*") if file.is_file())
    assert b"2014-06-01" not in everything


@pytest.mark.parametrize(("born", "status"), [("2011-02-04", 1), ("2011-02-05", 0), ("2011-01-01", 1)])
def test_from_sixteen_on_the_child_asks_for_itself(world: World, born: str, status: int) -> None:
    """T-13: on the sixteenth birthday the father's request is refused, with the article."""
    reference = asked_for(world, world.made.leaves, "parent", FATHER)
    done, said = typed(world, "request", "mandate", reference, *SAW, "--born", born, *BY, "--now", NOW)
    assert done == status
    assert status == 0 or ("Art. 8" in said and "16" in said)


def test_the_father_is_told_why(world: World) -> None:
    """T-13: a named person refuses; reasons, authority and court stand in the letter, and no data leaves."""
    reference = asked_for(world, world.made.leaves, "parent", FATHER)
    reasons = "your son is sixteen and asks for himself"
    words = ("--ground", "Art. 8 GDPR, UAVG art. 5", "--reasons", reasons, *BY, "--now", NOW)
    assert typed(world, "request", "refuse", reference, *words)[0] == 0
    letter = world.letters_to(FATHER)[-1]
    assert "UAVG art. 5" in letter and "autoriteitpersoonsgegevens.nl" in letter and "rechtbank" in letter
    assert copies_sent_to(world, FATHER) == 0
    assert case_of(world, reference)["receipts"] == []


def test_a_child_of_sixteen_can_send_its_father_with_a_mandate(world: World) -> None:
    """T-13: unless the child's mandate is there; then he is an agent, and the copy goes to the child's own address."""
    child = world.made.company.cast.bram
    reference = asked_for(world, child.email, "agent", FATHER)
    mandate = ("request", "mandate", reference, "--how", "called the child on the known number", *BY, "--now", NOW)
    assert typed(world, *mandate)[0] == 0
    approve(world, reference)
    assert copies_sent_to(world, child.email) == 1
    assert copies_sent_to(world, FATHER) == 0


def test_in_belgium_a_child_of_thirteen_asks_for_itself(world: World) -> None:
    """T-13: the age is the country's."""
    file = world.made.home.policy / "policy.yaml"
    text = file.read_text("utf-8")
    assert "country: NL" in text
    file.write_text(text.replace("country: NL", "country: BE", 1), "utf-8")
    reference = asked_for(world, world.made.leaves, "parent", FATHER)
    done, said = typed(world, "request", "mandate", reference, *SAW, "--born", "2013-06-01", *BY, "--now", NOW)
    assert done == 1 and "13" in said and "BE" in said


def test_a_lawyer_with_a_mandate_asks_and_the_copy_goes_to_the_persons_known_address(world: World) -> None:
    """T-14."""
    person = world.made.company.cast.anna
    reference = asked_for(world, person.email, "agent", LAWYER)
    words = ("request", "mandate", reference, "--how", "signed power of attorney, called back", *BY, "--now", NOW)
    assert typed(world, *words)[0] == 0
    approve(world, reference)
    assert (copies_sent_to(world, person.email), copies_sent_to(world, LAWYER)) == (1, 0)
    assert world.records_in_copy(person.email) == dict(person.expected)


def test_a_lawyer_gets_the_copy_where_the_identified_person_chose_so(world: World) -> None:
    """T-14."""
    person = world.made.company.cast.anna
    reference = asked_for(world, person.email, "agent", LAWYER)
    chose = ("--subject-chose", "called her on the known number, she wants it there")
    typed(world, "request", "mandate", reference, "--how", "signed power of attorney", *chose, *BY, "--now", NOW)
    approve(world, reference)
    assert (copies_sent_to(world, person.email), copies_sent_to(world, LAWYER)) == (0, 1)


def test_an_agent_gets_nothing_where_no_address_of_the_person_is_known(world: World) -> None:
    """T-14: the copy has nowhere to go until the person chose, identified; the lawyer's own address is no way out."""
    person = world.made.company.cast.anna
    crm(world, "UPDATE customers SET email_since = NULL WHERE email = ?", person.email)
    crm(world, "DELETE FROM subscriptions WHERE email = ?", person.email)
    reference = asked_for(world, person.email, "agent", LAWYER)
    mandate = ("request", "mandate", reference, "--how", "signed power of attorney", *BY, "--now", NOW)
    assert typed(world, *mandate)[0] == 0
    plan = case_of(world, reference)["plan"]
    assert "no-known-address-of-the-person" in plan["questions"]
    typed(world, "request", "read", reference, *BY, "--now", NOW)
    status, said = typed(world, "request", "approve", reference, "--plan", plan["id"], *BY, "--now", NOW)
    assert (status, "mandate" in said) == (1, True), said
    chose = ("--subject-chose", "met her at the office, she wants it there")
    assert typed(world, *mandate, *chose)[0] == 0
    approve(world, reference)
    assert copies_sent_to(world, LAWYER) == 1


def test_without_a_mandate_nothing_is_searched_and_nobody_can_be_vouched_for(world: World) -> None:
    """T-14: identifying the lawyer is not identifying the client."""
    reference = asked_for(world, world.made.asks, "agent", LAWYER)
    for words in (("plan", reference), ("identify", reference, "--how", "saw the bar card", *BY)):
        status, said = typed(world, "request", *words, "--now", NOW)
        assert status == 1 and "another's name" in said
    typed(world, "work", "--now", NOW)
    assert case_of(world, reference)["plan"] is None


@pytest.mark.parametrize("as_", ["guardian", "heir"])
def test_a_guardian_and_an_heir_get_the_answer_themselves(world: World, as_: str) -> None:
    """T-12, T-14."""
    person = world.made.company.cast.leaver
    reference = asked_for(world, person.email, as_, LAWYER)
    typed(world, "request", "mandate", reference, "--how", "saw the notary's certificate", *BY, "--now", NOW)
    approve(world, reference)
    assert (copies_sent_to(world, person.email), copies_sent_to(world, LAWYER)) == (0, 1)


def test_the_representatives_own_data_stays_out(world: World) -> None:
    """T-12: a customer asks for another customer; the copy holds the other's records only."""
    customer, child = world.made.company.cast.anna, world.made.company.cast.bram
    reference = asked_for(world, child.email, "parent", customer.email)
    typed(world, "request", "mandate", reference, *SAW, "--born", "2014-06-01", *BY, "--now", NOW)
    approve(world, reference)
    assert world.records_in_copy(customer.email) == dict(child.expected)


def test_a_mandate_without_anybody_named_is_wrong_use(world: World) -> None:
    words = ("--right", "access", "--from", LAWYER, "--as", "agent", "--now", NOW)
    reference = str(told(world, "request", "receive", *words)["reference"])
    confirmed(world, reference, "--now", NOW)
    words = ("request", "mandate", reference, "--how", "power of attorney", *BY, "--now", NOW)
    status, said = typed(world, *words)
    assert status == 2 and "--number" in said
    number = world.made.number_of(world.made.asks)
    assert typed(world, *words, "--number", number)[0] == 0


def test_nobody_is_represented_by_a_word_we_do_not_know(world: World) -> None:
    status, said = typed(world, "request", "receive", "--right", "access", "--from", LAWYER, "--as", "friend")
    assert status == 2 and "guardian" in said
