"""Words in both languages of our letters, and days as people say them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from belofte.domain.policy import Text

LANGUAGES = ("nl", "en")
"""The languages our letters can be written in; another language is answered in the first."""

MONTHS: Mapping[str, tuple[str, ...]] = {
    "nl": tuple("januari februari maart april mei juni juli augustus september oktober november december".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}


def both(nl: str, en: str) -> Text:
    """One thing to say, in Dutch and in English; what stands in braces is a fact that is filled in."""
    return Text({"nl": nl, "en": en})


def spoken(day: date, language: str) -> str:
    """A day as people say it: ``22 november 2026``."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
