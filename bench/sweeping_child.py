"""One sweep in a process of its own: looked at, let through, carried out. usage: python bench/sweeping_child.py HOME

The database's address is in BENCH_URL. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from child import peak_mib
from shop import SYSTEM, open_shop

from belofte.procedures.retaining.sweep_desk import SweepDesk

TABLE = "weblog"


def main() -> None:
    with open_shop(Path(sys.argv[1]), os.environ["BENCH_URL"]) as shop:
        desk = shop.belofte.desk(SweepDesk)
        begun = time.perf_counter()
        (came,) = desk.sweep(lambda _system, _collection, _went: None, SYSTEM)  # a new rule: shown, nothing goes
        looking = time.perf_counter() - begun
        line = next(one for one in came.shown.lines if one.collection == TABLE)
        went, seconds = 0, 0.0
        if came.shown.why is not None:
            desk.approve(came.shown.id, "bench")
            begun = time.perf_counter()
            (came,) = desk.sweep(lambda _system, _collection, _went: None, SYSTEM)
            seconds, went = time.perf_counter() - begun, came.went.get(TABLE, 0)
    told = {"went": went, "seconds": seconds, "looking": looking, "without_index": list(line.without_index)}
    print(json.dumps({**told, "peak_mib": peak_mib()}))


if __name__ == "__main__":
    main()
