"""Periods and days: in words or ISO 8601, and days that are in the calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from belofte.domain.policy import FactPath, Period, Unit
from belofte.loading.nodes import Node
from belofte.loading.reading import Reading
from belofte.loading.values import Schema

_IN_WORDS = re.compile(r"(\d{1,5})\s+([a-zA-Z]+)")
_ISO = re.compile(r"P(?:(\d{1,5})([DWMY])|T(\d{1,5})H)")
_UNITS: Mapping[str, Unit] = {
    **dict.fromkeys(("hour", "hours", "uur", "uren"), Unit.HOURS),
    **dict.fromkeys(("day", "days", "dag", "dagen"), Unit.DAYS),
    **dict.fromkeys(("week", "weeks", "weken"), Unit.WEEKS),
    **dict.fromkeys(("month", "months", "maand", "maanden"), Unit.MONTHS),
    **dict.fromkeys(("year", "years", "jaar", "jaren"), Unit.YEARS),
}
_ISO_UNITS = {"D": Unit.DAYS, "W": Unit.WEEKS, "M": Unit.MONTHS, "Y": Unit.YEARS}


def parse_period(text: str) -> Period | None:
    """``3 months``, ``20 dagen``, ``P3M`` or ``PT48H`` as a period; None where it is none of these."""
    if words := _IN_WORDS.fullmatch(text.strip()):
        unit = _UNITS.get(words[2].lower())
        return Period(int(words[1]), unit) if unit else None
    if iso := _ISO.fullmatch(text.strip()):
        return Period(int(iso[1]), _ISO_UNITS[iso[2]]) if iso[1] else Period(int(iso[3]), Unit.HOURS)
    return None


@dataclass(frozen=True, slots=True)
class Term:
    """A period, in words or ISO 8601; it keeps its unit."""

    def read(self, node: Node, _path: FactPath, reading: Reading, /) -> Period | None:
        scalar = reading.scalar(node, "a period")
        if scalar is None:
            return None
        period = parse_period(scalar.text)
        if period is None:
            hint = "Write a number and hours, days, weeks, months or years: 3 months. Or ISO 8601: P3M."
            reading.problem(scalar.at, f'"{scalar.text}" is not a period.', hint)
        return period

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^(\d+ +[a-z]+|P\d+[DWMY]|PT\d+H)$", "examples": ["3 months", "P3M"]}


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day that exists, written year-month-day."""

    def read(self, node: Node, _path: FactPath, reading: Reading, /) -> date | None:
        scalar = reading.scalar(node, "a date")
        if scalar is None:
            return None
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", scalar.text):
            reading.problem(scalar.at, f'"{scalar.text}" is not a date.', "Write year-month-day, such as 2018-05-25.")
            return None
        try:
            return date.fromisoformat(scalar.text)
        except ValueError:
            hint = "Check the day and the month."
            reading.problem(scalar.at, f"There is no day {scalar.text} in the calendar.", hint)
            return None

    def schema(self) -> Schema:
        return {"type": "string", "format": "date"}
