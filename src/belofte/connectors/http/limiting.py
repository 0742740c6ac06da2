"""Stays within what a vendor allows: so many calls at once, a minute and a day, and no more refused ones than it bears.

What a vendor counts a day, and the answers that lock a caller out, are counted in the system's own folder, so that two
processes and a restart count on together.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from belofte.connectors.http.pause import Pause
from belofte.domain.rest import Limits
from belofte.ports import Clock

MINUTE = 60.0


class Limiter:
    """The limits of one system."""

    def __init__(self, limits: Limits, clock: Clock, pause: Pause) -> None:
        self._limits, self._clock, self._pause = limits, clock, pause
        self._at_once = threading.BoundedSemaphore(max(1, limits.at_once))
        self._lock = threading.Lock()
        self._begun: deque[float] = deque()
        self.made = 0  # calls, for the estimate and the doctor
        self.left: int | None = None  # as the vendor says it

    @contextmanager
    def turn(self) -> Generator[None]:
        """One call's turn: waits until it may begin."""
        with self._at_once:
            self._wait_for_minute()
            self.made += 1
            yield

    def _wait_for_minute(self) -> None:
        most = self._limits.per_minute
        if most is None:
            return
        while True:
            with self._lock:
                now = self._pause.monotonic()
                while self._begun and now - self._begun[0] >= MINUTE:
                    self._begun.popleft()
                if len(self._begun) < most:
                    self._begun.append(now)
                    return
                wait = MINUTE - (now - self._begun[0])
            self._pause.wait(wait)

    def seen(self, headers: Mapping[str, str]) -> None:
        """What an answer says of the limits."""
        if self._limits.remaining and (said := headers.get(self._limits.remaining, "")).strip().isdigit():
            self.left = int(said)


def retry_after(headers: Mapping[str, str], reset: str | None) -> float | None:
    """Seconds until the vendor wants to be asked again: ``Retry-After`` (seconds or a date), else its own header with
    seconds, or a moment in seconds or milliseconds since 1970. None where it does not say."""
    said = headers.get("Retry-After") or (headers.get(reset) if reset else None)
    if not said:
        return None
    said = said.strip()
    if said.isdigit():
        number = float(said)
        if number > 1e11:
            number /= 1000
        return max(0.0, number - datetime.now(UTC).timestamp()) if number > 1e8 else number
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
