"""Mail to our own people: how much work there is and until when. References and days only, never a person's data."""

from __future__ import annotations

from belofte.mail.bilingual import both

STAFF = {
    "staff-new-subject": both("Nieuw werk", "New work"),
    "staff-new": both("Er is een verzoek of een taak bijgekomen.", "A request or a task has come in."),
    "staff-soon-subject": both("Dit moet bijna klaar zijn", "This is almost due"),
    "staff-soon": both(
        "Dit is nog niet klaar en moet het binnenkort wel zijn.",
        "This is not done yet and is due soon.",
    ),
    "staff-overdue-subject": both("Dit is te laat", "This is overdue"),
    "staff-overdue": both(
        "Dit is niet op tijd gedaan. Doe het vandaag nog; elke dag telt.",
        "This was not done in time. Do it today; every day counts.",
    ),
    "staff-untouched-subject": both("Hier doet niemand iets aan", "Nobody is working on this"),
    "staff-untouched": both(
        "Dit wacht al dagen en niemand heeft het opgepakt. U krijgt dit bericht omdat het beleid u daarvoor noemt.",
        "This has waited for days and nobody has taken it up. You get this message because the policy names you.",
    ),
    "staff-received": both("Ontvangen op {received_on}.", "Received on {received_on}."),
    "staff-due": both("Uiterste dag voor het antwoord: {due}.", "Last day for the answer: {due}."),
    "staff-daily-subject": both("Wat vandaag op u wacht", "What waits for you today"),
    "staff-daily": both("Dit wacht op u:", "This waits for you:"),
    "staff-daily-none": both("Er wacht niets op u.", "Nothing waits for you."),
    "staff-page": both("Naar het werk", "To the work"),
}
