"""What tests of several parts share: a browser, and axe in it, and where their folders lie."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from tests.web.browsing import chromium

IN_MEMORY, ROOM = Path("/dev/shm"), 6 << 30
"""A folder of memory, and the bytes it must have free: a run of all tests, with its databases, fits."""

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
"""A limit on one example judges what else the machine does: the first reads a file that the others find in memory."""


def pytest_configure() -> None:
    """Tests kill processes, never the power: what they write need not reach a disk. A TMPDIR that is set is kept."""
    if "TMPDIR" not in os.environ and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(IN_MEMORY)
        tempfile.tempdir = None


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


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
