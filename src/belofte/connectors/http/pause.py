"""Waiting, as a port: tests wait no time, and a command that ends stops waiting."""

from __future__ import annotations

import secrets
import time
from typing import Protocol

FIRST, LONGEST = 0.5, 60.0
"""Seconds before the first repetition, and the longest that one call waits; beyond that the step is done later."""


class Pause(Protocol):
    """How a connector waits and what time it is on a clock that never jumps."""

    def wait(self, seconds: float) -> None:
        """Let this many seconds go by."""
        ...

    def monotonic(self) -> float:
        """Seconds on a clock that never jumps."""
        ...


class RealPause:
    """The machine's own time."""

    def wait(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)

    def monotonic(self) -> float:
        """The monotonic clock."""
        return time.monotonic()


def back_off(attempt: int) -> float:
    """Seconds before repetition ``attempt`` (from 1): doubled each time, half of it at random, so that many callers do
    not come back together."""
    most = min(FIRST * 2 ** (attempt - 1), LONGEST)
    return most / 2 + most / 2 * secrets.randbelow(1000) / 1000
