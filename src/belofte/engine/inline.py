"""The command line's way: do the work here, or hand it to a worker that lives and wait.

It needs no DBOS: the steps' own states say what is left, so a command that is killed leaves nothing that the next
command or worker would not find due.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from belofte.domain.errors import CouldNotLook
from belofte.domain.system_map import Verb
from belofte.engine.driving import BUSY, DriveEnd, Progress, tend_alone
from belofte.engine.locks import Hold, Locks, identity, locks_for
from belofte.engine.side_by_side import side_by_side
from belofte.engine.workers import SqlWorkers, Workers
from belofte.ports import Batch, Work

CLI_ID = "cli"
LOOK_SECONDS = 0.1
IDLE_SECONDS = 0.15
"""Between the end of one drive and the start of the next nothing is due and nothing driven for a moment."""
STUCK_SECONDS = 5.0
"""A living worker that takes nothing in hand for this long waits for a system or a person; so would we."""
WAIT_SECONDS = 600.0


class AnotherCommandWorks(CouldNotLook):
    """Another command holds the id ``cli`` and did not end within the waiting time."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a run came to. ``handed_over``: a living worker did it. ``finished``: what was waited for is so."""

    receipted: int
    waiting: int
    failed: int
    problems: tuple[str, ...]
    handed_over: bool
    finished: bool


@dataclass(frozen=True, slots=True)
class Bench:
    """Where work is done: the locks and the heartbeats of one installation. To be closed, or used in a ``with``."""

    locks: Locks
    workers: Workers
    close: Callable[[], None]

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def bench(database: sa.Engine) -> Bench:
    """Locks and heartbeats in the engine's database, which is the bench's from now on."""
    return Bench(locks_for(database), SqlWorkers(database), database.dispose)


def complete(
    work: Work,
    place: Bench,
    is_done: Callable[[], bool],
    progress: Progress,
    wait_seconds: float = WAIT_SECONDS,
) -> Done:
    """Get the work to where ``is_done`` holds: by a living worker, else here.

    Ends earlier when nothing more can be done now (a system is away, a pause runs); ``finished`` is False then.
    Raises :class:`AnotherCommandWorks` after ``wait_seconds`` behind another command.
    """
    deadline = time.monotonic() + wait_seconds
    place.workers.ring()
    shown: dict[tuple[str, str], int] = {}
    still = 0  # looks in a row at which no worker had anything in hand
    while any(worker.is_fresh() for worker in place.workers.seen()):
        shown = _show_waiting(work, shown, progress)
        still = still + 1 if place.workers.drives() == 0 else 0
        if time.monotonic() > deadline or still * LOOK_SECONDS > (IDLE_SECONDS if is_done() else STUCK_SECONDS):
            return Done(0, 0, 0, (), handed_over=True, finished=is_done())
        time.sleep(LOOK_SECONDS)
    return run_inline(work, place, progress, is_done, max(0.0, deadline - time.monotonic()))


def _show_waiting(work: Work, shown: dict[tuple[str, str], int], progress: Progress) -> dict[tuple[str, str], int]:
    """While another process works: show each batch when it becomes due or gets smaller; returns what is due now."""
    due = {(batch.system, batch.verb.value): batch.count for batch in work.due()}
    for (system, verb), count in due.items():
        if shown.get((system, verb)) != count:
            progress(DriveEnd(system, verb, waiting=count))
    return due


def run_inline(
    work: Work,
    place: Bench,
    progress: Progress,
    is_done: Callable[[], bool] = lambda: False,
    wait_seconds: float = WAIT_SECONDS,
) -> Done:
    """Drive everything that is due here, under the id ``cli``, until nothing moves any more.

    Raises :class:`AnotherCommandWorks` when another command keeps the id longer than ``wait_seconds``.
    """
    hold = _hold_identity(place.locks, wait_seconds)
    try:
        return _run(work, place, progress, is_done, time.monotonic() + wait_seconds)
    finally:
        hold.release()


def _hold_identity(locks: Locks, wait_seconds: float) -> Hold:
    deadline = time.monotonic() + wait_seconds
    while True:
        hold = locks.try_hold(identity(CLI_ID))
        if hold is not None:
            return hold
        if time.monotonic() > deadline:
            raise AnotherCommandWorks(
                "Another belofte command is at work on this installation.",
                "Wait until it ends and repeat this one; what is due stays due.",
            )
        time.sleep(LOOK_SECONDS)


def _run(work: Work, place: Bench, progress: Progress, is_done: Callable[[], bool], deadline: float) -> Done:
    ends: list[DriveEnd] = []
    aside: set[tuple[str, str]] = set()  # did not move: trying again in this run would be a busy loop
    tend_alone(work, place.locks)
    while True:
        batches = _not_in(aside, work.due())
        if not batches:
            tend_alone(work, place.locks)  # a clock that ended may have made steps due
            batches = _not_in(aside, work.due())
        if not batches:
            break
        was_busy = False
        for end in side_by_side(work, place.locks, batches):
            if end.problem == BUSY and time.monotonic() < deadline:
                was_busy = True
                continue
            if not end.has_moved:
                aside.add((end.system, Verb(end.verb)))
            ends.append(end)
            progress(end)
        if was_busy:
            time.sleep(LOOK_SECONDS)
    return _sum(ends, is_done())


def _not_in(aside: set[tuple[str, str]], due: Sequence[Batch]) -> list[Batch]:
    return [batch for batch in due if (batch.system, batch.verb.value) not in aside]


def _sum(ends: list[DriveEnd], finished: bool) -> Done:
    last = {(end.system, end.verb): end for end in ends}
    return Done(
        receipted=sum(end.receipted for end in ends),
        waiting=sum(end.waiting for end in last.values()),
        failed=sum(end.failed for end in ends),
        problems=tuple(sorted({f"{end.system}: {end.problem}" for end in last.values() if end.problem})),
        handed_over=False,
        finished=finished,
    )
