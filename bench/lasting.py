"""The same requests through the lasting process: from the office's yes until receipted, DBOS and all."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

from figures import Figure
from measuring import RIGHTS, WARM, Bench
from shop import SYSTEM, VERBS, Planned, Shop

from belofte.bootstrap.fronts import start_engine
from belofte.engine.durable import Engine

PATIENCE = 30.0


def through_the_engine(bench: Bench) -> Iterator[Figure]:
    """Shown beside the figures of one request: what durable work adds."""
    customers, count = bench.sizes.customers, max(3, bench.sizes.one // 4)
    for right in RIGHTS:
        with bench.database(customers) as address, bench.shop(address) as shop:
            planned = shop.plan(right, bench.people(customers, count + WARM))
            engine = start_engine(shop.belofte)
            try:
                times = [_one(shop, engine, right, each) for each in planned]
            finally:
                engine.stop()
        median = statistics.median(times[WARM:])
        yield Figure(f"one {right} through the engine", median, " ms", note="approval, Engine.kick, until receipted")


def _one(shop: Shop, engine: Engine, right: str, planned: Planned) -> float:
    """Milliseconds for one request, begun when the engine has nothing in hand."""
    _until(lambda: not engine.in_hand() and not shop.belofte.work.due(), 0.02)
    begun, before = time.perf_counter(), engine.totals().get("receipted", 0)
    shop.approve(*planned)
    engine.kick(SYSTEM, VERBS[right].value)
    _until(lambda: engine.totals().get("receipted", 0) > before, 0.0005)
    return (time.perf_counter() - begun) * 1000


def _until(is_so: Callable[[], bool], pause: float) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise SystemExit(f"the engine did not get there within {PATIENCE:.0f} s")
        time.sleep(pause)
