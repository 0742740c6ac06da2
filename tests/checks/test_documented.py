"""The page about promises names every check and every verdict."""

from __future__ import annotations

import re
from pathlib import Path

from belofte.checks import CHECKS
from belofte.domain.promise import VerdictState

PAGE = (Path(__file__).parents[2] / "docs" / "promises.md").read_text("utf-8")


def test_every_check_and_every_verdict_is_explained() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE)) == set(CHECKS)
    assert set(re.findall(r"^\| \*\*([a-z ]+)\*\* \|", PAGE, re.MULTILINE)) == {state.value for state in VerdictState}
