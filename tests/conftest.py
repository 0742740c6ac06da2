"""What tests of several parts share: a browser, and axe in it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from tests.web.browsing import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium. One a module: while it is open, its thread cannot run a loop of its own."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def axe() -> str:
    """axe-core as a script, from the wheel axe-playwright-python (MPL-2.0); nothing is loaded while tests run."""
    try:
        return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    except ModuleNotFoundError:
        pytest.skip(
            "On 2026-11-23 it was decided that axe is not needed to install Belofte: axe-playwright-python is not "
            "here, so axe looked at nothing; pip install axe-playwright-python"
        )
