"""The keys of the smaller parts of the policy: who answers, website, staff, changes, limits and the rest."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from belofte.domain.policy import (
    Authorities,
    AutomatedDecisions,
    BookYearChange,
    Changes,
    Controller,
    Cookie,
    Customers,
    DataProtectionOfficer,
    Fact,
    FactPath,
    Limits,
    Notice,
    PrivacyOffice,
    Staff,
    Technology,
    Website,
)
from belofte.loading.nodes import Items, Node
from belofte.loading.reading import Reading
from belofte.loading.shape import Key, Named, One, Shape
from belofte.loading.shape_recipients import SECRECY
from belofte.loading.times import Term
from belofte.loading.values import (
    ANY_NAME,
    CountryCode,
    Custom,
    EmailAddress,
    Flag,
    KindName,
    ListOf,
    Number,
    Prose,
    Word,
)


# fmt: off
def _first_day(node: Node, _path: FactPath, reading: Reading) -> str | None:
    """The first day of a financial year: a month and a day that every year has."""
    scalar = reading.scalar(node, "a month and a day")
    if scalar is None:
        return None
    try:
        date.fromisoformat(f"2001-{scalar.text}")
    except ValueError:
        reading.problem(scalar.at, f'"{scalar.text}" is not a day of every year.', "Write month-day, such as 07-01.")
        return None
    return scalar.text


FIRST_DAY = Custom(_first_day, {"type": "string", "pattern": r"^\d{2}-\d{2}$"})
_A_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")

BOOK_YEAR_CHANGE = Shape(
    make=BookYearChange,
    keys=(
        Key("before", FIRST_DAY, "The first day of the financial years before this day.",
            "De eerste dag van de boekjaren voor deze dag.", "before: 01-01"),
        Key("last_year", Word(("short", "long")), "Whether the last of those was cut off here, or ran on until here.",
            "Of het laatste daarvan hier is afgebroken, of tot hier doorliep.", "last_year: short"),
    ),
)

CONTROLLER = Shape(
    make=Controller,
    keys=(
        Key("name", Prose(), "The legal name.", "De officiële naam.", "name: Voorbeeld B.V."),
        Key("country", CountryCode(), "Its country; it brings authority, court, holidays and time zone.",
            "Het land; dat brengt toezichthouder, rechter, feestdagen en tijdzone mee.", "country: NL"),
        Key("kvk", Prose(), "The number in the trade register, as written.",
            "Het nummer in het handelsregister, zoals geschreven.", "kvk: 01234567"),
        Key("address", Prose(), "The registered office.",
            "Het vestigingsadres.", 'address: "Dorpsstraat 1, 1234 AB Ons Dorp"'),
        Key("email", EmailAddress(), "An e-mail address.", "Een e-mailadres.", "email: info@shop.example"),
        Key("phone", Prose(), "A telephone number.", "Een telefoonnummer.", "phone: +31 20 000 0000"),
        Key("representative", Prose(), "The representative in the EU, for a controller outside it (Art. 27).",
            "De vertegenwoordiger in de EU, voor wie daarbuiten zit (art. 27).",
            'representative: "Voorbeeld B.V., Amsterdam"'),
        Key("joint", ListOf(Prose()), "Who decides together with the company, and how they are reached (Art. 26).",
            "Wie samen met het bedrijf beslist, en hoe die te bereiken is (art. 26).",
            'joint: ["Voorbeeld Holding, privacy@holding.example"]'),
        Key("book_year_starts", FIRST_DAY, "The first day of the financial year, where it is not 1 January.",
            "De eerste dag van het boekjaar, als dat niet 1 januari is.", "book_year_starts: 07-01"),
        Key("book_year_changes", Named(BOOK_YEAR_CHANGE, "on", _A_DAY),
            "Days on which the financial year changed, and how it was counted before.",
            "Dagen waarop het boekjaar veranderde, en hoe het daarvoor geteld werd.",
            "book_year_changes: {2023-07-01: {before: 01-01, last_year: short}}"),
    ),
)

PRIVACY_OFFICE = Shape(
    make=PrivacyOffice,
    keys=(
        Key("email", EmailAddress(), "Where people write to.", "Waar mensen naartoe schrijven.",
            "email: privacy@shop.example"),
        Key("phone", Prose(), "Where people call.", "Waar mensen naartoe bellen.", "phone: +31 20 000 0000"),
        Key("address", Prose(), "The postal address.", "Het postadres.", 'address: "Postbus 1, 1234 AB Ons Dorp"'),
        Key("form", Prose(), "The page with the request form.", "De pagina met het verzoekformulier.",
            "form: https://shop.example/privacy"),
        Key("stand_in", Prose(), "Who is told when nobody acts.", "Wie het hoort als niemand iets doet.",
            "stand_in: director@shop.example"),
        Key("second", EmailAddress(), "Who is told of a request or task that nobody touched.",
            "Wie het hoort als niemand een verzoek of taak heeft opgepakt.", "second: board@shop.example"),
        Key("tell_before", Number(), "How many working days before a request must be done staff is told.",
            "Hoeveel werkdagen voordat een verzoek klaar moet zijn de medewerkers het horen.", "tell_before: 3"),
        Key("second_after", Number(), "After how many working days the second person is told.",
            "Na hoeveel werkdagen de tweede persoon het hoort.", "second_after: 2"),
        Key("names", ListOf(Prose()), "What the text calls this office.",
            "Hoe de tekst dit noemt.", "names: [Privacy Office]"),
    ),
)

DPO = Shape(
    make=DataProtectionOfficer,
    keys=(
        Key("appointed", Flag(), "Whether there is a data protection officer.",
            "Of er een functionaris voor gegevensbescherming is.", "appointed: false"),
        Key("contact", Prose(), "How the officer is reached.", "Hoe de functionaris te bereiken is.",
            "contact: dpo@shop.example"),
        Key("why_not", Prose(), "Why there is none.", "Waarom er geen is.",
            'why_not: "no large-scale monitoring, Art. 37(1)"'),
    ),
)

COOKIE = Shape(
    make=Cookie,
    keys=(
        Key("purpose", Word(), "The purpose it serves.", "Het doel ervan.", "purpose: statistics"),
        Key("lifetime", Term(), "How long it stays.", "Hoe lang het blijft.", "lifetime: 3 months"),
        Key("by", Word(), "The recipient that sets it; absent: the company.",
            "De ontvanger die het plaatst; afwezig: het bedrijf.", "by: google"),
    ),
)


def _cookies(node: Node, path: FactPath, reading: Reading) -> dict[str, Cookie] | None:
    if isinstance(node, Items) and not node.items:
        return {}  # "cookies: []" states that there are none
    return Named(COOKIE, names=ANY_NAME).read(node, path, reading)


COOKIES = Custom(_cookies, {"anyOf": [Named(COOKIE).schema(), {"type": "array", "maxItems": 0}]})


def website(cookies: dict[str, Cookie] | None = None, **stated: Any) -> Website:
    """A website as written; no ``cookies`` means that nothing is said of them, an empty list that there are none."""
    if cookies is None:
        return Website(**stated)
    return Website(cookies=tuple(cookies), cookie_facts=cookies, **stated)


WEBSITE = Shape(
    make=website,
    keys=(
        Key("encryption", Word(("https", "ssl")), "How pages are protected.",
            "Hoe pagina's beveiligd zijn.", "encryption: https"),
        Key("cookies", COOKIES, "Every cookie with purpose and lifetime; [] for none.",
            "Elke cookie met doel en duur; [] voor geen.", "cookies: {basket: {purpose: service, lifetime: 7 days}}"),
        Key("cookie_consent", Word(("before", "none")), "When consent for cookies is asked.",
            "Wanneer toestemming voor cookies wordt gevraagd.", "cookie_consent: before"),
        Key("unsubscribe_link", Word(("in-every-mail", "in-newsletters")), "Which mail has the link to sign off.",
            "Welke mail de afmeldlink heeft.", "unsubscribe_link: in-every-mail"),
        Key("unsubscribe_effect", Word(("newsletter-stops", "all-mail-stops")), "What the link does.",
            "Wat de link doet.", "unsubscribe_effect: newsletter-stops"),
        Key("collects", ListOf(KindName()), "Kinds the site collects by itself.",
            "Soorten die de site zelf verzamelt.", "collects: [ip-address, browser]"),
        Key("collects_closed", Flag(), 'False where the text says "such as".',
            'False waar de tekst "zoals" zegt.', "collects_closed: false"),
    ),
)

STAFF = Shape(
    make=Staff,
    keys=(
        Key("roles", ListOf(Word()), "Roles that see personal data.", "Rollen die persoonsgegevens zien.",
            "roles: [technical-staff]"),
        Key("limits", Prose(), "What limits their access.", "Wat hun toegang begrenst.",
            'limits: "only for the ticket at hand, and logged"'),
        Key("secrecy", One(SECRECY), "Why staff keep silent.", "Waarom medewerkers zwijgen.", "secrecy: contract"),
        Key("own_use", Word(("never",)), "Staff use no data for their own ends.",
            "Medewerkers gebruiken niets voor eigen doelen.", "own_use: never"),
        Key("custodian", Word(), "The role that alone sees what must still be kept.",
            "De rol die als enige ziet wat nog bewaard moet worden.", "custodian: bookkeeper"),
    ),
)

CHANGES = Shape(
    make=Changes,
    keys=(
        Key("reserved", Flag(), "The right to change the policy is reserved.",
            "Het recht op wijzigen is voorbehouden.", "reserved: true"),
        Key("newest_here", Flag(), "The page always shows the newest version.",
            "De pagina toont altijd de nieuwste versie.", "newest_here: true"),
        Key("told_by", Word(("email", "post")), "How people hear of a change that concerns them.",
            "Hoe mensen horen van een wijziging die hen raakt.", "told_by: email"),
        Key("lead_time", Term(), "How long beforehand.", "Hoe lang van tevoren.", "lead_time: 3 weeks"),
        Key("fallback", Prose(), "What is done where the message does not arrive.",
            "Wat er gebeurt als het bericht niet aankomt.", 'fallback: "a letter"'),
        Key("archive", Prose(), "Where earlier versions can be read.", "Waar eerdere versies te lezen zijn.",
            "archive: https://shop.example/privacy/archive"),
        Key("version", Prose(), "The number of this version.", "Het nummer van deze versie.", "version: 2.10"),
    ),
)

AUTHORITIES = Shape(
    make=Authorities,
    keys=(
        Key("when", Word(("forced-by-law",)), "When data goes to authorities.",
            "Wanneer gegevens naar de overheid gaan.", "when: forced-by-law"),
        Key("grounds", ListOf(Word()), "For which investigations.", "Voor welk onderzoek.", "grounds: [tax, criminal]"),
    ),
)

AUTOMATED_DECISIONS = Shape(
    make=AutomatedDecisions,
    keys=(
        Key("used", Flag(), "Whether decisions are made by machine alone, profiling included (Art. 22).",
            "Of er besluiten alleen door een machine genomen worden, profilering inbegrepen (art. 22).", "used: false"),
        Key("logic", Prose(), "How they come about.", "Hoe ze tot stand komen.", 'logic: "payment history only"'),
    ),
)

CUSTOMERS = Shape(
    make=Customers,
    keys=(
        Key("organisations", Flag(), "Customers can be organisations.", "Klanten kunnen organisaties zijn.",
            "organisations: true"),
        Key("contact_persons_from", Prose(), "Where data of their contact persons comes from.",
            "Waar gegevens van hun contactpersonen vandaan komen.", 'contact_persons_from: "the organisation itself"'),
        Key("processor_for", Flag(), "The company processes data for its customers.",
            "Het bedrijf verwerkt gegevens voor zijn klanten.", "processor_for: true"),
        Key("ask_instead", Prose(), "Whom people of those customers should ask.",
            "Bij wie mensen van die klanten moeten zijn.", 'ask_instead: "your own employer"'),
    ),
)

LIMITS = Shape(
    make=Limits,
    keys=(
        Key("data", Word(("needed-only",)), "Only data that is needed.", "Alleen gegevens die nodig zijn.",
            "data: needed-only"),
        Key("purposes", Word(("service-only",)), "Only for the service.", "Alleen voor de dienstverlening.",
            "purposes: service-only"),
        Key("tied_to", ListOf(Word(("order", "consent", "legal-duty", "legitimate-interest"))),
            "What every purpose rests on.", "Waar elk doel op rust.", "tied_to: [order, consent]"),
        Key("contact", Word(("explicit-consent",)), "What comes before an approach nobody asked for.",
            "Wat voorafgaat aan benadering waar niemand om vroeg.", "contact: explicit-consent"),
    ),
)

TECHNOLOGY = Shape(
    make=Technology,
    keys=(
        Key("named", ListOf(Word()), "Suppliers whose technology the text names.",
            "Leveranciers waarvan de tekst de techniek noemt.", "named: [red-hat]"),
        Key("called", Word(("open-source", "mixed")), "What the text calls them.", "Hoe de tekst ze noemt.",
            "called: mixed"),
    ),
)

NOTICE = Shape(
    make=Notice,
    keys=(
        Key("describes", ListOf(Word()), "What the notice says it describes.",
            "Wat de verklaring zegt te beschrijven.", "describes: [data, purposes, rights]"),
        Key("sections", ListOf(Word()), "The sections its headings announce.",
            "De onderdelen die de koppen aankondigen.", "sections: [purpose, retention]"),
        Key("contact_details_at", Word(("end", "start")), "Where contact details are said to stand.",
            "Waar de contactgegevens zouden staan.", "contact_details_at: end"),
    ),
)

STATEMENT = Shape(
    make=Fact,
    short="states",
    keys=(
        Key("states", Prose(), "What the text says, in your own words.", "Wat de tekst zegt, in eigen woorden.",
            'states: "we care about your privacy"'),
        Key("value", Prose(), "A value it names.", "Een waarde die erin staat.", "value: careful"),
    ),
)
