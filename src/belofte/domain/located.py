"""What was found of one person, system by system, before anything is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from belofte.domain.identity import Identifier
from belofte.domain.plan import Blind

Key = tuple[int | str | bool, ...]
"""A record key in the collection's key order, JSON-native: a UUID, date or decimal stands as its text."""


@dataclass(frozen=True, slots=True)
class Found:
    """One record, the path by which it was found (``email → customers → orders``), and new identifiers it holds.

    ``shared`` marks a record that hangs on a value two persons share: decision ``ask``, never sent or erased.
    ``identifiers`` are carried on to other systems; ``holds`` are all strong values in the record, shared ones
    too: they tell whose record it is, and are carried nowhere.
    ``agrees`` are the parts of each kind by which a row that stands for a person is told from others, normalised; None:
    no such row. They are compared across systems (:mod:`belofte.domain.across_systems`) and kept nowhere.
    ``count`` is above 1 only where a collection is too large to list (``key`` is then ``()``).
    ``events`` are the collection's clock columns (event -> day or None), for retention.
    """

    request: str
    collection: str
    key: Key
    via: str
    identifiers: tuple[Identifier, ...] = ()
    holds: tuple[Identifier, ...] = ()
    shared: bool = False
    candidate: bool = False  # weak identifiers only: shown to the office as "perhaps also"
    count: int = 1
    events: Mapping[str, date | None] = field(default_factory=dict[str, "date | None"])
    known_since: Mapping[str, datetime | None] = field(default_factory=dict[str, "datetime | None"])
    agrees: Mapping[str, tuple[str, ...]] | None = None
    has_text: bool = False  # a free-text field is filled: to be read before a copy leaves

    @property
    def is_record(self) -> bool:
        """Something that is surely there: no candidate, and no place where a person has still to look (count 0)."""
        return not self.candidate and self.count > 0


@dataclass(frozen=True, slots=True)
class Located:
    """One request's records in all systems. ``maps`` are the fingerprints of the systems that were looked at;
    a system that could not be looked at stands in ``blind`` with the reason, never as empty; what was found there
    before it let no more calls through stands in ``partly``: shown, and never acted on."""

    request: str
    found: Mapping[str, tuple[Found, ...]]  # system -> records
    maps: Mapping[str, str]
    blind: tuple[Blind, ...] = ()
    partly: Mapping[str, tuple[Found, ...]] = field(default_factory=dict[str, "tuple[Found, ...]"])
    identifiers: tuple[Identifier, ...] = ()
    doubtful: Mapping[str, frozenset[Identifier]] = field(default_factory=dict[str, "frozenset[Identifier]"])
    """System -> values that elsewhere are somebody else's too: what hangs on these alone is asked."""
    unsettled: bool = False  # new identifiers were still appearing after the last round: a person is asked
