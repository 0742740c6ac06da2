"""The words of uses in the office: what was asked, for which purpose, and how it was answered."""

from __future__ import annotations

from collections.abc import Mapping

USES_WORDS: Mapping[str, tuple[str, str]] = {
    "office.nav.uses": ("Gebruik", "Uses"),
    "uses.title": ("Waarvoor gegevens gebruikt worden", "What data is used for"),
    "uses.intro": (
        "Elk programma vraagt eerst of het mag; elk antwoord heeft een regel, ook een nee. Mensen zijn hier nummers.",
        "Each program asks first whether it may; each answer has a row, a no as well. People are numbers here.",
    ),
    "uses.counted": ("Per doel, sinds {day}", "By purpose, since {day}"),
    "uses.sums": ("{allowed} keer ja, {refused} keer iets anders.", "{allowed} times yes, {refused} times otherwise."),
    "uses.none": (
        "Er is nog niets gevraagd. Zie belofte may --help, of de handleiding over “mag het?”.",
        "Nothing was asked yet. See belofte may --help, or the page on “may we?”.",
    ),
    "uses.purpose": ("Doel", "Purpose"),
    "uses.act": ("Wat", "What"),
    "uses.act.use": ("gebruik", "use"),
    "uses.act.contact": ("contact", "contact"),
    "uses.act.shipment": ("pakket", "parcel"),
    "uses.role": ("Rol", "Role"),
    "uses.answer": ("Antwoord", "Answer"),
    "uses.yes": ("ja", "yes"),
    "uses.no": ("nee: {why}", "no: {why}"),
    "uses.untold": ("gedaan zonder te vragen", "done without asking"),
    "uses.ground": ("Rust op", "Rests on"),
    "uses.ground.none": ("niets", "nothing"),
    "uses.count": ("Keer", "Times"),
    "uses.newest": ("De nieuwste regels", "The newest rows"),
    "uses.at": ("Moment", "Moment"),
    "uses.reason": ("Waarom", "Why"),
    "uses.act.close": ("Een opdracht of contract sluiten", "Close an order or a contract"),
    "uses.close.hint": (
        "Wat gesloten is, draagt niets nieuws meer: elk programma hoort binnen een seconde nee. Openen kan niet meer.",
        "What is closed carries nothing new: each program hears no within a second. It cannot be opened again.",
    ),
    "act.uses.kind": ("Wat", "What"),
    "act.uses.reference": ("Het nummer", "Its number"),
    "act.uses.reference.hint": ("Zoals programma's het noemen.", "As programs name it."),
    "option.closes-order": ("opdracht", "order"),
    "option.closes-contract": ("contract", "contract"),
    "told.uses.close": ("Gesloten: er rust niets nieuws meer op.", "Closed: nothing new rests on it."),
    "uses.by": ("Wie vroeg het", "Who asked"),
}
