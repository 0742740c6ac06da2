"""Starts and ends real processes for the tests. Every one is ended by its own id."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
PATIENCE = 120.0
"""Seconds after which what is waited for will not come any more: how fast a machine is, is not what a test judges."""


class Process:
    """One process of ours: its output goes to a file, so that no pipe can block it."""

    def __init__(self, script: Path, arguments: Sequence[str], output: Path) -> None:
        self.output = output
        with output.open("ab") as file:
            self._process = subprocess.Popen(
                [sys.executable, str(script), *arguments], stdout=file, stderr=subprocess.STDOUT, cwd=script.parent
            )
        self.pid = self._process.pid

    def says(self, word: str, seconds: float = PATIENCE) -> bool:
        return until(lambda: word in self.text() or self._process.poll() is not None, seconds) and word in self.text()

    def text(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def ends(self, seconds: float = PATIENCE) -> int | None:
        """Its exit status, or None when it still runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds)
        return None

    def signal(self, number: signal.Signals) -> None:
        if self._process.poll() is None:
            os.kill(self.pid, number)


@contextlib.contextmanager
def running(script: Path, arguments: Sequence[str], output: Path) -> Iterator[Process]:
    process = Process(script, arguments, output)
    try:
        yield process
    finally:
        process.signal(signal.SIGKILL)
        process.ends()


def until(is_so: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Wait until it is so; False when it never was."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
