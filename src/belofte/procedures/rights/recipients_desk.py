"""The desk for Art. 19: who was told of what, what they answered, and who waits to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from belofte.domain.notice.labels import recipient_label
from belofte.domain.recipients import Answered, Notice
from belofte.procedures.cases import find_request
from belofte.procedures.parts import Current, Parts
from belofte.procedures.rights.recipients import note_answer, note_told
from belofte.store_port import Transaction


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice as the office sees it."""

    id: str
    reference: str
    recipient: str
    label: str
    action: str
    state: str
    told_at: datetime | None
    reminders: int
    answer: str | None
    answered_at: datetime | None
    noted_by: str | None


class RecipientsDesk:
    """Notices to recipients: ``belofte.desk(RecipientsDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def of_request(self, reference: str) -> Sequence[NoticeView]:
        """The notices of one request, in the order they were made."""
        with self._parts.store.reading() as tx:
            request = find_request(tx, reference)
            return [self._view(tx, notice) for notice in tx.recipients.of_request(request.id)]

    def unanswered(self) -> Sequence[NoticeView]:
        """Everything of all open cases that waits for a recipient, or for somebody to tell one."""
        with self._parts.store.reading() as tx:
            return [self._view(tx, notice) for notice in tx.recipients.unanswered()]

    def told(self, notice: str, by: str) -> NoticeView:
        """Note that a named person told a recipient."""
        return self._after(note_told(self._parts, notice, by))

    def answer(self, notice: str, answer: Answered, by: str, words: str = "") -> NoticeView:
        """Note what a recipient answered."""
        return self._after(note_answer(self._parts, notice, answer, by, words))

    def _after(self, notice: Notice) -> NoticeView:
        with self._parts.store.reading() as tx:
            return self._view(tx, notice)

    def _view(self, tx: Transaction, notice: Notice) -> NoticeView:
        policy = self._parts.policy
        return NoticeView(
            id=notice.id,
            reference=tx.requests.reference_of(notice.request),
            recipient=notice.recipient,
            label=recipient_label(policy, notice.recipient, policy.languages[0]),
            action=notice.action.value,
            state=notice.state.value,
            told_at=notice.told_at,
            reminders=notice.reminders,
            answer=notice.answer.value if notice.answer else None,
            answered_at=notice.answered_at,
            noted_by=notice.noted_by,
        )
