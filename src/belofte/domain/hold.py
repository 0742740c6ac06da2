"""Holds: what must stay although a term or a person says it should go, on a ground, until somebody releases it.

A hold is placed by a named person on a person's records or on single records, and has a day on which it is looked at
again (Art. 17(3)(e) GDPR: the establishment, exercise or defence of legal claims; Art. 18(1)(c)). It outranks erasure
and retention, and blocks nothing else. Whom it concerns lies in the vault, under a key of the hold's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from belofte.domain.located import Key
from belofte.domain.record_decision import RecordPlace


class HoldIsOver(Exception):
    """The hold was released before; the message says so."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold. ``ground`` names the law and never a person; days are the policy's own."""

    id: str
    ground: str
    placed_by: str
    placed_on: date
    review_on: date
    released_by: str | None = None
    released_on: date | None = None

    @property
    def is_over(self) -> bool:
        return self.released_on is not None


@dataclass(frozen=True, slots=True)
class Postponed:
    """One record that would have gone for a request and stayed because of a hold."""

    system: str
    collection: str
    key: Key
    decision: str  # delete | clear


Held = Mapping[RecordPlace, Hold]
"""Every held record. An empty key stands for a collection too large to list: all of it is held."""
NOTHING_HELD: Held = MappingProxyType({})


def release(hold: Hold, by: str, on: date) -> Hold:
    """The hold, released. Raises :class:`HoldIsOver`."""
    if hold.is_over:
        raise HoldIsOver(f"This hold was released on {hold.released_on}; nothing was changed.")
    return replace(hold, released_by=by, released_on=on)


def hold_of(held: Held, place: RecordPlace) -> Hold | None:
    """The hold on one record, if any."""
    system, collection, _ = place
    return held.get(place) or held.get((system, collection, ()))


def to_review(holds: Iterable[Hold], today: date) -> list[Hold]:
    """Those whose day to be looked at again has come, oldest first."""
    return sorted((hold for hold in holds if not hold.is_over and hold.review_on <= today), key=lambda h: h.review_on)
