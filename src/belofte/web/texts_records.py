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
        "De rest van de tekst gaat gewoon mee; het bestand waar hij uit komt niet, zoals de oorspronkelijke e-mail. In "
        "de kopie staat dat er iets is weggelaten, en waarom (AVG 15(4)).",
        "The rest of the text goes along; the file it comes from, such as the original e-mail, does not. The copy says "
        "that something was left out, and why (GDPR 15(4)).",
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
    "act.whose": ("Kijk van wie dit is", "See whose this is"),
    "act.theirs": ("Beslis dat dit de verzoeker is", "Decide that this is who asks"),
    "act.theirs.text": (
        "Twee rijen op één adres spreken elkaar tegen: nu gaat er van geen van beide iets mee. Weet u dat deze rij de "
        "verzoeker is, zeg dan waaruit dat blijkt. Alles wat eraan hangt, komt in een nieuw plan. Twijfelt u, vraag "
        "dan een klantnummer.",
        "Two rows on one address contradict each other: so far nothing of either goes along. If you know that this row "
        "is the person who asks, say what shows it. All that hangs on it comes into a new plan. If in doubt, ask for a "
        "customer number.",
    ),
    "act.theirs.record": ("De rij", "The row"),
    "act.theirs.record.hint": (
        "Zoals de lijst haar noemt, bijvoorbeeld club.members#1.",
        "As the list names it, for example club.members#1.",
    ),
    "act.theirs.reasons": ("Waaruit blijkt het", "What shows it"),
    "act.theirs.reasons.hint": (
        "Bijvoorbeeld: teruggebeld op het bekende nummer, Johannes is zijn doopnaam.",
        "For example: called back on the known number, Johannes is his name in full.",
    ),
    "act.theirs-back": ("Neem terug dat een rij de verzoeker is", "Take back that a row is who asks"),
    "act.theirs-back.record": ("De rij", "The row"),
    "act.theirs-back.record.hint": ("Zoals de lijst van gegevens haar noemt.", "As the list of records names it."),
    "told.theirs-back": ("Teruggenomen; er is een nieuw plan.", "Taken back; there is a new plan."),
    "told.theirs": ("Besloten; er is een nieuw plan.", "Decided; there is a new plan."),
    "whose.title": ("Van wie is dit? Verzoek {reference}", "Whose is this? Request {reference}"),
    "whose.text": (
        "Deze rijen staan op een adres of nummer dat ook van een ander lijkt. Wat hier staat, kan over een ander gaan: "
        "dat u keek, is genoteerd.",
        "These rows stand on an address or number that seems to be somebody else's too. What stands here may be about "
        "somebody else: that you looked is noted.",
    ),
    "whose.says": ("Wat er staat", "What it says"),
    "whose.numbers": ("Alleen van deze rij", "Of this row alone"),
    "whose.none": ("Geen rij wacht op dit besluit.", "No row waits for this decision."),
    "event.record.theirs": ("beslist van wie een gegeven is", "decided whose a record is"),
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
