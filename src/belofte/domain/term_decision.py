"""What a named person decides of one record whose term has no first day: an invoice nobody paid, a form nobody dated.

No rule may erase such a record, and none may keep it for ever (Art. 5(1)(e) GDPR). So it is listed until somebody says
from which day its term counts, until which day it stays, or that it goes now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from belofte.domain.book_year import BookYear
from belofte.domain.policy import RetentionRule
from belofte.domain.retention import ONE_DAY, Events, Kept, KeptReason, keep_until, starts_of


class Decided(StrEnum):
    """What was decided."""

    START = "start"  # its term counts from this day
    KEEP = "keep"  # it stays up to and including this day, and goes on the next
    ERASE = "erase"  # it goes now


@dataclass(frozen=True, slots=True)
class TermDecision:
    """One decision; ``day`` is None only where the record goes now."""

    decided: Decided
    day: date | None
    by: str
    on: date
    why: str


def kept_as_decided(rule: RetentionRule, events: Events, book_year: BookYear, decision: TermDecision | None) -> Kept:
    """Until when a record stays. A decision counts as long as the record itself has no first day."""
    kept = keep_until(rule, events, book_year)
    if decision is None or kept.reason is not KeptReason.NO_START:
        return kept
    match decision.decided:
        case Decided.START:
            return keep_until(rule, begun(rule, events, decision), book_year)
        case Decided.KEEP:
            return Kept(decision.day, KeptReason.TERM, decision.day, kept.event, kept.law)
        case Decided.ERASE:
            gone_by = decision.on - ONE_DAY
            return Kept(gone_by, KeptReason.TERM, gone_by, kept.event, kept.law)


def begun(rule: RetentionRule, events: Events, decision: TermDecision) -> Mapping[str, date | None]:
    """The events with the decided first day wherever a first day is missing."""
    missing = [event for event in _starts(rule) if events.get(event) is None]
    return {**events, **dict.fromkeys(missing, decision.day)}


def _starts(rule: RetentionRule) -> tuple[str, ...]:
    tagged = [part.after for part in (*rule.tagged.values(), *rule.by_purpose.values()) if part.after]
    return (*starts_of(rule), *tagged)
