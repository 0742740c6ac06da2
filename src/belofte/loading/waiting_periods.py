"""How long a person may be waited for where a policy says nothing (``belofte/data/waiting.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from belofte.domain.policy import Period, Rights, Unit


@dataclass(frozen=True, slots=True)
class WaitingPeriods:
    """``ask_identity_within`` is a term of whole days or more; the other two run from the moment of asking."""

    ask_identity_within: Period
    remind_after: Period
    decide_after: Period


def waiting_periods(rights: Rights) -> WaitingPeriods:
    """The policy's own terms, and the shipped ones where it states none."""
    shipped = _shipped()
    return WaitingPeriods(
        rights.ask_identity_within or shipped["ask_identity_within"],
        rights.remind_after or shipped["remind_after"],
        rights.decide_after or shipped["decide_after"],
    )


@cache
def _shipped() -> Mapping[str, Period]:
    reader: Any = YAML(typ="safe", pure=True)
    written: dict[str, dict[str, str]] = reader.load((files("belofte") / "data" / "waiting.yaml").read_text("utf-8"))
    return {name: _period(entry["term"]) for name, entry in written.items()}


def _period(term: str) -> Period:
    count, _, unit = term.partition(" ")
    return Period(int(count), Unit(unit if unit.endswith("s") else f"{unit}s"))
