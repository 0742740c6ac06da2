"""Backups of systems of every kind come back at once: what was erased there goes again, through the same connectors."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.rights.commands import told
from tests.sandbox.landscape_world import standing, whole_landscape

pytest.importorskip("moto", reason="2026-11-23: without moto there is no cloud to look at.")
if PROGRAM is None:
    pytest.skip(ABSENT, allow_module_level=True)

SYSTEMS = ("crm", "disk", "mailbox", "mailchimp")


def test_what_was_erased_in_each_kind_of_system_goes_again_from_the_ledger() -> None:
    with whole_landscape() as world:
        canary = world.made.company.cast.canary
        sandbox = world.made.home.sandbox
        kept = world.made.home.path / "backup-of-everything"
        before = standing(world, canary.email, "Proefvogel")
        shutil.copytree(sandbox, kept, symlinks=True)
        with world.open() as belofte:
            world.approve(belofte, world.ask(belofte, "erasure", canary.email))
        gone = standing(world, canary.email, "Proefvogel")
        shutil.rmtree(sandbox)
        shutil.copytree(kept, sandbox, symlinks=True)
        shutil.rmtree(kept)
        back = standing(world, canary.email, "Proefvogel")
        assert {name for name in SYSTEMS if name in back} == {name for name in SYSTEMS if name in before}
        for hour, system in enumerate(SYSTEMS, 2):  # a vendor that counts calls has forgotten those of before
            now = (datetime.now(UTC) + timedelta(hours=hour)).isoformat(timespec="seconds")
            done = told(world, "restore-replay", system, "--by", "P. de Boer", "--now", now)
            assert done["list"]["problem"] is None, (system, done)
            assert done["done"]["refused"] == [], (system, done)
        left = standing(world, canary.email, "Proefvogel")
        assert {name: left.get(name) for name in SYSTEMS} == {name: gone.get(name) for name in SYSTEMS}
