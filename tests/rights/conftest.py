from pathlib import Path

import pytest
from tests.worlds import World

from belofte.bootstrap import make_demo


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A whole installation with sixty people, made anew for each test."""
    return World(make_demo(tmp_path / "home", 60))
