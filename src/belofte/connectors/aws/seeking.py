"""Who is sought: the identifiers of many people, put so that one look at a value tells whose it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from belofte.connectors.aws.places import By
from belofte.domain.identity import KEY, Identifier
from belofte.domain.kinds import normalise
from belofte.domain.located import Key

People = Sequence[Sequence[Identifier]]
"""The identifiers of each person asked about; a person is a position in it."""

ARROW = " → "


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found for one person. ``sure`` is False where it holds what is about somebody else too; ``candidate``
    where only a weak value led to it."""

    person: int
    key: Key
    via: str
    sure: bool = True
    candidate: bool = False
    holds: tuple[Identifier, ...] = ()
    events: Mapping[str, date | None] = field(default_factory=dict[str, "date | None"])
    known_since: Mapping[str, datetime | None] = field(default_factory=dict[str, "datetime | None"])
    has_text: bool = False
    row: object = None  # what the service knows of the record, for its next act


def takes(by: By, identifier: Identifier) -> bool:
    """May this identifier be looked for here? A record key of another system is told by its scope alone."""
    if by.kind == KEY:
        return identifier.scope == by.scope
    return identifier.fits(by.kind, by.scope)


def compared(by: By, value: str, calling_code: str = "") -> str:
    """A value as it stands in AWS, in the form in which values of its kind are compared."""
    return value if by.kind == KEY else normalise(by.kind, value, calling_code=calling_code)


@dataclass(frozen=True, slots=True)
class Sought:
    """The values of one way of finding, and who holds each."""

    by: By
    holders: Mapping[str, frozenset[int]]

    def whose(self, value: str, calling_code: str = "") -> frozenset[int]:
        """The people a value that stands in AWS belongs to."""
        return self.holders.get(compared(self.by, value, calling_code), frozenset())


def sought(by: By, people: People) -> Sought:
    """What is looked for by one way of finding."""
    holders: dict[str, set[int]] = defaultdict(set)
    for person, identifiers in enumerate(people):
        for identifier in identifiers:
            if takes(by, identifier):
                holders[identifier.value].add(person)
    return Sought(by, {value: frozenset(persons) for value, persons in holders.items()})


def best(hits: Iterable[Hit]) -> list[Hit]:
    """One hit a person and record: a sure one before a shared one, a shared one before a candidate."""
    found: dict[tuple[int, Key], Hit] = {}
    for hit in hits:
        place = (hit.person, hit.key)
        known = found.get(place)
        if known is None or (hit.candidate, not hit.sure) < (known.candidate, not known.sure):
            found[place] = hit
    return list(found.values())
