"""One person at a time, a thousand together, and the same on ten or a hundred times the customers.

The clock runs from the moment a request is approved: when the office's yes is durable. What saying yes takes stands in
the note.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from figures import Figure
from measuring import RIGHTS, WARM, Bench

MOST = {"access": (20, 10), "erasure": (25, 12)}
GROWTH = 1.5


def one_by_one(bench: Bench) -> Iterator[Figure]:
    """From approved to the package on disk with its evidence; or to erased, read back and receipted."""
    customers, count = bench.sizes.customers, bench.sizes.one
    with bench.database(customers) as address:
        floor = bench.floors.one(address, customers, count) or {}
    for right in RIGHTS:
        ours, approval = ours_one_by_one(bench, customers, right)
        most, goal = MOST[right]
        by = floor.get(right)
        note = f"{ours:.1f} ms, {f'floor.py {by:.2f} ms' if by else 'nothing to divide by'}; approval {approval:.1f} ms"
        yield Figure(f"one {right}", ours / by if by else None, "x", most=most, goal=goal, note=note)


def ours_one_by_one(bench: Bench, customers: int, right: str) -> tuple[float, float]:
    """Median milliseconds from approved to done, and of the approval before it."""
    times: list[float] = []
    approvals: list[float] = []
    with bench.database(customers) as address, bench.shop(address) as shop:
        for request, plan in shop.plan(right, bench.people(customers, bench.sizes.one + WARM)):
            asked = time.perf_counter()
            shop.approve(request, plan)
            approved = time.perf_counter()
            shop.drive(right)
            times.append((time.perf_counter() - approved) * 1000)
            approvals.append((approved - asked) * 1000)
    return statistics.median(times[WARM:]), statistics.median(approvals[WARM:])


def together(bench: Bench) -> Iterator[Figure]:
    """Many people in one pass, from approved to the last receipt."""
    customers, count = bench.sizes.customers, bench.sizes.batch
    with bench.database(customers) as address:
        work = bench.floors.work(address, customers, count)
    with bench.database(customers) as address:
        fetched = bench.floors.batch(address, customers, count)
    for right, floor, name, least in (("access", fetched, "batchfloor", 0.2), ("erasure", work, "workfloor", 0.5)):
        seconds, approval = _ours_together(bench, right)
        ours = count / seconds
        beside = f", {name}.py {floor:,.0f}" if floor else ""
        note = f"{ours:,.0f} a second{beside}; approval {approval * 1000:.0f} ms"
        yield Figure(f"{count:,} x {right} together", ours / floor if floor else None, "x", least=least, note=note)


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
