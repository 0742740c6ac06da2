"""One person at a time, a thousand together, and the same on ten or a hundred times the customers.

The clock runs from the moment a request is approved: when the office's yes is durable. What saying yes takes stands in
the note.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence

from figures import Figure
from measuring import RIGHTS, WARM, Bench
from shop import Planned, Shop

MOST = {"access": (20, 10), "erasure": (25, 12)}
GROWTH = 1.5
BATCH_TURNS = 3
TURNS = 5
"""How often we and the plain program take turns, with as many requests each time."""


def one_by_one(bench: Bench) -> Iterator[Figure]:
    """From approved to the package on disk with its evidence; or to erased, read back and receipted. By turns with the
    plain program, so that a busy minute hits both; each turn gives a ratio, and the middle one counts."""
    customers, count = bench.sizes.customers, bench.sizes.one
    for right in RIGHTS:
        most, goal = MOST[right]
        with bench.database(customers) as beside, bench.database(customers) as address, bench.shop(address) as shop:
            planned = shop.plan(right, bench.people(customers, TURNS * (count + WARM)))
            turns: list[tuple[float, float, float | None]] = []
            for turn in range(TURNS):
                floor = bench.floors.one(beside, customers, count)
                some = planned[turn * (count + WARM) : (turn + 1) * (count + WARM)]
                turns.append((*_one_after_the_other(shop, right, some), floor[right] if floor else None))
        yield Figure(f"one {right}", *_ratio(turns), most=most, goal=goal, note=_told(turns))


def _ratio(turns: Sequence[tuple[float, float, float | None]]) -> tuple[float | None, str]:
    ratios = [ours / floor for ours, _, floor in turns if floor]
    return (statistics.median(ratios) if ratios else None), "x"


def _told(turns: Sequence[tuple[float, float, float | None]]) -> str:
    each = ", ".join(f"{ours:.1f} / {floor:.2f}" if floor else f"{ours:.1f}" for ours, _, floor in turns)
    ratios = [ours / floor for ours, _, floor in turns if floor]
    spread = f" = {min(ratios):.1f} to {max(ratios):.1f}x" if ratios else ", nothing to divide by"
    return f"ms, ours / floor.py, by turns: {each}{spread}; approval {statistics.median(t[1] for t in turns):.1f} ms"


def ours_one_by_one(bench: Bench, customers: int, right: str) -> tuple[float, float]:
    """Median milliseconds from approved to done, and of the approval before it."""
    with bench.database(customers) as address, bench.shop(address) as shop:
        planned = shop.plan(right, bench.people(customers, bench.sizes.one + WARM))
        return _one_after_the_other(shop, right, planned)


def _one_after_the_other(shop: Shop, right: str, planned: Sequence[Planned]) -> tuple[float, float]:
    times: list[float] = []
    approvals: list[float] = []
    for request, plan in planned:
        asked = time.perf_counter()
        shop.approve(request, plan)
        approved = time.perf_counter()
        shop.drive(right)
        times.append((time.perf_counter() - approved) * 1000)
        approvals.append((approved - asked) * 1000)
    return statistics.median(times[WARM:]), statistics.median(approvals[WARM:])


def together(bench: Bench) -> Iterator[Figure]:
    """Many people in one pass, from approved to the last receipt; by turns with the plain program, the middle ratio."""
    customers, count = bench.sizes.customers, bench.sizes.batch
    plain = {"access": ("batchfloor", bench.floors.batch, 0.2), "erasure": ("workfloor", bench.floors.work, 0.5)}
    for right, (name, floor_of, least) in plain.items():
        turns: list[tuple[float, float | None]] = []
        for _ in range(BATCH_TURNS):
            with bench.database(customers) as address:
                floor = floor_of(address, customers, count)
            turns.append((count / _ours_together(bench, right)[0], floor))
        ratios = [ours / floor for ours, floor in turns if floor]
        each = ", ".join(f"{ours:,.0f} / {floor:,.0f}" if floor else f"{ours:,.0f}" for ours, floor in turns)
        note = f"a second, ours / {name}.py, by turns: {each}"
        middle = statistics.median(ratios) if ratios else None
        yield Figure(f"{count:,} x {right} together", middle, "x", least=least, note=note)


def _ours_together(bench: Bench, right: str) -> tuple[float, float]:
    """Seconds from approved to done, and of the approval before it. A first small batch opens connections and makes
    statements, as in any process at work."""
    customers, count = bench.sizes.customers, bench.sizes.batch
    with bench.database(customers) as address, bench.shop(address) as shop:
        planned = shop.plan(right, bench.people(customers, count + WARM))
        shop.approve_many(planned[:WARM])
        shop.drive(right)
        asked = time.perf_counter()
        shop.approve_many(planned[WARM:])
        approved, done = time.perf_counter(), 0
        while done < count:
            done += _some(shop.drive(right))
        return time.perf_counter() - approved, approved - asked


def _some(receipted: int) -> int:
    if not receipted:
        raise SystemExit("a drive did nothing while requests were waiting")
    return receipted


def growth(bench: Bench) -> Iterator[Figure]:
    """The same request, warm, in a small and in a big database; by turns, twice, so that a busy minute hits both."""
    small, grown = bench.sizes.small, bench.sizes.grown
    for right in RIGHTS:
        turns = [[ours_one_by_one(bench, size, right)[0] for size in (small, grown)] for _ in range(2)]
        few, many = (min(each) for each in zip(*turns, strict=True))
        note = f"{many:.1f} ms at {grown:,} customers, {few:.1f} ms at {small:,}"
        yield Figure(f"growth, one {right}", many / few, "x", most=GROWTH, note=note)
