"""A search of Graph is loose: it finds words and parts of words. A file is somebody's only when
their address is seen in it; what nobody can look into is a person's task, and no program deletes it."""

from __future__ import annotations

import pytest
from tests.connectors.rest.office import ANNA, DESK, DRIVE, Connected, address, contact, found, message, order

from belofte.connectors.http.connector import HttpConnector
from belofte.domain.identity import Identifier
from belofte.domain.located import Found
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Verb
from belofte.ports import Order, OrderLine
from belofte.sandbox.rest.simulator import Simulator

ALIKE = {
    "longer in front": "Offerte voor johanna@dvries.example, Zwolle",
    "a dot in front": "Offerte voor jo.anna@dvries.example, Zwolle",
    "a dash in front": "Offerte voor jo-anna@dvries.example, Zwolle",
    "another country": "Offerte voor anna@dvries.example.org, Zwolle",
    "another company": "Offerte voor anna@dvries.example-shop.nl, Zwolle",
    "both": "johanna@dvries.example en anna@dvries.example.org",
}
BINARY = "%PDF-1.7 \x01\x02 anna@dvries.example \x03"


def put(vendor: Simulator, text: str, name: str = "offerte.txt") -> None:
    """One more file on the site, which the vendor's search finds for Anna's address."""
    vendor.put("items", [{"id": "f9", "_drive": DRIVE, "name": name, "_text": text}])


def files(connector: HttpConnector) -> dict[object, Found]:
    """The files found for Anna, by their number."""
    return {one.key[1]: one for one in found(connector, ANNA) if one.collection == "files" and one.key}


@pytest.mark.parametrize("text", ALIKE.values(), ids=ALIKE)
def test_a_look_alikes_file_is_nobody_elses(vendor: Simulator, connected: Connected, text: str) -> None:
    put(vendor, text)
    connector = connected(files_hold="one-person")
    assert set(files(connector)) == {"f1"}
    result = next(connector.erase([order(connector, Verb.ERASE, Decision.DELETE, ANNA, only="files")]))
    assert result.outcome is Outcome.DONE
    assert {row["id"] for row in vendor.rows("items")} == {"f2", "f9"}


@pytest.mark.parametrize(
    "text",
    [
        "Van: <Anna@DVries.example>",
        "mailto:anna@dvries.example.",
        "(anna@dvries.example)",
        "johanna@dvries.example; anna@dvries.example",
        "é: anna@dvries.example",
    ],
)
def test_an_address_that_stands_in_the_text_is_found(vendor: Simulator, connected: Connected, text: str) -> None:
    put(vendor, text)
    mine = files(connected(files_hold="one-person"))
    assert not mine["f9"].shared


def test_an_address_in_a_files_name_is_found(vendor: Simulator, connected: Connected) -> None:
    put(vendor, BINARY, "brief aan anna@dvries.example (2).pdf")
    assert not files(connected(files_hold="one-person"))["f9"].shared


@pytest.mark.parametrize("text", [BINARY, "naam=anna@dvries.example", "%anna@dvries.example", "-anna@dvries.example"])
def test_what_cannot_be_seen_for_sure_is_a_persons_task(vendor: Simulator, connected: Connected, text: str) -> None:
    put(vendor, text)
    connector = connected(files_hold="one-person")
    assert files(connector)["f9"].shared
    result = next(connector.erase([order(connector, Verb.ERASE, Decision.DELETE, ANNA, only="files")]))
    assert result.outcome is Outcome.DONE
    assert {row["id"] for row in vendor.rows("items")} == {"f2", "f9"}


def test_a_file_that_became_unsure_after_the_plan_is_not_deleted(vendor: Simulator, connected: Connected) -> None:
    """The plan is of an hour ago; by now the file says something else."""
    connector = connected(files_hold="one-person")
    planned = order(connector, Verb.ERASE, Decision.DELETE, ANNA, only="files")
    vendor.put("items", [{"id": "f1", "_drive": DRIVE, "name": "bezoek.txt", "_text": "Bij johanna@dvries.example."}])
    list(connector.erase([planned]))
    assert {row["id"] for row in vendor.rows("items")} == {"f1", "f2"}


def test_a_plan_that_takes_a_file_nobody_saw_into_deletes_nothing(vendor: Simulator, connected: Connected) -> None:
    put(vendor, BINARY)
    connector = connected(files_hold="one-person")
    forced = Order("r", (ANNA,), (OrderLine("files", Decision.DELETE, frozenset({(DRIVE, "f9")})),), Verb.ERASE)
    list(connector.erase([forced]))
    assert "f9" in {row["id"] for row in vendor.rows("items")}


def test_a_file_is_read_once_a_look_however_many_ask(vendor: Simulator, connected: Connected) -> None:
    connector = connected(files_hold="one-person")
    assert set(files(connector)) == {"f1"}
    assert vendor.calls().by_operation["download"] == 1


def test_the_account_of_a_mailbox_that_the_map_names_is_not_deleted(vendor: Simulator, connected: Connected) -> None:
    """With the account goes everything in the mailbox, of everybody who ever wrote to it."""
    desk = Identifier("email", "", DESK)
    connector = connected()
    keys = frozenset(one.key for one in found(connector, desk) if one.collection == "users")
    assert keys == {(f"u-{DESK}",)}
    others = [OrderLine(c, Decision.ASK, None) for c in ("messages", "contacts", "events", "files")]
    wanted = Order("r", (desk,), (OrderLine("users", Decision.DELETE, keys), *others), Verb.ERASE)
    result = next(connector.erase([wanted]))
    assert (result.outcome, [row["mail"] for row in vendor.rows("users", id=f"u-{DESK}")]) == (Outcome.MANUAL, [DESK])
    assert result.problem is not None
    assert "mailbox that the map names" in result.problem.remedy


@pytest.mark.parametrize("alike", ["johanna@dvries.example", "jo.anna@dvries.example", "anna@dvries.example.org"])
def test_no_message_contact_appointment_or_account_of_a_look_alike_is_found(
    vendor: Simulator, connected: Connected, alike: str
) -> None:
    """The search of messages is loose too: the simulator gives a look-alike's, and it is compared before it counts."""
    one = {
        "_mailbox": DESK,
        "start": {"dateTime": "2026-10-12T09:00:00", "timeZone": "UTC"},
        "organizer": address(DESK),
    }
    vendor.put("messages", [message("m-alike", alike, DESK), message("m-to", DESK, alike)])
    vendor.put("contacts", [contact("c-alike", "Johanna", alike)])
    vendor.put("events", [{"id": "e-alike", "subject": "Bezoek", "attendees": [address(alike)], **one}])
    vendor.put("users", [{"id": "u-alike", "mail": alike, "displayName": "Johanna", "userType": "Guest"}])
    seen = {str(one.key[-1]) for one in found(connected(files_hold="one-person"), ANNA)}
    assert seen == {"m1", "m2", "m4", "m5", "c1", "e1", "f1"}
    assert {str(one.key[-1]) for one in found(connected(), Identifier("email", "", alike))} == {
        "m-alike", "m-to", "c-alike", "e-alike", "u-alike",
    }  # fmt: skip
