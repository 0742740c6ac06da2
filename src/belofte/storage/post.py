"""What goes between us and a person: single-use links, the outbox, and how often somebody knocked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from belofte.storage import tables
from belofte.storage.scope import Scope
from belofte.store_port import LetterState, Link, StoredLetter, Unknown

LINKS, FLOODS, LETTERS = tables.links, tables.floods, tables.letters


class Links:
    """Links, inside one transaction. Only a keyed hash of the token is kept: the store opens no door."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def add(self, token: str, link: Link) -> None:
        self._connection.execute(
            insert(LINKS),
            {
                "hash": self._hash(token),
                "request": link.case,
                "purpose": link.purpose,
                "expires_at": link.expires_at,
                "used_at": link.used_at,
            },
        )

    def find(self, token: str) -> Link | None:
        row = self._connection.execute(select(LINKS).where(LINKS.c.hash == self._hash(token))).one_or_none()
        return None if row is None else _link(row)

    def use(self, token: str, now: datetime) -> Link | None:
        """One statement: of two at the same time one gets it."""
        used = (
            update(LINKS)
            .where(LINKS.c.hash == self._hash(token), LINKS.c.used_at.is_(None), LINKS.c.expires_at > now)
            .values(used_at=now)
            .returning(LINKS)
        )
        row = self._connection.execute(used).one_or_none()
        return None if row is None else _link(row)

    def live(self, case: str, now: datetime) -> list[Link]:
        rows = self._connection.execute(
            select(LINKS).where(LINKS.c.request == case, LINKS.c.used_at.is_(None), LINKS.c.expires_at > now)
        )
        return [_link(row) for row in rows]

    def _hash(self, token: str) -> bytes:
        return self._scope.keyed_hash("link", token)


class Floods:
    """How often something came lately; the keyed hashes go with the window."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def hit(self, what: str, now: datetime, window: timedelta) -> int:
        hash_ = self._scope.keyed_hash("flood", what)
        self._connection.execute(delete(FLOODS).where(FLOODS.c.at <= now - window))
        self._connection.execute(insert(FLOODS), {"hash": hash_, "at": now})
        return self._connection.execute(select(func.count()).where(FLOODS.c.hash == hash_)).scalar_one()


class Letters:
    """The outbox, inside one transaction. A letter stays until the receiving side took it."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def add(self, letter: StoredLetter) -> None:
        self._connection.execute(
            insert(LETTERS),
            {
                "id": letter.id,
                "request": letter.case,
                "purpose": letter.purpose,
                "content": letter.content,
                "state": letter.state.value,
                "due_at": letter.due_at,
                "attempts": letter.attempts,
                "sent_at": letter.sent_at,
            },
        )

    def due(self, now: datetime, limit: int = 100) -> list[StoredLetter]:
        rows = self._connection.execute(
            select(LETTERS)
            .where(LETTERS.c.state == LetterState.READY.value, LETTERS.c.due_at <= now)
            .order_by(LETTERS.c.number)
            .limit(limit)
        )
        return [_letter(row) for row in rows]

    def sent(self, letter: str, at: datetime, message_id: str) -> None:
        self._change(letter, state=LetterState.SENT.value, sent_at=at, message_id=message_id)

    def retry(self, letter: str, at: datetime) -> None:
        self._change(letter, due_at=at, attempts=LETTERS.c.attempts + 1)

    def failed(self, letter: str) -> None:
        self._change(letter, state=LetterState.FAILED.value, attempts=LETTERS.c.attempts + 1)

    def of_request(self, request: str) -> list[StoredLetter]:
        rows = self._connection.execute(select(LETTERS).where(LETTERS.c.request == request).order_by(LETTERS.c.number))
        return [_letter(row) for row in rows]

    def find(self, letter: str, message_id: str) -> StoredLetter | None:
        for column, value in ((LETTERS.c.id, letter), (LETTERS.c.message_id, message_id)):
            row = self._connection.execute(select(LETTERS).where(column == value).limit(1)).first() if value else None
            if row is not None:
                return _letter(row)
        return None

    def _change(self, letter: str, **values: object) -> None:
        if self._connection.execute(update(LETTERS).where(LETTERS.c.id == letter).values(**values)).rowcount == 0:
            raise Unknown("There is no such letter (any more).", "Its case may have been closed.")


def _link(row: Row[Any]) -> Link:
    return Link(row.request, row.purpose, row.expires_at, row.used_at)


def _letter(row: Row[Any]) -> StoredLetter:
    return StoredLetter(
        id=row.id,
        case=row.request,
        purpose=row.purpose,
        content=row.content,
        state=LetterState(row.state),
        due_at=row.due_at,
        attempts=row.attempts,
        sent_at=row.sent_at,
    )
