"""The building blocks of the sample company: rows, invented people, and what one customer leaves behind.

Every value is invented: e-mail on ``.example`` domains (RFC 2606), telephone numbers that the Dutch number plan gives
to nobody (a 0 right after 06 or after the area code), IP addresses of the documentation blocks (RFC 5737).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

Value = str | int | None

FIRST_NAMES = (
    "Sanne Fatima Mohammed Daan Emma Lotte Noor Tess Sem Julia Lars Thijs Sara Ruben Iris Maud Jesse Femke Joost Karin "
    "Ahmed Aylin Wouter Hilde Pieter Marijke Gerrit Ineke Youssef Samira Kees Truus Willemijn Jelle Sietske Rik Elif "
    "Nienke Koen Roos Mees Saar Niels Annelies Hugo Mila Stijn Jasmijn Sjoerd Marleen"
).split()
LAST_NAMES = (
    "Jansen,de Vries,van den Berg,Bakker,Visser,Smit,Meijer,de Boer,Mulder,de Groot,Bos,Vos,Peters,Hendriks,van Dijk,"
    "Kok,Yılmaz,Dekker,van der Meer,Brouwer,de Wit,Dijkstra,Smits,Kuipers,Post,Kramer,El Amrani,Özdemir,van Leeuwen,"
    "Schouten,Veenstra,Hoekstra,Postma,Wiersma,van 't Hof,Timmermans,Gerritsen,Blom,Haan,Koster"
).split(",")
STREETS = (
    "Dorpsstraat,Kerkstraat,Molenweg,Stationsweg,Lindelaan,Beukenlaan,Havenkade,Schoolstraat,Nieuwstraat,Meidoornhof,"
    "Ringdijk,Achterom,Korenveld,Zonnedauw,Spechtpad"
).split(",")
TOWNS = (
    "Waterwolde,Molenveen,Lindehaven,Oosterbrink,Nieuwerdam,Hazelmeer,Zandkerk,Veenwijk,Duinrade,Brinkhuizen"
).split(",")
ARTICLES = (
    "Netwerkkabel 5 m,Draadloos toegangspunt,Router,Webruimte een jaar,Domeinnaam een jaar,Beheer per maand,"
    "Toetsenbord,Beeldscherm 27 inch,Installatie op locatie,Back-up een jaar"
).split(",")
AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
)
PATHS = ("/", "/diensten", "/webwinkel", "/mandje", "/mijn", "/mijn/facturen", "/hulp", "/privacy")
CARRIERS = ("postnl", "dhl")
OUR_ADDRESS = "klantenservice@linprofs.example"
CONSENT_TEXT = "Ja, stuur mij de nieuwsbrief. Ik kan mij altijd weer afmelden."


class Rows:
    """The rows of all tables, in memory until they are written; a table's first column is its number."""

    def __init__(self) -> None:
        self.tables: defaultdict[str, list[tuple[Value, ...]]] = defaultdict(list)
        self._tallies: list[Counter[str]] = []

    def add(self, table: str, *values: Value) -> int:
        """Add a row and return its id; ``values`` are the columns after ``id``."""
        rows = self.tables[table]
        number = len(rows) + 1
        rows.append((number, *values))
        for tally in self._tallies:
            tally[table] += 1
        return number

    @contextmanager
    def tally(self) -> Generator[Counter[str]]:
        """Count the rows added inside the block, by table: what a search must find is counted, not typed over."""
        counter: Counter[str] = Counter()
        self._tallies.append(counter)
        try:
            yield counter
        finally:
            self._tallies.remove(counter)


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives, as the customer table writes it."""

    street: str
    house_no: str
    postcode: str
    town: str

    @property
    def line(self) -> str:
        return f"{self.street} {self.house_no}, {self.postcode}"

    @property
    def whole(self) -> str:
        return f"{self.line} {self.town}"


@dataclass(frozen=True, slots=True)
class Customer:
    """What later rows need of a row in ``customers``. ``name`` is the person's or, for an organisation, its own."""

    id: int
    customer_no: str
    name: str
    email: str
    phone: str
    home: Home


