"""A secret hold in a mailbox, in files and in vendors' systems: it keeps at the act, and shows in no list (T-34)."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.disclosures.test_secret import secret
from tests.disclosures.worlds_of_orders import on_paper
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.rights.commands import told, typed
from tests.sandbox.landscape_world import standing
from tests.worlds import World

from belofte.bootstrap import make_demo
from belofte.bootstrap.shipped import shipped

SYSTEMS = ("mailbox", "disk", "mailchimp", "microsoft365")
KEPT = ("contact", "subscription", "log", "order", "profile")
BY = ("--by", "P. de Boer")
LATER = ("--now", "2028-06-01T09:00:00+00:00")


@pytest.fixture
def world() -> Iterator[World]:
    """The company with a mailbox, a disk and vendors, outside pytest's folder: the mail server's user may not look
    into that."""
    if PROGRAM is None:
        pytest.skip(ABSENT)
    assert set(SYSTEMS) <= {file.stem for file in (shipped("examples") / "linprofs" / "systems").glob("*.yaml")}
    with tempfile.TemporaryDirectory(prefix="belofte-secret-") as folder:
        Path(folder).chmod(0o755)
        made = World(make_demo(Path(folder) / "demo", 60, systems=frozenset({"crm", *SYSTEMS})))
        for name, role in (("P. de Boer", "privacy-officer"), ("J. Smit", "privacy-officer")):
            assert typed(made, "user", "add", name, "--role", role)[0] == 0
        yield made


def shown(world: World, system: str) -> dict[str, Any]:
    (one,) = told(world, "sweep", "--dry-run", "--system", system, *LATER)["lists"]
    return one


def test_a_secret_hold_keeps_in_every_kind_of_system_and_shows_in_no_list(world: World, tmp_path: Path) -> None:
    whom = world.made.company.cast.canary.email
    where = {name: places for name, places in standing(world, whom).items() if name in SYSTEMS}
    assert {"mailbox", "microsoft365"} <= where.keys()
    before = {system: shown(world, system) for system in SYSTEMS}
    kept = [word for category in KEPT for word in ("--category", category)]
    one = secret(world, on_paper(tmp_path), whom, *kept, "--hold-until", "2030-01-01")["disclosure"]
    after = {system: shown(world, system) for system in SYSTEMS}
    assert after["mailbox"]["due"] < before["mailbox"]["due"], "neither listed nor counted"
    assert after["microsoft365"]["due"] < before["microsoft365"]["due"]
    said = json.dumps(after)
    assert "held" not in said
    assert one["id"] not in said
    for system in SYSTEMS:
        (waiting,) = told(world, "sweep", "--system", system, *LATER)["lists"]
        if waiting["waits"]:
            status, text = typed(world, "sweep", "--system", system, "--approve", waiting["id"], *BY, *LATER)
            assert status == 0, text
            assert one["id"] not in text
            assert "held" not in text
    left = standing(world, whom)
    assert {system for system in ("mailbox", "microsoft365") if system in left} == {"mailbox", "microsoft365"}
    other = standing(world, world.made.leaves)
    assert "mailbox" not in other, "and everybody else's went"
    assert told(world, "hold", "list", "--all")["holds"] == []
