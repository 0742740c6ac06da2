"""The copy of a kept invoice stays as it was too: a scan on the disk whose day stands in the customer database
(RET-4, T-58)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.clocks import as_if_in
from tests.retention.test_late import reason, verdict
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.bootstrap import make_demo

NEXT_DAY = as_if_in(1)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The company whose scans are copies of invoices: kept by law, from the day the invoice was paid."""
    made = World(make_demo(tmp_path / "home", 60, frozenset({"crm", "disk"})))
    file = made.made.home.policy / "systems" / "disk.yaml"
    scans = file.read_text(encoding="utf-8").partition("  scans:")
    below = scans[2].replace("category: order", "category: invoice")
    below = below.replace("{left: crm.customers.left_on}", "{book-year-of-settlement: crm.invoices.paid_on}")
    file.write_text("".join((*scans[:2], below)), encoding="utf-8")
    return made


def sealed(world: World, *words: str) -> dict[str, Any]:
    status, said = typed(world, "sweep", "--system", "disk", *words)
    assert status in (0, 3), said
    return next(one for one in told(world, "term", "kept", *words)["kept"] if one["collection"] == "scans")


def test_a_scan_that_was_written_over_or_is_gone_too_early_is_seen(world: World) -> None:
    before = sealed(world)
    assert (before["changed"], before["sealed"] > 1) == (0, True)
    assert "disk.scans" not in told(world, "term", "kept")["not_sealed"]
    first, second, *_ = sorted(world.made.home.sandbox.rglob("*.pdf"))
    was = first.read_bytes()
    first.write_bytes(was[:-1] + b"X")
    assert sealed(world)["changed"] == 1
    assert "disk.scans: 1 kept records changed or gone too early since" in reason(verdict(world))
    first.write_bytes(was)
    second.unlink()
    assert sealed(world, *NEXT_DAY)["changed"] == 1, "the one is as it was, the other is gone"
