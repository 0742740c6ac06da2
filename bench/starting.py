"""How long starting takes: a bare Python, the import of the command line, and the server until it answers.

usage: python bench/starting.py [--runs 5]

Prints medians. The server's figure includes the sample company's policy, store, engine and both fronts, not the making
of them.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from belofte.bootstrap import make_demo

SERVE = "import sys; from belofte.cli.main import main; main(['serve', '--policy', sys.argv[1]])"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    bare = median(runs, lambda: python("pass"))
    command = median(runs, lambda: python("import belofte.cli.main"))
    print(f"bare python {bare:.2f} s · import of belofte.cli: {command - bare:.2f} s over it (n={runs})")
    with tempfile.TemporaryDirectory(prefix="belofte-bench-") as folder:
        server = Server(Path(folder) / "demo")
        server.ready()  # the first start makes the engine's tables
        starts = [server.ready() for _ in range(runs)]
        wall, worked = (statistics.median(figures) for figures in zip(*starts, strict=True))
        print(f"server ready after {wall:.2f} s, {worked:.2f} s of them at work on a processor (n={runs})")


def python(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


class Server:
    """The sample company, and a server over it that is started again and again."""

    def __init__(self, folder: Path) -> None:
        home = make_demo(folder, 100).home
        self.policy, self.public = home.policy, free_port()
        home.settings_file.write_text(
            f'public_listen = "127.0.0.1:{self.public}"\noffice_listen = "127.0.0.1:{free_port()}"\n', encoding="utf-8"
        )

    def ready(self) -> tuple[float, float]:
        """Seconds from the start of the process to the first answer that it is ready; and its processor time: on a
        busy machine only the second can be compared."""
        start = time.perf_counter()
        quiet = subprocess.DEVNULL
        process = subprocess.Popen([sys.executable, "-c", SERVE, str(self.policy)], stdout=quiet, stderr=quiet)
        try:
            while not self._answers():
                if process.poll() is not None:
                    raise SystemExit("the server did not start")
                time.sleep(0.01)
            return time.perf_counter() - start, processor_seconds(process.pid)
        finally:
            process.terminate()
            process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.public}/health/ready", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False


def processor_seconds(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def median(runs: int, measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(runs))


if __name__ == "__main__":
    main()
