"""The words of the acts of single records."""

from __future__ import annotations

from collections.abc import Mapping

_RECORD = ("Het gegeven", "The record")
_RECORD_HINT = (
    "Zoals het op de lijst van gegevens staat, bijvoorbeeld crm.tickets#2.",
    "As the list of records names it, for example crm.tickets#2.",
)

RECORDS: Mapping[str, tuple[str, str]] = {
    "act.records": ("Bekijk de gegevens één voor één", "See the records one by one"),
    "act.redact": ("Laat een zin over een ander weg", "Leave out what is about somebody else"),
    "act.redact.text": (
        "De rest van de tekst gaat gewoon mee. In de kopie staat dat er iets is weggelaten, en waarom (AVG 15(4)).",
        "The rest of the text goes along. The copy says that something was left out, and why (GDPR 15(4)).",
    ),
    "act.redact.record": _RECORD,
    "act.redact.record.hint": _RECORD_HINT,
    "act.redact.column": ("De tekst", "The text"),
    "act.redact.column.hint": ("De naam die boven de tekst staat.", "The name above the text."),
    "act.redact.passage": ("De woorden die weg moeten", "The words to leave out"),
    "act.redact.passage.hint": ("Letterlijk zoals ze er staan.", "Letter by letter as they stand there."),
    "act.redact.because": ("Waarom", "Why"),
    "told.redact": ("Die woorden blijven uit de kopie.", "Those words stay out of the copy."),
    "act.record": ("Beslis anders over één gegeven", "Decide otherwise about one record"),
    "act.record.text": (
        "Bij een kopie gaat dit gegeven niet mee; bij wissen blijft het bewaard. Er komt een nieuw plan, dat u opnieuw "
        "goedkeurt. De grond staat in het antwoord.",
        "With a copy this record does not go along; with an erasure it stays. There will be a new plan for you to "
        "approve. The ground stands in the answer.",
    ),
    "act.record.record": _RECORD,
    "act.record.record.hint": _RECORD_HINT,
    "act.record.ground": ("De grond", "The ground"),
    "act.record.ground.hint": ("Bijvoorbeeld: AVG 17(3)(e), lopende zaak.", "For example: Art. 17(3)(e), a claim."),
    "act.record.until": ("Tot en met", "Until"),
    "told.record": ("Besloten; er is een nieuw plan.", "Decided; there is a new plan."),
    "act.record-back": ("Neem zo'n besluit terug", "Take such a decision back"),
    "act.record-back.record": _RECORD,
    "act.record-back.record.hint": _RECORD_HINT,
    "told.record-back": ("Teruggenomen; er is een nieuw plan.", "Taken back; there is a new plan."),
    "option.others": ("gaat over iemand anders", "is about somebody else"),
    "option.trade-secret": ("bedrijfsgeheim", "trade secret"),
    "option.lawyer": ("vertrouwelijk met een advocaat", "in confidence with a lawyer"),
    "records.title": ("Gegevens één voor één: verzoek {reference}", "Records one by one: request {reference}"),
    "records.decided-by": ("besloten door {by}", "decided by {by}"),
    "records.none": ("Er is niets gevonden.", "Nothing was found."),
    "records.until": ("tot en met {until}", "until {until}"),
    "texts.perhaps": ("Gaat misschien over een ander", "Perhaps about somebody else"),
    "event.record.decided": ("over losse gegevens besloten", "single records decided about"),
    "event.texts.redacted": ("woorden over een ander weggelaten", "words about somebody else left out"),
}
