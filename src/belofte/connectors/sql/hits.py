"""What a search found, before it is told to anybody: rows by collection, person and record key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from belofte.connectors.sql.anchors import Person
from belofte.connectors.sql.bulk import Big
from belofte.connectors.sql.session import Row
from belofte.domain.located import Key

ARROW = " → "

At = tuple[int, Key]
"""The number of the asked person, and the record key."""


class Hit(NamedTuple):
    """One row found for one person. ``sure`` is False where it hangs on something two persons share."""

    sure: bool
    via: str
    row: Row


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that agrees in a hint only: shown as "perhaps also", never acted on."""

    person: int
    collection: str
    key: Key
    via: str


@dataclass(slots=True)
class Walked:
    """One search for many persons."""

    people: list[Person]
    candidates: list[Candidate] = field(default_factory=list[Candidate])
    bigs: dict[tuple[int, str], Big] = field(default_factory=dict["tuple[int, str]", Big])
    hits: dict[str, dict[At, Hit]] = field(default_factory=dict[str, "dict[At, Hit]"])
