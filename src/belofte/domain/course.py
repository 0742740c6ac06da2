"""What happened to a request on its way, beside its state and its dates: who asks for whom, what was asked back, how
far a right with several phases has come. No personal data: names of purposes, accounts, cases and days only.

Stored as one JSON text with the request; an empty course is stored as nothing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Phase(StrEnum):
    """How far a right has come that is not done in one go (Art. 18, 21; leaving at a later day)."""

    STOPPED = "stopped"  # objection: the contested purposes are stopped; a person weighs (Art. 21(1))
    UPHELD = "upheld"  # objection: stopped for good, after the copies were delivered
    REJECTED = "rejected"  # objection: compelling grounds; told first, then lifted
    RESTRICTED = "restricted"  # restriction in force (Art. 18)
    LIFTING = "lifting"  # the person was told that a lawful lifting is coming (Art. 18(3))
    LIFTED = "lifted"
    LEAVING = "leaving"  # notice given; the end date lies ahead or open matters are shown first


class Ended(StrEnum):
    """How a request ended without an answer to what it asked."""

    WITHDRAWN = "withdrawn"  # by the person
    UNIDENTIFIED = "unidentified"  # nobody could tell who asked (Art. 12(2), 12(4))
    JOINED = "joined"  # the same was asked twice; the other one is answered


class Represents(StrEnum):
    """Who acts for the person whose data it is."""

    PARENT = "parent"  # of a child under the age of consent (Art. 8; national age)
    GUARDIAN = "guardian"
    HEIR = "heir"  # a relative of somebody who died
    AGENT = "agent"  # with a mandate


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one request. Every field is optional; times are aware UTC, days local."""

    phase: Phase | None = None
    purposes: tuple[str, ...] = ()  # contested (objection), or withdrawn (consent)
    origin: str | None = None  # why Belofte itself opened it: leaving, withdrawal, …
    caused_by: str | None = None  # case that this one came from
    joined_to: str | None = None  # case that this repeats; its date counts
    owner: str | None = None  # account of staff who has it in hand
    represents: Represents | None = None
    mandate_checked_by: str | None = None  # account that looked at the mandate or proof of representation
    identity_asked_at: datetime | None = None
    identity_answered_at: datetime | None = None
    late_asked: bool = False  # asked too late: nothing is credited
    extension_asked_at: datetime | None = None  # decided and written; it counts only once it was delivered
    extension_ground: str | None = None  # complexity | number (Art. 12(3)); any other is doubtful
    extension_decided_by: str | None = None  # the named person behind a doubtful one
    extension_began_at: datetime | None = None  # when the sending began in which the letter was accepted
    sending_began_at: datetime | None = None  # the same of the answer; ``Request.answered_at`` is the acceptance
    ended: Ended | None = None
    reminded_at: datetime | None = None
    asserted_by: str | None = None  # name of the token of a portal that vouched for the identity
    reached_by: str | None = None  # whoever forwarded it: shared mailbox, colleague, processor
    first_approver: str | None = None  # account of the first of two, where the policy wants two
    first_approved: str | None = None  # the plan they approved; another plan needs both anew
    ends_on: date | None = None  # leaving: the later end date
    told_before_lifting_at: datetime | None = None
    controller: str | None = None  # customer for whom we are processor: passed on to them
    unclear: bool = False  # which right is asked is not clear; a person decides


EMPTY = Course()
_ENUMS: dict[str, type[StrEnum]] = {"phase": Phase, "represents": Represents, "ended": Ended}
_MOMENTS = {f.name for f in fields(Course) if "datetime" in str(f.type)}
_DAYS = {"ends_on"}
_LISTS = {"purposes"}


def encode_course(course: Course) -> str | None:
    """The course as JSON text, without what is not set; None for an empty one."""
    if course == EMPTY:
        return None
    given = {name: value for name, value in asdict(course).items() if value not in (None, (), False)}
    return json.dumps(given, default=_plain, sort_keys=True, separators=(",", ":"))


def decode_course(text: str | None) -> Course:
    """The course of a stored text; unknown names are an error, so that nothing is lost in silence."""
    if text is None:
        return EMPTY
    return Course(**{name: _typed(name, value) for name, value in json.loads(text).items()})


def _plain(value: date) -> str:
    return value.isoformat()


def _typed(name: str, value: Any) -> Any:
    if name in _ENUMS:
        return _ENUMS[name](value)
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    if name in _DAYS:
        return date.fromisoformat(value)
    return tuple(value) if name in _LISTS else value
