"""One process that asks ``may()`` and ``use()``: usage: deciding_child.py POLICY SUBJECTS RUNS; prints JSON."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from belofte.may import Identifier, May, open_may

ASKED = 200_000
GROUP = 10_000
SINGLE = 2_000
QUESTION = ("newsletter", "subscription")
ROLE = "technical-staff"
SOMEBODY = Identifier("email", "", "somebody@post.example")


def main(policy: str, subjects: int, runs: int) -> None:
    before = peak()
    privacy = open_may(policy, "bench")
    memory, whole = peak() - before, peak()
    chance = random.Random(3)
    asked = [chance.randrange(1, subjects + 1) for _ in range(min(ASKED, 20 * subjects))]
    plain = {number: number & 7 for number in range(1, subjects + 1)}
    ways = (lambda: bare(plain, asked), lambda: decide(privacy, asked), lambda: use(privacy, asked))
    rates = [[rate(way, len(asked)) for way in ways] for _ in range(runs + 1)][1:]
    single = rate(lambda: use_singly(privacy, asked[:SINGLE]), min(SINGLE, len(asked)))
    told = {
        "memory": memory,
        "whole": whole,
        "bare": median(turn[0] for turn in rates),
        "may": median(turn[1] for turn in rates),
        "may_ratios": [turn[1] / turn[0] for turn in rates],
        "use_ratios": [turn[2] / turn[0] for turn in rates],
        "use_of_may": [turn[2] / turn[1] for turn in rates],
        "group": GROUP,
        "single": single,
        "seen": seen(policy, privacy),
    }
    privacy.close()
    print(json.dumps({**told, "taken": taken(policy)}))


def bare(plain: dict[int, int], asked: list[int]) -> None:
    for subject in asked:
        plain[subject]


def decide(privacy: May, asked: list[int]) -> None:
    may, (purpose, category), role = privacy.may, QUESTION, ROLE
    for subject in asked:
        may(purpose, category, subject, role)


def use(privacy: May, asked: list[int]) -> None:
    for start in range(0, len(asked), GROUP):
        privacy.use_all(*QUESTION, asked[start : start + GROUP], ROLE, reason="november issue")


def use_singly(privacy: May, asked: list[int]) -> None:
    for subject in asked:
        privacy.use(*QUESTION, subject, ROLE, reason="november issue")


def rate(way: Callable[[], None], count: int) -> float:
    start = time.perf_counter()
    way()
    return count / (time.perf_counter() - start)


CHANGING = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from belofte.bootstrap import open_belofte
from belofte.domain.identity import Identifier
from belofte.domain.subject_state import RESTRICTED, Cause
with open_belofte(Path(sys.argv[1])) as belofte:
    for line in sys.stdin:
        on, off = (RESTRICTED, 0) if line.strip() == "on" else (0, RESTRICTED)
        with belofte.parts.store.transaction() as tx:
            cause = Cause("bench", "bench")
            tx.states.change([Identifier("email", "", "somebody@post.example")], cause, datetime.now(UTC), on, off)
        print(time.time(), flush=True)
"""


def seen(policy: str, privacy: May, times: int = 10) -> list[float]:
    """Seconds from another process's commit until this one answers otherwise, so often."""
    (subject,) = privacy.find([SOMEBODY])
    took: list[float] = []
    with subprocess.Popen(
        [sys.executable, "-c", CHANGING, policy], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        if other.stdin is None or other.stdout is None:
            raise SystemExit("the other process cannot be spoken to")
        for turn in range(times):
            wanted = turn % 2 == 1
            other.stdin.write("off\n" if wanted else "on\n")
            other.stdin.flush()
            while privacy.may(*QUESTION, subject, ROLE).allowed is not wanted:
                time.sleep(0.001)
            answered = time.time()
            took.append(max(0.0, answered - float(other.stdout.readline())))
        other.stdin.close()
    return took


def taken(policy: str) -> float:
    """Rows a second from the log into the store."""
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom belofte.bootstrap import open_belofte\n"
        "with open_belofte(Path(sys.argv[1])) as belofte:\n"
        "    start = time.perf_counter()\n    count = belofte.parts.store.take_uses()\n"
        "    print(count / (time.perf_counter() - start))"
    )
    done = subprocess.run([sys.executable, "-c", code, policy], capture_output=True, text=True, check=True)
    return float(done.stdout)


def peak() -> float:
    """The most memory this process has had, in MiB."""
    line = next(line for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
