"""Microsoft 365: only the declared places; mail that is purged and waits; who else is on a message; holds."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_bytes

from tests.connectors.rest.office import (
    ANNA,
    BOOKS,
    BOSS,
    BRAM,
    DESK,
    DRIVE,
    TABLES,
    Connected,
    address,
    contact,
    found,
    message,
    order,
)
from tests.connectors.rest.systems import NOW

from belofte.domain.identity import Identifier
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Verb
from belofte.ports import Order, OrderLine
from belofte.sandbox.rest.simulator import Simulator

FORTNIGHT = NOW.date() + timedelta(days=14)


def rows(vendor: Simulator, table: str) -> set[str]:
    return {str(row["id"]) for row in vendor.rows(table)}


def test_everything_in_the_declared_places_is_found_with_its_path(connected: Connected) -> None:
    seen = {(one.collection, one.key[-1]): one.via for one in found(connected(), ANNA)}
    assert seen == {
        ("messages", "m1"): "email → messages",
        ("messages", "m2"): "email → messages",
        ("messages", "m4"): "email → messages",
        ("messages", "m5"): "email → messages",
        ("contacts", "c1"): "email → contacts",
        ("events", "e1"): "email → events",
        ("files", "f1"): "email → files",
    }


def test_a_mailbox_that_the_map_does_not_declare_is_not_touched_and_counted(
    connected: Connected, vendor: Simulator
) -> None:
    connector = connected()
    assert not [one for one in found(connector, ANNA) if BOSS in one.key]
    (seen,) = connector.observe(["undeclared"])
    assert seen.value == 1
    vendor.put("users", [{"id": "robot", "mail": None, "userPrincipalName": "robot@linprofs.example"}])
    (seen,) = connected(mailboxes=f"[{DESK}, {BOOKS}, {BOSS}]").observe(["undeclared"])
    assert seen.value == 0


def test_without_mailboxes_and_sites_nothing_is_searched(connected: Connected, vendor: Simulator) -> None:
    connector = connected(mailboxes="[]", sites="[]")
    assert found(connector, ANNA) == []
    asked = vendor.calls().by_operation
    assert not {"messages", "contacts", "events", "items-search"} & set(asked)


def test_our_own_people_make_a_message_nobody_else_s_and_an_outsider_does(connected: Connected) -> None:
    shared = {one.key[-1]: one.shared for one in found(connected(), ANNA) if one.collection == "messages"}
    assert shared == {"m1": False, "m2": False, "m4": True, "m5": False}


def test_without_ours_only_the_mailbox_itself_is_no_second_person(connected: Connected) -> None:
    shared = {one.key[-1]: one.shared for one in found(connected(ours="[]"), ANNA) if one.collection == "messages"}
    assert shared == {"m1": False, "m2": True, "m4": True, "m5": False}


def test_a_file_is_asked_about_unless_the_company_says_that_each_is_about_one_person(connected: Connected) -> None:
    assert [one.shared for one in found(connected(), ANNA) if one.collection == "files"] == [True]
    connector = connected(files_hold="one-person")
    assert [one.shared for one in found(connector, ANNA) if one.collection == "files"] == [False]


def test_a_copy_holds_messages_as_they_travelled_and_files_as_they_are(connected: Connected) -> None:
    connector = connected(files_hold="one-person")
    copies = {r.key[-1]: r for r in connector.export([order(connector, Verb.EXPORT, Decision.EXPORT, ANNA)])}
    mail = message_from_bytes(copies["m1"].files["original"])
    assert (mail["From"], mail["To"], mail["Subject"]) == (ANNA.value, DESK, "Vraag m1")
    assert copies["f1"].files["original"] == b"Bij anna@dvries.example thuis."
    assert copies["c1"].fields["mobilePhone"] == "06-12345678"
    assert copies["e1"].fields["invited"] == [ANNA.value]
    assert "m4" not in copies


def test_erased_mail_is_out_of_sight_and_pending_until_the_mailbox_lets_it_go(
    connected: Connected, vendor: Simulator
) -> None:
    connector = connected()
    told = order(connector, Verb.ERASE, Decision.DELETE, ANNA)
    (result,) = connector.erase([told])
    assert (result.outcome, result.until) == (Outcome.PENDING, FORTNIGHT)
    mails = next(line for line in result.lines if line.collection == "messages" and line.acted)
    assert (mails.planned, mails.acted, mails.until) == (3, 3, FORTNIGHT)
    assert rows(vendor, "messages") == {"m3", "m4", "m6"}
    assert {"m1", "m2", "m5"} <= rows(vendor, "purges")
    (looked,) = connector.read_back([told])
    assert {line.remains for line in looked.lines if line.decision is Decision.DELETE} == {0}
    assert vendor.calls().by_operation["messages-purge"] == 3


def test_a_company_that_keeps_deleted_items_longer_promises_a_later_day(connected: Connected) -> None:
    connector = connected(deleted_items_days="30")
    (result,) = connector.erase([order(connector, Verb.ERASE, Decision.DELETE, ANNA)])
    assert result.until == NOW.date() + timedelta(days=30)


def test_a_message_with_another_outsider_on_it_is_never_deleted_for_one_of_them(
    connected: Connected, vendor: Simulator
) -> None:
    connector = connected()
    line = OrderLine("messages", Decision.DELETE, frozenset({(DESK, "m4")}))
    others = [OrderLine(c, Decision.KEEP, None) for c in ("messages", "contacts", "events", "files")]
    (result,) = connector.erase([Order("r", (ANNA,), (line, *others), Verb.ERASE)])
    assert result.outcome is Outcome.FAILED
    assert rows(vendor, "messages") == {"m1", "m2", "m3", "m4", "m5", "m6"}


def test_a_mailbox_on_hold_is_not_emptied_and_that_is_said(connected: Connected, vendor: Simulator) -> None:
    vendor.break_("hold")
    connector = connected(holds=f"[{BOOKS.upper()}]")
    told = order(connector, Verb.ERASE, Decision.DELETE, ANNA)
    (result,) = connector.erase([told])
    assert result.outcome is Outcome.MANUAL
    assert result.problem is not None
    assert "on hold" in result.problem.remedy
    assert "m5" in rows(vendor, "messages")
    assert not {"m1", "m2"} & rows(vendor, "messages")
    (looked,) = connector.read_back([told])
    assert looked.outcome is Outcome.MANUAL
    assert sum(line.remains or 0 for line in looked.lines) == 1


def test_an_erased_file_goes_only_from_the_declared_drive(connected: Connected, vendor: Simulator) -> None:
    vendor.put("items", [{"id": "f9", "_drive": "b!other", "name": "x.txt", "_text": ANNA.value}])
    connector = connected(files_hold="one-person")
    connector_order = order(connector, Verb.ERASE, Decision.DELETE, ANNA)
    list(connector.erase([connector_order]))
    assert rows(vendor, "items") == {"f2", "f9"}
    assert (DRIVE, "f1") in next(line.keys or () for line in connector_order.lines if line.collection == "files")


def test_a_drive_can_be_declared_beside_those_of_a_site(connected: Connected, vendor: Simulator) -> None:
    vendor.put("drives", [{"id": "b!other"}])
    vendor.put("items", [{"id": "f9", "_drive": "b!other", "name": "x.txt", "_text": ANNA.value}])
    keys = {one.key for one in found(connected(drives="['b!other', 'b!site']"), ANNA) if one.collection == "files"}
    assert keys == {("b!site", "f1"), ("b!other", "f9")}


def test_a_contact_is_corrected_restricted_with_a_category_and_given_back(
    connected: Connected, vendor: Simulator
) -> None:
    connector = connected()
    key = frozenset({(DESK, "c1")})
    better = OrderLine("contacts", Decision.DO, key, values={"mobilePhone": "06-87654321"})
    (result,) = connector.rectify([Order("r", (ANNA,), (better,), Verb.RECTIFY)])
    assert result.outcome is Outcome.DONE
    for act, verb, categories in (
        (connector.restrict, Verb.RESTRICT, ["Klant", "Privacy: restricted"]),
        (connector.lift, Verb.LIFT, ["Klant"]),
    ):
        marked = Order("r", (ANNA,), (OrderLine("contacts", Decision.DO, key),), verb)
        (result,) = act([marked])
        assert result.outcome is Outcome.DONE
        row = next(row for row in vendor.rows("contacts") if row["id"] == "c1")
        assert (row["categories"], row["mobilePhone"]) == (categories, "06-87654321")
        (looked,) = connector.read_back([marked])
        assert looked.outcome is Outcome.DONE


def test_two_contacts_that_share_an_address_and_differ_in_name_are_asked_about(
    connected: Connected, vendor: Simulator
) -> None:
    vendor.put("contacts", [contact("c9", "Bert de Vries", ANNA.value)])
    seen = {one.key[-1]: one.shared for one in found(connected(), ANNA) if one.collection == "contacts"}
    assert seen == {"c1": True, "c9": True}


def test_an_address_of_a_contact_leads_to_the_mail_of_that_address(connected: Connected, vendor: Simulator) -> None:
    vendor.put("contacts", [contact("c3", "Carla Hoekstra", "carla@hoekstra.example", "carla@werk.example")])
    vendor.put("messages", [message("m7", "carla@werk.example", DESK)])
    seen = found(connected(), Identifier("email", "", "carla@hoekstra.example"))
    assert {one.key[-1] for one in seen} == {"c3", "m7"}


def test_an_account_is_blocked_and_its_sessions_end(connected: Connected, vendor: Simulator) -> None:
    connector = connected()
    who = Identifier("email", "", BOSS)
    marked = Order("r", (who,), (OrderLine("users", Decision.DO, frozenset({(f"u-{BOSS}",)})),), Verb.RESTRICT)
    (result,) = connector.restrict([marked])
    assert result.outcome is Outcome.DONE
    assert [row["accountEnabled"] for row in vendor.rows("users") if row["mail"] == BOSS] == [False]
    assert vendor.calls().by_operation["revoke-sessions"] == 1


def test_an_account_goes_also_from_the_directory_of_deleted_ones(connected: Connected, vendor: Simulator) -> None:
    connector = connected()
    told = order(connector, Verb.ERASE, Decision.DELETE, Identifier("email", "", BOSS), only="users")
    (result,) = connector.erase([told])
    assert result.outcome is Outcome.DONE
    assert (BOSS in str(vendor.rows("users")), vendor.rows("deleted_users")) == (False, [])
    (looked,) = connector.read_back([told])
    assert [line.remains for line in looked.lines if line.collection == "users"] == [0]


def test_an_account_that_waits_among_the_deleted_ones_is_seen_when_looked_at_again(
    connected: Connected, vendor: Simulator
) -> None:
    connector = connected()
    told = order(connector, Verb.ERASE, Decision.DELETE, Identifier("email", "", BOSS), only="users")
    vendor.put("deleted_users", [{"id": f"u-{BOSS}", "mail": BOSS, "displayName": BOSS}])
    (looked,) = connector.read_back([told])
    assert [line.remains for line in looked.lines if line.collection == "users"] == [1]


def test_accounts_are_left_alone_where_the_map_does_not_have_them(connected: Connected, vendor: Simulator) -> None:
    tables = TABLES.replace("\nusers: {category: customer}", "")
    assert tables != TABLES
    connector = connected(tables=f"{tables}", ignore="[users]")
    assert not [one for one in found(connector, Identifier("email", "", BOSS)) if one.collection == "users"]


def test_an_appointment_with_another_outsider_is_asked_about(connected: Connected, vendor: Simulator) -> None:
    both = [address(ANNA.value), address(BRAM.value)]
    moment = {"dateTime": "2026-10-13T09:00:00.0000000", "timeZone": "UTC"}
    row = {"id": "e3", "_mailbox": DESK, "attendees": both, "organizer": address(DESK), "start": moment, "end": moment}
    vendor.put("events", [row])
    seen = {one.key[-1]: one.shared for one in found(connected(), ANNA) if one.collection == "events"}
    assert seen == {"e1": False, "e3": True}
    days = {one.key[-1]: one.events for one in found(connected(), ANNA) if one.collection == "events"}
    assert days["e3"] == {"appointment": date(2026, 10, 13)}
