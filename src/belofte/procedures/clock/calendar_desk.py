"""The days of open work for a calendar: a reference and a day, nothing else. Calendars are kept by many programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from belofte.domain.clock import local_date
from belofte.domain.task import TaskState
from belofte.procedures.clock.notifying import reference_of
from belofte.procedures.office.queue_desk import OPEN
from belofte.procedures.parts import Current
from belofte.store_port import Wanted

MOST = 2000
"""Entries of one kind in a feed: what lies nearest."""


class DayKind(StrEnum):
    WORK_BY = "work-by"  # the office must be ready
    DUE = "due"  # the answer must have gone
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Entry:
    """One day. ``uid`` is the same each time, and leads to nobody."""

    uid: str
    kind: DayKind
    on: date
    reference: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """All of it, as it stands at ``at``; ``language`` is the policy's first."""

    entries: tuple[Entry, ...]
    at: datetime
    language: str


class CalendarDesk:
    """The feed over the store: ``belofte.desk(CalendarDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def feed(self) -> Feed:
        """Every open request's days, and the days of tasks."""
        parts = self._current.parts
        with parts.store.reading() as tx:
            requests = tx.queue.page(Wanted(OPEN), MOST)
            references = tx.queue.references([request.id for request in requests])
            tasks = [
                _entry(task.id, DayKind.TASK, local_date(task.due_at, parts.country.time_zone), reference_of(tx, task))
                for task in tx.tasks.in_state(TaskState.OPEN, MOST)
                if task.due_at is not None
            ]
        days = [
            _entry(request.id, kind, day, references[request.id])
            for request in requests
            for kind, day in ((DayKind.WORK_BY, request.work_by), (DayKind.DUE, request.due))
            if day is not None
        ]
        return Feed((*days, *tasks), parts.now(), parts.policy.languages[0])


def _entry(about: str, kind: DayKind, on: date, reference: str | None) -> Entry:
    return Entry(sha256(f"{kind}\0{about}".encode()).hexdigest()[:32], kind, on, reference)
