"""The words of practice and of the handbook in the office."""

from __future__ import annotations

from collections.abc import Mapping

HELP: Mapping[str, tuple[str, str]] = {
    "office.nav.practice": ("Oefenen", "Practice"),
    "office.nav.handbook": ("Handboek", "Handbook"),
    "practice.title": ("Oefenen", "Practice"),
    "practice.intro": (
        "Elke oefening is een verzoek met een valkuil. U handelt het af zoals elk ander; daarna ziet u hier wat u zag "
        "en wat u miste. Alle mensen zijn verzonnen.",
        "Each exercise is a request with a trap. You handle it like any other; afterwards you see here what you saw "
        "and what you missed. All people are made up.",
    ),
    "practice.offered": ("Begin een oefening", "Begin an exercise"),
    "practice.attempts": ("Uw oefeningen", "Your exercises"),
    "practice.number": ("Oefening {number}", "Exercise {number}"),
    "practice.begin": ("Begin", "Begin"),
    "practice.running": ("Loopt nog.", "Still running."),
    "practice.gone": (
        "De zaak is gesloten; er is niets meer van te zien.",
        "The case is closed; nothing of it is left.",
    ),
    "practice.hint": ("Geef een hint", "Give a hint"),
    "practice.seen": ("Gezien:", "Seen:"),
    "practice.missed": ("Gemist:", "Missed:"),
    "handbook.title": ("Handboek", "Handbook"),
}
