"""The words of our letters, in Dutch and English. Each line is one thing to say; what stands in braces is filled in.

Plain words: a person who never heard of the GDPR understands what was done, what was not, and where to turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from belofte.domain.plan import Decision
from belofte.domain.policy import Text

LANGUAGES = ("nl", "en")
"""The languages our letters can be written in; another language is answered in the first."""


def _both(nl: str, en: str) -> Text:
    return Text({"nl": nl, "en": en})


WORDS: Mapping[str, Text] = {
    "hello": _both("Goedendag,", "Good day,"),
    "sign": _both("Met vriendelijke groet, {controller}", "Kind regards, {controller}"),
    "reference": _both("Uw kenmerk is {reference}.", "Your reference is {reference}."),
    "questions": _both(
        "Hebt u vragen? Schrijf naar ons privacykantoor: {office_email}.",
        "Do you have questions? Write to our privacy office: {office_email}.",
    ),
    "example": _both(
        "Dit is een voorbeeld. Wat hier over {controller} staat, is verzonnen.",
        "This is an example. What it says about {controller} is made up.",
    ),
    "due": _both("U krijgt uiterlijk op {due} antwoord.", "You will have an answer by {due} at the latest."),
    "link-until": _both(
        "De pagina is bereikbaar tot en met {link_until}.",
        "The page can be reached up to and including {link_until}.",
    ),
    "remedy-authority": _both(
        "Bent u het hier niet mee eens? Dan kunt u een klacht indienen bij {authority}.",
        "Do you disagree? You can lodge a complaint with {authority}.",
    ),
    "remedy-court": _both("U kunt ook naar {court} gaan.", "You can also go to {court}."),
    "remedy-court-term": _both(
        "U kunt ook naar {court} gaan. Doe dat binnen {court_weeks} weken na dit bericht.",
        "You can also go to {court}. Do so within {court_weeks} weeks of this message.",
    ),
    "the-court": _both("de rechter", "the court"),
    # A request has come in; whether we knew the address is not said, and not looked up before the button is pressed.
    "confirm-subject": _both("Bevestig uw verzoek", "Confirm your request"),
    "confirm": _both(
        "Op {received_on} kregen wij een verzoek {right}. Daarbij is dit e-mailadres opgegeven.",
        "On {received_on} we received a request {right}. This e-mail address was given with it.",
    ),
    "confirm-press": _both(
        "Komt het van u? Open dan de pagina en druk daar op de knop. Alleen openen doet nog niets.",
        "Is it from you? Then open the page and press the button there. Opening it does nothing yet.",
    ),
    "confirm-page": _both("Naar de pagina om te bevestigen", "To the page to confirm"),
    "confirm-not-you": _both(
        "Hebt u niets gevraagd? Dan hoeft u niets te doen. Zonder uw bevestiging geven en wissen wij niets.",
        "Did you not ask for anything? Then do nothing. Without your confirmation we hand over and erase nothing.",
    ),
    # A request has come in from an address we do not know.
    "identify-subject": _both("Wij hebben nog iets van u nodig", "We need one more thing from you"),
    "identify": _both(
        "Op {received_on} kregen wij een verzoek {right}. Het adres waarmee het kwam, hebben wij niet van u.",
        "On {received_on} we received a request {right}. The address it came from is not one that we have of you.",
    ),
    "identify-how": _both(
        "Kent u een ander adres of een klantnummer waaronder wij u kunnen kennen? Geef het dan op. Een kopie van uw "
        "paspoort of rijbewijs is niet nodig; stuur die niet.",
        "Do you know another address or a customer number under which we may know you? Then tell us. A copy of your "
        "passport or driving licence is not needed; please do not send one.",
    ),
    "identify-page": _both("Naar de pagina om het op te geven", "To the page to tell us"),
    # Where the request stands.
    "status-subject": _both("Zo volgt u uw verzoek", "How to follow your request"),
    "status": _both(
        "Uw verzoek {right} is in behandeling. Op deze pagina ziet u wat er al gedaan is en wat nog komt.",
        "Your request {right} is being handled. This page shows what has been done and what is still to come.",
    ),
    "status-page": _both("Naar de stand van zaken", "To where it stands"),
    # The answer.
    "answer-subject": _both("Antwoord op uw verzoek", "The answer to your request"),
    "answer": _both("Dit is ons antwoord op uw verzoek {right}.", "This is our answer to your request {right}."),
    "answer-copy": _both(
        "Uw gegevens staan klaar. Open de pagina en druk daar op de knop om ze op te halen.",
        "Your data is ready. Open the page and press the button there to fetch it.",
    ),
    "answer-page": _both("Naar uw gegevens", "To your data"),
    "answer-lines": _both("Dit is er gedaan, per soort gegevens:", "This is what was done, by category of data:"),
    "answer-processors": _both(
        "Deze bedrijven hadden gegevens van u, omdat ze voor ons werken: {processors}.",
        "These companies held data about you because they work for us: {processors}.",
    ),
    "answer-by-hand": _both(
        "Hier doet iemand van ons het werk nog met de hand: {by_hand}. Zodra het klaar is, hoort u het.",
        "Here one of our people still has to do the work by hand: {by_hand}. You will hear when it is done.",
    ),
    "answer-copies-gone": _both(
        "In onze reservekopieën staan uw gegevens nog. Uiterlijk op {copies_gone_by} zijn ze ook daar weg.",
        "Our backups still hold your data. By {copies_gone_by} at the latest it will be gone there too.",
    ),
    "nothing-subject": _both("Wij vonden niets over u", "We found nothing about you"),
    "nothing": _both(
        "U deed een verzoek {right}. Met wat u opgaf, hebben wij gezocht en niets gevonden.",
        "You made a request {right}. We searched with what you gave us and found nothing.",
    ),
    "nothing-kept": _both(
        "Hebben wij uw gegevens eerder gewist? Dan kan een stuk dat wij van de wet moeten bewaren, zoals een factuur, "
        "er nog zijn tot het eind van die termijn. Met een adres kunnen wij het niet meer vinden.",
        "Did we erase your data before? Then a record that the law makes us keep, such as an invoice, may still be "
        "here until that term ends. By an address we can no longer find it.",
    ),
    "nothing-more": _both(
        "Kent u een ander adres of klantnummer waaronder wij u kunnen kennen? Laat het weten; we zoeken dan verder.",
        "Do you know another address or a customer number under which we may know you? Tell us and we will look again.",
    ),
    "refused-subject": _both("Wij voeren uw verzoek niet uit", "We will not carry out your request"),
    "refused": _both(
        "U deed een verzoek {right}. Wij voeren het niet uit. De reden: {ground}.",
        "You made a request {right}. We will not carry it out. The reason: {ground}.",
    ),
    "refused-no-ground": _both(
        "U deed een verzoek {right}. Wij voeren het niet uit. Vraag ons privacykantoor naar de reden.",
        "You made a request {right}. We will not carry it out. Ask our privacy office for the reason.",
    ),
    "stopped-subject": _both("Uw verzoek is gestopt", "Your request was stopped"),
    "stopped": _both(
        "Uw verzoek {right} is gestopt. Er is niets uitgevoerd. U kunt het altijd opnieuw doen.",
        "Your request {right} was stopped. Nothing was carried out. You can make it again at any time.",
    ),
    "delayed-subject": _both("Uw verzoek duurt langer", "Your request takes longer"),
    "delayed": _both(
        "Uw verzoek {right} is nog niet klaar. Een deel van onze systemen is nu niet te bereiken:",
        "Your request {right} is not finished yet. Some of our systems cannot be reached at the moment:",
    ),
    "delayed-reason": _both(
        "Uw verzoek {right} is nog niet klaar. De reden: {ground}.",
        "Your request {right} is not finished yet. The reason: {ground}.",
    ),
    "delayed-more": _both(
        "Wij proberen het steeds opnieuw en ronden uw verzoek pas af als we ook daar zijn geweest.",
        "We keep trying, and will not finish your request before we have been there too.",
    ),
}

RIGHTS: Mapping[str, Text] = {
    "access": _both("om uw gegevens in te zien", "to see your data"),
    "rectification": _both("om uw gegevens te verbeteren", "to have your data corrected"),
    "erasure": _both("om uw gegevens te wissen", "to have your data erased"),
    "restriction": _both("om het gebruik van uw gegevens stil te leggen", "to have the use of your data put on hold"),
    "portability": _both("om uw gegevens mee te nemen", "to take your data with you"),
    "objection": _both("om uw gegevens niet meer te gebruiken", "to have your data no longer used"),
}
"""A right as it stands after "a request"; a right that is not here is left unnamed."""

DECISIONS: Mapping[Decision, Text] = {
    Decision.DO: _both("{category}: {count} uitgevoerd", "{category}: {count} carried out"),
    Decision.EXPORT: _both("{category}: {count} in uw kopie", "{category}: {count} in your copy"),
    Decision.CLEAR: _both(
        "{category}: bij {count} is alles weggehaald wat naar u wijst",
        "{category}: from {count} everything that points to you was removed",
    ),
    Decision.DELETE: _both("{category}: {count} gewist", "{category}: {count} erased"),
    Decision.KEEP: _both("{category}: {count} bewaard", "{category}: {count} kept"),
    Decision.WITHHOLD: _both("{category}: {count} niet meegegeven", "{category}: {count} not handed over"),
    Decision.ASK: _both(
        "{category}: {count} nog niet beoordeeld, want ze kunnen ook over iemand anders gaan",
        "{category}: {count} not yet judged, because they may be about somebody else too",
    ),
}
"""What happened to the records of one category."""

KEPT_UNTIL = _both(" tot en met {until}", " up to and including {until}")
KEPT_OPEN = _both(" (een einddatum is er nog niet)", " (there is no end date yet)")
GROUND = _both(", op grond van {ground}", ", on the ground of {ground}")

MONTHS: Mapping[str, tuple[str, ...]] = {
    "nl": tuple("januari februari maart april mei juni juli augustus september oktober november december".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}


def spoken(day: date, language: str) -> str:
    """A day as people say it: ``22 november 2026``."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
