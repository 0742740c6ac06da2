"""The queue's queries. A page is read through the index on ``work_by``; no page reads all rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from belofte.domain.course import decode_course
from belofte.domain.request import Request
from belofte.storage import tables
from belofte.storage.requests import OVER, REFERENCE, request_of
from belofte.storage.scope import Scope
from belofte.storage.vault import Vault
from belofte.store_port import Wanted

TABLE = tables.requests
NO_DAY = TABLE.c.work_by.is_(None)


class Queue:
    """Open requests as the office reads them, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def page(self, wanted: Wanted, limit: int, offset: int = 0) -> list[Request]:
        """First what has a day, through the index; then, where the page is not full, what has none."""
        found = self._part(wanted, ~NO_DAY, limit, offset)
        if len(found) < limit:
            dated = self._count(wanted, ~NO_DAY) if not found else offset + len(found)
            found += self._part(wanted, NO_DAY, limit - len(found), max(0, offset - dated))
        return found

    def count(self, wanted: Wanted) -> int:
        return self._count(wanted)

    def references(self, requests: Sequence[str]) -> dict[str, str]:
        return {case: data.decode() for case, data in Vault(self._scope).newest(REFERENCE, requests).items()}

    def owners(self) -> list[str]:
        courses = self._connection.scalars(
            select(TABLE.c.course)
            .where(TABLE.c.state.not_in(OVER), TABLE.c.course.contains('"owner":', autoescape=True))
            .distinct()
        )
        return sorted({owner for text in courses if (owner := decode_course(text).owner) is not None})

    def _part(self, wanted: Wanted, which: ColumnElement[bool], limit: int, offset: int) -> list[Request]:
        rows = self._connection.execute(
            select(TABLE)
            .where(which, *conditions(wanted, self._state()))
            .order_by(TABLE.c.work_by, TABLE.c.number)
            .limit(limit)
            .offset(offset)
        )
        return [request_of(row) for row in rows.mappings()]

    def _state(self) -> ColumnElement[str]:
        """SQLite plans without statistics: it would collect all rows of these states by their index and sort them."""
        is_sqlite = self._connection.dialect.name == "sqlite"
        return func.coalesce(TABLE.c.state, "") if is_sqlite else TABLE.c.state

    def _count(self, wanted: Wanted, *which: ColumnElement[bool]) -> int:
        counted = select(func.count()).select_from(TABLE).where(*which, *conditions(wanted, TABLE.c.state))
        return self._connection.scalar(counted) or 0


def conditions(wanted: Wanted, state: ColumnElement[str]) -> Iterator[ColumnElement[Any]]:
    """What a row must fulfil; ``state`` is the column, or how the database is to read it."""
    yield state.in_([state.value for state in wanted.states])
    if wanted.right is not None:
        yield TABLE.c.right == wanted.right
    if wanted.waiting is not None:
        yield TABLE.c.waiting == wanted.waiting.value
    if wanted.owner is not None:  # as the course is written: without blanks, quotes within a value escaped
        yield TABLE.c.course.contains(f'"owner":{json.dumps(wanted.owner)}', autoescape=True)
    if wanted.worked_before is not None:
        yield TABLE.c.work_by < wanted.worked_before
    if wanted.answered_before is not None:
        yield TABLE.c.due < wanted.answered_before
    if wanted.after is not None:
        yield _after(*wanted.after)


def _after(day: date | None, request: str) -> ColumnElement[bool]:
    row = TABLE.alias("before")
    number = func.coalesce(select(row.c.number).where(row.c.id == request).scalar_subquery(), 0)
    if day is None:
        return and_(NO_DAY, TABLE.c.number > number)
    return or_(TABLE.c.work_by > day, and_(TABLE.c.work_by == day, TABLE.c.number > number), NO_DAY)
