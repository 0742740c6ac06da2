"""Work that only a named person can do: a system without an interface, a decision, an answer to give.

A task is never skipped and never silently done. What tells of a person in it lies in the vault; here is what kind of
work it is, in which system, and until when.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"  # its request ended otherwise


class TaskIsOver(Exception):
    """The task was done or dropped before; the message says which."""


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work. ``kind`` names it (ask_person, choose, read_text, approve); ``words`` is a vault entry."""

    id: str
    kind: str
    made_at: datetime
    request: str | None = None
    step: str | None = None
    system: str | None = None
    count: int = 0
    words: str | None = None
    assigned_to: str | None = None  # account or role
    due_at: datetime | None = None
    reminded_at: datetime | None = None
    state: TaskState = TaskState.OPEN
    done_by: str | None = None
    done_at: datetime | None = None


def finish(task: Task, by: str, at: datetime) -> Task:
    """The task, done by somebody. Raises :class:`TaskIsOver`."""
    if task.state is not TaskState.OPEN:
        raise TaskIsOver(f"This task is {task.state} already; nothing was changed.")
    return replace(task, state=TaskState.DONE, done_by=by, done_at=at)