class Writer:
    """Writes rows that hang together: an order brings its lines, its invoice and its parcel."""

    def __init__(self, rows: Rows, random: Random, today: date) -> None:
        self.rows, self.random, self.today = rows, random, today
        self._phones = 0
        self._invoices: Counter[int] = Counter()

    def pick(self, values: Sequence[str]) -> str:
        """One of ``values``, by the seed."""
        return values[int(self.random.random() * len(values))]

    def number(self, below: int) -> int:
        """A whole number from 0, below ``below``, by the seed."""
        return int(self.random.random() * below)

    def day_before(self, most: int, least: int = 0) -> date:
        """A day between ``least`` and ``most`` days ago."""
        return self.today - timedelta(days=least + self.number(most - least + 1))

    def moment(self, day: date) -> str:
        """A time on ``day`` during waking hours, as the database writes it."""
        return f"{day} {8 + self.number(14):02d}:{self.number(60):02d}:{self.number(60):02d}"

    def mobile(self) -> str:
        """A mobile number that exists for nobody; never the same twice."""
        self._phones += 1
        return f"+31600{self._phones:06d}"

    def landline(self) -> str:
        """A fixed number that exists for nobody; never the same twice."""
        self._phones += 1
        return f"+31200{self._phones:06d}"

    def home(self) -> Home:
        letters = f"{'ABCDEFGHJKLMN'[self.number(13)]}{'PRTVWXZ'[self.number(7)]}"
        return Home(
            self.pick(STREETS), str(1 + self.number(180)), f"{1000 + self.number(8999)} {letters}", self.pick(TOWNS)
        )

    def customer(self, name: str, email: str, phone: str, home: Home, *, left_on: date | None = None) -> Customer:
        """A natural person's row in ``customers``."""
        since = self.day_before(3200, 400)
        customer_no = f"K{100001 + len(self.rows.tables['customers'])}"
        number = self.rows.add(
            "customers", customer_no, "person", None, name, email, phone,
            self.mobile() if self.number(4) == 0 else None, home.street, home.house_no, home.postcode, home.town,
            "en" if self.number(12) == 0 else "nl", self.moment(since), 0, left_on.isoformat() if left_on else None,
            self.moment(left_on or self.day_before(300)), None,
        )  # fmt: skip
        return Customer(number, customer_no, name, email, phone, home)

    def organisation(self, name: str, email: str, home: Home) -> Customer:
        """An organisation's row in ``customers``; its people are contacts."""
        customer_no, phone = f"K{100001 + len(self.rows.tables['customers'])}", self.landline()
        number = self.rows.add(
            "customers", customer_no, "organisation", name, None, email, phone, None, home.street, home.house_no,
            home.postcode, home.town, "nl", self.moment(self.day_before(3200, 400)), 0, None,
            self.moment(self.day_before(300)), None,
        )  # fmt: skip
        return Customer(number, customer_no, name, email, phone, home)

    def contact(self, organisation: Customer, name: str, email: str) -> int:
        """A contact person of an organisation; returns the row's id."""
        since, updated = self.moment(self.day_before(2500, 300)), self.moment(self.day_before(250))
        return self.rows.add("contacts", organisation.id, name, email, self.mobile(), since, updated)

    def address(self, who: Customer, label: str, home: Home) -> None:
        self.rows.add("addresses", who.id, label, home.street, home.house_no, home.postcode, home.town, "NL")

    def order(
        self, who: Customer, on: date, lines: int, remarks: str | None = None, carrier: str | None = None
    ) -> tuple[int, str, int]:
        """An order with its lines and its parcel, by ``carrier`` or the one the seed picks.

        Returns its id, the items in words and the total in cents.
        """
        chosen = [(self.pick(ARTICLES), 1 + self.number(3), 495 + 100 * self.number(400)) for _ in range(lines)]
        items = ", ".join(f"{quantity}× {article}" for article, quantity, _ in chosen)
        arrived = on + timedelta(days=2 + self.number(5))
        delivered = arrived.isoformat() if arrived <= self.today else None
        status = "delivered" if delivered else "open"
        order = self.rows.add("orders", who.id, on.isoformat(), status, delivered, items, remarks)
        for article, quantity, price in chosen:
            self.rows.add("order_lines", order, article, quantity, price)
        if delivered:
            self.rows.add(
                "shipments", order, carrier or self.pick(CARRIERS), who.name, who.home.line, who.home.town,
                f"3SBLFT{order:09d}", delivered,
            )  # fmt: skip
        return order, items, sum(quantity * price for _, quantity, price in chosen)

    def invoice(self, who: Customer, order: tuple[int, str, int], issued: date, paid: date | None) -> str:
        """An invoice for ``order``, addressed to the customer; returns its number."""
        return self.bill(who, who.id, order, issued, paid)

    def bill(
        self, who: Customer, customer_id: int | None, order: tuple[int, str, int], issued: date, paid: date | None
    ) -> str:
        """As :meth:`invoice`, for the invoices that reach their customer only through the order."""
        self._invoices[issued.year] += 1
        number = f"{issued.year}-{self._invoices[issued.year]:05d}"
        order_id, items, total = order
        self.rows.add(
            "invoices", number, customer_id, order_id, issued.isoformat(), paid.isoformat() if paid else None,
            who.name, who.home.whole, items, total,
        )  # fmt: skip
        return number

    def ticket(self, customer_id: int | None, email: str, on: date, subject: str, body: str) -> None:
        status = "open" if (self.today - on).days < 14 else "closed"
        self.rows.add("tickets", customer_id, email, self.moment(on), subject, body, status)

    def mail_to(self, email: str, name: str, on: date) -> None:
        """A mail from the company."""
        body = f"Beste {name},\n\nBedankt voor uw bestelling. Wij sturen bericht zodra die onderweg is.\n\nLinProfs"
        self.rows.add("mails", email, OUR_ADDRESS, self.moment(on), "Uw bestelling", body)

    def mail_from(self, email: str, name: str, on: date) -> None:
        """A mail to the company."""
        body = f"Goedendag,\n\nKunt u mij zeggen wanneer mijn bestelling komt?\n\nGroet, {name}"
        self.rows.add("mails", OUR_ADDRESS, email, self.moment(on), "Vraag over levering", body)

    def page_view(self, customer_id: int | None, on: date) -> None:
        block = ("192.0.2", "198.51.100", "203.0.113")[self.number(3)]
        ip = f"{block}.{1 + self.number(254)}"
        self.rows.add("page_views", self.moment(on), customer_id, ip, self.pick(AGENTS), self.pick(PATHS))

    def subscription(self, email: str, name: str, home: Home | None, on: date, status: str) -> None:
        """A newsletter sign-up; with an address only for those who said yes to post."""
        self.rows.add(
            "subscriptions", email, name, home.line if home else None, home.town if home else None, status,
            self.moment(on), 1 if home else 0, CONSENT_TEXT,
        )  # fmt: skip

    def managed_account(self, organisation: Customer, name: str, email: str) -> None:
        """An account that the company runs for an organisation: held as that customer's processor."""
        self.rows.add("managed_accounts", organisation.id, email.split("@")[0], name, email)
