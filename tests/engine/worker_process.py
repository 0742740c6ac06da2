"""A lasting process for the tests, until SIGTERM: ``python worker_process.py FOLDER URL WORKER_ID PAUSE [TICK]``."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from errands import Errands

from belofte.engine.database import open_engine_database
from belofte.engine.durable import Engine, Settings, WorkerIdTaken
from belofte.logs import configure_logs


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(folder: str, url: str, worker_id: str, pause: str, tick: str = "0.3") -> int:
    configure_logs("json")
    engine = Engine(
        open_engine_database(url), Settings(worker_id, tick_seconds=float(tick), upkeep_seconds=0.5, fresh_seconds=3.0)
    )
    try:
        engine.start(Errands(Path(folder), float(pause)))
    except WorkerIdTaken as taken:
        say(str(taken))
        return 2
    say("ready")
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    ended.wait()
    say("in good order" if engine.stop() else "cut off")
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
