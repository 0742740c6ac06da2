"""belofte doctor looks at every system and changes nothing; belofte find tells "nothing found" from "not looked"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.bootstrap import make_demo, open_landscape, sandbox_letters

VENDORS = frozenset({"crm", "mailchimp", "postnl", "dhl", "kpn"})


@pytest.fixture
def company(tmp_path: Path) -> World:
    return World(make_demo(tmp_path / "home", 60, VENDORS))


def edit(world: World, system: str, old: str, new: str) -> None:
    path = world.made.home.policy / "systems" / f"{system}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_every_system_is_looked_at_with_its_limits_and_nothing_is_written(company: World) -> None:
    seen = {one["system"]: one for one in told(company, "doctor")["systems"]}
    assert set(seen) == VENDORS
    assert {name: one["why"] for name, one in seen.items() if one["why"]} == {}
    assert seen["mailchimp"]["abilities"]["erase"]["best"] == "done"
    assert "erase" not in seen["dhl"]["abilities"]
    assert any("of 250 calls left today" in one for one in seen["dhl"]["limits"])
    with open_landscape(company.made.home.policy) as landscape:
        assert {name: landscape.simulator(name).calls().writing for name in sorted(landscape.names)} == {
            "dhl": 0,
            "mailchimp": 0,
            "postnl": 0,
        }


def test_where_rights_cannot_be_asked_that_is_said(company: World) -> None:
    """Of a mere key no vendor says what it is good for, a database always does; a line is only looked at."""
    told_of = {one["system"]: one["rights_told"] for one in told(company, "doctor")["systems"]}
    assert (told_of["crm"], told_of["mailchimp"], told_of["postnl"], told_of["kpn"]) == (True, False, False, None)
    _, said = typed(company, "doctor")
    assert said.count("what our account may do there cannot be asked") == list(told_of.values()).count(False)


def test_each_system_is_said_to_have_each_thing_also_where_nothing_is_amiss(company: World) -> None:
    """Nothing said would look like nothing asked."""
    _, said = typed(company, "doctor", "--no-mail")
    blocks: dict[str, str] = {}
    for line in said.splitlines():
        name = line.partition(" ")[0] or next(reversed(blocks), "")
        blocks[name] = f"{blocks.get(name, '')}\n{line}"
    for name in VENDORS:
        assert any(word in blocks[name] for word in ("signed in", "reached")), name
        assert "find (done)" in blocks[name] or "observe (done)" in blocks[name], name
        rights = ("none lacks and none is too many", "cannot be asked", "signs in with no account")
        assert sum(word in blocks[name] for word in rights) == 1, name
        assert ("the map fits what is there" in blocks[name]) is (name != "kpn"), name
        assert "calls left" in blocks[name] or "limits: it tells of none" in blocks[name], name
    assert "none lacks and none is too many" in blocks["crm"] and "signs in with no account" in blocks["kpn"]


def test_a_line_whose_hosts_cannot_be_reached_is_no_system_that_can_be_worked_with(company: World) -> None:
    edit(
        company,
        "kpn",
        "domains:",
        "addresses: {www.linprofs.example: 127.0.0.1, mail.linprofs.example: 127.0.0.1}\ndomains:",
    )
    status, said = typed(company, "doctor", "kpn")
    assert status == 3
    assert "could not look" in said


def test_a_field_that_the_vendor_began_to_send_is_named(company: World) -> None:
    with open_landscape(company.made.home.policy) as landscape:
        newsletter = landscape.simulator("mailchimp")
        audience = str(newsletter.rows("lists")[0]["id"])
        added = {"list_id": audience, "email_address": "new@leden.example", "merge_fields": {"BSN": "111222333"}}
        newsletter.put("members", [added])
    status, said = typed(company, "doctor", "mailchimp")
    assert status == 1
    assert "the map does not fit: members.BSN is in no list of the map" in said
    assert "111222333" not in said


def test_what_does_not_fit_hides_no_system_that_nobody_could_look_at(company: World) -> None:
    """Exit 1 comes before 3, and both are said."""
    with open_landscape(company.made.home.policy) as landscape:
        newsletter = landscape.simulator("mailchimp")
        audience = str(newsletter.rows("lists")[0]["id"])
        added = {"list_id": audience, "email_address": "new@leden.example", "merge_fields": {"BSN": "111222333"}}
        newsletter.put("members", [added])
        landscape.simulator("postnl").break_("down")
    status, said = typed(company, "doctor")
    with open_landscape(company.made.home.policy) as landscape:
        landscape.simulator("postnl").mend()
    assert status == 1
    assert "Not every system could be seen" in said and "postnl" in said.rpartition("Not every system")[2]


def test_the_books_are_looked_into_with_the_fields_their_vendor_wants_named(tmp_path: Path) -> None:
    status, said = typed(World(make_demo(tmp_path / "books", 60, frozenset({"crm", "exact"}))), "doctor", "exact")
    assert status == 0 and "exact_online" in said, said


def test_a_key_that_a_vendor_refuses_is_told_of_that_system(company: World) -> None:
    with open_landscape(company.made.home.policy) as landscape:
        landscape.simulator("postnl").break_("down")
    status, said = typed(company, "doctor", "postnl")
    assert status == 3
    assert "could not look" in said
    assert typed(company, "doctor", "mailchimp")[0] == 0


def test_a_sign_in_that_is_refused_sends_nobody_to_a_record(company: World) -> None:
    with open_landscape(company.made.home.policy) as landscape:
        landscape.simulator("mailchimp").break_("refused")
    status, said = typed(company, "doctor", "mailchimp")
    told = " ".join(said.split())
    assert status == 3
    assert "mailchimp refused ping (400 Invalid Resource)." in told
    assert "Check url and the settings in systems/mailchimp.yaml" in told
    assert "record" not in told


def test_a_message_to_ourselves_says_whether_the_server_took_it(company: World) -> None:
    status, said = typed(company, "doctor", "crm", "--mail")
    assert status == 0
    assert "the server took a message to ourselves" in said
    assert any("belofte doctor" in text for _, text in sandbox_letters(company.made.home))
    assert told(company, "doctor", "crm", "--mail")["mail"]["accepted"] is True


def test_a_search_says_nothing_found_apart_from_could_not_look(company: World) -> None:
    with open_landscape(company.made.home.policy) as landscape:
        landscape.simulator("mailchimp").break_("down")
    status, said = typed(company, "find", "nobody@post.example")
    assert status == 3
    assert "could not look" in said
    assert "nothing found" in said
    assert "kpn (the line): not searched: its map names nothing of people" in said
    assert "0 found" not in said, "what was not asked has not found nothing"
    status, said = typed(company, "find", company.made.asks)
    assert "crm.shipments.barcode → shipments" in said


def test_a_number_that_a_system_out_of_sight_may_know_is_not_said_to_be_unknown(tmp_path: Path) -> None:
    """Statistics are asked by the customer's number, and nobody could look where that stands."""
    seen = World(make_demo(tmp_path / "home", 60, frozenset({"crm", "google-analytics"})))
    status, said = typed(seen, "find", "nobody@post.example")
    assert (status, "none is known (Art. 11 GDPR)" in said) == (0, True)
    seen.made.company.path.rename(tmp_path / "away.sqlite")
    status, said = typed(seen, "find", "nobody@post.example")
    assert (status, "none is known" in said) == (3, False)
    assert "could not look: it is asked by what stands in crm, which was not seen" in said
    found = told(seen, "find", "nobody@post.example")
    assert (found["not_linked"], found["not_asked"]) == ({}, {"google-analytics": ["crm"]})


