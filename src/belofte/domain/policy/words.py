"""What every fact is written with: its path, where it stands, words in two languages, lengths of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

FactPath = NewType("FactPath", str)
ClauseId = NewType("ClauseId", str)
CategoryName = NewType("CategoryName", str)
SystemKey = NewType("SystemKey", str)
Language = NewType("Language", str)


class Unit(StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time that keeps its unit: 14 months is not 426 days."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit.value if self.count != 1 else self.unit.value[:-1]}"

    @property
    def iso(self) -> str:
        """ISO 8601 duration, as JSON output writes it: ``P14M``, ``PT72H``."""
        return f"PT{self.count}H" if self.unit is Unit.HOURS else f"P{self.count}{self.unit.value[0].upper()}"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a fact stands: file relative to the policy folder, line and column from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Text:
    """A label in the policy's languages: language -> words."""

    by_language: Mapping[str, str]

    def in_(self, language: str) -> str:
        """The words in ``language``, else in the first language given."""
        return self.by_language.get(language) or next(iter(self.by_language.values()), "")
