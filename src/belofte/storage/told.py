"""What staff was told of, so that everything is told once: a row for what was told, and about what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select

from belofte.domain.request import Request
from belofte.domain.task import Task, TaskState
from belofte.storage import tables
from belofte.storage.queue import conditions
from belofte.storage.requests import request_of
from belofte.storage.scope import Scope
from belofte.storage.statements import pieces, put_rows
from belofte.storage.work import task_of
from belofte.store_port import LetterState, Wanted

TOLD, REQUESTS, TASKS = tables.staff_told, tables.requests, tables.tasks
EVENTS, LETTERS, ENTRIES = tables.events, tables.letters, tables.vault_entries
UNTIL_OVER = (LetterState.SENT.value, LetterState.FAILED.value)


class Told:
    """What staff was told, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def requests(self, what: str, wanted: Wanted, limit: int) -> list[Request]:
        rows = self._connection.execute(
            select(REQUESTS)
            .where(*conditions(wanted, REQUESTS.c.state), ~_told(what, REQUESTS.c.id))
            .order_by(REQUESTS.c.work_by, REQUESTS.c.number)
            .limit(limit)
        )
        return [request_of(row) for row in rows.mappings()]

    def tasks(
        self, what: str, limit: int, *, made_before: datetime | None = None, due_before: datetime | None = None
    ) -> list[Task]:
        wanted = select(TASKS).where(TASKS.c.state == TaskState.OPEN.value, ~_told(what, TASKS.c.id))
        if made_before is not None:
            wanted = wanted.where(TASKS.c.made_at < made_before)
        if due_before is not None:
            wanted = wanted.where(TASKS.c.due_at < due_before)
        return [
            task_of(row) for row in self._connection.execute(wanted.order_by(TASKS.c.number).limit(limit)).mappings()
        ]

    def quiet(self, requests: Sequence[str], since: datetime, apart_from: Sequence[str] = ()) -> set[str]:
        busy: set[str] = set()
        for piece in pieces(requests):
            later = select(EVENTS.c.about).where(EVENTS.c.about.in_(piece), EVENTS.c.at >= since)
            busy.update(self._connection.scalars(later.where(EVENTS.c.kind.not_in(apart_from)).distinct()))
        return set(requests) - busy

    def note(self, what: str, about: Iterable[tuple[str, str | None]], at: datetime) -> None:
        rows = [{"what": what, "about": one, "request": request, "at": at} for one, request in about]
        put_rows(self._connection, TOLD, rows)

    def forget_letters(self, case: str, before: datetime) -> int:
        over = (LETTERS.c.request == case, LETTERS.c.state.in_(UNTIL_OVER), LETTERS.c.due_at < before)
        contents = list(self._connection.scalars(delete(LETTERS).where(*over).returning(LETTERS.c.content)))
        for piece in pieces(contents):
            self._connection.execute(delete(ENTRIES).where(ENTRIES.c.id.in_(piece)))
        return len(contents)


def _told(what: str, about: ColumnElement[Any]) -> ColumnElement[bool]:
    return exists().where(TOLD.c.what == what, TOLD.c.about == about)
