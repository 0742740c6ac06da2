"""What programs read over the API: pages that go on where the last one ended, register, verdicts. No personal data.

A page's *place* is the last thing on it. It need not be there any more when the next page is asked for, and nothing is
skipped or told twice because something before it came or went.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from belofte.domain.clock import promise_for
from belofte.domain.errors import WrongUse
from belofte.domain.register import RegisterRow
from belofte.domain.register_export import rows_in
from belofte.domain.task import Task, TaskState
from belofte.procedures.acting.by_hand import finish_task
from belofte.procedures.acting.word_of_hand import Word
from belofte.procedures.desks import QueueRow
from belofte.procedures.office.queue_desk import OPEN, rows_of
from belofte.procedures.parts import Current, Parts
from belofte.procedures.programs.told_as_json import due_told
from belofte.procedures.watching.watch import Watched, past_breaks
from belofte.store_port import Unknown, Wanted

Row = TypeVar("Row")
Place = tuple[str, ...]
"""Where a page ended: what the next one comes after."""
EVERY_TASK = 100_000
"""Open tasks that are looked at to make a page."""


@dataclass(frozen=True, slots=True)
class PageOf(Generic[Row]):
    """Some rows, and the place where the next page begins; None: these are the last."""

    rows: tuple[Row, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of the register, and whether the whole is what it must be."""

    page: PageOf[RegisterRow]
    handled: int
    complete: bool
    changed_months: tuple[str, ...]


class ApiDesk:
    """The desk over the store: ``belofte.desk(ApiDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def parts(self) -> Parts:
        """What is worked with now."""
        return self._current.parts

    def requests(self, wanted: Wanted, place: Place | None, limit: int) -> PageOf[QueueRow]:
        """Requests by the day their work must be done. Raises ``WrongUse`` for a place that is none."""
        if not wanted.states:
            wanted = replace(wanted, states=OPEN)
        with self.parts.store.reading() as tx:
            found = tx.queue.page(replace(wanted, after=_request_place(place)), limit + 1)
            rows = tuple(rows_of(self.parts, tx, found[:limit]))
        last = found[limit - 1] if len(found) > limit else None
        return PageOf(rows, (last.work_by.isoformat() if last.work_by else "", last.id) if last else None)

    def tasks(self, place: Place | None, limit: int) -> PageOf[Task]:
        """Open tasks, oldest first."""
        with self.parts.store.reading() as tx:
            tasks = tx.tasks.in_state(TaskState.OPEN, EVERY_TASK)
        return _page(tasks, lambda task: (task.made_at.isoformat(), task.id), place, limit)

    def task(self, task: str) -> tuple[Task, str | None]:
        """One task and the reference of its request. Raises ``WrongUse`` where there is none."""
        with self.parts.store.reading() as tx:
            try:
                found = tx.tasks.get(task)
            except Unknown as unknown:
                raise WrongUse("There is no such task (any more).", "see the list of tasks") from unknown
            try:
                return found, tx.requests.reference_of(found.request) if found.request else None
            except Unknown:
                return found, None

    def finish(self, task: str, by: str, word: Word | None = None) -> tuple[Task, str | None]:
        """A named person did the task, and says how it ended: ``word``, None where it is just done."""
        finish_task(self.parts, task, by, word)
        return self.task(task)

    def register(self, period: str | None, place: Place | None, limit: int) -> RegisterPage:
        """Handled requests by the month they were closed in."""
        with self.parts.store.reading() as tx:
            every = tx.register.rows()
            handled, changed = tx.register.handled(), tuple(tx.register.changed_months())
        page = _page(rows_in(every, period), lambda row: (row.month_out, row.id), place, limit)
        return RegisterPage(page, handled, handled == len(every), changed)

    def verdicts(self) -> Watched:
        """The verdicts as they stand; nothing is looked at anew, so nothing is raised either."""
        with self.parts.store.reading() as tx:
            present = tuple(tx.promises.present())
            breaks = {verdict.clause: past_breaks(tx.promises.history(verdict.clause)) for verdict in present}
        past = {clause: found for clause, found in breaks.items() if found}
        return Watched(self.parts.now(), self.parts.policy.version, present, past_breaks=past)

    def due(self, received: date, right: str) -> dict[str, Any]:
        """Every date of a request that arrived on a day. Raises ``WrongUse`` for a year no holidays are known of."""
        parts = self.parts
        if abs(received.year - parts.today().year) > 2:
            raise WrongUse("No holidays are held ready around this day.", "ask belofte due on the command line")
        promise = promise_for(parts.policy.rights, right)
        return due_told(received, right, parts.country.code, promise, parts.holidays)


def _request_place(place: Place | None) -> tuple[date | None, str] | None:
    if place is None:
        return None
    try:
        day, request = place
        return (date.fromisoformat(day) if day else None), request
    except ValueError as wrong:
        raise _no_place() from wrong


def _page(rows: Sequence[Row], key: Callable[[Row], Place], place: Place | None, limit: int) -> PageOf[Row]:
    if place is not None and len(place) != 2:
        raise _no_place()
    later = sorted((row for row in rows if place is None or key(row) > place), key=key)
    shown = tuple(later[:limit])
    return PageOf(shown, key(shown[-1]) if len(later) > limit else None)


def _no_place() -> WrongUse:
    return WrongUse("The cursor is none that was given out.", "begin again without a cursor")
