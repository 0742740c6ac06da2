"""Who looked at personal data through Belofte, when, what for and why. The log is only added to.

What a person's own look at their data was for is always stated: the purpose is the right that is being handled, or the
duty that makes somebody look; the reason is the case, or the words somebody wrote. Nothing of the data itself is in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Place(StrEnum):
    """Where somebody saw data of a person."""

    RECORDS = "records"  # the single records of a plan
    REQUEST = "request"  # words, letters, free text of a request
    DOSSIER = "dossier"
    EXPORT = "export"  # the copy as it goes to the person
    FIND = "find"
    MAIL = "mail"


REQUEST_PURPOSE = "handling-a-request"
"""The purpose of whoever looks while handling a request of that very person."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look. ``account`` is an id of the office, or ``cli`` with the name in ``reason`` nowhere; ``about`` the case,
    "" where none is open (any more); ``subject`` the number of the person's state, None while they have none."""

    at: datetime
    account: str
    about: str
    place: str
    purpose: str
    reason: str
    subject: int | None = None


@dataclass(frozen=True, slots=True)
class SeenDay:
    """What the person is told of it: a day, what for and why. ``name`` only where a person decided to give it."""

    on: date
    purpose: str
    reason: str
    times: int
    name: str | None = None


def by_day(seen: Iterable[tuple[date, Seen]], names: dict[str, str] | None = None) -> tuple[SeenDay, ...]:
    """Looks by day, purpose and reason; ``names`` are given where a person decided so, by account."""
    counts: dict[tuple[date, str, str, str | None], int] = {}
    for on, one in seen:
        name = names.get(one.account) if names else None
        counts[on, one.purpose, one.reason, name] = counts.get((on, one.purpose, one.reason, name), 0) + 1
    return tuple(
        SeenDay(on, purpose, reason, times, name)
        for (on, purpose, reason, name), times in sorted(
            counts.items(), key=lambda one: (one[0][0], one[0][1], one[0][2], one[0][3] or "")
        )
    )
