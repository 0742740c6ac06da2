"""Systems that need nothing of one another are driven at the same time, each in its own lane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from belofte.engine.driving import DriveEnd, drive_in_lane
from belofte.engine.locks import Locks
from belofte.ports import Batch, Work

AT_ONCE = 4
"""Systems that are driven at the same time: as many as a lasting process has in hand."""


def side_by_side(work: Work, locks: Locks, batches: Sequence[Batch]) -> Iterator[DriveEnd]:
    """How each of these batches ended, system by system in the order given; batches of one system one after another.

    Who is interrupted here (Ctrl-C) waits for the drives under way, and no other is begun.
    """
    lanes: dict[str, list[Batch]] = {}
    for batch in batches:
        lanes.setdefault(batch.system, []).append(batch)

    def drive(system: str) -> list[DriveEnd]:
        return [drive_in_lane(work, locks, system, batch.verb.value) for batch in lanes[system]]

    if len(lanes) == 1:
        yield from drive(next(iter(lanes)))
        return
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="drive")
    try:
        for ends in pool.map(drive, lanes):
            yield from ends
    finally:
        pool.shutdown(cancel_futures=True)
