"""Everyone at the sample company who has no special part: customers, households, organisations and their people.

A household is two customers on one address and one e-mail address; now and then one person has two customer numbers. A
few per cent have left, some never paid, and free text names other people, as it does in any customer database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from belofte.sandbox.records import FIRST_NAMES, LAST_NAMES, Customer, Home, Writer

DOMAINS = ["post.example", "mail.example", "thuis.example", "brievenbus.example"]
BOOK_YEARS = 9
"""Closed book years with invoices: more than any term that applies, so that some invoices are past theirs."""


@dataclass(frozen=True, slots=True)
class Population:
    """How many people of each sort there are; ``persons`` are customers, the others are not."""

    persons: int
    organisations: int
    contacts: int
    subscribers: int


def divide(people: int) -> Population:
    """Split ``people`` into customers, contact persons (two to four an organisation) and newsletter readers."""
    organisations = people // 33
    contacts = sum(2 + n % 3 for n in range(organisations))
    subscribers = people // 40
    return Population(people - contacts - subscribers, organisations, contacts, subscribers)


def populate(writer: Writer, people: int) -> None:
    """Write the rows of ``people`` people."""
    parts = divide(people)
    _persons(writer, parts.persons)
    for n in range(parts.organisations):
        _organisation(writer, n)
    for _ in range(parts.subscribers):
        name, email = _name(writer), _email(writer)
        home = writer.home() if writer.number(3) == 0 else None
        writer.subscription(email, name, home, writer.day_before(1500), "subscribed")


def _persons(writer: Writer, count: int) -> None:
    """Customers one by one; the second of a household or a second customer number takes after the one before."""
    before: Customer | None = None
    for _ in range(count):
        chance = writer.number(400)
        if before is not None and chance < 10:
            who = writer.customer(_name(writer), before.email, before.phone, before.home)
        elif before is not None and chance == 10:
            who = writer.customer(before.name, before.email, before.phone, writer.home())
        else:
            left_on = writer.day_before(400) if writer.number(30) == 0 else None
            who = writer.customer(_name(writer), _email(writer), writer.mobile(), writer.home(), left_on=left_on)
        before = who
        _life(writer, who)


def _life(writer: Writer, who: Customer) -> None:
    """What one customer leaves behind: addresses, purchases, letters, visits."""
    writer.address(who, "thuis", who.home)
    if writer.number(10) == 0:
        writer.address(who, "bezorgen", writer.home())
    first_day = date(writer.today.year - BOOK_YEARS, 1, 1)
    for _ in range((0, 1, 1, 2)[writer.number(4)]):
        _purchase(writer, who, writer.day_before((writer.today - first_day).days, 1))
    if writer.number(3) == 0:
        _question(writer, who)
    for _ in range(writer.number(4)):
        writer.page_view(who.id if writer.number(3) else None, writer.day_before(500))
    if writer.number(3) == 0:
        status = "unsubscribed" if writer.number(6) == 0 else "subscribed"
        writer.subscription(
            who.email, who.name, who.home if writer.number(4) == 0 else None, writer.day_before(1500), status
        )


def _purchase(writer: Writer, who: Customer, on: date) -> None:
    remarks = f"Bel even: {who.phone}" if writer.number(12) == 0 else None
    order = writer.order(who, on, 1 + writer.number(2), remarks)
    settled = on + timedelta(days=3 + writer.number(60))
    paid = None if settled > writer.today or writer.number(40) == 0 else settled
    if writer.number(25) == 0:
        writer.bill(who, None, order, on, paid)
    else:
        writer.invoice(who, order, on, paid)
    writer.mail_to(who.email, who.name, on)


def _question(writer: Writer, who: Customer) -> None:
    """A ticket; one in three names somebody else, one in five came without signing in."""
    on, other = writer.day_before(1200), _name(writer)
    texts = (
        (f"Hallo, {who.name} hier. Mijn bestelling is nog niet binnen.", "Waar blijft mijn bestelling?"),
        (f"Het pakket ligt bij {other}, de buren, bel +31600998{writer.number(1000):03d}.", "Bezorgd bij de buren"),
        (f"Graag de naam op de factuur aanpassen. Met groet, {who.name}", "Factuur"),
    )
    body, subject = texts[writer.number(3)]
    writer.ticket(None if writer.number(5) == 0 else who.id, who.email, on, subject, body)
    if writer.number(2):
        writer.mail_from(who.email, who.name, on)


def _organisation(writer: Writer, n: int) -> None:
    """An organisation with two to four contact persons and, for some, accounts the company runs for it."""
    surname, home = writer.pick(LAST_NAMES), writer.home()
    host = f"bedrijf{n + 1}.example"
    organisation = writer.organisation(f"{surname[0].upper()}{surname[1:]} en Zonen B.V.", f"info@{host}", home)
    _offices(writer, organisation, home)
    for k in range(2 + n % 3):
        name = _name(writer)
        email = f"{_plain(name)}{k + 1}@{host}"
        writer.contact(organisation, name, email)
        if writer.number(3) == 0:
            writer.ticket(organisation.id, email, writer.day_before(700), "Storing", f"Niets doet het. {name}")
            writer.mail_to(email, name, writer.day_before(700))
        if n % 3 == 0:
            writer.managed_account(organisation, name, email)


def _offices(writer: Writer, organisation: Customer, home: Home) -> None:
    writer.address(organisation, "kantoor", home)
    for _ in range(1 + writer.number(3)):
        _purchase(writer, organisation, writer.day_before(2500, 1))


def _name(writer: Writer) -> str:
    return f"{writer.pick(FIRST_NAMES)} {writer.pick(LAST_NAMES)}"


def _email(writer: Writer) -> str:
    """An address nobody else has: the number is that of the next row."""
    rows = writer.rows.tables
    serial = len(rows["customers"]) + len(rows["subscriptions"])
    return f"{_plain(writer.pick(FIRST_NAMES))}.{serial + 1}@{writer.pick(DOMAINS)}"


def _plain(name: str) -> str:
    folded = name.lower().replace("ı", "i").replace("ö", "o")
    return "".join(letter for letter in folded if letter.isascii() and letter.isalpha())
