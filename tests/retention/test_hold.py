"""A hold outranks erasure and retention, blocks nothing else, and its release does exactly what it postponed."""

from __future__ import annotations

from typing import Any

from tests.retention.test_sweep import BY, invoice, is_there, line, listed, swept
from tests.rights.commands import approve, crm, may, received, told, typed
from tests.worlds import World, carry_out

from belofte.domain.request import RequestState
from belofte.procedures.acting.settling import settle
from belofte.procedures.office.needs_desk import NeedsDesk

GROUND = "Art. 17(3)(e) GDPR"


def placed(world: World, *whom: str) -> str:
    status, said = typed(world, "hold", "place", *whom, "--ground", GROUND, *BY, "--review", "2027-06-01")
    assert status == 0, said
    return said.split()[-1] if said.startswith("{") else said.split()[0]


def erased(world: World, address: str) -> tuple[str, dict[str, Any]]:
    reference = received(world, "erasure", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    return reference, approve(world, reference)


def test_t_60_a_hold_keeps_what_it_holds_and_the_rest_is_erased(world: World) -> None:
    address = world.made.leaves
    mail = crm(world, "SELECT id FROM mails WHERE to_address = ? OR from_address = ?", address, address)[0][0]
    hold = placed(world, "--record", f"crm.mails:{mail}")
    mails = len(crm(world, "SELECT 1 FROM mails WHERE to_address = ? OR from_address = ?", address, address))
    assert mails > 1
    reference, case = erased(world, address)
    left = crm(world, "SELECT id FROM mails WHERE to_address = ? OR from_address = ?", address, address)
    assert left == [(mail,)]
    assert crm(world, "SELECT 1 FROM customers WHERE email = ?", address) == []
    kept = [
        one
        for receipt in told(world, "request", "show", reference)["case"]["receipts"]
        for one in receipt["lines"]
        if one.get("ground") == GROUND
    ]
    assert [one["collection"] for one in kept] == ["mails"] * len(kept)
    assert case["row"]["state"] in ("acting", "answered")
    assert any("17(3)(e)" in letter or "17 lid 3" in letter for letter in world.letters_to(address)[-1:])
    assert "op 1 juni 2027 kijken wij er opnieuw naar" in world.letters_to(address)[-1]
    (view,) = told(world, "hold", "list")["holds"]
    assert (view["hold"]["ground"], view["hold"]["review_on"]) == (GROUND, "2027-06-01")
    assert view["postponed"] == 1
    status, said = typed(world, "hold", "release", hold, *BY)
    assert status == 0, said
    assert crm(world, "SELECT id FROM mails WHERE id = ?", mail) == []
    assert told(world, "hold", "list")["holds"] == []
    with world.open() as belofte, belofte.parts.store.transaction() as tx:
        settle(belofte.parts, tx, [one.id for one in tx.requests.in_states(list(RequestState))])
    assert typed(world, "hold", "release", hold, *BY)[0] == 1


def test_t_51_an_objection_stops_the_use_while_everything_of_the_person_is_held(world: World) -> None:
    """A hold outranks erasure and terms, and nothing else: what is contested stops, and what is held lies there."""
    address = world.made.asks
    before = crm(world, "SELECT count(*) FROM subscriptions WHERE email = ?", address)
    placed(world, "--person", address)
    received(world, "objection", address, "--purpose", "newsletter")
    assert crm(world, "SELECT status FROM subscriptions WHERE email = ?", address) == [("unsubscribed",)]
    assert may(world, address, "newsletter") == "objection"
    assert crm(world, "SELECT count(*) FROM subscriptions WHERE email = ?", address) == before


def test_a_hold_to_be_looked_at_again_stands_in_the_mail_of_that_day(world: World) -> None:
    placed(world, "--person", world.made.asks)
    with world.open("2027-05-28T09:00:00Z") as belofte:
        belofte.work.tend()
    office = "privacy@linprofs.example"
    sent = len(world.letters_to(office))
    with world.open("2027-06-01T09:00:00Z") as belofte:
        belofte.work.tend()
        belofte.work.tend()
    assert any(f"({GROUND}): opnieuw bekijken" in letter for letter in world.letters_to(office)[sent:])


def test_what_a_cleared_row_no_longer_leads_to_stays_held(world: World) -> None:
    """Found when the hold was placed: kept by its key, also when nothing leads to it from the person any more."""
    address = world.made.leaves
    (customer,) = crm(world, "SELECT id FROM customers WHERE email = ?", address)[0]
    placed(world, "--person", address)
    crm(world, "UPDATE customers SET email = NULL, customer_no = 'x' WHERE id = ?", customer)
    (view,) = told(world, "hold", "list")["holds"]
    assert view["records"]["crm.customers"] == 1


def test_release_does_nothing_that_was_not_postponed(world: World) -> None:
    address = str(crm(world, "SELECT email FROM customers WHERE id = 1")[0][0])
    before = crm(world, "SELECT * FROM customers ORDER BY id"), crm(world, "SELECT * FROM mails ORDER BY id")
    hold = placed(world, "--person", address)
    assert typed(world, "hold", "release", hold, *BY)[0] == 0
    after = crm(world, "SELECT * FROM customers ORDER BY id"), crm(world, "SELECT * FROM mails ORDER BY id")
    assert after == before


def test_a_held_record_past_its_term_stays_until_the_release_and_goes_with_the_next_sweep(world: World) -> None:
    swept(world)
    key = invoice(world, "2010-01-01", "F-HELD")
    invoice(world, "2010-01-01", "F-FREE")
    hold = placed(world, "--record", f"crm.invoices:{key}")
    assert line(listed(world, "--dry-run"), "invoices")["counts"]["held"] == 1
    assert typed(world, "sweep", "--system", "crm")[0] == 0
    assert is_there(world, "F-HELD")
    assert not is_there(world, "F-FREE")
    assert typed(world, "hold", "release", hold, *BY)[0] == 0
    assert is_there(world, "F-HELD"), "its term ends it, not the release"
    assert typed(world, "sweep", "--system", "crm")[0] == 0
    assert not is_there(world, "F-HELD")


def test_a_hold_placed_after_the_approval_still_outranks_it(world: World) -> None:
    address = str(crm(world, "SELECT email FROM customers WHERE id = 1")[0][0])
    reference = received(world, "erasure", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    with world.open() as belofte:
        case = belofte.office.show(reference)
        assert case.plan is not None
        belofte.office.read(reference, "P. de Boer")
        belofte.office.approve(reference, case.plan.id, "P. de Boer")
    placed(world, "--person", address)
    with world.open() as belofte:
        carry_out(belofte)
    assert crm(world, "SELECT email FROM customers WHERE id = 1") == [(address,)]
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == "planned"


def test_a_hold_to_be_looked_at_again_needs_a_person_on_its_day(world: World) -> None:
    address = str(crm(world, "SELECT email FROM customers WHERE id = 1")[0][0])
    hold = placed(world, "--person", address)
    for now, wanted in (("2027-05-31T09:00:00Z", 0), ("2027-06-01T09:00:00Z", 1)):
        with world.open(now) as belofte:
            found = [one for one in belofte.desk(NeedsDesk).needs().more if one.kind == "hold"]
            assert len(found) == wanted
            assert all(hold in one.about.in_("en") for one in found)


def test_a_hold_needs_ground_name_and_a_later_day(world: World) -> None:
    whom = ("--person", str(crm(world, "SELECT email FROM customers WHERE id = 1")[0][0]))
    good = {"--ground": GROUND, "--by": "P. de Boer", "--review": "2030-01-01"}
    for option, wrong in (("--ground", " "), ("--by", " "), ("--review", "2020-01-01")):
        words = [part for pair in {**good, option: wrong}.items() for part in pair]
        assert typed(world, "hold", "place", *whom, *words)[0] == 2, option
    words = [part for pair in good.items() for part in pair]
    assert typed(world, "hold", "place", "--person", "nobody@nowhere.example", *words)[0] == 2
    assert typed(world, "hold", "place", *words)[0] == 2


def test_a_record_that_is_not_there_is_not_held(world: World) -> None:
    """A wrong digit would be a hold on nothing, and the check would call it a record that has gone."""
    key = invoice(world, "2024-01-01", "F-HELD")
    for named in (("crm.invoices:999999999",), (f"crm.invoices:{key}", "crm.invoices:zoveel")):
        which = [part for one in named for part in ("--record", one)]
        status, said = typed(world, "hold", "place", *which, "--ground", GROUND, *BY, "--review", "2027-06-01")
        assert (status, "crm.invoices: 1" in said) == (2, True), said
    assert told(world, "hold", "list")["holds"] == []


def test_a_record_counts_once_whether_it_is_placed_or_listed(world: World) -> None:
    """Its key is looked for as a number and as text: that is still one record."""
    key = invoice(world, "2024-01-01", "F-HELD")
    which = ("--record", f"crm.invoices:{key}", "--record", f"crm.invoices:{key}")
    assert told(world, "hold", "place", *which, "--ground", GROUND, *BY, "--review", "2027-06-01")["hold"][
        "records"
    ] == {"crm.invoices": 1}
    (view,) = told(world, "hold", "list")["holds"]
    assert view["records"] == {"crm.invoices": 1}


def test_a_record_of_a_system_that_is_away_is_held_and_not_called_seen(world: World) -> None:
    """Exit status 3 and which system; the hold stands, for what cannot be seen may be there."""
    key = invoice(world, "2024-01-01", "F-HELD")
    database, aside = world.made.home.sandbox / "crm.sqlite", world.made.home.sandbox / "crm.aside"
    database.rename(aside)
    named = ("--record", f"crm.invoices:{key}", "--ground", GROUND, *BY, "--review", "2027-06-01")
    status, said = typed(world, "hold", "place", *named)
    assert (status, "The hold stands" in said, "crm" in said) == (3, True, True), said
    assert typed(world, "hold", "list")[0] == 3
    aside.rename(database)
    (view,) = told(world, "hold", "list")["holds"]
    assert view["records"] == {"crm.invoices": 1}
