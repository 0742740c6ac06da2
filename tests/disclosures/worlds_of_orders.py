"""What the tests of disclosures start from."""

from __future__ import annotations

from pathlib import Path

from tests.rights.commands import typed
from tests.worlds import World, fresh_world

from belofte.bootstrap import make_demo


def with_accounts(folder: Path) -> World:
    """A whole installation with sixty people and three accounts: two who may decide, one who may approve only."""
    return _signed_up(fresh_world(folder / "home"))


def with_accounts_in(folder: Path, systems: frozenset[str]) -> World:
    """The same with these systems."""
    return _signed_up(World(make_demo(folder / "home", 60, systems=systems)))


def _signed_up(world: World) -> World:
    for name, role in (("P. de Boer", "privacy-officer"), ("J. Smit", "privacy-officer"), ("K. Mol", "staff")):
        assert typed(world, "user", "add", name, "--role", role)[0] == 0
    return world


def on_paper(folder: Path) -> str:
    """An order on paper, as a file."""
    file = folder / "vordering-2026-118.pdf"
    file.write_bytes(b"%PDF-1.4 an order of 23 November, case 2026-118-OM")
    return str(file)
