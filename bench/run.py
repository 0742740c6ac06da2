"""``make bench``: our way and the raw-SQL floors side by side, in one run, on one machine; only ratios are quoted.

usage: PYTHONPATH=FLOORS python bench/run.py FLOORS [--customers 100000] [--one 100] [--batch 1000]

FLOORS is the folder with gen.py, floor.py, batchfloor.py and workfloor.py. The database is a Postgres of its own in a
temporary folder. Every part regenerates the data, because erasing changes it.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path

from shop import Shop, make_shop, postgres


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory(prefix="belofte-bench-") as folder, postgres(Path(folder) / "pg") as dsn:
        bench = Bench(arguments, dsn, Path(folder))
        bench.one_by_one()
        bench.in_batches()


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("floors", type=Path)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--one", type=int, default=100, help="people one by one")
    parser.add_argument("--batch", type=int, default=1000, help="people in one batch")
    return parser.parse_args()


class Bench:
    """One run."""

    def __init__(self, arguments: argparse.Namespace, dsn: str, folder: Path) -> None:
        self.arguments, self.dsn, self.folder = arguments, dsn, folder

    def floor(self, name: str, *more: object) -> str:
        """The output of one of the floors."""
        script = self.arguments.floors / f"{name}.py"
        command = [sys.executable, str(script), self.dsn, str(self.arguments.customers), *map(str, more)]
        return subprocess.run(command, check=True, capture_output=True, text=True, cwd=self.arguments.floors).stdout

    def generate(self) -> None:
        self.floor("gen")

    def one_by_one(self) -> None:
        """One at a time: approved → package on disk with its evidence; approved → erased, read back, receipted."""
        self.generate()
        out = self.floor("floor", self.arguments.one)
        access_floor = number(out, r"\| access \|.*?median ([\d.]+) ms")
        erase_floor = number(out, r"\| erase with DELETE \|.*?median ([\d.]+) ms")
        self.generate()
        for right, floor in (("access", access_floor), ("erasure", erase_floor)):
            ours = self.ours_one_by_one(right)
            print(
                f"one {right}: ours {ours:.2f} ms, floor {floor:.2f} ms: {ours / floor:.1f}x "
                f"({self.arguments.customers} customers, n={self.arguments.one})",
                flush=True,
            )

    def ours_one_by_one(self, right: str) -> float:
        """Median milliseconds."""
        with shop_of(self, right) as shop:
            plans = shop.planned(right, shop.people(self.arguments.one + 10, seed=hash(right) % 1000))
            times: list[float] = []
            for request, plan in plans:
                start = time.perf_counter()
                shop.approve(request, plan)
                shop.drive(right)
                times.append((time.perf_counter() - start) * 1000)
        return statistics.median(times[10:])

    def in_batches(self) -> None:
        """Many people in one pass."""
        count = self.arguments.batch
        self.generate()
        work = number(self.floor("workfloor", count), r": ([\d.]+) people/s")
        self.generate()
        access_floor = number(self.floor("batchfloor", count), r"access .*= ([\d.]+) people/s")
        self.generate()
        for right, floor, name in (("access", access_floor, "batchfloor"), ("erasure", work, "workfloor")):
            ours = self.ours_in_one_batch(right, count)
            print(f"{count} × {right}: ours {ours:.0f}/s, {name} {floor:.0f}/s: {ours / floor:.2f} of it", flush=True)

    def ours_in_one_batch(self, right: str, count: int) -> float:
        """People a second, from approval to receipts."""
        with shop_of(self, f"{right}-batch") as shop:
            plans = shop.planned(right, shop.people(count, seed=5))
            start = time.perf_counter()
            shop.approve_many(plans)
            for _ in range(0, count, 1000):
                shop.drive(right)
            return count / (time.perf_counter() - start)


def shop_of(bench: Bench, name: str) -> AbstractContextManager[Shop]:
    return make_shop(bench.folder / name, bench.dsn, bench.arguments.customers)


def number(text: str, pattern: str) -> float:
    found = re.search(pattern, text)
    if found is None:
        raise SystemExit(f"the floor did not print what was expected: {pattern}\n{text}")
    return float(found.group(1))


if __name__ == "__main__":
    main()
