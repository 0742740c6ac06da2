"""The bench itself runs, at a tiny size, and says what it should. Times are never asserted: a machine may be busy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = ROOT.parent / "shared" / "bench"
TINY = "--customers 1500 --one 3 --batch 20 --many 30 --small 1200 --grown 1500 --rows 2000 --runs 1".split()

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="The bench reads the memory of its processes from /proc. 2026-11-22."
)


def run_bench(*arguments: str, floors: Path | None = None) -> tuple[dict[str, Any], str]:
    path = os.pathsep.join([str(ROOT / "bench"), *([str(floors)] if floors else [])])
    command = [sys.executable, str(ROOT / "bench" / "run.py"), *([str(floors)] if floors else []), "--json"]
    around = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([*command, *TINY, *arguments], env=around, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout), done.stderr


def test_without_the_plain_programs_ours_is_measured_alone_and_the_bench_says_so() -> None:
    told, said = run_bench("--only", "one", "together", "many", "large", "starting")
    assert "ours is measured alone" in said
    assert told["schema"] == "belofte.bench/1"
    by_name = {figure["name"]: figure for figure in told["figures"]}
    for right in ("access", "erasure"):
        assert by_name[f"one {right}"]["value"] is None
        assert by_name[f"one {right}"]["verdict"] == "not measured"
        assert by_name[f"30 x {right} in one go"]["value"] == 30
        assert by_name[f"peak memory, 30 x {right}"]["value"] > 0
    assert by_name["one person with 2,000 rows"]["value"] > 0
    assert by_name["server ready"]["verdict"] in ("met", "not met")


@pytest.mark.skipif(not FLOORS.is_dir(), reason="The plain programs are not beside this checkout. 2026-11-22.")
def test_beside_the_plain_programs_every_ratio_is_there() -> None:
    told, _ = run_bench("--only", "one", "syncs", "engine", "together", "growth", floors=FLOORS)
    by_name = {figure["name"]: figure for figure in told["figures"]}
    ratios = ("one {}", "20 x {} together", "growth, one {}", "one {} through the engine")
    for right in ("access", "erasure"):
        assert all(by_name[name.format(right)]["value"] > 0 for name in ratios)
        syncs = by_name[f"syncs, one {right}"]
        assert (syncs["value"] or 0) > 0 or "strace is not here" in syncs["note"]
