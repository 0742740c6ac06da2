"""What is measured in processes of their own: syncs, peak memory, ten thousand in one go, one person with a million
rows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
from figures import Figure
from measuring import RIGHTS, Bench

CHILD = Path(__file__).with_name("child.py")
SYNCS, MEMORY_MIB, COPY_TIMES = 8, 200, 15
TRACED = 20
"""Requests whose syncs are counted."""
LARGE = 5
"""The customer who gets a million rows."""


def syncs(bench: Bench) -> Iterator[Figure]:
    """``fdatasync`` and ``fsync`` of our process for one request: on a real disk they decide."""
    if shutil.which("strace") is None:
        for right in RIGHTS:
            yield Figure(f"syncs, one {right}", None, most=SYNCS, note="strace is not here: apt-get install strace")
        return
    for right in RIGHTS:
        with bench.database(bench.sizes.customers) as address:
            home = bench.home()
            people = bench.people(bench.sizes.customers, TRACED)
            with bench.open(home, address) as shop:
                shop.plan(right, people)
            idle = _count_syncs(bench, home, address, right, 0)
            busy = _count_syncs(bench, home, address, right, TRACED)
        note = f"strace, {TRACED} requests, less what opening takes"
        yield Figure(f"syncs, one {right}", (busy - idle) / TRACED, most=SYNCS, note=note)


def _count_syncs(bench: Bench, home: Path, address: str, right: str, count: int) -> int:
    counts = bench.folder / "syncs"
    trace = ["strace", "-f", "-c", "-o", str(counts), "-e", "trace=fsync,fdatasync"]
    told = _child(address, [home, "one", right, count], trace)
    if told["done"] != count:
        raise SystemExit(f"{told['done']} of {count} requests were carried out under strace")
    rows = [line.split() for line in counts.read_text("ascii").splitlines()]
    return sum(int(row[3]) for row in rows if row and row[-1] in ("fsync", "fdatasync"))  # time, s, us a call, calls


def many(bench: Bench) -> Iterator[Figure]:
    """Ten thousand of each in one go, and the most memory the process ever had."""
    customers, count = bench.sizes.customers, bench.sizes.many
    people = bench.folder / "people"
    people.write_text("\n".join(bench.people(customers, count)))
    for right in RIGHTS:
        with bench.database(customers) as address:
            told = _child(address, [bench.home(), "many", right, people])
        if told["done"] != count:
            raise SystemExit(f"{told['done']:.0f} of {count} requests were carried out")
        rate = f"{count / told['seconds']:,.0f} a second; planned before at {count / told['planning']:,.0f} a second"
        yield Figure(f"{count:,} x {right} in one go", told["done"], note=rate)
        name = f"peak memory, {count:,} x {right}"
        yield Figure(name, told["peak_mib"], " MiB", most=MEMORY_MIB, note="VmHWM, planning included")


def large_person(bench: Bench) -> Iterator[Figure]:
    """A copy of one person's million rows beside a plain COPY of the same rows to a file."""
    rows = bench.sizes.rows
    with bench.database(bench.sizes.small) as address:
        copied = _copied(address, rows, bench.folder / "copied")
        people = bench.folder / "people"
        people.write_text(bench.floors.address_of(LARGE))
        told = _child(address, [bench.home(), "many", "access", people])
    if told["done"] != 1:
        raise SystemExit("the large person's copy was not made")
    note = f"{told['seconds']:.1f} s, COPY {copied:.1f} s; planning {told['planning']:.1f} s"
    yield Figure(f"one person with {rows:,} rows", told["seconds"] / copied, "x", most=COPY_TIMES, note=note)
    yield Figure("peak memory, that person", told["peak_mib"], " MiB", most=MEMORY_MIB, note="VmHWM, planning included")


def _copied(address: str, rows: int, file: Path) -> float:
    """Give one customer so many rows; returns the seconds a COPY of them to a file takes."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO weblog SELECT 100000000 + i, %s, timestamptz '2025-03-01' + i * interval '1 s', '10.4.5.6', "
            "'/shop/item', 'Mozilla/5.0 (X11; Linux)' FROM generate_series(1, %s) i",
            (LARGE, rows),
        )
        connection.execute("VACUUM ANALYZE weblog")
        begun = time.perf_counter()
        with file.open("wb") as out, connection.cursor() as cursor:
            statement = f"COPY (SELECT * FROM weblog WHERE customer_id = {LARGE}) TO STDOUT"
            with cursor.copy(statement.encode()) as copy:
                for part in copy:
                    out.write(part)
        return time.perf_counter() - begun


def _child(address: str, arguments: Sequence[object], before: Sequence[str] = ()) -> dict[str, float]:
    command = [*before, sys.executable, str(CHILD), *map(str, arguments)]
    around = {**os.environ, "BENCH_URL": address, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=around)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[-5:])} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told
