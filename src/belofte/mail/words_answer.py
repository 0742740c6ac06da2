"""What became of a request: the answer, in full or in part, a refusal, a delay."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.plan import Decision, Outcome
from belofte.domain.policy import Text
from belofte.mail.bilingual import both

ANSWERS = {
    "status-subject": both("Zo volgt u uw verzoek", "How to follow your request"),
    "status": both(
        "Uw verzoek {right} is in behandeling. Op deze pagina ziet u wat er al gedaan is en wat nog komt.",
        "Your request {right} is being handled. This page shows what has been done and what is still to come.",
    ),
    "status-page": both("Naar de stand van zaken", "To where it stands"),
    "answer-subject": both("Antwoord op uw verzoek", "The answer to your request"),
    "answer": both("Dit is ons antwoord op uw verzoek {right}.", "This is our answer to your request {right}."),
    "answer-partly": both(
        "Wij konden niet alles doen wat u vroeg. Hieronder staat per soort gegevens wat wij deden, wat niet, en "
        "waarom.",
        "We could not do everything you asked. Below you find, by category of data, what we did, what not, and why.",
    ),
    "answer-copy": both(
        "Uw gegevens staan klaar. Open de pagina en druk daar op de knop om ze op te halen.",
        "Your data is ready. Open the page and press the button there to fetch it.",
    ),
    "answer-page": both("Naar uw gegevens", "To your data"),
    "answer-lines": both(
        "Dit is er gedaan, per soort gegevens. Wij tellen ze zoals ze in onze systemen staan: van één factuur of "
        "bestelling zijn dat er vaak meer, want ook elke regel en elke boeking telt.",
        "This is what was done, by category of data. We count records as our systems hold them: one invoice or order "
        "often is several, because every line and every entry in the books counts too.",
    ),
    "answer-later": both("Hier is nog niet alles weg:", "Here not everything is gone yet:"),
    "answer-processors": both(
        "Deze bedrijven hadden gegevens van u: {processors}.", "These companies held data about you: {processors}."
    ),
    "answer-told": both(
        "Wij melden dit ook aan wie deze gegevens van ons kreeg: {told}.",
        "We also tell those who received this data from us: {told}.",
    ),
    "answer-unaltered": both(
        "Wat wij van de wet moeten bewaren, veranderen wij niet. Een medewerker maakt er een creditnota, een nieuwe "
        "factuur of een aantekening bij.",
        "What the law makes us keep we do not alter. One of our people adds a credit note, a new invoice or a note.",
    ),
    "answer-by-hand": both(
        "Hier doet iemand van ons het werk nog met de hand: {by_hand}. Zodra het klaar is, hoort u het.",
        "Here one of our people still has to do the work by hand: {by_hand}. You will hear when it is done.",
    ),
    "answer-done-by-hand": both(
        "Hier deed een mens het met de hand: {done_by_hand}. Daar gaan wij op diens woord af.",
        "Here a person did it by hand: {done_by_hand}. There we go by that person's word.",
    ),
    "answer-not-done": both(
        "Hier is het nog niet gedaan: {not_done}. Wie het bewaart, deed niet wat wij vroegen. Wij gaan ermee verder; u "
        "hoort het van ons.",
        "Here it has not been done yet: {not_done}. Whoever keeps it did not do what we asked. We go on with it; you "
        "will hear from us.",
    ),
    # Art. 11(2): who cannot be recognised is told so, and what would change it.
    "answer-unlinked": both(
        "Hier weten wij niet welke gegevens van u zijn: {unlinked}. Stuurt u ons dat nummer, dan zoeken wij daar ook "
        "(artikel 11 AVG).",
        "Here we cannot tell which data is yours: {unlinked}. If you send us that number, we search there too "
        "(Article 11 GDPR).",
    ),
    "answer-copies-gone": both(
        "In onze reservekopieën staan uw gegevens nog. Uiterlijk op {copies_gone_by} zijn ze ook daar weg.",
        "Our backups still hold your data. By {copies_gone_by} at the latest it will be gone there too.",
    ),
    "answer-access": both(
        "Hieronder leest u wat de wet u verder wil laten weten (artikel 15 AVG). Hetzelfde staat in uw kopie.",
        "Below you read what else the law wants you to know (Article 15 GDPR). The same stands in your copy.",
    ),
    # Art. 20(3): taking data along ends nothing and erases nothing.
    "answer-goes-on": both(
        "Er is niets gewist, en wat u met ons hebt afgesproken loopt gewoon door.",
        "Nothing was erased, and what you agreed with us simply goes on.",
    ),
    # Said in every such answer, to everybody: one that is said only where there is something to hide would tell it.
    "answer-law": both(
        "Soms verplicht een wet ons gegevens te bewaren of af te geven, en soms mogen wij daar niets over zeggen. "
        "Daarom staat deze zin in elk antwoord, bij iedereen.",
        "A law can oblige us to keep data or to hand it over, and can forbid us to speak of it. That is why this "
        "sentence stands in every answer, to everybody.",
    ),
    "nothing-subject": both("Wij vonden niets voor uw verzoek", "We found nothing for your request"),
    "nothing-to-erase": both(
        "U deed een verzoek {right}. Met wat u opgaf, hebben wij gezocht en niets gevonden dat wij mogen wissen.",
        "You made a request {right}. We searched with what you gave us and found nothing that we may erase.",
    ),
    "nothing": both(
        "U deed een verzoek {right}. Met wat u opgaf, hebben wij gezocht en niets gevonden.",
        "You made a request {right}. We searched with what you gave us and found nothing.",
    ),
    "nothing-kept": both(
        "Hebben wij uw gegevens eerder gewist? Dan kan een stuk dat wij van de wet moeten bewaren, zoals een factuur, "
        "er nog zijn tot het eind van die termijn. Met een adres kunnen wij het niet meer vinden.",
        "Did we erase your data before? Then a record that the law makes us keep, such as an invoice, may still be "
        "here until that term ends. By an address we can no longer find it.",
    ),
    "nothing-more": both(
        "Kent u een ander adres of klantnummer waaronder wij u kunnen kennen? Laat het weten; we zoeken dan verder.",
        "Do you know another address or a customer number under which we may know you? Tell us and we will look again.",
    ),
    "refused-subject": both("Wij voeren uw verzoek niet uit", "We will not carry out your request"),
    "refused": both(
        "U deed een verzoek {right}. Wij voeren het niet uit. De reden: {ground}.",
        "You made a request {right}. We will not carry it out. The reason: {ground}.",
    ),
    "refused-no-ground": both(
        "U deed een verzoek {right}. Wij voeren het niet uit. Vraag ons privacykantoor naar de reden.",
        "You made a request {right}. We will not carry it out. Ask our privacy office for the reason.",
    ),
    "refused-more": both("Toelichting: {reasons}.", "To explain: {reasons}."),
    "stopped-subject": both("Uw verzoek is gestopt", "Your request was stopped"),
    "stopped": both(
        "Uw verzoek {right} is gestopt. Er is niets uitgevoerd. U kunt het altijd opnieuw doen.",
        "Your request {right} was stopped. Nothing was carried out. You can make it again at any time.",
    ),
    "delayed-subject": both("Uw verzoek is nog niet klaar", "Your request is not finished yet"),
    "delayed": both(
        "Uw verzoek {right} is nog niet klaar. Een deel van onze systemen is nu niet te bereiken:",
        "Your request {right} is not finished yet. Some of our systems cannot be reached at the moment:",
    ),
    "delayed-reason": both(
        "Uw verzoek {right} is nog niet klaar. De reden: {ground}.",
        "Your request {right} is not finished yet. The reason: {ground}.",
    ),
    "delayed-more": both(
        "Wij proberen het steeds opnieuw en ronden uw verzoek pas af als we ook daar zijn geweest.",
        "We keep trying, and will not finish your request before we have been there too.",
    ),
    # Art. 12(3): the reasons and the new day must reach the person within the first month.
    "extension-subject": both("Wij hebben meer tijd nodig", "We need more time"),
    "extension": both(
        "Op {received_on} kregen wij uw verzoek {right}. Het lukt ons niet om het op tijd af te ronden.",
        "On {received_on} we received your request {right}. We cannot finish it in time.",
    ),
    "extension-due": both(
        "U zou uiterlijk op {due} antwoord krijgen. Dat wordt uiterlijk {new_due}.",
        "You were to have an answer by {due}. It will be {new_due} at the latest.",
    ),
    "extension-new": both(
        "U krijgt uiterlijk op {new_due} antwoord.", "You will have an answer by {new_due} at the latest."
    ),
    "reply-subject": both("Antwoord op uw vraag", "The answer to your question"),
    "reply-about": both(
        "Wij laten u iets weten over uw verzoek {right}.", "We let you know something about your request {right}."
    ),
    "reply-ends": both("Wat u met ons hebt afgesproken, eindigt op {on}.", "What you agreed with us ends on {on}."),
    "reply-about-subject": both("Over uw verzoek", "About your request"),
    "reply": both("U stelde ons een vraag. Dit is ons antwoord.", "You asked us a question. This is our answer."),
}

DECISIONS: Mapping[Decision, Text] = {
    Decision.DO: both("{category}: bij {count} uitgevoerd", "{category}: carried out on {count}"),
    Decision.EXPORT: both("{category}: {count} in uw kopie", "{category}: {count} in your copy"),
    Decision.CLEAR: both(
        "{category}: bij {count} is alles weggehaald wat naar u wijst",
        "{category}: from {count} everything that points to you was removed",
    ),
    Decision.DELETE: both("{category}: {count} gewist", "{category}: {count} erased"),
    Decision.KEEP: both("{category}: {count} bewaard", "{category}: {count} kept"),
    Decision.WITHHOLD: both("{category}: {count} niet meegegeven", "{category}: {count} not handed over"),
    Decision.ASK: both(
        "{category}: {count} nog niet beoordeeld, want het kan ook over iemand anders gaan",
        "{category}: {count} not yet judged, because this may be about somebody else too",
    ),
}
"""What happened to the records of one category. ``count`` is :func:`belofte.domain.answer.counted`."""

DONE: Mapping[str, Text] = {
    "rectification": both("{category}: {count} verbeterd", "{category}: {count} corrected"),
    "restriction": both("{category}: het gebruik van {count} ligt stil", "{category}: the use of {count} is on hold"),
    "objection": both("{category}: {count} niet meer gebruikt", "{category}: {count} no longer used"),
    "withdrawal": both("{category}: {count} niet meer gebruikt", "{category}: {count} no longer used"),
}
"""What "carried out" means for a right that has a word of its own."""

AS_IT_WAS = both("{category}: {count} ongewijzigd bewaard", "{category}: {count} kept unchanged")
"""What "kept" means for a correction: the record is not altered."""

BY_GROUND: Mapping[tuple[Decision, str], Text] = {
    (Decision.DO, "own-statement"): both(
        "{category}: bij {count} staat nu uw eigen verklaring",
        "{category}: your own statement now stands with {count}",
    ),
    (Decision.KEEP, "accuracy-confirmed"): both(
        "{category}: {count} niet gewijzigd, want een medewerker heeft het nagekeken",
        "{category}: {count} not changed, because one of our people looked into it",
    ),
}
"""Decisions whose ground is a word of our own and not a law: one sentence for both."""

KEPT_UNTIL = both(" tot en met {until}", " up to and including {until}")
KEPT_HELD = both(" (op {review} kijken wij er opnieuw naar)", " (we look at it again on {review})")
KEPT_OPEN = both(" (een einddatum is er nog niet)", " (there is no end date yet)")
GROUND = both(", op grond van {ground}", ", on the ground of {ground}")

RIGHTS: Mapping[str, Text] = {
    "access": both("om uw gegevens in te zien", "to see your data"),
    "rectification": both("om uw gegevens te verbeteren", "to have your data corrected"),
    "erasure": both("om uw gegevens te wissen", "to have your data erased"),
    "restriction": both("om het gebruik van uw gegevens stil te leggen", "to have the use of your data put on hold"),
    "portability": both("om uw gegevens mee te nemen", "to take your data with you"),
    "objection": both("om uw gegevens niet meer te gebruiken", "to have your data no longer used"),
    "withdrawal": both("om uw toestemming in te trekken", "to withdraw your consent"),
    "leaving": both("om bij ons weg te gaan", "to leave us"),
}
"""A right as it stands after "a request"; a right that is not here is left unnamed."""

LATER: Mapping[tuple[Outcome, bool], Text] = {
    (Outcome.PENDING, True): both(
        "{system} ({count}): uiterlijk op {until} is het weg. Wij kijken dat dan na.",
        "{system} ({count}): it will be gone by {until}. We check that then.",
    ),
    (Outcome.PENDING, False): both(
        "{system} ({count}): het is gevraagd en nog niet klaar. Wij kijken na of het weg is.",
        "{system} ({count}): it was asked and is not finished yet. We check that it is gone.",
    ),
    (Outcome.ARCHIVED, False): both(
        "{system} ({count}): het staat in het archief en wordt niet meer gebruikt. Gewist is het niet.",
        "{system} ({count}): it lies in the archive and is no longer used. It is not erased.",
    ),
    (Outcome.RETAINED, True): both(
        "{system} ({count}): het staat vast tot en met {until}. Daarna wissen wij het.",
        "{system} ({count}): it is locked up to and including {until}. After that we erase it.",
    ),
    (Outcome.RETAINED, False): both(
        "{system} ({count}): het staat vast, zonder einddatum. Iemand van ons zoekt uit wat er kan.",
        "{system} ({count}): it is locked without an end date. One of our people finds out what can be done.",
    ),
    (Outcome.MANUAL, False): both(
        "{system} ({count}): het systeem kan dit niet zelf. Iemand van ons maakt het af.",
        "{system} ({count}): the system cannot do this by itself. One of our people finishes it.",
    ),
    (Outcome.IMPOSSIBLE, False): both(
        "{system} ({count}): in dit systeem kan het niet worden gewist. Iemand van ons zoekt een andere weg.",
        "{system} ({count}): it cannot be erased in this system. One of our people looks for another way.",
    ),
}
"""What is not gone yet in one system, by how it ended and whether there is a day on which it will be."""
