"""Recipients under Art. 19 GDPR: who must be told of what was corrected, erased or restricted, and what they answered.

Told is who by the policy got such data and whose own system was not changed by us: what stands in a connected system
was put right there. Authorities get data in single cases only and are told in the case itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from belofte.domain.part_done import as_done
from belofte.domain.plan import CHANGING, Receipt
from belofte.domain.policy import Policy
from belofte.domain.rights.names import ERASURE, LEAVING, OBJECTION, RECTIFICATION, RESTRICTION, WITHDRAWAL
from belofte.domain.system_map import SystemMap, Verb


class Action(StrEnum):
    """What happened with us, and what the recipient is asked to do too."""

    CORRECTED = "corrected"
    ERASED = "erased"
    RESTRICTED = "restricted"
    LIFTED = "lifted"


ACTION_OF: Mapping[Verb, Action] = {
    Verb.RECTIFY: Action.CORRECTED,
    Verb.ERASE: Action.ERASED,
    Verb.RESTRICT: Action.RESTRICTED,
    Verb.LIFT: Action.LIFTED,
}
RIGHTS_TOLD: Mapping[str, Action] = {
    RECTIFICATION: Action.CORRECTED,
    ERASURE: Action.ERASED,
    LEAVING: Action.ERASED,
    RESTRICTION: Action.RESTRICTED,
    OBJECTION: Action.RESTRICTED,
    WITHDRAWAL: Action.RESTRICTED,
}
"""What a person's own act by hand (a task) comes to, by the right it was for."""


class NoticeState(StrEnum):
    """How far one notice to one recipient has come."""

    TO_TELL = "to-tell"  # no address is known: a named person tells them
    TOLD = "told"
    ANSWERED = "answered"


class Answered(StrEnum):
    """What a recipient answered."""

    DONE = "done"
    NOT_HELD = "not-held"
    CANNOT = "cannot"  # impossible or disproportionate (Art. 19); why stands in the case


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice of one case to one recipient. No personal data: what exactly changed stands in the letter."""

    id: str
    request: str
    recipient: str  # name in the policy
    action: Action
    made_at: datetime
    state: NoticeState = NoticeState.TO_TELL
    told_at: datetime | None = None
    reminders: int = 0
    answer: Answered | None = None
    answered_at: datetime | None = None
    noted_by: str | None = None  # account of staff who noted the telling or the answer


class NoticeIsOver(Exception):
    """An answer was noted already; the message says which."""


@dataclass(frozen=True, slots=True)
class ToTell:
    """One recipient that must be told: what happened, and the categories it got, with how many records changed."""

    recipient: str
    action: Action
    categories: tuple[tuple[str, int], ...]


def recipients_to_tell(
    policy: Policy, systems: Mapping[str, SystemMap], right: str, receipts: Iterable[Receipt]
) -> tuple[ToTell, ...]:
    """Who must be told after these receipts, in the order of the policy. Nobody where nothing changed."""
    changed: dict[Action, Counter[str]] = {}
    acted_in: set[str] = set()
    for receipt in as_done(receipts):
        system = systems.get(receipt.system)
        action = ACTION_OF.get(receipt.verb, RIGHTS_TOLD.get(right) if receipt.verb is Verb.ASK_PERSON else None)
        if system is None or action is None:
            continue
        acted_in |= {system.recipient} if system.recipient else set()
        for line in receipt.lines:
            known = system.collections.get(line.collection)
            if known and known.category and line.planned and line.decision in CHANGING:
                changed.setdefault(action, Counter())[known.category] += line.planned
    return tuple(
        ToTell(name, action, got)
        for action, counts in changed.items()
        for name, recipient in policy.recipients.items()
        if name not in acted_in
        if (got := tuple((category, counts[category]) for category in recipient.gets if counts[category]))
    )


def told(notice: Notice, at: datetime, by: str | None = None) -> Notice:
    """The notice has gone out: by letter, or by a named person."""
    return replace(notice, state=NoticeState.TOLD, told_at=at, noted_by=by)


def answered(notice: Notice, answer: Answered, by: str, at: datetime) -> Notice:
    """What the recipient said, noted by a named person. Raises :class:`NoticeIsOver`. One that cannot be told was not
    told."""
    if notice.state is NoticeState.ANSWERED:
        raise NoticeIsOver(f"This notice was answered already: {notice.answer}.")
    heard = notice.told_at or (None if answer is Answered.CANNOT else at)
    return replace(notice, state=NoticeState.ANSWERED, told_at=heard, answer=answer, answered_at=at, noted_by=by)
