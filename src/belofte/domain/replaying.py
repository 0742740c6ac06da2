"""After a backup of a system came back: what of it is done once more, and what stays.

The ledger remembers what was forgotten, corrected, restricted and lifted, and by which keys and identifiers. Of what is
found again only that goes which dates from before the erasure: a record whose own days say so, or one the ledger knows
by its key. What the person gave since stays; what stayed then, on a ground or because two people share it, stays again;
where nothing tells, a person is asked. Nothing here names anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from belofte.domain.located import Found, Key
from belofte.domain.plan import ERASING, Decision
from belofte.domain.policy import Text
from belofte.domain.system_map import Verb


class Fate(StrEnum):
    """What becomes of one record that was found again."""

    AGAIN = "again"  # erased, corrected, restricted or lifted once more
    ANEW = "given-anew"
    KEPT = "kept"
    ASKED = "asked"


class Age(StrEnum):
    """Whether a record dates from before an act, by its own days."""

    BEFORE = "before"
    SINCE = "since"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """One erasure as the ledger has it. ``at`` None: the moment was not remembered, only the day ``on``. No key at all
    of a collection stands for more than could be listed."""

    on: date
    at: datetime | None
    keys: Mapping[str, frozenset[Key]]
    kept: Mapping[str, frozenset[Key]] = field(default_factory=dict[str, "frozenset[Key]"])

    def has(self, collection: str, key: Key) -> bool:
        """Whether the record is one that was erased."""
        return _among(self.keys, collection, key)

    def left(self, collection: str, key: Key) -> bool:
        """Whether the record is one that stayed."""
        return _among(self.kept, collection, key)


def _among(keys: Mapping[str, frozenset[Key]], collection: str, key: Key) -> bool:
    known = keys.get(collection)
    return known is not None and (key in known or not known)


def age_of(record: Found, at: datetime | None, on: date, today: date) -> Age:
    """By everything the record says of its own time: since when an address in it is known, and the days on which
    something happened to it. One that lies before the act is enough: an old record that was changed since is old. Days
    to come (on which somebody will have left) tell nothing; the day of the act itself is told apart by a moment only.
    """
    known = [since for since in record.known_since.values() if since is not None]
    days = [since.date() for since in known] + [day for day in record.events.values() if day and day <= today]
    if any(day < on for day in days) or (at is not None and any(since <= at for since in known)):
        return Age.BEFORE
    if at is not None and known:
        return Age.SINCE
    return Age.SINCE if days and min(days) > on else Age.UNTOLD


def fate_of(record: Found, forgotten: Forgotten, judged: Decision, today: date) -> Fate:
    """What becomes of a record that is found by the identifiers of somebody who was erased. ``judged`` is what an
    erasure decided today would come to: a law or a hold may keep it by now."""
    known = forgotten.has(record.collection, record.key)
    if not known and (record.shared or forgotten.left(record.collection, record.key)):
        return Fate.KEPT
    if record.shared:
        return Fate.ASKED
    age = age_of(record, forgotten.at, forgotten.on, today)
    if age is Age.SINCE:
        return Fate.ANEW
    if judged not in ERASING:
        return Fate.KEPT if judged is Decision.KEEP else Fate.ASKED
    return Fate.AGAIN if known or (age is Age.BEFORE and forgotten.at is not None) else Fate.ASKED


@dataclass(frozen=True, slots=True)
class ReplayLine:
    """One verb in one collection: how many records have which fate."""

    verb: Verb
    collection: str
    fates: Mapping[Fate, int] = field(default_factory=dict[Fate, int])

    def count(self, fate: Fate) -> int:
        """How many records have this fate."""
        return self.fates.get(fate, 0)


@dataclass(frozen=True, slots=True)
class Replay:
    """What a backup that came back means for one system, shown before anything is done. ``since``: when that backup was
    made; None: all that is remembered. ``noticed``: a daily look found it, nobody had said anything. Approval names it.
    """

    id: str
    system: str
    since: datetime | None
    made_at: datetime
    policy_version: int
    entries: int = 0
    lines: tuple[ReplayLine, ...] = ()
    noticed: bool = False
    problem: Text | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None
    ended_at: datetime | None = None
    question: str = ""  # what a person is asked about, as a digest; "": nothing

    @property
    def again(self) -> int:
        """Records that something is done with once more."""
        return sum(line.count(Fate.AGAIN) for line in self.lines)

    @property
    def asked(self) -> int:
        """Records a person has to look at."""
        return sum(line.count(Fate.ASKED) for line in self.lines)


Seen = Counter[tuple[Verb, str, Fate]]
"""Records by verb, collection and fate."""


def lines_of(seen: Seen) -> tuple[ReplayLine, ...]:
    """The lines of a list, in the order of the verbs and collections' names."""
    places = sorted({(verb, collection) for verb, collection, _ in seen}, key=lambda one: (_TURN[one[0]], one[1]))
    found = (
        ReplayLine(verb, name, {fate: n for fate in Fate if (n := seen[verb, name, fate])}) for verb, name in places
    )
    return tuple(line for line in found if line.fates)


_TURN = {verb: n for n, verb in enumerate((Verb.ERASE, Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT))}


def turns(touched: Iterable[frozenset[object]]) -> list[int]:
    """The turn of each entry: entries of one turn touch different people and records, so their order does not matter;
    an entry comes after every earlier one that touches what it touches."""
    last: dict[object, int] = {}
    found: list[int] = []
    for things in touched:
        turn = max((last.get(one, -1) for one in things), default=-1) + 1
        last.update(dict.fromkeys(things, turn))
        found.append(turn)
    return found
