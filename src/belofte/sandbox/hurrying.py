"""Time at one simulated vendor, which does not stand still while we wait for a limit of that vendor to pass.

Sixty calls a minute are sixty calls a minute in the sandbox too: the simulator counts them, and refuses the next. Only
nobody sits that minute out. Whoever waits puts the vendor's clock forward, and their own view of it; how far it is
ahead by now is kept beside what the simulator remembers, for every process that shares it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock


class Hurried:
    """The clock of one vendor, in seconds since 1970, and the waiting that moves it."""

    def __init__(self, file: Path, clock: Callable[[], float]) -> None:
        self._file, self._clock, self._lock = file, clock, Lock()
        self.ahead = self._kept()

    def __call__(self) -> float:
        return self._clock() + self.ahead

    def wait(self, seconds: float) -> None:
        """Put the vendor's clock forward by so many seconds."""
        with self._lock:
            self.ahead = max(self.ahead, self._kept()) + seconds
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(f"{self.ahead:.3f}", encoding="ascii")

    def monotonic(self) -> float:
        """Seconds that never go back, for who counts calls a minute."""
        return time.monotonic() + self.ahead

    def _kept(self) -> float:
        with suppress(FileNotFoundError, ValueError):  # nobody waited yet, or another process is just writing
            return float(self._file.read_text(encoding="ascii"))
        return 0.0
