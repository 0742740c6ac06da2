"""Threads that do one small thing again and again, sooner when woken, until they are told to end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from belofte.logs import Stripped

log = logging.getLogger("belofte.engine")


class Round:
    """Calls ``body`` every ``seconds``. An error is logged by its class and the round goes on: the next one may do."""

    def __init__(self, name: str, seconds: float, body: Callable[[], None]) -> None:
        self.name = name
        self._seconds = seconds
        self._body = body
        self._wake = threading.Event()
        self._ending = threading.Event()
        self._this_once = seconds
        self._thread = threading.Thread(target=self._run, name=f"belofte-{name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Go round now instead of when the time is up."""
        self._wake.set()

    def within(self, seconds: float) -> None:
        """Go round again in so many seconds at the latest, this once. To be called from the body itself."""
        self._this_once = min(self._this_once, seconds)

    def end(self) -> None:
        """Go round no more. Does not wait: see :meth:`join`."""
        self._ending.set()
        self._wake.set()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._ending.is_set():
            self._wake.clear()
            self._this_once = self._seconds
            with Stripped() as caught:
                self._body()
            if caught.kind:
                log.error("round failed", extra={"round": self.name, "error": caught.said})
            self._wake.wait(self._this_once)
