"""Mail to our own people: how much work there is and until when. References and days only, never a person's data."""

from __future__ import annotations

from belofte.mail.bilingual import both

STAFF = {
    "staff-new-subject": both("Nieuw verzoek", "A new request"),
    "staff-new": both("Er is een verzoek binnengekomen.", "A request has come in."),
    "staff-soon-subject": both("Een verzoek moet bijna klaar zijn", "A request is almost due"),
    "staff-soon": both(
        "Een verzoek is nog niet beantwoord en moet binnenkort klaar zijn.",
        "A request was not answered yet and is due soon.",
    ),
    "staff-overdue-subject": both("Een verzoek is te laat", "A request is overdue"),
    "staff-overdue": both(
        "Een verzoek is niet op tijd beantwoord. Antwoord vandaag nog; elke dag telt.",
        "A request was not answered in time. Answer it today; every day counts.",
    ),
    "staff-received": both("Ontvangen op {received_on}.", "Received on {received_on}."),
    "staff-due": both("Uiterste dag voor het antwoord: {due}.", "Last day for the answer: {due}."),
    "staff-daily-subject": both("Wat vandaag op u wacht", "What waits for you today"),
    "staff-daily": both("Dit wacht op u:", "This waits for you:"),
    "staff-daily-none": both("Er wacht niets op u.", "Nothing waits for you."),
    "staff-page": both("Naar het werk", "To the work"),
}
