"""What stands in letters of every kind: greeting, reference, term, authority and court."""

from __future__ import annotations

from belofte.mail.bilingual import both

COMMON = {
    "hello": both("Goedendag,", "Good day,"),
    "sign": both("Met vriendelijke groet, {controller}", "Kind regards, {controller}"),
    "reference": both("Uw kenmerk is {reference}.", "Your reference is {reference}."),
    "questions": both(
        "Hebt u vragen? Schrijf naar ons privacykantoor: {office_email}.",
        "Do you have questions? Write to our privacy office: {office_email}.",
    ),
    "example": both(
        "Dit is een voorbeeld. Wat hier over {controller} staat, is verzonnen.",
        "This is an example. What it says about {controller} is made up.",
    ),
    "due": both("U krijgt uiterlijk op {due} antwoord.", "You will have an answer by {due} at the latest."),
    "overdue": both(
        "U had op {overdue} antwoord moeten hebben. Dat is ons niet gelukt, en dat spijt ons. U krijgt het alsnog.",
        "You should have had an answer on {overdue}. We failed to do that, and we are sorry. You will still get it.",
    ),
    "link-until": both(
        "De pagina is bereikbaar tot en met {link_until}.",
        "The page can be reached up to and including {link_until}.",
    ),
    "reasons": both("De reden: {reasons}.", "The reason: {reasons}."),
    "stopped-in": both("Het geldt nu in:", "It is in force now in:"),
    "by-hand": both(
        "Hier regelt iemand van ons het met de hand: {by_hand}.",
        "Here one of our people arranges it by hand: {by_hand}.",
    ),
    "remedy-authority": both(
        "Bent u het hier niet mee eens? Dan kunt u een klacht indienen bij {authority}.",
        "Do you disagree? You can lodge a complaint with {authority}.",
    ),
    "remedy-court": both("U kunt ook naar {court} gaan.", "You can also go to {court}."),
    # The term runs from the day on which the person has the answer, not from the day on which we wrote it.
    "remedy-court-term": both(
        "U kunt ook naar {court} gaan. Doe dat binnen {court_weeks} weken na de dag waarop u dit antwoord kreeg.",
        "You can also go to {court}. Do so within {court_weeks} weeks of the day on which you received this answer.",
    ),
    "the-court": both("de rechter", "the court"),
}
