"""Leaving, end to end: the notice, its erasure with the same clock, no staff access; nothing irreversible unseen."""

from __future__ import annotations

from datetime import date, timedelta

from tests.rights.commands import approve, crm, done_by_hand, may, received, told, typed
from tests.worlds import World

from belofte.procedures.rights.leaving_desk import LeavingDesk

STAFF = ("--role", "technical-staff")


def left(world: World, address: str, *more: str) -> tuple[str, str]:
    """A notice came in; its reference and that of the erasure."""
    answer = told(world, "leave", address, *more)
    return answer["reference"], answer["erasure"]


def row(world: World, reference: str) -> dict[str, str]:
    return dict(told(world, "request", "show", reference)["case"]["row"])


def questions(world: World, reference: str) -> list[str]:
    return list(told(world, "request", "show", reference)["case"]["plan"]["questions"])


def test_a_sentence_in_a_ticket_is_a_notice_and_an_erasure_with_the_tickets_time(world: World) -> None:
    """T-52"""
    with world.open() as belofte:
        ticket = (belofte.parts.now() - timedelta(days=4)).isoformat()
    notice, erasure = left(world, world.made.leaves, "--received", ticket, "--channel", "mail")
    first, second = row(world, notice), row(world, erasure)
    assert (first["right"], second["right"]) == ("leaving", "erasure")
    assert first["received_at"] == second["received_at"]
    assert (first["due"], first["work_by"]) == (second["due"], second["work_by"])


def test_one_of_three_services_ends_and_the_customer_stays(world: World) -> None:
    """T-53"""
    address = world.made.leaves
    reference, erasure = left(world, address, "--service", "voip")
    assert erasure is None
    assert row(world, reference)["right"] == "question"
    assert [r["reference"] for r in told(world, "request", "list")["requests"]] == [reference]
    assert ending(world) == [], "somebody wrote; whether it is the customer is not known yet"
    letter = world.letters_to(address)[-1]
    assert "voip" in letter
    assert "niets gewist" in letter
    assert typed(world, "request", "confirm", reference)[0] == 0
    assert len(ending(world)) == 1
    assert typed(world, "request", "confirm", reference)[0] != 0  # the button works once
    assert len(ending(world)) == 1
    assert row(world, reference)["waiting"] == "office"
    assert may(world, address, "service", *STAFF) == "yes"
    assert typed(world, "leave", address, "--service", "gas")[0] == 2


def ending(world: World) -> list[str]:
    return [task["id"] for task in told(world, "task", "list")["tasks"] if task["kind"] == "end-service"]


def test_a_service_ended_by_letter_ends_when_a_person_has_vouched_for_who_wrote(world: World) -> None:
    reference, _ = left(world, "", "--service", "voip", "--channel", "post")
    assert ending(world) == []
    assert typed(world, "request", "identify", reference, "--by", "P. de Boer", "--how", "called back")[0] == 0
    assert len(ending(world)) == 1


def test_no_staff_from_the_notice_on(world: World) -> None:
    """T-54: no staff identity may open the profile or the documents; the systems follow when the person is known."""
    address = world.made.leaves
    assert may(world, address, "service", *STAFF) == "yes"
    notice, _ = left(world, address)
    assert may(world, address, "service", *STAFF) == "left"
    assert may(world, address, "invoicing", "--category", "invoice", *STAFF) == "left"
    assert may(world, address, "invoicing", "--category", "invoice", "--role", "custodian") == "yes"
    assert typed(world, "request", "confirm", notice)[0] == 0
    assert typed(world, "work")[0] == 0
    assert crm(world, "SELECT DISTINCT blocked FROM customers WHERE email = ?", address) == [(1,)]
    done_by_hand(world)
    assert row(world, notice)["state"] == "answered"


def test_a_copy_is_offered_and_stops_no_clock(world: World) -> None:
    address = world.made.leaves
    notice, erasure = left(world, address)
    typed(world, "request", "confirm", notice)
    typed(world, "work")
    done_by_hand(world)
    due = row(world, erasure)["due"]
    offer = world.letters_to(address)[-1]
    assert "eerst een kopie" in offer
    with world.open() as belofte:
        assert belofte.desk(LeavingDesk).want_copy(world.link_for(address)) == "open"
        assert belofte.desk(LeavingDesk).want_copy(world.link_for(address)) == "used"
    rights = {r["right"]: r["reference"] for r in told(world, "request", "list")["requests"]}
    assert set(rights) == {"erasure", "access"}
    assert row(world, erasure)["due"] == due
    words = ("--question", "open-matters", "--by", "P. de Boer", "--reasons", "answered")
    assert typed(world, "request", "settle", erasure, *words)[0] == 0
    plan = told(world, "request", "show", erasure)["case"]["plan"]["id"]
    status, said = typed(world, "request", "approve", erasure, "--plan", plan, "--by", "P. de Boer")
    assert (status, "access" in said) == (1, True), said
    typed(world, "work")
    asked = [letter for letter in world.letters_to(address) if "zeg wat eerst moet" in letter]
    assert not asked, "who said a copy first is not asked what comes first"
    approve(world, rights["access"])
    approve(world, erasure)
    assert crm(world, "SELECT count(*) FROM customers WHERE email = ?", address) == [(0,)]
    assert may(world, address, "service") == "erased"


