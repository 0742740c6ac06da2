"""A small account at a simulated TransIP: a domain, its contacts, mailboxes, forwards and lists; and its connectors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from tests.connectors.rest.systems import NOW, connector_of, folder_with, system_text

from belofte.connectors.http.connector import HttpConnector
from belofte.domain.identity import Identifier
from belofte.sandbox.rest.simulator import Simulator, simulate

KINDS = "email, name, address, phone, organisation, trade-register-number"
TABLES = """contacts: {category: customer}
mailboxes: {category: customer}
forwarding: {category: customer}
forwards: {category: customer}
list-entries: {category: customer}"""
DOMAIN, HERE = "proef.example", {"_domain": "proef.example"}
ANNA = Identifier("email", "", "anna@dvries.example")
BRAM = Identifier("email", "", "bram@bakker.example")
Connected = Callable[..., HttpConnector]


@contextmanager
def transip(folder: Path) -> Iterator[tuple[Simulator, Connected]]:
    """The simulator, filled, and what makes connectors to it, as many as a test wants; all are closed."""
    with simulate("transip", folder / "transip.sqlite", lambda: NOW.timestamp()) as vendor, ExitStack() as stack:
        vendor.put("domains", [{"name": DOMAIN}])
        for kind, name, mail in (("registrant", "Anna", ANNA.value), ("technical", "Bram", BRAM.value)):
            vendor.put("contacts", [{**HERE, "type": kind, "firstName": name, "email": mail}])
        for name, to in (("info", ANNA.value), ("anna", "")):
            box = {"identifier": f"{name}@{DOMAIN}", "localPart": name, "domain": DOMAIN, "forwardTo": to}
            vendor.put("mailboxes", [{**HERE, **box}])
        for number, (name, to) in enumerate((("a", ANNA.value), ("b", BRAM.value)), 1):
            vendor.put("forwards", [{**HERE, "id": number, "localPart": name, "domain": DOMAIN, "forwardTo": to}])
        for number, name, entries in ((1, "nieuws", ["Anna@dvries.example", BRAM.value]), (2, "storing", [BRAM.value])):
            listed = {"id": number, "name": name, "emailAddress": f"{name}@{DOMAIN}", "entries": entries}
            vendor.put("mail_lists", [{**HERE, **listed}])

        def make(allow: str = "all", **keys: str) -> HttpConnector:
            written = {"login": vendor.secrets["login"], "private_key": "file:k", **keys}
            made = folder_with(
                folder / "policy", "transip", system_text("transip", vendor.api_url, written, TABLES, allow), KINDS
            )
            secrets = {"file:k": vendor.secrets["private_key"]}
            return stack.enter_context(closing(connector_of(made, "transip", secrets, folder / "kept")))

        yield vendor, make
