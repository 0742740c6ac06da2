"""Plans, steps and receipts: what will be done, and what was done.

No record here holds personal data; record keys and values lie in the vault under a line's ``items``. All are JSON-able
(:func:`belofte.domain.evidence.canonical_json`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from belofte.domain.system_map import Verb


class Decision(StrEnum):
    """What happens to the records of one line."""

    DO = "do"
    EXPORT = "export"
    CLEAR = "clear"
    DELETE = "delete"
    KEEP = "keep"
    WITHHOLD = "withhold"
    ASK = "ask"


ERASING = frozenset({Decision.DELETE, Decision.CLEAR})
"""Decisions by which a record, or what tells of the person in it, goes."""
CHANGING = ERASING | {Decision.DO}
"""Decisions by which a record changes or goes; any other leaves it as it is."""


class Outcome(StrEnum):
    """How a step ended."""

    DONE = "done"
    PENDING = "pending"  # until a date
    RETAINED = "retained"  # law, until
    ARCHIVED = "archived"
    MANUAL = "manual"  # a named person must act
    IMPOSSIBLE = "impossible"  # why
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a step failed. ``where`` names table and column, never a value; ``remedy`` is what a person can do."""

    transient: bool
    where: str
    remedy: str


TO_READ = "free text to read first"
"""How a line's note begins when some of its records hold free text that leaves."""


@dataclass(frozen=True, slots=True)
class Line:
    """The records of one collection that share a decision, its ground and its end."""

    system: str
    collection: str
    decision: Decision
    count: int
    ground: str | None = None
    until: date | None = None
    items: str | None = None  # id of the vault entry with the record keys
    note: str | None = None  # in words, for people; no personal data

    @property
    def texts(self) -> int:
        """Records with free text that a person reads before the copy leaves."""
        words, _, count = (self.note or "").rpartition(": ")
        return int(count) if words == TO_READ else 0


@dataclass(frozen=True, slots=True)
class Step:
    """One request, one system, one verb."""

    id: str
    request: str
    system: str
    verb: Verb
    lines: tuple[Line, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blind:
    """A system that could not be looked at, why, and what would help. Never the same as "nothing found".
    ``until``: when it can be looked at again, where a vendor's limit says so."""

    system: str
    why: str
    remedy: str
    until: datetime | None = None


def blind_of(kept: Mapping[str, str | None]) -> Blind:
    """The same, from its JSON."""
    until = kept.get("until")
    moment = datetime.fromisoformat(until) if until else None
    return Blind(kept["system"] or "", kept["why"] or "", kept["remedy"] or "", moment)


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be done for one request, before anything is done. Approval names ``id``."""

    id: str
    request: str
    right: str
    policy_version: int
    maps: Mapping[str, str]  # system -> hash of its map and schema
    made_at: datetime
    steps: tuple[Step, ...]
    questions: tuple[str, ...] = ()
    blind: tuple[Blind, ...] = ()

    @property
    def records(self) -> int:
        """Records that would be changed or handed over. A purge makes physical what another step counts already."""
        return sum(
            line.count
            for step in self.steps
            if step.verb is not Verb.PURGE
            for line in step.lines
            if line.decision in (Decision.DO, Decision.EXPORT, Decision.CLEAR, Decision.DELETE)
        )


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Counts of one collection. ``acted`` None = unknown after a crash; then ``remains`` decides."""

    collection: str
    decision: Decision
    planned: int
    acted: int | None = None
    remains: int | None = None
    present: int | None = None
    ground: str | None = None
    until: date | None = None
    digest: str | None = None  # over kept records, salted with the case; of a sweep by days, over the keys that went
    confirmed: str | None = None  # what the vendor itself confirmed, where nobody can look: the moment of the request
    days: str | None = None  # of a sweep by days: from and to, both included, as ISO 8601 writes an interval


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one step did, read back."""

    id: str
    step: str
    system: str
    verb: Verb
    outcome: Outcome
    until: date | None = None
    ground: str | None = None
    lines: tuple[ReceiptLine, ...] = ()
    looked: tuple[str, ...] = ()  # keys, identifiers
    attempts: int = 1
    problem: Failure | None = None
    extra: Mapping[str, int] = field(default_factory=dict[str, int])
