from pathlib import Path

import pytest

from belofte.bootstrap import make_demo
from tests.worlds import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A whole installation with sixty people, made anew for each test."""
    return World(make_demo(tmp_path / "home", 60))
