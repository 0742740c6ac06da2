"""Words in both languages at once: lists, days, periods. A sentence is always made in Dutch and English together, so
that neither can be forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from belofte.domain.policy import Period, Text, Unit

_MONTHS_NL = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_UNITS: dict[Unit, tuple[str, str, str, str]] = {
    Unit.HOURS: ("uur", "uur", "hour", "hours"),
    Unit.DAYS: ("dag", "dagen", "day", "days"),
    Unit.WEEKS: ("week", "weken", "week", "weeks"),
    Unit.MONTHS: ("maand", "maanden", "month", "months"),
    Unit.YEARS: ("jaar", "jaar", "year", "years"),
}


class Both(NamedTuple):
    """The same words in Dutch and in English."""

    nl: str
    en: str

    def in_(self, language: str) -> str:
        """Dutch for ``nl``, English for every other language."""
        return self.nl if language == "nl" else self.en


def same(text: str) -> Both:
    """A name or a value that is the same in both languages."""
    return Both(text, text)


def of_text(text: Text) -> Both:
    """A label of the policy."""
    return Both(text.in_("nl"), text.in_("en"))


def listed(items: Iterable[Both]) -> Both:
    """``a, b en c`` and ``a, b and c``."""
    known = list(items)
    return Both(_joined([i.nl for i in known], "en"), _joined([i.en for i in known], "and"))


def either(items: Iterable[Both]) -> Both:
    """``a, b of c`` and ``a, b or c``."""
    known = list(items)
    return Both(_joined([i.nl for i in known], "of"), _joined([i.en for i in known], "or"))


def _joined(items: list[str], last: str) -> str:
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def day(on: date) -> Both:
    """``25 mei 2018`` and ``25 May 2018``."""
    return Both(f"{on.day} {_MONTHS_NL[on.month - 1]} {on.year}", f"{on.day} {_MONTHS_EN[on.month - 1]} {on.year}")


def term(period: Period) -> Both:
    """``14 maanden`` and ``14 months``; the unit stays the one that was promised."""
    nl_one, nl_many, en_one, en_many = _UNITS[period.unit]
    one = period.count == 1
    return Both(f"{period.count} {nl_one if one else nl_many}", f"{period.count} {en_one if one else en_many}")


def capital(text: str) -> str:
    """The same text with its first letter a capital."""
    return text[:1].upper() + text[1:]
