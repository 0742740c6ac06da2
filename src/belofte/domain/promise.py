"""Observations and verdicts. A check judges; it never looks by itself and never acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from belofte.domain.policy import Text


class Reach(StrEnum):
    SEEN = "seen"
    ABSENT = "absent"
    UNREACHABLE = "unreachable"


class VerdictState(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"  # could not look, or evidence too old
    NOT_CHECKABLE = "not checkable"
    CONTRADICTED = "contradicted"  # by the text itself
    ATTESTED = "attested"  # a person vouches, with name, date and expiry


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of one setting or count in one system, and when."""

    system: str
    name: str
    value: str | int | bool | None
    reach: Reach
    seen_at: datetime
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Attestation:
    """A person's word for one clause: who, when, until when. ``documents`` are the documents that were looked at, by
    path, with their hash: the word is for them as they were."""

    clause: str
    by: str
    at: datetime
    until: date
    documents: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Instance:
    """One place where a promise is broken: a count and a place, never a person."""

    place: str
    count: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Is the clause true now? ``evidence`` are leaf numbers of the log."""

    clause: str
    state: VerdictState
    since: datetime
    reason: Text
    instances: tuple[Instance, ...] = ()
    stale_after: datetime | None = None
    evidence: tuple[int, ...] = ()
