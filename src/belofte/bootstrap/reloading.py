"""Taking an edited policy folder into a running process: the folder as a whole, or not at all.

``belofte reload`` sends SIGHUP to the process of this home and waits for its answer. The answer is a small file: which
process, and either nothing wrong or what is.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any

from belofte.bootstrap.installation import Belofte
from belofte.domain.errors import BelofteError, CouldNotLook, Refused
from belofte.settings import Home

log = logging.getLogger("belofte.reload")
PATIENCE_SECONDS = 20.0
LOOK_SECONDS = 0.05


@contextmanager
def reloading(belofte: Belofte) -> Generator[None]:
    """While inside, this process takes the folder again on SIGHUP. To be entered in the main thread."""
    file = _answer_file(belofte.home)

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        Thread(target=_take, args=(belofte, file), name="reload", daemon=True).start()

    signal.signal(signal.SIGHUP, on_signal)
    _answer(file, 0, None)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def ask_to_reload(home: Home) -> None:
    """Ask the running process of ``home`` to take its folder again.

    Raises ``Refused`` with the folder's problems (the old one stays in use), ``CouldNotLook`` when nothing runs or
    answers.
    """
    file = _answer_file(home)
    before = _read(file)
    try:
        os.kill(before["process"], signal.SIGHUP)
    except (KeyError, ProcessLookupError):
        raise CouldNotLook("No process of this folder runs.", "start it: belofte serve") from None
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        answer = _read(file)
        if answer.get("times", 0) > before["times"]:
            if answer["problem"]:
                raise Refused(f"The folder was not taken; the old one stays in use. {answer['problem']}")
            return
        time.sleep(LOOK_SECONDS)
    raise CouldNotLook("The process did not answer.", "look at its log, then try again")


def _take(belofte: Belofte, file: Path) -> None:
    problem: str | None = None
    try:
        belofte.reload()
        log.info("policy folder taken again")
    except BelofteError as error:
        problem = str(error)
        log.warning("policy folder refused; the old one stays in use")
    _answer(file, _read(file).get("times", 0) + 1, problem)


def _answer_file(home: Home) -> Path:
    return home.data / "reload.json"


def _answer(file: Path, times: int, problem: str | None) -> None:
    half = file.with_suffix(".half")
    half.write_text(json.dumps({"process": os.getpid(), "times": times, "problem": problem}), "utf-8")
    half.replace(file)


def _read(file: Path) -> dict[str, Any]:
    try:
        return json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
