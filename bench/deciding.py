"""``may()`` and ``use()`` with a million people: beside a bare look-up in a dictionary, over the API, and how soon a
change is seen. Each measurement is a process of its own, so that its memory is its own."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from deciding_client import batches_a_second
from figures import Figure
from measuring import Bench
from sqlalchemy import insert

from belofte.bootstrap import open_belofte
from belofte.domain.api_token import Scope
from belofte.domain.identity import Identifier
from belofte.domain.subject_state import LEFT, RESTRICTED, Cause, consent_bit, objection_bit, uses_of
from belofte.procedures.programs.tokens_desk import Tokens
from belofte.storage import tables
from belofte.storage.store import SqlStore

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples" / "linprofs"
MEMORY, HALF, LOGGED, BATCHES, SEEN = 200.0, 0.5, 0.3, 1500.0, 0.25
GOAL = 1_000_000.0
SOMEBODY = Identifier("email", "", "somebody@post.example")


def deciding(bench: Bench) -> Iterator[Figure]:
    """All of it over one store of so many subjects as ``--rows`` says."""
    count = bench.sizes.rows
    policy = make_company(bench.folder / "deciding", count)
    told = _child("deciding_child.py", policy, count, bench.sizes.runs)
    turns = ", ".join(f"{ratio:.2f}x" for ratio in told["may_ratios"])
    states = f"{count:,} subjects"
    yield Figure(
        "may(), of a bare dict look-up", median(told["may_ratios"]), "x", least=HALF, note=f"{states}; {turns}"
    )
    yield Figure("may() a second", told["may"], "", goal=GOAL, note=f"one core; bare look-up {told['bare']:,.0f}")
    yield Figure(
        "memory of the states", told["memory"], " MiB", most=MEMORY, note=f"whole process {told['whole']:.0f} MiB"
    )
    turns = ", ".join(f"{ratio:.2f}x" for ratio in told["use_ratios"])
    note = f"groups of {told['group']:,}, one fdatasync each; {turns}"
    yield Figure("use() with its log, of a bare dict look-up", median(told["use_ratios"]), "x", least=LOGGED, note=note)
    yield Figure("use() with its log, of may()", median(told["use_of_may"]), "x", least=LOGGED, note=note)
    yield Figure("use() one by one", told["single"], "", note="a second: one thread, one fdatasync each")
    yield Figure("rows taken into the store", told["taken"], "", note="a second, SQLite")
    batches, note = over_http(policy, count, bench.sizes.runs)
    yield Figure("batches of 100 over HTTP with log", batches, " a second", least=BATCHES, note=note)
    seen = told["seen"]
    note = f"median {median(seen) * 1000:.0f} ms of {len(seen)}, two processes"
    yield Figure("a change seen by another process", max(seen), " s", most=SEEN, note=note)


def make_company(home: Path, count: int) -> Path:
    """An installation with so many subjects; its policy folder."""
    policy = home / "policy"
    policy.mkdir(parents=True)
    for name in ("policy.yaml", "clauses.yaml"):
        shutil.copy(EXAMPLE / name, policy / name)
    with open_belofte(policy) as belofte:
        store = belofte.parts.store
        if not isinstance(store, SqlStore):
            raise SystemExit("the bench fills a store of tables")
        fill(store, uses_of(belofte.parts.policy.purposes["newsletter"]), count)
    return policy


def fill(store: SqlStore, uses: frozenset[str], count: int) -> None:
    """States by chance, the same in every run; most people said yes to the newsletter."""
    chance, now = random.Random(17), datetime.now(UTC)
    with store.transaction() as tx:
        names = [consent_bit("newsletter", uses), objection_bit("answering")]
        yes, no = (tx.states.bits(names)[name] for name in names)
        states = (yes, yes, yes, 0, no, yes | no, RESTRICTED, LEFT)
        for start in range(0, count, 100_000):
            chosen = chance.choices(states, k=min(100_000, count - start))
            rows = [{"state": f"{one:x}", "low_bits": one, "changed_at": now, "version": 2} for one in chosen]
            tx.scope.connection.execute(insert(tables.subjects), rows)
        tx.states.change([SOMEBODY], Cause("bench", "bench"), now, on=yes)


def over_http(policy: Path, count: int, runs: int) -> tuple[float, str]:
    """Batches a second of a server that has one core, asked by a client on the other."""
    with open_belofte(policy) as belofte:
        token, _ = belofte.desk(Tokens).create("bench", [Scope.USE], datetime.now(UTC) + timedelta(days=1))
    command = [sys.executable, str(HERE / "deciding_server.py"), str(policy)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_around()) as server:
        if server.stdout is None:
            raise SystemExit("the server says nothing")
        port = int(server.stdout.readline())
        try:
            rates = [batches_a_second(port, token, count) for _ in range(runs + 1)][1:]
            used = _cpu_seconds(server.pid)
        finally:
            server.terminate()
    turns = ", ".join(f"{rate:,.0f}" for rate in rates)
    return median(rates), f"granian, one process on one core, 16 connections; {turns}; {used:.0f} s of processor"


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _child(program: str, policy: Path, count: int, runs: int) -> dict[str, Any]:
    command = [sys.executable, str(HERE / program), str(policy), str(count), str(runs)]
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_around())
    if done.returncode:
        raise SystemExit(f"{program} ended after {time.monotonic() - started:.0f} s: {done.stderr[-1500:]}")
    return json.loads(done.stdout)


def _around() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])}
