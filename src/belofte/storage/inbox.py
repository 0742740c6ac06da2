"""The book of messages that came in by mail, inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, update

from belofte.storage import tables
from belofte.storage.scope import Scope
from belofte.storage.statements import put_rows
from belofte.store_port import Unknown
from belofte.store_port.inbox_book import MailboxMark, MessageState, StoredMessage

MESSAGES, SEEN, MARKS = tables.inbox_messages, tables.inbox_seen, tables.inbox_marks
LETTERS, STEPS = tables.letters, tables.steps


class Inbox:
    """Messages that came in; what tells of a person is in the vault."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def claim(self, fingerprint: str, on: date) -> bool:
        if self.knows(fingerprint):
            return False
        self._connection.execute(insert(SEEN), {"hash": self._seen(fingerprint), "on": on})
        return True

    def knows(self, fingerprint: str) -> bool:
        found = select(SEEN.c.hash).where(SEEN.c.hash == self._seen(fingerprint))
        return self._connection.execute(found).first() is not None

    def add(self, message: StoredMessage, message_id: str) -> None:
        hash_ = self._named(message_id) if message_id else None
        self._connection.execute(insert(MESSAGES), {**_row(message), "message_hash": hash_})

    def save(self, message: StoredMessage) -> None:
        changed = update(MESSAGES).where(MESSAGES.c.id == message.id).values(**_row(message))
        if self._connection.execute(changed).rowcount == 0:
            raise _unknown()

    def get(self, message: str) -> StoredMessage:
        row = self._connection.execute(select(MESSAGES).where(MESSAGES.c.id == message)).mappings().one_or_none()
        if row is None:
            raise _unknown()
        return _message(row)

    def in_states(self, states: Iterable[MessageState], limit: int = 500) -> list[StoredMessage]:
        wanted = MESSAGES.c.state.in_([state.value for state in states])
        return self._messages(
            select(MESSAGES).where(wanted).order_by(MESSAGES.c.received_at, MESSAGES.c.number).limit(limit)
        )

    def of_case(self, case: str) -> list[StoredMessage]:
        return self._messages(select(MESSAGES).where(MESSAGES.c.request == case).order_by(MESSAGES.c.number))

    def cases_of(self, message_ids: Sequence[str]) -> list[str]:
        if not message_ids:
            return []
        hashes = [self._named(one) for one in message_ids]
        came = select(MESSAGES.c.request).where(MESSAGES.c.message_hash.in_(hashes), MESSAGES.c.request.is_not(None))
        names = [one.strip("<>").partition("@")[0] for one in message_ids]  # a letter of ours is called as it was kept
        sent = select(LETTERS.c.request).where(LETTERS.c.message_id.in_(message_ids) | LETTERS.c.id.in_(names))
        answers = select(STEPS.c.request).where(STEPS.c.id.in_(names))
        found = [
            *self._connection.scalars(came.order_by(MESSAGES.c.number.desc())),
            *self._connection.scalars(sent.order_by(LETTERS.c.number.desc())),
            *self._connection.scalars(answers.order_by(STEPS.c.number.desc())),
        ]
        return list(dict.fromkeys(found))

    def case_of_answer(self, step: str) -> str | None:
        return self._connection.scalar(select(STEPS.c.request).where(STEPS.c.id == step))

    def counts(self) -> Mapping[tuple[MessageState, str], int]:
        rows = select(MESSAGES.c.state, MESSAGES.c.why, func.count()).group_by(MESSAGES.c.state, MESSAGES.c.why)
        return {(MessageState(state), why): count for state, why, count in self._connection.execute(rows)}

    def mark(self, mailbox: str) -> MailboxMark:
        row = self._connection.execute(select(MARKS).where(MARKS.c.mailbox == mailbox)).one_or_none()
        return MailboxMark(mailbox, "", None) if row is None else MailboxMark(*row)

    def set_mark(self, mark: MailboxMark) -> None:
        given = {"mailbox": mark.mailbox, "mark": mark.mark, "looked_at": mark.looked_at, "problem": mark.problem}
        put_rows(self._connection, MARKS, [given])

    def forget(self, before: datetime) -> int:
        over = (MessageState.WAITING.value, MessageState.MISSED.value)
        rows = delete(MESSAGES).where(
            MESSAGES.c.request.is_(None), MESSAGES.c.state.not_in(over), MESSAGES.c.seen_at < before
        )
        gone = self._connection.execute(rows).rowcount
        return gone + self._connection.execute(delete(SEEN).where(SEEN.c.on < before.date())).rowcount

    def _messages(self, wanted: Any) -> list[StoredMessage]:
        return [_message(row) for row in self._connection.execute(wanted).mappings()]

    def _seen(self, fingerprint: str) -> bytes:
        return self._scope.keyed_hash("mail", fingerprint)

    def _named(self, message_id: str) -> bytes:
        return self._scope.keyed_hash("message-id", message_id)


def _unknown() -> Unknown:
    return Unknown("There is no such message here (any more).", "List them with `belofte inbox list`.")


def _row(message: StoredMessage) -> dict[str, object]:
    return {
        "id": message.id,
        "mailbox": message.mailbox,
        "uid": message.uid,
        "request": message.case,
        "entry": message.entry,
        "state": message.state.value,
        "kind": message.kind,
        "why": message.why,
        "proposed": message.proposed,
        "signs": ",".join(message.signs),
        "attachments": message.attachments,
        "aside": message.aside,
        "received_at": message.received_at,
        "seen_at": message.seen_at,
        "work_by": message.work_by,
        "decided_by": message.decided_by,
        "decided_at": message.decided_at,
    }


def _message(row: RowMapping) -> StoredMessage:
    return StoredMessage(
        id=row["id"],
        mailbox=row["mailbox"],
        uid=row["uid"],
        state=MessageState(row["state"]),
        kind=row["kind"],
        received_at=row["received_at"],
        seen_at=row["seen_at"],
        case=row["request"],
        entry=row["entry"],
        proposed=row["proposed"],
        why=row["why"],
        signs=tuple(row["signs"].split(",")) if row["signs"] else (),
        attachments=row["attachments"],
        aside=row["aside"],
        work_by=row["work_by"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
    )
