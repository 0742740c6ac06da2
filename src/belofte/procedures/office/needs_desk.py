"""What needs a person now: one list for one page and one daily mail. No personal data.

Requests that wait for the office or whose day is near or past; tasks; what other books add (``needs_sources``): awaited
replies, documents that end, breaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from belofte.domain.clock import local_date
from belofte.domain.request import RequestState, Waiting
from belofte.domain.task import Task, TaskState
from belofte.procedures.acting.by_hand import DECIDED_ON_THE_CASE, SAYS_WHAT, finish_task
from belofte.procedures.acting.word_of_hand import Word
from belofte.procedures.office.needs_sources import SOURCES
from belofte.procedures.office.queue_desk import OPEN, rows_of
from belofte.procedures.office.what_is_needed import Needs, Source, TaskRow
from belofte.procedures.parts import Current, Parts
from belofte.store_port import Transaction, Unknown, Wanted

SOON = timedelta(days=5)
"""How far ahead a working day counts as near: three working days and a weekend."""
MOST = 100
"""Requests and tasks on the page; how many there are in all is told beside them."""


class NeedsDesk:
    """What needs a person: ``belofte.desk(NeedsDesk)``."""

    def __init__(self, current: Current, sources: Sequence[Source] = SOURCES) -> None:
        self._current, self._sources = current, tuple(sources)

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def needs(self) -> Needs:
        """What needs a person at this moment."""
        parts = self._parts
        with parts.store.reading() as tx:
            waits = Wanted(OPEN, waiting=Waiting.OFFICE)
            near = Wanted(OPEN, worked_before=parts.today() + SOON)
            both = {r.id: r for wanted in (waits, near) for r in tx.queue.page(wanted, MOST)}
            wanted = sorted(both.values(), key=lambda r: (r.work_by or date.max, r.received_at))[:MOST]
            overlap = tx.queue.count(replace(waits, worked_before=near.worked_before))
            total = tx.queue.count(waits) + tx.queue.count(near) - overlap
            tasks = tx.tasks.in_state(TaskState.OPEN, MOST)
            return Needs(
                requests=tuple(rows_of(parts, tx, wanted)),
                requests_total=total,
                tasks=tuple(_task_row(parts, tx, task) for task in tasks),
                more=tuple(need for source in self._sources for need in source(parts, tx)),
            )

    def finish(self, task: str, by: str, word: Word | None = None) -> None:
        """A named person did the task, and says how it ended; raises ``WrongUse`` or ``Refused`` when it is over."""
        finish_task(self._parts, task, by, word)


def _task_row(parts: Parts, tx: Transaction, task: Task) -> TaskRow:
    zone = parts.country.time_zone
    return TaskRow(
        id=task.id,
        kind=task.kind,
        made_on=local_date(task.made_at, zone),
        reference=_reference(tx, task.request),
        system=task.system,
        count=task.count,
        assigned_to=task.assigned_to,
        due_on=local_date(task.due_at, zone) if task.due_at else None,
        kept_by_people=task.step is not None and _is_kept_by_people(parts, task),
        is_decision=task.kind in DECIDED_ON_THE_CASE,
        says_what=task.kind in SAYS_WHAT,
    )


def _is_kept_by_people(parts: Parts, task: Task) -> bool:
    system = parts.systems.get(task.system or "")
    return system is not None and system.is_kept_by_people


def _reference(tx: Transaction, request: str | None) -> str | None:
    if request is None:
        return None
    try:
        held = tx.requests.get(request)
    except Unknown:
        return None
    return tx.requests.reference_of(request) if held.state is not RequestState.CLOSED else None
