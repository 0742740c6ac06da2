"""How soon a batch that did not move is tried again: a system that is away is asked ever more rarely, up to a limit."""

from __future__ import annotations

import threading
import time

from belofte.engine.driving import DriveEnd

FIRST_SECONDS = 2.0
LONGEST_SECONDS = 300.0


class Pace:
    """Remembers in memory, per system and verb, how often in a row nothing moved. A restart starts afresh."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._still: dict[tuple[str, str], tuple[int, float]] = {}  # times in a row, not before (monotonic)

    def rest(self, system: str, verb: str) -> float:
        """Seconds until this batch may be tried; 0 when it may be tried now."""
        with self._guard:
            return max(0.0, self._still.get((system, verb), (0, 0.0))[1] - time.monotonic())

    def note(self, end: DriveEnd) -> None:
        """Learn from how a drive ended."""
        key = (end.system, end.verb)
        with self._guard:
            if end.has_moved:
                self._still.pop(key, None)
                return
            times = self._still.get(key, (0, 0.0))[0] + 1
            pause = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** (times - 1))
            self._still[key] = (times, time.monotonic() + pause)

    def forget(self, system: str, verb: str) -> None:
        """Somebody asked for it now: do not make them wait for what happened before."""
        with self._guard:
            self._still.pop((system, verb), None)

    def resting(self) -> int:
        """How many batches wait for their next try."""
        with self._guard:
            return sum(1 for _, until in self._still.values() if until > time.monotonic())
