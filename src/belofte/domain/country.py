"""What a country brings: its supervisory authority, the court, the clock's holidays, the names people read.

These are facts of the world, not of a policy: they ship as data with their source and date
(``belofte/data/countries.yaml``) and a company can overrule them in a file of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from belofte.domain.policy import Period, Text


class OutsideCalendar(ValueError):
    """The holidays of a day are not known: saying "a working day" would be a guess."""

    def __init__(self, day: date, first: date, last: date) -> None:
        super().__init__(f"the holiday calendar runs from {first} to {last}; {day} lies outside it: load more years")


class NotADecreedDay(ValueError):
    """A decreed day is not written as it should be; the message says how."""


@dataclass(frozen=True, slots=True, order=True)
class DecreedDay:
    """A single day that a government made free. ``law``: it moves a legal term; ``office``: somebody may be away."""

    day: date
    law: bool = True
    office: bool = True


def decreed_day(written: str) -> DecreedDay:
    """``2027-05-07`` counts for both sets, ``2027-05-07:office`` or ``2027-05-07:law`` for one of them.

    Raises :class:`NotADecreedDay`.
    """
    day, _, sets = written.strip().partition(":")
    try:
        parsed = date.fromisoformat(day)
    except ValueError as wrong:
        raise NotADecreedDay(
            "a decreed day is written as 2027-05-07, or 2027-05-07:law or 2027-05-07:office"
        ) from wrong
    if sets.strip() not in ("", "law", "office"):
        raise NotADecreedDay("after a decreed day stands :law or :office, or nothing for both")
    return DecreedDay(parsed, law=sets.strip() != "office", office=sets.strip() != "law")


@dataclass(frozen=True, slots=True)
class Holidays:
    """The public holidays of one country, each day from ``first`` to ``last``.

    ``undisputed`` moves a term forward: only days nobody contests, so that we never answer too late.
    ``widest`` moves the office's day back: every day on which somebody may be away.
    ``version`` says from which data they are: country, day it was looked at, release of the calendar, decreed days.
    """

    first: date
    last: date
    undisputed: frozenset[date]
    widest: frozenset[date]
    names: Mapping[date, Text] = field(default_factory=dict[date, Text])
    version: str = ""

    def check(self, day: date) -> None:
        """Raise :class:`OutsideCalendar` where the holidays of ``day`` are not known."""
        if not self.first <= day <= self.last:
            raise OutsideCalendar(day, self.first, self.last)


@dataclass(frozen=True, slots=True)
class Authority:
    """The supervisory authority where a complaint can be lodged (Art. 77 GDPR)."""

    name: Text
    short: str
    url: str


@dataclass(frozen=True, slots=True)
class Court:
    """The judicial remedy (Art. 79). ``term`` None: the law names no term for going there."""

    name: Text
    law: str
    term: Period | None = None


@dataclass(frozen=True, slots=True)
class Country:
    """One country in which a controller can be established. ``source`` and ``seen_on`` say where the data is from."""

    code: str
    authority: Authority
    court: Court
    time_zone: str
    calling_code: str
    consent_age: int
    source: str
    seen_on: date


@dataclass(frozen=True, slots=True)
class Region:
    """A place where a cloud keeps data, such as ``eu-central-1``."""

    name: str
    label: Text
    country: str


@dataclass(frozen=True, slots=True)
class Countries:
    """Every country we have data of, the names of all countries, and which of them belong to the EEA."""

    by_code: Mapping[str, Country]
    names: Mapping[str, Text]
    eea: frozenset[str]
    regions: Mapping[str, Region] = field(default_factory=dict[str, Region])

    def name(self, code: str, language: str) -> str:
        """The country's name as it stands in running text; the code itself where there is no name."""
        return self.names[code].in_(language) if code in self.names else code
