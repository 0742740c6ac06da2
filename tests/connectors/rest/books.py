"""A company's books at a simulated Exact Online, and connectors to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from json import dumps
from pathlib import Path
from threading import Lock
from uuid import NAMESPACE_OID, uuid5

from tests.connectors.rest.systems import folder_with, system_text

from belofte.connectors.http.connector import HttpConnector
from belofte.connectors.http.making import Surroundings, make_connector
from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Decision
from belofte.domain.system_map import Verb
from belofte.ports import Ask, Order, OrderLine
from belofte.sandbox.rest.simulator import Simulator, simulate

DIVISION = 3141592
KINDS = (
    "email, name, phone, address, customer-number, language, notes, gender, function, iban, payment, order-lines, "
    "appointment, documents, invoice-lines, bank-statement, country, payment-status"
)
RECORDS = (
    "accounts contacts addresses bank-accounts mandates quotations opportunities notes events tasks documents "
    "attachments invoices invoice-lines book-documents book-attachments entries receivables"
).split()
TABLES = "\n".join(f"{name}: {{category: customer}}" for name in RECORDS)
BOOKS = frozenset({"invoices", "invoice-lines", "book-documents", "book-attachments", "entries", "receivables"})
BY_HAND = frozenset({"notes", "events", "tasks"})

ANNA = Identifier("email", "", "anna@dvries.example")
BRAM = Identifier("email", "", "bram@bakker.example")


@dataclass
class Moment:
    """A clock that a test moves; the vendor looks at it too."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return self.at.timestamp()


class Waiting:
    """Waits no time: the clock is moved on instead, for the vendor too."""

    def __init__(self, clock: Moment) -> None:
        self._clock, self._lock, self.waited = clock, Lock(), 0.0

    def wait(self, seconds: float) -> None:
        with self._lock:
            self.waited += seconds
            self._clock.at += timedelta(seconds=seconds)

    def monotonic(self) -> float:
        return self._clock.seconds()


def guid(*parts: object) -> str:
    return str(uuid5(NAMESPACE_OID, "|".join(map(str, parts))))


def account(vendor: Simulator, email: str, name: str, code: int = 0, division: int = DIVISION, **more: object) -> str:
    key = guid("account", email, division)
    held = {"ID": key, "Email": email, "Name": name, "Code": str(code).rjust(18), "Division": division}
    vendor.put("accounts", [held | {"Phone": None, "Blocked": False, "Status": "C", "BSN": None} | more])
    return key


def contact(vendor: Simulator, of: str, email: str, first: str, last: str) -> str:
    key = guid("contact", email, of)
    held = {"ID": key, "Account": of, "Email": email, "FirstName": first, "LastName": last, "Division": DIVISION}
    vendor.put("contacts", [held | {"FullName": f"{first} {last}", "SocialSecurityNumber": None}])
    return key


