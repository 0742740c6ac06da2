"""Who looked at personal data through Belofte, when, what for and why. The log is only added to.

What a look was for is always stated: the right that is being handled, or a search; why: what was looked at. Nothing of
the data itself is in it. The person is told when and why; by whom only where somebody decided that it must be said
(C-579/21: names of staff are told only where the person cannot use their rights without them).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from belofte.domain.access_information import Told
from belofte.domain.notice.headings import RIGHTS
from belofte.domain.notice.wording import Both, day


class Place(StrEnum):
    """What somebody saw of a person: the reason of a look."""

    TEXTS = "free-text"
    REQUEST = "request"  # who asked, and in which words
    LETTER = "letter"
    CHANGES = "changes"
    PRINT = "print"
    DOSSIER = "dossier"
    WHOSE = "whose"  # rows on a value that two people seem to share
    MAIL = "mail"
    FIND = "find"
    CONSENTS = "consents"
    USES = "uses"


SEARCHING = "searching"
"""The purpose of a look that no request stands behind."""
SORTING = "sorting"
"""The purpose of reading a message of which nobody knows yet what it asks."""
OUTSIDE = "command-line"
"""The account of whoever looked without one of the office: the name they gave stands in the case."""

WHY: Mapping[str, Both] = {
    Place.TEXTS: Both("vrije tekst gelezen voordat een kopie vertrok", "read free text before a copy left"),
    Place.REQUEST: Both("gelezen wat u vroeg", "read what you asked"),
    Place.LETTER: Both("een brief aan u gelezen", "read a letter to you"),
    Place.CHANGES: Both("een verbetering vergeleken", "compared a correction"),
    Place.PRINT: Both("een brief aan u afgedrukt", "printed a letter to you"),
    Place.DOSSIER: Both("het dossier van uw verzoek gemaakt", "made the dossier of your request"),
    Place.WHOSE: Both("gekeken welke gegevens van u zijn", "looked which records are yours"),
    Place.MAIL: Both("een bericht van u gelezen", "read a message of yours"),
    Place.FIND: Both("gezocht in welke systemen u voorkomt", "searched which systems hold you"),
    Place.CONSENTS: Both("gekeken waarvoor u toestemming gaf", "looked what you consented to"),
    Place.USES: Both("gekeken waarvoor uw gegevens gebruikt zijn", "looked what your data was used for"),
}
_FOR = Both("voor: {purpose}", "for: {purpose}")
_SEARCHING = Both("zoeken buiten een verzoek om", "a search outside any request")
_SORTING = Both("uitzoeken waar een bericht over gaat", "finding out what a message is about")
_TIMES = Both("{count} keer", "{count} times")
_BY = Both("door {name}", "by {name}")


@dataclass(frozen=True, slots=True)
class Seen:
    """One look. ``account`` is an id of the office, or :data:`OUTSIDE`; ``about`` the case, "" where none is open (any
    more); ``subject`` the number of the person's state, None while they have none."""

    at: datetime
    account: str
    about: str
    place: str
    purpose: str
    reason: str
    subject: int | None = None


def told_of(seen: Iterable[tuple[date, Seen]], language: str, names: Mapping[str, str]) -> tuple[Told, ...]:
    """What the person is told: a line a day, purpose and reason, the oldest first; ``names`` by account, only where
    somebody decided so."""
    lines = _lines(seen, language, names)
    return tuple(Told("look", day(on).in_(language), (sentence,), count) for on, sentence, count in lines)


def told_by_day(seen: Iterable[tuple[date, Seen]], language: str) -> tuple[tuple[date, str], ...]:
    """The same by day, without any name: for the page on which a person follows their request."""
    return tuple((on, sentence) for on, sentence, _ in _lines(seen, language, {}))


def _lines(
    seen: Iterable[tuple[date, Seen]], language: str, names: Mapping[str, str]
) -> Iterator[tuple[date, str, int]]:
    counts = Counter((on, one.purpose, one.reason, names.get(one.account, "")) for on, one in seen)
    for (on, purpose, reason, name), count in sorted(counts.items()):
        yield on, _said(language, purpose, reason, name, count), count


def _said(language: str, purpose: str, reason: str, name: str, count: int) -> str:
    why = WHY[reason].in_(language) if reason in WHY else reason
    what_for = {SEARCHING: _SEARCHING, SORTING: _SORTING}.get(purpose) or RIGHTS.get(purpose)
    parts = [why, _FOR.in_(language).format(purpose=what_for.in_(language).lower() if what_for else purpose)]
    parts += [_TIMES.in_(language).format(count=count)] if count > 1 else []
    parts += [_BY.in_(language).format(name=name)] if name else []
    return ", ".join(parts)
