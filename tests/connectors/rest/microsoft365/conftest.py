"""The small company at a simulated Microsoft 365 that these tests look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.connectors.rest.office import Connected, office

from belofte.sandbox.rest.simulator import Simulator


@pytest.fixture
def at(tmp_path: Path) -> Iterator[tuple[Simulator, Connected]]:
    """The simulator, filled, and what makes connectors to it."""
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def vendor(at: tuple[Simulator, Connected]) -> Simulator:
    return at[0]


@pytest.fixture
def connected(at: tuple[Simulator, Connected]) -> Connected:
    return at[1]
