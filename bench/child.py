"""One measurement in a process of its own, so that its peak memory and its syncs are nobody else's.

usage: python bench/child.py HOME one RIGHT COUNT      carry out COUNT planned requests, one after the other
       python bench/child.py HOME many RIGHT ADDRESSES  plan, approve and carry out all addresses of a file in one go

The database's address is in BENCH_URL. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from pathlib import Path

from shop import TOGETHER, Shop, open_shop


def main() -> None:
    home, job, right, what = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
    with open_shop(home, os.environ["BENCH_URL"]) as shop:
        told = one(shop, right, int(what)) if job == "one" else many(shop, right, Path(what).read_text().split())
    told["peak_mib"] = peak_mib()
    print(json.dumps(told))


def one(shop: Shop, right: str, count: int) -> dict[str, float]:
    """Approve and carry out, one after the other."""
    done = 0
    for request, plan in shop.planned(count) if count else ():
        shop.approve(request, plan)
        done += shop.drive(right)
    return {"done": done}


def many(shop: Shop, right: str, addresses: list[str]) -> dict[str, float]:
    """Seconds of all drives together, and of the planning and approving before them."""
    planning = approving = 0.0
    for start in range(0, len(addresses), TOGETHER):
        begun = time.perf_counter()
        planned = shop.plan(right, addresses[start : start + TOGETHER])
        planning += time.perf_counter() - begun
        begun = time.perf_counter()
        shop.approve_many(planned)
        approving += time.perf_counter() - begun
        del planned
    begun, done = time.perf_counter(), 0
    while receipted := shop.drive(right):
        done += receipted
    return {"done": done, "seconds": time.perf_counter() - begun, "planning": planning, "approving": approving}


def peak_mib() -> float:
    """The most memory this process ever had."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(found.group(1)) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
