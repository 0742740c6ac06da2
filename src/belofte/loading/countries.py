"""Reads what countries bring (``belofte/data/countries.yaml``) and makes their holidays.

Everything is handed to the domain as values: it never asks a library or a file. A file of the company's own in the same
form overrules single entries.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.metadata import version as library_version
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import holidays as holiday_library
from pydantic import BaseModel, BeforeValidator, ConfigDict
from ruamel.yaml import YAML

from belofte.domain.clock import local_date
from belofte.domain.country import Authority, Countries, Country, Court, DecreedDay, Holidays, Region, decreed_day
from belofte.domain.errors import WrongUse
from belofte.domain.policy import Period, Policy, Text, Unit

DATA = files("belofte") / "data"


DECREED = Text({"nl": "een aangewezen vrije dag", "en": "a day that was decreed free"})


class UnknownCountry(WrongUse):
    """There is no data for a country."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"No authority, court and holidays are known for country {code!r} (known: {', '.join(known)}).",
            "Describe it in countries.yaml beside the policy folder.",
        )


def _period(written: object) -> object:
    if not isinstance(written, str):
        return written
    count, _, unit = written.partition(" ")
    return Period(int(count), Unit(unit if unit.endswith("s") else f"{unit}s"))


def _decreed(written: object) -> object:
    return decreed_day(str(written))


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Words(_Form):
    nl: str
    en: str

    @property
    def text(self) -> Text:
        return Text({"nl": self.nl, "en": self.en})


class _Authority(_Form):
    name: _Words
    short: str
    url: str


class _Court(_Form):
    name: _Words
    law: str
    term: Annotated[Period | None, BeforeValidator(_period)] = None


class _HolidayRule(_Form):
    categories: tuple[str, ...]
    only_widest: tuple[str, ...] = ()
    decreed: tuple[Annotated[DecreedDay, BeforeValidator(_decreed)], ...] = ()


class _Country(_Form):
    authority: _Authority
    court: _Court
    time_zone: str
    calling_code: str
    consent_age: int
    holidays: _HolidayRule
    source: str
    seen_on: date


class _Region(_Words):
    country: str


class _File(_Form):
    countries: Mapping[str, _Country]
    eea: frozenset[str] = frozenset()
    names: Mapping[str, _Words] = {}
    regions: Mapping[str, _Region] = {}


def load_countries(overrides: Path | None = None) -> Countries:
    """All countries, their names and cloud regions. ``overrides`` is a file of the same form whose entries win.

    Raises pydantic's ``ValidationError`` for a file that has another form.
    """
    shipped = _read(DATA.joinpath("countries.yaml").read_text("utf-8"))
    own = _read(overrides.read_text("utf-8")) if overrides else _File(countries={})
    names = {code: Text({"nl": nl, "en": en}) for code, (nl, en) in _names().items()}
    names |= {code: words.text for code, words in {**shipped.names, **own.names}.items()}
    countries = {code: _country(code, form) for code, form in {**shipped.countries, **own.countries}.items()}
    regions = {name: Region(name, r.text, r.country) for name, r in {**shipped.regions, **own.regions}.items()}
    return Countries(countries, names, shipped.eea | own.eea, regions)


def is_country(code: str) -> bool:
    """Whether ISO 3166-1 knows this code."""
    return code in _names()


def country_of(countries: Countries, code: str) -> Country:
    """The data of one country. Raises :class:`UnknownCountry`."""
    if code not in countries.by_code:
        raise UnknownCountry(code, tuple(sorted(countries.by_code)))
    return countries.by_code[code]


def day_there(now: datetime, policy: Policy, countries: Countries) -> date:
    """The day it is where the company is; UTC where its country is not stated or not known. ``now`` must be aware."""
    try:
        zone = country_of(countries, policy.controller.country or "").time_zone
    except UnknownCountry:
        zone = "UTC"
    return local_date(now, zone)


def load_holidays(
    code: str, first_year: int, last_year: int, overrides: Path | None = None, decreed: Iterable[DecreedDay] = ()
) -> Holidays:
    """The holidays of one country from 1 January of ``first_year`` to 31 December of ``last_year``. ``decreed`` are
    single days the company entered itself.

    Raises :class:`UnknownCountry`, and ``ValueError`` where ``only_widest`` names no holiday.
    """
    forms = dict(_read(DATA.joinpath("countries.yaml").read_text("utf-8")).countries)
    if overrides:
        forms |= _read(overrides.read_text("utf-8")).countries
    if code not in forms:
        raise UnknownCountry(code, tuple(sorted(forms)))
    rule = forms[code].holidays
    dutch, english = (_days(code, rule.categories, first_year, last_year, language) for language in ("nl", "en_US"))
    if unheard := sorted(set(rule.only_widest) - set(english.values())):
        raise ValueError(f"countries.yaml, {code}: no holiday is called {unheard[0]!r}; correct `only_widest`")
    single = sorted({*rule.decreed, *decreed})
    names = {one.day: DECREED for one in single}
    names |= {day: Text({"nl": dutch.get(day, name), "en": name}) for day, name in english.items()}
    undisputed = {day for day, name in english.items() if name not in rule.only_widest}
    return Holidays(
        first=date(first_year, 1, 1),
        last=date(last_year, 12, 31),
        undisputed=frozenset(undisputed | {one.day for one in single if one.law}),
        widest=frozenset({*english, *(one.day for one in single if one.office)}),
        names=names,
        version=_version(code, forms[code].seen_on, single),
    )


def _version(code: str, seen_on: date, single: Iterable[DecreedDay]) -> str:
    """From which data the days are, so that a date can be worked out again."""
    added = "".join(
        f" + {one.day}{'' if one.law and one.office else ':law' if one.law else ':office'}" for one in single
    )
    return f"{code} {seen_on}, calendar {_calendar()}{added}"


@cache
def _calendar() -> str:
    """The version of the library of holidays."""
    return library_version("holidays")


@cache
def _days(code: str, categories: tuple[str, ...], first: int, last: int, language: str) -> Mapping[date, str]:
    """The library's days of these years by name; worked out once a process."""
    found = holiday_library.country_holidays(
        code, years=range(first, last + 1), categories=categories, language=language
    )
    return {day: str(name) for day, name in found.items()}


def _country(code: str, form: _Country) -> Country:
    return Country(
        code=code,
        authority=Authority(form.authority.name.text, form.authority.short, form.authority.url),
        court=Court(form.court.name.text, form.court.law, form.court.term),
        time_zone=form.time_zone,
        calling_code=form.calling_code,
        consent_age=form.consent_age,
        source=form.source,
        seen_on=form.seen_on,
    )


@cache
def _read(text: str) -> _File:
    reader: Any = YAML(typ="safe", pure=True)
    return _File.model_validate(reader.load(text))


@cache
def _names() -> Mapping[str, tuple[str, str]]:
    names: dict[str, list[str]] = json.loads(DATA.joinpath("country_names.json").read_text("utf-8"))["names"]
    return {code: (nl, en) for code, (nl, en) in names.items()}
