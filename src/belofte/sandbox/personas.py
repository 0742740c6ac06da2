"""The named people of the sample company, each a case that goes wrong in practice, and what a search must find of them.

The numbers in :attr:`Persona.expected` are counted while the rows are planted; nobody types them over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from belofte.sandbox.records import Customer, Home, Writer


@dataclass(frozen=True, slots=True)
class InvoiceOf:
    """One invoice of a persona: the days from which its term follows. ``paid_on`` None: not settled yet."""

    number: str
    issued_on: date
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class Persona:
    """A named person and what lies where.

    ``expected`` are the records that are this person's alone, by table. ``shared`` hang only on an e-mail address that
    somebody else has too: to be asked, never sent or erased. ``not_ours`` are held as a customer's processor: never
    searched on a request to the company.
    """

    name: str
    email: str
    phone: str = ""
    customer_nos: tuple[str, ...] = ()
    expected: Mapping[str, int] = field(default_factory=dict[str, int])
    shared: Mapping[str, int] = field(default_factory=dict[str, int])
    not_ours: Mapping[str, int] = field(default_factory=dict[str, int])
    invoices: tuple[InvoiceOf, ...] = ()

    @property
    def records(self) -> int:
        """How many records are this person's alone."""
        return sum(self.expected.values())


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone with a name, by what is special about them."""

    anna: Persona  # access: something in every table that can hold a person
    bram: Persona  # erasure: invoices past their term and invoices that must stay
    namesake: Persona  # bears Anna's name and is somebody else
    couple: tuple[Persona, Persona]  # two people, one e-mail address, one telephone, one house
    two_numbers: Persona  # one person, two customer numbers
    debtor: Persona  # an old invoice that was never paid: no term has begun
    leaver: Persona  # has left; the invoice stays
    contact: Persona  # a contact person of an organisation
    subscriber: Persona  # in the newsletter and nowhere else
    nobody: Persona  # is in nothing
    canary: Persona  # is in every system of the landscape: after an erasure nothing of it may be found

    @property
    def everyone(self) -> tuple[Persona, ...]:
        return (
            self.anna, self.bram, self.namesake, *self.couple, self.two_numbers, self.debtor, self.leaver,
            self.contact, self.subscriber, self.nobody, self.canary,
        )  # fmt: skip


def plant(writer: Writer) -> Cast:
    """Write the rows of everyone with a name."""
    organisation = writer.organisation("Bakkerij De Halm B.V.", "info@dehalm.example", writer.home())
    anna = _anna(writer, organisation)
    return Cast(
        anna=anna,
        bram=_bram(writer),
        namesake=_namesake(writer, anna),
        couple=_couple(writer),
        two_numbers=_two_numbers(writer),
        debtor=_debtor(writer),
        leaver=_leaver(writer),
        contact=_contact(writer, organisation),
        subscriber=_subscriber(writer),
        nobody=Persona("Gijs Nergens", "gijs.nergens@onbekend.example"),
        canary=_canary(writer),
    )


def _buy(writer: Writer, who: Customer, on: date, paid: date | None, remarks: str | None = None) -> InvoiceOf:
    number = writer.invoice(who, writer.order(who, on, 2, remarks), on, paid)
    return InvoiceOf(number, on, paid)


def _persona(who: Customer, found: Counter[str], invoices: tuple[InvoiceOf, ...] = ()) -> Persona:
    return Persona(who.name, who.email, who.phone, (who.customer_no,), dict(found), invoices=invoices)


def _ago(writer: Writer, days: int) -> date:
    return writer.today - timedelta(days=days)


def _anna(writer: Writer, employer: Customer) -> Persona:
    home, name, email = Home("Lindelaan", "14", "4381 AX", "Lindehaven"), "Anna de Vries", "anna@dvries.example"
    with writer.rows.tally() as found:
        who = writer.customer(name, email, writer.mobile(), home)
        writer.address(who, "thuis", home)
        writer.address(who, "bezorgen", Home("Havenkade", "3", "4385 BZ", "Lindehaven"))
        days = (_ago(writer, 700), _ago(writer, 240), _ago(writer, 45))
        notes = (None, f"Graag bellen op {who.phone}, bel het liefst na zes uur.", None)
        invoices = tuple(_buy(writer, who, d, d + timedelta(days=9), n) for d, n in zip(days, notes, strict=True))
        body = (
            f"Goedemiddag, ik ben {name}. Mijn buurman Henk Postma van nummer 16 heeft het pakket aangenomen, maar de "
            "doos was open. Hij is te bereiken op +31600999001. Kunt u mij een nieuw toetsenbord sturen?"
        )
        writer.ticket(who.id, email, _ago(writer, 40), "Pakket was open", body)
        writer.ticket(None, email, _ago(writer, 200), "Factuur", "Kan ik de factuur nog eens krijgen? Anna")
        for day in days:
            writer.mail_to(email, name, day)
        writer.mail_from(email, name, _ago(writer, 43))
        for day in (300, 120, 50, 45, 2):
            writer.page_view(who.id, _ago(writer, day))
        writer.subscription(email, name, home, _ago(writer, 400), "subscribed")
    with writer.rows.tally() as elsewhere:
        writer.managed_account(employer, name, email)
    return Persona(name, email, who.phone, (who.customer_no,), dict(found), {}, dict(elsewhere), invoices)


def _bram(writer: Writer) -> Persona:
    home, name, email = Home("Molenweg", "7", "6612 KP", "Molenveen"), "Bram Kuipers", "bram.kuipers@post.example"
    with writer.rows.tally() as found:
        who = writer.customer(name, email, writer.mobile(), home)
        writer.address(who, "thuis", home)
        invoices: list[InvoiceOf] = []
        for years in (9, 8, 1, 0):
            on = date(writer.today.year - years, 1, 5) if years else _ago(writer, 20)
            invoices.append(_buy(writer, who, on, on + timedelta(days=12), "Achterom leveren" if years == 1 else None))
        via_order = date(writer.today.year - 4, 6, 3)
        order = writer.order(who, via_order, 1)
        paid = via_order + timedelta(days=20)
        invoices.append(InvoiceOf(writer.bill(who, None, order, via_order, paid), via_order, paid))
        body = f"Kunnen jullie mijn gegevens wissen? Mijn vrouw Ilse blijft wel klant. {name}, {who.phone}"
        writer.ticket(who.id, email, _ago(writer, 8), "Gegevens wissen", body)
        writer.ticket(None, email, _ago(writer, 900), "Levering", "Wanneer komt de router?")
        for day in (20, 19):
            writer.mail_to(email, name, _ago(writer, day))
        writer.mail_from(email, name, _ago(writer, 18))
        for day in (21, 20, 19):
            writer.page_view(who.id, _ago(writer, day))
        writer.subscription(email, name, None, _ago(writer, 800), "subscribed")
    return _persona(who, found, tuple(invoices))


def _namesake(writer: Writer, anna: Persona) -> Persona:
    with writer.rows.tally() as found:
        who = writer.customer(anna.name, "a.de.vries@elders.example", writer.mobile(), writer.home())
        body = f"Ik krijg post voor een andere {anna.name}. Zij woont aan de Lindelaan. Kunt u dat nakijken?"
        writer.ticket(who.id, who.email, _ago(writer, 70), "Verkeerde post", body)
    return _persona(who, found)


def _couple(writer: Writer) -> tuple[Persona, Persona]:
    home, email, phone = Home("Beukenlaan", "22", "7241 DR", "Brinkhuizen"), "thuis@blom.example", writer.landline()
    partners: list[Persona] = []
    for name in ("Els Blom", "Joris Blom"):
        with writer.rows.tally() as found:
            who = writer.customer(name, email, phone, home)
            writer.address(who, "thuis", home)
            on = writer.day_before(500, 60)
            invoice = _buy(writer, who, on, on + timedelta(days=14))
        partners.append(_persona(who, found, (invoice,)))
    with writer.rows.tally() as both:
        writer.mail_to(email, "familie Blom", _ago(writer, 59))
        writer.mail_from(email, "Els en Joris", _ago(writer, 55))
        writer.ticket(None, email, _ago(writer, 50), "Adres", "Wij verhuizen in maart, alvast bericht. Els en Joris")
        writer.subscription(email, "Els Blom", None, _ago(writer, 600), "subscribed")
    first, second = (
        Persona(p.name, p.email, p.phone, p.customer_nos, p.expected, dict(both), {}, p.invoices) for p in partners
    )
    return first, second


def _two_numbers(writer: Writer) -> Persona:
    name, email, phone = "Carla Hoekstra", "carla@hoekstra.example", writer.mobile()
    with writer.rows.tally() as found:
        first = writer.customer(name, email, phone, Home("Kerkstraat", "9", "9011 GT", "Waterwolde"))
        second = writer.customer(name, email, phone, Home("Ringdijk", "101", "9013 HV", "Waterwolde"))
        old, new = _ago(writer, 1200), _ago(writer, 100)
        invoices = (
            _buy(writer, first, old, old + timedelta(days=10)),
            _buy(writer, second, new, new + timedelta(days=10)),
        )
        writer.mail_to(email, name, new)
        writer.ticket(second.id, email, _ago(writer, 90), "Dubbel", "Ik heb twee klantnummers, kan dat één worden?")
    return Persona(name, email, phone, (first.customer_no, second.customer_no), dict(found), invoices=invoices)


def _debtor(writer: Writer) -> Persona:
    with writer.rows.tally() as found:
        who = writer.customer("Evert Wiersma", "evert@wiersma.example", writer.mobile(), writer.home())
        unpaid, settled = date(writer.today.year - 9, 3, 1), _ago(writer, 400)
        invoices = (
            _buy(writer, who, unpaid, None),
            _buy(writer, who, settled, settled + timedelta(days=30)),
        )
    return _persona(who, found, invoices)


def _leaver(writer: Writer) -> Persona:
    left, bought = _ago(writer, 30), _ago(writer, 420)
    with writer.rows.tally() as found:
        who = writer.customer("Dilan Koster", "dilan@koster.example", writer.mobile(), writer.home(), left_on=left)
        invoice = _buy(writer, who, bought, bought + timedelta(days=6))
        writer.mail_from(who.email, who.name, left)
    return _persona(who, found, (invoice,))


def _contact(writer: Writer, organisation: Customer) -> Persona:
    on = _ago(writer, 150)
    writer.invoice(organisation, writer.order(organisation, on, 3), on, on + timedelta(days=25))
    writer.contact(organisation, "Bas Gerritsen", "bas@dehalm.example")
    writer.contact(organisation, "Tineke Schouten", "tineke@dehalm.example")
    name, email = "Fenna Timmermans", "fenna@dehalm.example"
    with writer.rows.tally() as found:
        writer.contact(organisation, name, email)
        writer.ticket(None, email, _ago(writer, 33), "Storing", f"De oven staat offline. {name}")
        writer.mail_to(email, name, _ago(writer, 32))
    return Persona(name, email, expected=dict(found))


def _subscriber(writer: Writer) -> Persona:
    name, email = "Noor Veenstra", "noor@veenstra.example"
    with writer.rows.tally() as found:
        writer.subscription(
            email, name, Home("Zonnedauw", "5", "5527 JW", "Nieuwerdam"), _ago(writer, 33), "subscribed"
        )
    return Persona(name, email, expected=dict(found))


def _canary(writer: Writer) -> Persona:
    name, email = "Kanarie Proefvogel", "kanarie@proef.example"
    home = Home("Spechtpad", "1", "3998 CA", "Hazelmeer")
    with writer.rows.tally() as found:
        who = writer.customer(name, email, writer.mobile(), home)
        writer.address(who, "thuis", home)
        for days, carrier in ((95, "postnl"), (70, "dhl")):
            writer.order(who, _ago(writer, days), 1, carrier=carrier)
        writer.ticket(who.id, email, _ago(writer, 58), "Vraag", f"Waar blijft mijn pakket? {name}")
        writer.mail_to(email, name, _ago(writer, 95))
        writer.mail_from(email, name, _ago(writer, 59))
        for day in (96, 59):
            writer.page_view(who.id, _ago(writer, day))
        writer.subscription(email, name, None, _ago(writer, 90), "subscribed")
    return _persona(who, found)