def whole_life(vendor: Simulator) -> str:
    """Anna: everything there can be of a person, invoices too. Returns her account."""
    anna = account(vendor, "anna@dvries.example", "Anna de Vries", 1001, AddressLine1="Kerkstraat 1", Postcode="1234AB")
    person = contact(vendor, anna, "anna@dvries.example", "Anna", "de Vries")
    hers = {"Account": anna, "AccountName": "Anna de Vries", "Division": DIVISION}
    vendor.put("addresses", [{**hers, "AddressLine1": "Kerkstraat 1", "City": "Zwolle"}])
    vendor.put("bank_accounts", [{**hers, "BankAccount": "NL02ABNA0123456789", "BankAccountHolderName": "A de Vries"}])
    vendor.put("mandates", [{"Account": anna, "Reference": "M-1", "Division": DIVISION}])
    vendor.put("quotations", [{"OrderAccount": anna, "OrderAccountName": "Anna de Vries", "Description": "lezing"}])
    vendor.put("opportunities", [{**hers, "Name": "Anna wil meer"}])
    vendor.put("notes", [{**hers, "Subject": "belde", "Notes": "Anna belde", "Contact": person}])
    vendor.put("events", [{**hers, "Description": "bezoek aan Anna"}])
    vendor.put("tasks", [{**hers, "Description": "Anna terugbellen"}])
    letter, bill = guid("letter"), guid("bill")
    vendor.put("documents", [{**hers, "ID": letter, "Subject": "brief van Anna"}])
    vendor.put("documents", [{**hers, "ID": bill, "Subject": "factuur Anna", "SalesInvoiceNumber": 20260001}])
    vendor.put("attachments", [{"ID": guid("a1"), "Document": letter, "FileName": "brief.pdf", "_content": "brief"}])
    vendor.put("attachments", [{"ID": guid("a2"), "Document": bill, "FileName": "factuur.pdf", "_content": "factuur"}])
    invoice = {"InvoiceTo": anna, "OrderedBy": anna, "InvoiceToName": "Anna de Vries", "Division": DIVISION}
    vendor.put("sales_invoices", [{**invoice, "InvoiceID": guid("i"), "InvoiceNumber": 20260001, "AmountDC": 121.0}])
    vendor.put("sales_invoice_lines", [{"InvoiceID": guid("i"), "Description": "lezing", "AmountDC": 100.0}])
    entry = {**hers, "Description": "factuur 20260001", "AmountDC": 121.0, "InvoiceNumber": 20260001}
    vendor.put("transaction_lines", [entry])
    vendor.put("receivables", [{**hers, "InvoiceNumber": 20260001, "AmountDC": 121.0, "IsFullyPaid": False}])
    return anna


def digest(vendor: Simulator) -> str:
    """The invoices as they are: the same until one of them changes."""
    tables = ("sales_invoices", "sales_invoice_lines", "transaction_lines")
    rows = [vendor.rows(table) for table in tables] + [vendor.rows("documents", SalesInvoiceNumber=20260001)[0]["ID"]]
    return sha256(dumps(rows, sort_keys=True).encode()).hexdigest()


@dataclass
class Books:
    """A vendor, and connectors to it as a company would write them."""

    vendor: Simulator
    folder: Path
    clock: Moment
    stack: ExitStack

    def __post_init__(self) -> None:
        self.pause = Waiting(self.clock)

    def connector(self, allow: str = "all", tables: str = TABLES, *, token: bool = True, **keys: str) -> HttpConnector:
        held = self.vendor.secrets
        stated = {"client_id": "file:id", "client_secret": "file:secret", **keys}
        stated |= {"refresh_token": "file:token"} if token else {}
        text = system_text("exact_online", self.vendor.api_url, stated, tables, allow)
        secrets = {"file:id": held["client_id"], "file:secret": held["client_secret"]}
        secrets["file:token"] = held["refresh_token"]
        folder = folder_with(self.folder / "policy", "exact", text, KINDS)
        around = Surroundings(self.clock, secrets.__getitem__, self.folder / "kept", only_here=True, pause=self.pause)
        return self.stack.enter_context(closing(make_connector(folder.systems["exact"], around)))


@contextmanager
def opened_books(folder: Path) -> Iterator[Books]:
    """A company of one division, with nothing in its books yet."""
    clock = Moment()
    with simulate("exact_online", folder / "exact.sqlite", clock.seconds) as vendor, ExitStack() as stack:
        vendor.put("me", [{"CurrentDivision": DIVISION}])
        vendor.put("divisions", [{"Code": DIVISION, "Description": "Proef B.V."}])
        yield Books(vendor, folder, clock, stack)


def planned(connector: HttpConnector, who: Identifier, request: str = "r") -> Order:
    """The order that an erasure comes to: the books are kept, the rest goes as the map says."""
    keys: dict[str, set[Key]] = {}
    for found in connector.find([Ask(request, (who,))]):
        assert not found.shared
        keys.setdefault(found.collection, set()).add(found.key)
    lines = tuple(OrderLine(name, _decision(name), frozenset(found)) for name, found in keys.items())
    return Order(request, (who,), lines, Verb.ERASE)


def _decision(name: str) -> Decision:
    if name in BOOKS:
        return Decision.KEEP
    return Decision.CLEAR if name in ("accounts", "contacts") else Decision.DELETE
