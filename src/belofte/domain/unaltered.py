"""What is kept because a statute wants it stays as it was: seen by a seal, without keeping what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from belofte.domain.located import Key


@dataclass(frozen=True, slots=True)
class Seen:
    """One kept record as it was seen: what it says, never stored but hashed, and its last day."""

    key: Key
    content: str
    until: date = date.max  # it has none yet


@dataclass(frozen=True, slots=True)
class Sealed:
    """One kept record's seal. ``digest``: the keyed hash of what it said when it was first seen, in hexadecimal; who
    has no key learns nothing from it. ``changed_on``: the first day on which it was not as sealed, or was gone."""

    digest: str
    sealed_on: date
    seen_on: date
    changed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Unaltered:
    """One collection's sealed records. ``changed``: how many are not as they were sealed, or are gone before their
    time; ``since`` the first day that was seen; ``seen_on`` the last day somebody looked."""

    system: str
    collection: str
    sealed: int
    changed: int
    since: date | None
    seen_on: date
