"""What a person is told at the end: by category what was handed over, erased or kept, on which ground and until when.

Made from the receipts, so the letter says what was read back and not what was planned (Art. 12(3), 12(4), 15, 17, 19).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from belofte.domain.notice.labels import category_label
from belofte.domain.plan import Decision, Outcome, Receipt
from belofte.domain.policy import Policy
from belofte.domain.system_map import SystemMap, Verb


class LetterKind(StrEnum):
    """Why a letter is sent."""

    CONFIRM = "confirm"  # to a known address: press the button
    IDENTIFY = "identify"  # the address is not known to us: how to identify
    ANSWER = "answer"  # what was done
    NOTHING_FOUND = "nothing-found"
    STOPPED = "stopped"
    REFUSED = "refused"
    DELAYED = "delayed"  # a system cannot be reached: which, and when we look again
    STATUS_LINK = "status-link"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """Records of one category that met the same end. ``until`` None with decision keep: no end date exists yet."""

    category: str
    decision: Decision
    count: int
    ground: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The content of an answer, in the person's language. ``by_hand``: systems where a person of ours does the work."""

    right: str
    lines: tuple[AnswerLine, ...]
    processors: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    copies_gone_by: date | None = None

    @property
    def found(self) -> bool:
        return any(line.count for line in self.lines)

    @property
    def partial(self) -> bool:
        """Something was kept or withheld: authority and court must be named (Art. 12(4))."""
        return any(line.decision in (Decision.KEEP, Decision.WITHHOLD, Decision.ASK) for line in self.lines)


def answer_of(
    right: str, policy: Policy, systems: Mapping[str, SystemMap], receipts: Iterable[Receipt], language: str
) -> Answer:
    """Sum the receipts by category. A purge that is still pending gives the day on which the last copy is gone."""
    sums: dict[tuple[str, Decision, str | None, date | None], int] = defaultdict(int)
    processors: dict[str, None] = {}
    by_hand: list[str] = []
    gone_by: date | None = None
    for receipt in receipts:
        system = systems.get(receipt.system)
        if system is None or receipt.verb is Verb.TELL:
            continue
        if receipt.verb is Verb.PURGE:
            gone_by = max(filter(None, (gone_by, receipt.until)), default=None)
            continue
        if receipt.outcome is Outcome.MANUAL:
            by_hand.append(_label(system, language))
        for line in receipt.lines:
            category = _category(policy, system, line.collection, language)
            sums[category, line.decision, line.ground, line.until] += line.planned
        recipient = policy.recipients.get(system.recipient or "")
        if recipient is not None and any(line.planned for line in receipt.lines):
            processors[recipient.label.in_(language) if recipient.label else recipient.name] = None
    lines = tuple(AnswerLine(c, d, n, g, u) for (c, d, g, u), n in sums.items())
    return Answer(right, lines, tuple(processors), tuple(by_hand), gone_by)


def _category(policy: Policy, system: SystemMap, collection: str, language: str) -> str:
    known = system.collections.get(collection)
    return category_label(policy, known.category, language) if known and known.category else collection


def _label(system: SystemMap, language: str) -> str:
    return system.label.in_(language) if system.label else system.name


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything a letter may say. Who writes it (:class:`belofte.ports.LetterWriter`) leaves out what is None."""

    language: str
    controller: str
    office_email: str | None = None
    reference: str | None = None
    right: str | None = None
    link: str | None = None
    link_until: date | None = None
    received_on: date | None = None
    due: date | None = None
    answer: Answer | None = None
    authority: str | None = None
    authority_url: str | None = None
    court: str | None = None  # as it stands in a sentence: "de rechtbank", "the district court"
    court_weeks: int | None = None
    ground: str | None = None
    waiting_on: tuple[str, ...] = ()
    example: bool = False