def test_the_names_that_people_use_stand_with_what_was_found(company: World) -> None:
    _, said = typed(company, "find", company.made.asks)
    assert "newsletter" in said
    assert "customer database" in said


def test_a_vendors_own_number_of_somebody_can_be_asked_for(company: World) -> None:
    for written in ("ga_client_id=12345.678", "ga-client-id=12345.678"):
        assert typed(company, "find", written)[0] == 0
    assert typed(company, "find", "made-up=1")[0] == 2


def test_what_the_limits_of_vendors_cost_stands_in_the_plan_before_approval(company: World) -> None:
    with company.open() as belofte:
        reference = company.ask(belofte, "access", company.made.asks)
    _, said = typed(company, "request", "show", reference)
    assert "postnl" in said
    assert "at 300 calls a minute" in said
    waits = told(company, "request", "show", reference)["case"]["waits"]
    assert {wait["system"] for wait in waits} == {"dhl", "postnl"}, "MailChimp says nothing of calls a minute or a day"


def test_what_was_approved_before_takes_of_the_same_limit(company: World) -> None:
    with company.open() as belofte:
        before, after = (company.ask(belofte, "access", one) for one in (company.made.asks, company.made.leaves))
        alone = {wait.system: wait.foretold.calls for wait in belofte.office.show(after).waits}
        case = belofte.office.show(before)
        assert case.plan is not None
        belofte.office.read(before, "P. de Boer")
        belofte.office.approve(before, case.plan.id, "P. de Boer")
        together = belofte.office.show(after).waits
    assert {wait.system: wait.others for wait in together} == {"dhl": 1, "postnl": 1}
    assert all(wait.foretold.calls > alone[wait.system] for wait in together)
    assert "with 1 before it" in typed(company, "request", "show", after)[1]


def test_a_carrier_nobody_could_be_asked_of_is_not_said_to_hold_nothing(company: World) -> None:
    _, said = typed(company, "find", "nobody@post.example")
    assert "not asked: it is asked by what stands in crm.shipments" in said
    assert "not searched: its map names nothing of people" in said
    seen = told(company, "find", "nobody@post.example")
    assert (seen["not_asked"]["dhl"], seen["no_people"]) == (["crm.shipments"], ["kpn"])
    edit(company, "crm", ".sqlite", ".away.sqlite")
    status, said = typed(company, "find", company.made.asks)
    assert status == 3
    carrier = next(line for line in said.splitlines() if line.startswith("dhl "))
    assert carrier.endswith("could not look: it is asked by what stands in crm.shipments, which was not seen")


def test_a_renewal_that_was_cut_off_is_told_as_that_and_not_as_a_wrong_secret(tmp_path: Path) -> None:
    """Exact gives each refresh token once: whose answer gets lost signs in again, and is told why."""
    books = World(make_demo(tmp_path / "home", 60, frozenset({"crm", "exact"})))
    assert typed(books, "sandbox", "break", "exact", "lost-answer,times=1,on=sign-in")[0] == 0
    status, said = typed(books, "doctor", "exact")
    assert (status, "exact wants fewer calls" in said) == (3, True), "it gives a token every ten minutes"
    later = ("--now", (datetime.now(UTC) + timedelta(minutes=11)).isoformat(timespec="seconds"))
    status, said = typed(books, "doctor", "exact", *later)
    assert status == 3
    assert "could not look: A renewal of our sign-in at exact was cut off, and what it brought is lost." in said
    assert "Sign in again: belofte connect exact." in said
    why = {one["system"]: one["why"] for one in told(books, "doctor", *later)["systems"]}
    assert (why["crm"], "cut off" in why["exact"]) == (None, True), "no other system is hidden by it"