def test_open_matters_are_shown_first_to_both(world: World) -> None:
    address = world.made.leaves
    number = world.made.number_of(address)
    customer = crm(world, "SELECT id FROM customers WHERE customer_no = ?", number)[0][0]
    crm(
        world,
        "INSERT INTO orders(id, customer_id, ordered_on, status) VALUES (90001, ?, '2026-11-20', 'open')",
        customer,
    )
    notice, erasure = left(world, address)
    typed(world, "request", "confirm", notice)
    typed(world, "work")
    assert any(q.startswith("open-matters: crm.orders 1") for q in questions(world, erasure))
    assert any("Er lopen nog zaken" in letter for letter in world.letters_to(address))
    plan = told(world, "request", "show", erasure)["case"]["plan"]["id"]
    status, said = typed(world, "request", "approve", erasure, "--plan", plan, "--by", "P. de Boer")
    assert (status, "crm.orders 1" in said) == (1, True)
    words = ("--question", "open-matters", "--by", "P. de Boer", "--reasons", "delivered and paid today")
    assert typed(world, "request", "settle", erasure, *words)[0] == 0
    assert not any(q.startswith("open-matters") for q in questions(world, erasure))
    approve(world, erasure)


def test_a_contact_of_an_organisation_is_looked_at_by_a_person(world: World) -> None:
    """Who may give notice, and whose data goes: hers alone, never the other contacts' or the organisation's."""
    address = "fenna@dehalm.example"
    others = crm(world, "SELECT count(*) FROM contacts WHERE email <> ?", address)
    notice, erasure = left(world, address)
    typed(world, "request", "confirm", notice)
    typed(world, "work")
    assert row(world, notice)["state"] == "planned"
    assert any(q.startswith("organisation: 1") for q in questions(world, erasure))
    words = ("--question", "organisation", "--by", "P. de Boer", "--reasons", "leaves the bakery; it stays a customer")
    assert typed(world, "request", "settle", notice, *words)[0] == 0
    assert not any(q.startswith("organisation") for q in questions(world, erasure)), "answered once is answered"
    plan = told(world, "request", "show", erasure)["case"]["plan"]
    assert {line["collection"] for step in plan["steps"] for line in step["lines"]} <= {"contacts", "tickets", "mails"}
    approve(world, erasure)
    assert crm(world, "SELECT count(*) FROM contacts WHERE email = ?", address) == [(0,)]
    assert crm(world, "SELECT count(*) FROM contacts WHERE email <> ?", address) == others


def test_a_customers_own_row_among_the_contacts_makes_them_no_organisation(world: World) -> None:
    """Books keep a contact for every customer; only who stands there for somebody else is asked about."""
    address = world.made.leaves
    ((customer, name),) = crm(world, "SELECT id, full_name FROM customers WHERE email = ?", address)
    add = "INSERT INTO contacts (id, customer_id, full_name, email) VALUES (?, ?, ?, ?)"
    crm(world, add, 990001, customer, name, address)
    notice, erasure = left(world, address)
    typed(world, "request", "confirm", notice)
    typed(world, "work")
    assert row(world, notice)["state"] != "planned", "nothing is asked: staff access ends at once"
    plan = told(world, "request", "show", erasure)["case"]["plan"]
    assert "contacts" in {line["collection"] for step in plan["steps"] for line in step["lines"]}
    assert not any(q.startswith("organisation") for q in questions(world, erasure))


def test_a_colleague_on_the_customers_own_address_is_looked_at(world: World) -> None:
    """The same address and another name: a contact person, and no other row of the customer."""
    address = world.made.leaves
    ((customer,),) = crm(world, "SELECT id FROM customers WHERE email = ?", address)
    add = "INSERT INTO contacts (id, customer_id, full_name, email) VALUES (?, ?, ?, ?)"
    crm(world, add, 990001, customer, "Tineke Schouten", address)
    notice, erasure = left(world, address)
    typed(world, "request", "confirm", notice)
    typed(world, "work")
    assert any(q.startswith("organisation: 1") for q in questions(world, erasure))


