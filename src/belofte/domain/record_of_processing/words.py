"""The record's values in words: closed words, whose data, days and countries, in Dutch and English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from belofte.domain.impact import Criteria
from belofte.domain.notice.page import Page, kind
from belofte.domain.notice.vocabulary import AFTER, DOES, UNTIL, phrase, word
from belofte.domain.notice.wording import Both, day, of_text, term
from belofte.domain.policy import Period, Unit, Use
from belofte.domain.record_of_processing.tables import Column, Words

SUBJECTS: Mapping[str, Both] = {
    "applicants": Both("sollicitanten", "applicants"),
    "children": Both("kinderen", "children"),
    "contact-persons": Both("contactpersonen van organisaties", "contact persons of organisations"),
    "customers": Both("klanten", "customers"),
    "customers-of-the-customer": Both("klanten van die klant", "customers of that customer"),
    "employees": Both("medewerkers", "employees"),
    "members": Both("leden", "members"),
    "patients": Both("patiënten", "patients"),
    "people-who-ask": Both("wie een verzoek doet", "people who make a request"),
    "people-who-write": Both("wie ons schrijft", "people who write to us"),
    "pupils": Both("leerlingen", "pupils"),
    "students": Both("studenten", "students"),
    "subscribers": Both("lezers van de nieuwsbrief", "subscribers to the newsletter"),
    "suppliers": Both("leveranciers", "suppliers"),
    "tenants": Both("huurders", "tenants"),
    "visitors": Both("bezoekers van de website", "visitors to the website"),
    "volunteers": Both("vrijwilligers", "volunteers"),
}
"""Whose data it is; a word that is not listed is shown as it is written."""

CHOICES: Mapping[str, Mapping[str, Both]] = {
    "basis": {
        "consent": Both("toestemming (art. 6 lid 1 onder a)", "consent (Art. 6(1)(a))"),
        "contract": Both("overeenkomst (art. 6 lid 1 onder b)", "contract (Art. 6(1)(b))"),
        "legal-duty": Both("wettelijke plicht (art. 6 lid 1 onder c)", "legal duty (Art. 6(1)(c))"),
        "vital-interest": Both("vitaal belang (art. 6 lid 1 onder d)", "vital interest (Art. 6(1)(d))"),
        "public-task": Both("publieke taak (art. 6 lid 1 onder e)", "public task (Art. 6(1)(e))"),
        "legitimate-interest": Both(
            "gerechtvaardigd belang (art. 6 lid 1 onder f)", "legitimate interest (Art. 6(1)(f))"
        ),
    },
    "role": {
        "processor": Both("verwerker", "processor"),
        "carrier": Both("bezorger, zelf verantwoordelijk", "carrier, a controller itself"),
        "line": Both("verbinding", "line"),
        "public": Both("overheid", "public authority"),
        "controller": Both("zelf verantwoordelijk", "a controller itself"),
        "payment": Both("betaaldienst, zelf verantwoordelijk", "payment service, a controller itself"),
    },
    "own_use": {
        "never": Both("nooit", "never"),
        "reserved": Both("voorbehouden", "reserved"),
        "own-controller": Both("onder eigen verantwoordelijkheid", "under its own responsibility"),
    },
    "transfer.basis": {
        "adequacy": Both("adequaatheidsbesluit (art. 45)", "adequacy decision (Art. 45)"),
        "dpf": Both("Data Privacy Framework (art. 45)", "Data Privacy Framework (Art. 45)"),
        "scc": Both("modelcontract (art. 46)", "standard clauses (Art. 46)"),
        "bcr": Both("regels van een concern (art. 47)", "binding rules of a group (Art. 47)"),
        "none-needed": Both("niet nodig", "not needed"),
    },
    "secrecy.basis": {
        "contract": Both("overeenkomst", "contract"),
        "oath": Both("eed", "oath"),
        "statute": Both("wet", "law"),
    },
    "then": {
        "erase": Both("wissen", "erased"),
        "anonymise": Both("anoniem maken", "made anonymous"),
        **dict.fromkeys(("pseudonymise", "hash", "mask"), Both("vervangen door een code", "replaced with a code")),
    },
    "sub_processors_allowed": {
        "none": Both("geen", "none"),
        "named": Both("alleen de genoemde", "those named only"),
        "general": Both("elke, na melding", "any, after telling them"),
    },
}
FLAGS: Mapping[str, Both] = {"true": Both("ja", "yes"), "false": Both("nee", "no")}

Put = Callable[[str], Both]


def in_words(page: Page, criteria: Criteria, column: Column, fact: str, value: str) -> Both:
    """One value in words. ``fact`` is where it stands, for which ``texts/`` may have words of its own."""
    put: Mapping[Words, Put] = {
        Words.PROSE: lambda text: page.prose(fact, text),
        Words.FLAG: lambda text: FLAGS.get(text, Both(text, text)),
        Words.DAY: lambda text: day(date.fromisoformat(text)),
        Words.PERIOD: lambda text: _period(text),
        Words.COUNTRY: page.country,
        Words.REGION: page.region,
        Words.CATEGORY: lambda name: (
            Both("wat de wet eist", "what the law demands") if name == "anything" else page.category(name)
        ),
        Words.USE: lambda name: _use(page, name),
        Words.KIND: kind,
        Words.PURPOSE: page.purpose,
        Words.TASK: lambda name: word(name, DOES),
        Words.SUBJECT: lambda name: word(name, SUBJECTS),
        Words.CRITERION: lambda name: (
            of_text(criteria.by_name[name].label) if name in criteria.by_name else Both(name, name)
        ),
        Words.CHOICE: lambda name: CHOICES[column.name].get(name, Both(name, name)),
        Words.EVENT: lambda name: word(name, UNTIL, AFTER),
    }
    return put.get(column.words, phrase)(value)


def _period(text: str) -> Both:
    count, _, unit = text.partition(" ")
    units = {unit.value: unit for unit in Unit} | {unit.value[:-1]: unit for unit in Unit}
    return term(Period(int(count), units[unit])) if unit in units else Both(text, text)


def _use(page: Page, name: str) -> Both:
    category, _, part = name.partition(".")
    label = page.category(category)
    parts = {"needed": Both(" (nodig)", " (needed)"), "optional": Both(" (vrijwillig)", " (optional)")}
    more = parts.get(part, Both("", ""))
    return Both(label.nl + more.nl, label.en + more.en)


def use_name(use: Use) -> str:
    """A use as the folder writes it."""
    return f"{use.category}.{use.part}" if use.part else use.category
