"""A real Postgres for the engine's tests: one for all of them, one that a test may stop."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from postgres_wheel import Stoppable, own_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Its URL. It listens on a socket in a folder of its own."""
    with own_postgres() as server:
        yield server.url


@pytest.fixture
def stoppable_postgres() -> Iterator[Stoppable]:
    with own_postgres() as server:
        yield server
