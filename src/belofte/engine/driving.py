"""One drive, with its errors caught, typed and stripped.

What a drive returns is kept by DBOS, pickled, for a day; what it raises would be kept too. So nothing but names of
systems and verbs, counts, and the class of an error ever leaves this function.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from belofte.domain.system_map import Verb
from belofte.engine.locks import TEND, Locks, lane
from belofte.logs import Stripped
from belofte.ports import Work

LIMIT = 1000
"""Steps a drive claims at most (one transaction, one pass over the system)."""

log = logging.getLogger("belofte.engine")


@dataclass(frozen=True, slots=True)
class DriveEnd:
    """How a drive ended. ``problem`` is the class of an error that stopped it, ``busy`` when the lane was taken."""

    system: str
    verb: str
    receipted: int = 0
    waiting: int = 0
    failed: int = 0
    problem: str | None = None

    @property
    def has_moved(self) -> bool:
        """Whether looking again at once makes sense: something was done, so a next step may have become due."""
        return self.receipted > 0


Progress = Callable[[DriveEnd], None]

BUSY = "busy"


def drive_once(work: Work, system: str, verb: str, limit: int = LIMIT) -> DriveEnd:
    """Let the work drive one batch. Never raises an ``Exception``: see :attr:`DriveEnd.problem`."""
    with Stripped() as caught:
        driven = work.drive(system, Verb(verb), limit)
        return DriveEnd(system, verb, driven.receipted, driven.waiting, driven.failed)
    log.error("drive stopped", extra={"system": system, "verb": verb, "error": caught.said})
    return DriveEnd(system, verb, problem=caught.kind)


def drive_in_lane(work: Work, locks: Locks, system: str, verb: str, limit: int = LIMIT) -> DriveEnd:
    """As :func:`drive_once`, alone on the system; at once ``busy`` when another process or thread drives it."""
    hold = locks.try_hold(lane(system))
    if hold is None:
        return DriveEnd(system, verb, problem=BUSY)
    try:
        return drive_once(work, system, verb, limit)
    finally:
        hold.release()


def tend_alone(work: Work, locks: Locks) -> Mapping[str, int]:
    """Do what is due by the clock, unless another process does it just now: a letter goes once."""
    hold = locks.try_hold(TEND)
    if hold is None:
        return {}
    try:
        return work.tend()
    finally:
        hold.release()