def test_a_private_customer_who_speaks_for_somebody_else_too_is_looked_at(world: World) -> None:
    """The same person twice: a customer of their own, and the contact of another customer."""
    address = world.made.leaves
    ((customer, name),) = crm(world, "SELECT id, full_name FROM customers WHERE email = ?", address)
    ((other,),) = crm(world, "SELECT min(id) FROM customers WHERE id <> ?", customer)
    add = "INSERT INTO contacts (id, customer_id, full_name, email) VALUES (?, ?, ?, ?)"
    crm(world, add, 990001, customer, name, address)
    crm(world, add, 990002, other, name, address)
    notice, erasure = left(world, address)
    typed(world, "request", "confirm", notice)
    typed(world, "work")
    assert any(q.startswith("organisation: 1") for q in questions(world, erasure)), (
        "the other customer's, not their own"
    )


def test_an_address_alone_makes_nobody_their_own_contact(world: World) -> None:
    """Nothing filled in says that the contact on the customer's address is the customer."""
    address = world.made.leaves
    ((customer,),) = crm(world, "SELECT id FROM customers WHERE email = ?", address)
    add = "INSERT INTO contacts (id, customer_id, full_name, email) VALUES (?, ?, ?, ?)"
    crm(world, add, 990001, customer, "", address)
    notice, erasure = left(world, address)
    typed(world, "request", "confirm", notice)
    typed(world, "work")
    assert any(q.startswith("organisation: 1") for q in questions(world, erasure))


def test_a_later_last_day_is_kept_to(world: World) -> None:
    address = world.made.leaves
    with world.open() as belofte:
        last = belofte.parts.today() + timedelta(days=40)
    notice, erasure = left(world, address, "--on", last.isoformat())
    typed(world, "request", "confirm", notice)
    typed(world, "work")
    assert may(world, address, "service", *STAFF) == "yes"
    assert crm(world, "SELECT DISTINCT blocked FROM customers WHERE email = ?", address) == [(0,)]
    plan = told(world, "request", "show", erasure)["case"]["plan"]["id"]
    status, said = typed(world, "request", "approve", erasure, "--plan", plan, "--by", "P. de Boer")
    assert (status, last.isoformat() in said) == (1, True)
    assert date.fromisoformat(row(world, erasure)["due"]) > last
    clock = told(world, "request", "clock", erasure)["clock"]
    assert last.isoformat() < clock["law_due"] < clock["law_ext_due"]
    assert clock["law_due_without_waiting"] == clock["law_due"], "every date is counted from the last day"
    then = f"{last}T12:00:00Z"
    for _ in range(2):
        typed(world, "work", "--now", then)
    assert told(world, "may", address, "--purpose", "service", *STAFF, "--now", then)["answer"]["why"] == "left"
    assert crm(world, "SELECT DISTINCT blocked FROM customers WHERE email = ?", address) == [(1,)]


def test_who_never_said_a_word_stays_a_customer(world: World) -> None:
    """T-64: six years without an order are no notice."""
    before = crm(world, "SELECT count(*), sum(blocked) FROM customers")
    assert typed(world, "work", "--now", "2032-11-22T12:00:00Z")[0] == 0
    assert crm(world, "SELECT count(*), sum(blocked) FROM customers") == before
    assert told(world, "request", "list")["requests"] == []


def test_a_notice_that_was_a_mistake_is_taken_back(world: World) -> None:
    address = world.made.leaves
    notice, erasure = left(world, address)
    assert may(world, address, "service", *STAFF) == "left"
    with world.open() as belofte:
        belofte.office.identify(notice, "P. de Boer", "called back on the known number")
    assert typed(world, "request", "stop", notice, "--by", "P. de Boer")[0] == 0
    assert may(world, address, "service", *STAFF) == "yes"
    assert row(world, erasure)["state"] == "stopped"
    assert told(world, "request", "list")["requests"] == []


def test_nothing_leads_to_who_was_erased_once_the_last_copy_is_gone(world: World) -> None:
    address = world.made.leaves
    typed(world, "consent", "give", address, "--purpose", "newsletter", "--by", "site form")
    reference = received(world, "erasure", address)
    typed(world, "request", "confirm", reference)
    approve(world, reference)
    assert may(world, address, "newsletter") == "erased"
    with world.open() as belofte:
        later = (belofte.parts.now() + timedelta(days=40)).isoformat()
    assert typed(world, "work", "--now", later)[0] == 0
    answer = told(world, "may", address, "--purpose", "newsletter", "--now", later)["answer"]
    assert (answer["why"], answer["subjects"]) == ("no-consent", [])
    assert told(world, "consent", "show", address)["records"] == []


def test_a_notice_given_twice_is_one_erasure(world: World) -> None:
    address = world.made.leaves
    _, erasure = left(world, address)
    second, other = left(world, address)
    assert typed(world, "request", "confirm", second)[0] == 0
    assert sorted(r["right"] for r in told(world, "request", "list")["requests"]) == ["erasure", "leaving"]
    assert (row(world, erasure)["state"], row(world, other)["state"]) == ("planned", "stopped")
    assert may(world, address, "service", *STAFF) == "left"
