"""How long a statute wants records kept: a fact of the world that ships as data, with its source and date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from belofte.domain.policy import Period, Text


@dataclass(frozen=True, slots=True)
class Statute:
    """One duty to keep. ``names`` are how a policy may cite it; ``after`` are starts that count late enough.
    ``country`` EU: it holds in every member state."""

    country: str
    names: tuple[str, ...]
    term: Period
    after: tuple[str, ...]
    concerns: Text
    source: str
    seen_on: date


def cited(law: str, statutes: Iterable[Statute]) -> Statute | None:
    """The statute a rule cites; None for one that is not in the list."""
    plain = law.casefold()
    return next((one for one in statutes if any(name.casefold() in plain for name in one.names)), None)
