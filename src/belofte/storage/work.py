"""Work that waits: tasks for people, and due dates for the scheduled job."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, RowMapping, bindparam, delete, insert, select, tuple_, update

from belofte.domain.task import Task, TaskState
from belofte.storage import tables
from belofte.storage.ready import Ready
from belofte.storage.scope import Scope
from belofte.storage.statements import put_rows
from belofte.store_port import DueDate, Unknown

TASKS, DATES = tables.tasks, tables.due_dates
NAMES = tuple(field.name for field in fields(Task))
_LIMIT = bindparam("limit", type_=Integer)
_OF_KIND = select(DATES).where(DATES.c.kind == bindparam("of")).order_by(DATES.c.at).limit(_LIMIT)
_OVER = (
    select(DATES.c.kind, DATES.c.about)
    .where(DATES.c.kind == bindparam("of"), DATES.c.at <= bindparam("now"))
    .order_by(DATES.c.at)
    .limit(_LIMIT)
    .with_for_update(skip_locked=True)
)
_COMING = Ready(_OF_KIND)
_TAKE = Ready(delete(DATES).where(tuple_(DATES.c.kind, DATES.c.about).in_(_OVER)).returning(DATES))


class Tasks:
    """Tasks, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def add(self, tasks: Sequence[Task]) -> None:
        if tasks:
            self._connection.execute(insert(TASKS), [_row(task) for task in tasks])

    def get(self, task: str) -> Task:
        row = self._connection.execute(select(TASKS).where(TASKS.c.id == task)).mappings().one_or_none()
        if row is None:
            raise Unknown("There is no such task (any more).", "List the open tasks with `belofte task list`.")
        return task_of(row)

    def save(self, task: Task) -> None:
        row = {("of" if name == "id" else name): value for name, value in _row(task).items()}
        if self._connection.execute(update(TASKS).where(TASKS.c.id == bindparam("of")), [row]).rowcount == 0:
            raise Unknown("There is no such task (any more).", "List the open tasks with `belofte task list`.")

    def in_state(self, state: TaskState, limit: int = 1000) -> list[Task]:
        return self._tasks(TASKS.c.state == state.value, limit)

    def of_request(self, request: str) -> list[Task]:
        return self._tasks(TASKS.c.request == request, None)

    def _tasks(self, which: Any, limit: int | None) -> list[Task]:
        rows = self._connection.execute(select(TASKS).where(which).order_by(TASKS.c.number).limit(limit))
        return [task_of(row) for row in rows.mappings()]


class Dates:
    """Due dates, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def put(self, dates: Iterable[DueDate]) -> None:
        put_rows(self._connection, DATES, [{"kind": one.kind, "about": one.about, "at": one.at} for one in dates])

    def take(self, kind: str, now: datetime, limit: int = 1000) -> list[DueDate]:
        """The dates that are over, off the list; two workers never take the same."""
        taken = _TAKE.rows(self._connection, {"of": kind, "now": now, "limit": limit})
        return sorted((DueDate(**row) for row in taken), key=lambda one: (one.at, one.about))

    def coming(self, kind: str | None = None, limit: int = 1000) -> list[DueDate]:
        if kind is not None:
            return [DueDate(**row) for row in _COMING.rows(self._connection, {"of": kind, "limit": limit})]
        rows = self._connection.execute(select(DATES).order_by(DATES.c.at).limit(limit))
        return [_date(row) for row in rows]

    def every(self, kind: str) -> list[DueDate]:
        rows = self._connection.execute(select(DATES).where(DATES.c.kind == kind).order_by(DATES.c.at))
        return [_date(row) for row in rows]

    def of(self, about: str) -> list[DueDate]:
        rows = self._connection.execute(select(DATES).where(DATES.c.about == about).order_by(DATES.c.at))
        return [_date(row) for row in rows]

    def cancel(self, about: str, kind: str | None = None) -> None:
        gone = delete(DATES).where(DATES.c.about == about)
        self._connection.execute(gone if kind is None else gone.where(DATES.c.kind == kind))


def _row(task: Task) -> dict[str, object]:
    return {**asdict(task), "state": task.state.value}


def task_of(row: RowMapping) -> Task:
    """The task of one row."""
    values: dict[str, Any] = {name: row[name] for name in NAMES}
    values["state"] = TaskState(values["state"])
    return Task(**values)


def _date(row: Row[Any]) -> DueDate:
    return DueDate(row.kind, row.about, row.at)
