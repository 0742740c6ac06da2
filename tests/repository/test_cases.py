"""Every case of the list, T-01 to T-84, is tried by a test that carries its number, or stands below with a reason."""

from __future__ import annotations

import re
from pathlib import Path

CASES = frozenset(f"T-{number:02}" for number in range(1, 85))
MARK = re.compile(r"\bT-(\d\d)\b|\btest_t_(\d\d)_")

LATER: dict[tuple[str, ...], str] = {}
"""Cases nobody can try yet: the day it was decided, and why."""


def numbers_in(folder: Path) -> set[str]:
    """The case numbers that stand in names, docstrings and titles of tests."""
    found: set[str] = set()
    for file in folder.rglob("test_*.py"):
        if file.name != Path(__file__).name:
            found |= {f"T-{one or other}" for one, other in MARK.findall(file.read_text("utf-8"))}
    return found


def test_every_case_is_tried_or_has_a_reason_with_a_date() -> None:
    tried = numbers_in(Path(__file__).parents[1])
    exempt = {case for cases in LATER for case in cases}
    assert sorted(CASES - tried - exempt) == []
    assert sorted(exempt & tried) == [], "these are tried by now: take them off the list"
    assert sorted(tried - CASES) == [], "no such case"
    assert all(re.match(r"20\d\d-\d\d-\d\d: \w", why) for why in LATER.values())
