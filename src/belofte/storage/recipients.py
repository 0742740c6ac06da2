"""Notices to recipients (Art. 19), inside one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import RowMapping, bindparam, insert, select, update

from belofte.domain.recipients import Action, Answered, Notice, NoticeState
from belofte.storage import tables
from belofte.storage.scope import Scope
from belofte.store_port import Unknown

NOTICES = tables.recipient_notices
NAMES = tuple(field.name for field in fields(Notice))


class Recipients:
    """Who was told of what, and what they answered."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def add(self, notices: Sequence[Notice]) -> None:
        if notices:
            self._connection.execute(insert(NOTICES), [asdict(notice) for notice in notices])

    def get(self, notice: str) -> Notice:
        row = self._connection.execute(select(NOTICES).where(NOTICES.c.id == notice)).mappings().one_or_none()
        if row is None:
            raise Unknown("There is no such notice (any more).", "List them with `belofte request recipients`.")
        return _notice(row)

    def save(self, notice: Notice) -> None:
        row = {("of" if name == "id" else name): value for name, value in asdict(notice).items()}
        if self._connection.execute(update(NOTICES).where(NOTICES.c.id == bindparam("of")), [row]).rowcount == 0:
            raise Unknown("There is no such notice (any more).", "List them with `belofte request recipients`.")

    def of_request(self, request: str) -> list[Notice]:
        return self._notices(NOTICES.c.request == request, None)

    def unanswered(self, limit: int = 1000) -> list[Notice]:
        return self._notices(NOTICES.c.state != NoticeState.ANSWERED.value, limit)

    def _notices(self, which: Any, limit: int | None) -> list[Notice]:
        rows = self._connection.execute(select(NOTICES).where(which).order_by(NOTICES.c.number).limit(limit))
        return [_notice(row) for row in rows.mappings()]


def _notice(row: RowMapping) -> Notice:
    values: dict[str, Any] = {name: row[name] for name in NAMES}
    values["action"], values["state"] = Action(values["action"]), NoticeState(values["state"])
    values["answer"] = Answered(values["answer"]) if values["answer"] else None
    return Notice(**values)
