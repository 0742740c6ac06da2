"""An installation for whoever works for the company, or answers for it: processors, recipients, keepers, carriers."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.worlds import World, fresh_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A whole installation with sixty people, made anew for each test."""
    return fresh_world(tmp_path / "home")
