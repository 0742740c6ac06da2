from pathlib import Path

import pytest
from tests.rights.commands import typed
from tests.worlds import World, fresh_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A whole installation with sixty people and three accounts: two who may decide, one who may approve only."""
    world = fresh_world(tmp_path / "home")
    for name, role in (("P. de Boer", "privacy-officer"), ("J. Smit", "privacy-officer"), ("K. Mol", "staff")):
        assert typed(world, "user", "add", name, "--role", role)[0] == 0
    return world


@pytest.fixture
def order(tmp_path: Path) -> str:
    """An order on paper, as a file."""
    file = tmp_path / "vordering-2026-118.pdf"
    file.write_bytes(b"%PDF-1.4 an order of 23 November, case 2026-118-OM")
    return str(file)
