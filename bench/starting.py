"""How long starting takes: a bare Python, the import of the command line, and the server until it answers.

The server's figure includes the sample company's policy, store, engine and both fronts, not the making of them.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from figures import Figure
from measuring import Bench

from belofte.bootstrap import make_demo

SERVE = "import sys; from belofte.cli.main import main; main(['serve', '--policy', sys.argv[1]])"
IMPORT_SECONDS, READY_SECONDS = 0.4, 2.5


def starting(bench: Bench) -> Iterator[Figure]:
    """The import over a bare start, and the server; medians."""
    runs = bench.sizes.runs
    bare = _median(runs, lambda: _python("pass"))
    command = _median(runs, lambda: _python("import belofte.cli.main"))
    note = f"bare start {bare:.2f} s, {runs} runs"
    yield Figure("import of belofte.cli", command - bare, " s", most=IMPORT_SECONDS, note=note)
    server = Server(bench.folder / "demo")
    server.ready()  # the first start makes the engine's tables
    starts = [server.ready() for _ in range(runs)]
    wall, worked = (statistics.median(figures) for figures in zip(*starts, strict=True))
    note = f"{worked:.2f} s of them at work on a processor, {runs} runs"
    yield Figure("server ready", wall, " s", most=READY_SECONDS, note=note)


def _python(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


class Server:
    """The sample company, and a server over it that is started again and again."""

    def __init__(self, folder: Path) -> None:
        home = make_demo(folder, 100).home
        self._policy, self._public = home.policy, _free_port()
        home.settings_file.write_text(
            f'public_listen = "127.0.0.1:{self._public}"\noffice_listen = "127.0.0.1:{_free_port()}"\n',
            encoding="utf-8",
        )

    def ready(self) -> tuple[float, float]:
        """Seconds from the start of the process to the first answer that it is ready; and its processor time: on a
        busy machine only the second can be compared."""
        start = time.perf_counter()
        quiet = subprocess.DEVNULL
        process = subprocess.Popen([sys.executable, "-c", SERVE, str(self._policy)], stdout=quiet, stderr=quiet)
        try:
            while not self._answers():
                if process.poll() is not None:
                    raise SystemExit("the server did not start")
                time.sleep(0.01)
            return time.perf_counter() - start, _processor_seconds(process.pid)
        finally:
            process.terminate()
            process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._public}/health/ready", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False


def _processor_seconds(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _median(runs: int, measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(runs))
