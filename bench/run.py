"""``make bench``: our way and the plain programs side by side, in one run, on one machine; only ratios are quoted.

usage: python bench/run.py [FLOORS] [--full] [--json] [--only PART ...] [sizes]

FLOORS is the folder with gen.py, floor.py, batchfloor.py and workfloor.py; it and this folder stand on the Python path.
Without it the bench makes its own data, says so, and measures ours alone. The database is a Postgres of its own in a
temporary folder; every part works on a fresh copy of the data, because erasing changes it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from pathlib import Path

from apart import large_person, many, syncs
from database import postgres
from deciding import deciding
from figures import Figure, as_json, machine, table
from floors import OwnData, floors_of
from landscape import landscape
from lasting import through_the_engine
from measuring import Bench, Sizes
from office_queue import queue
from persons import growth, one_by_one, together
from starting import starting
from sweeping import sweep

Part = Callable[[Bench], Iterator[Figure]]
PARTS: dict[str, Part] = {
    "one": one_by_one,
    "syncs": syncs,
    "engine": through_the_engine,
    "together": together,
    "many": many,
    "large": large_person,
    "growth": growth,
    "queue": queue,
    "starting": starting,
    "landscape": landscape,
    "deciding": deciding,
    "sweep": sweep,
}
DEFAULTS = Sizes(
    customers=100_000, one=100, batch=1000, many=10_000, small=10_000, grown=100_000, rows=1_000_000, runs=5
)
FULL_GROWN = 1_000_000
FULL_ROWS = 10_000_000


def main() -> None:
    arguments = _read_arguments()
    sizes = Sizes(**{each.name: getattr(arguments, each.name) for each in fields(Sizes)})
    floors = floors_of(arguments.floors)
    if isinstance(floors, OwnData):
        _say("The plain programs are not here: ours is measured alone, on data of our own; no ratios to them.")
    with tempfile.TemporaryDirectory(prefix="belofte-bench-") as folder, postgres(Path(folder) / "pg") as databases:
        bench = Bench(sizes, Path(folder), databases, floors)
        figures = [figure for name in arguments.only for figure in _measured(name, bench)]
    print(as_json(figures, asdict(sizes)) if arguments.json else table(figures))
    if not arguments.json:
        print(f"\n{sizes.customers:,} customers; {machine()}")


def _measured(name: str, bench: Bench) -> Iterator[Figure]:
    for figure in PARTS[name](bench):
        _say(f"{figure.name}: {figure.shown} {figure.verdict} ({figure.note})")
        yield figure


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Our way beside the plain programs; ratios only.")
    parser.add_argument("floors", type=Path, nargs="?", help="folder of the plain programs")
    parser.add_argument(
        "--full", action="store_true", help="growth to a million customers, a sweep of ten million rows"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="these parts alone")
    for each in fields(Sizes):
        parser.add_argument(f"--{each.name}", type=int, default=getattr(DEFAULTS, each.name))
    arguments = parser.parse_args()
    if arguments.full:
        arguments.grown, arguments.rows = FULL_GROWN, max(arguments.rows, FULL_ROWS)
    return arguments


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
