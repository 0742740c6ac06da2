"""Reads what statutes demand (``belofte/data/statutes.yaml``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from belofte.domain.policy import Period, Text, Unit
from belofte.domain.statute import Statute


@cache
def load_statutes() -> tuple[Statute, ...]:
    """Every duty to keep that is known, in the order of the file."""
    reader: Any = YAML(typ="safe", pure=True)
    written: list[dict[str, Any]] = reader.load((files("belofte") / "data" / "statutes.yaml").read_text("utf-8"))[
        "statutes"
    ]
    return tuple(
        Statute(
            country=one["country"],
            names=tuple(one["names"]),
            term=_period(one["term"]),
            after=tuple(one["after"]),
            concerns=Text(one["concerns"]),
            source=one["source"],
            seen_on=one["seen_on"],
        )
        for one in written
    )


def _period(term: str) -> Period:
    count, _, unit = term.partition(" ")
    return Period(int(count), Unit(unit if unit.endswith("s") else f"{unit}s"))
