"""A small company at a simulated Microsoft 365: a desk, a shared mailbox, a site; and connectors to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from tests.connectors.rest.systems import connector_of, folder_with, system_text

from belofte.connectors.http.connector import HttpConnector
from belofte.domain.identity import Identifier
from belofte.domain.located import Found
from belofte.domain.plan import Decision
from belofte.domain.system_map import Verb
from belofte.ports import Ask, Order, OrderLine
from belofte.sandbox.rest.simulator import Simulator, simulate

KIND = "microsoft365"
DESK, BOOKS, BOSS = "desk@linprofs.example", "books@linprofs.example", "boss@linprofs.example"
SITE, DRIVE = "linprofs,site,1", "b!site"
ANNA = Identifier("email", "", "anna@dvries.example")
BRAM = Identifier("email", "", "bram@bakker.example")
KINDS = (
    "email, name, phone, address, date-of-birth, organisation, function, family, social-account, notes, "
    "correspondence, appointment, location, documents, staff-number, language"
)
TABLES = "\n".join(f"{name}: {{category: customer}}" for name in ("messages", "contacts", "events", "files", "users"))
Connected = Callable[..., HttpConnector]


def address(text: str, name: str = "") -> dict[str, object]:
    """An address as Graph writes it."""
    return {"emailAddress": {"address": text, "name": name or text}}


def message(id_: str, sender: str, *to: str, box: str = DESK, cc: tuple[str, ...] = ()) -> dict[str, object]:
    """A message in a mailbox."""
    at = "2026-03-02T10:00:00Z"
    return {
        "id": id_, "_mailbox": box, "subject": f"Vraag {id_}", "body": {"contentType": "text", "content": "Hallo"},
        "bodyPreview": "Hallo", "from": address(sender), "sender": address(sender),
        "toRecipients": [address(one) for one in to], "ccRecipients": [address(one) for one in cc],
        "receivedDateTime": at, "sentDateTime": at, "createdDateTime": at,
    }  # fmt: skip


def contact(id_: str, name: str, *addresses: str, box: str = DESK, **more: Any) -> dict[str, object]:
    """A contact in a mailbox."""
    listed = [{"name": name, "address": one} for one in addresses]
    return {"id": id_, "_mailbox": box, "displayName": name, "emailAddresses": listed, **more}


def fill(vendor: Simulator, without: Collection[str] = ()) -> None:
    """Three mailboxes, a site with a drive, and what lies there of Anna and Bram; some messages left out."""
    vendor.put("users", [{"id": "u-guest", "mail": "gast@elders.example", "displayName": "Gast", "userType": "Guest"}])
    vendor.put("users", [{"id": f"u-{box}", "mail": box, "displayName": box} for box in (DESK, BOOKS, BOSS)])
    vendor.put("organizations", [{"displayName": "LinProfs B.V.", "countryLetterCode": "NL"}])
    vendor.put("sites", [{"id": SITE, "displayName": "Klanten"}])
    vendor.put("drives", [{"id": DRIVE, "_site": SITE, "driveType": "documentLibrary"}])
    mails = [
        message("m1", ANNA.value, DESK),
        message("m2", DESK, "Anna@dvries.example", cc=(BOOKS,)),
        message("m3", BRAM.value, DESK),
        message("m4", ANNA.value, DESK, cc=(BRAM.value,)),
        message("m5", ANNA.value, BOOKS, box=BOOKS),
        message("m6", ANNA.value, BOSS, box=BOSS),
    ]
    vendor.put("messages", [mail for mail in mails if mail["id"] not in without])
    vendor.put(
        "contacts", [contact("c1", "Anna de Vries", ANNA.value, mobilePhone="06-12345678", categories=["Klant"])]
    )
    vendor.put("contacts", [contact("c2", "Bram Bakker", BRAM.value)])
    start = {"dateTime": "2026-10-12T09:00:00.0000000", "timeZone": "UTC"}
    one = {"_mailbox": DESK, "start": start, "end": start, "organizer": address(DESK)}
    vendor.put("events", [{"id": "e1", "subject": "Bezoek", "attendees": [address(ANNA.value)], **one}])
    vendor.put("events", [{"id": "e2", "subject": "Overleg", "attendees": [address(BRAM.value)], **one}])
    vendor.put(
        "items", [{"id": "f1", "_drive": DRIVE, "name": "bezoek.txt", "_text": "Bij anna@dvries.example thuis."}]
    )
    vendor.put("items", [{"id": "f2", "_drive": DRIVE, "name": "overleg.txt", "_text": "Met bram@bakker.example."}])


@contextmanager
def office(folder: Path, without: Collection[str] = ()) -> Iterator[tuple[Simulator, Connected]]:
    """The simulator, filled, and what makes connectors to it, as many as a test wants; all are closed."""
    with simulate(KIND, folder / "graph.sqlite") as vendor, ExitStack() as stack:
        fill(vendor, without)
        named = {
            "tenant": vendor.secrets["tenant"],
            "client_id": vendor.secrets["client_id"],
            "client_secret": "file:s",
        }

        def make(allow: str = "all", tables: str = TABLES, **keys: str) -> HttpConnector:
            usual = {"mailboxes": f"[{DESK}, {BOOKS}]", "sites": f"['{SITE}']", "ours": "[linprofs.example]"}
            text = system_text(KIND, vendor.api_url, {**named, **usual, **keys}, tables, allow)
            made = folder_with(folder / "policy", KIND, text, KINDS)
            secrets = {"file:s": vendor.secrets["client_secret"]}
            return stack.enter_context(closing(connector_of(made, KIND, secrets, folder / "kept")))

        yield vendor, make


def found(connector: HttpConnector, *who: Identifier) -> list[Found]:
    """Everything about one person."""
    return list(connector.find([Ask("r", who)]))


def order(connector: HttpConnector, verb: Verb, decision: Decision, *who: Identifier, only: str = "") -> Order:
    """An order over everything found that is not shared; ``only`` one collection of it."""
    keys: dict[str, set[tuple[object, ...]]] = {}
    shared: dict[str, set[tuple[object, ...]]] = {}
    for one in found(connector, *who):
        (shared if one.shared else keys).setdefault(one.collection, set()).add(one.key)
    lines = [
        OrderLine(name, decision if only in ("", name) else Decision.KEEP, frozenset(own)) for name, own in keys.items()
    ]
    lines += [OrderLine(name, Decision.ASK, frozenset(own)) for name, own in shared.items()]
    return Order("r", who, tuple(lines), verb)
