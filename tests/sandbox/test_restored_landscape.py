"""Backups of systems of every kind come back at once: what was erased there goes again, through the same connectors."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.rights.commands import told
from tests.sandbox.landscape_world import standing, whole_landscape

pytest.importorskip("moto", reason="2026-11-23: without moto there is no cloud to look at.")
if PROGRAM is None:
    pytest.skip(ABSENT, allow_module_level=True)

SYSTEMS = ("crm", "disk", "mailbox", "mailchimp", "exact", "microsoft365", "aws")


SIGNED_IN = ("exact", "microsoft365")
"""A vendor that puts its records back does not forget who signed in since."""


def rows_of(file: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as state:
        return list(state.execute(f"SELECT * FROM {table}"))


def put_back(file: Path, tokens: list[tuple[object, ...]]) -> None:
    with closing(sqlite3.connect(file)) as state, state:
        state.execute("DELETE FROM tokens")
        state.executemany("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?)", tokens)


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
        signed_in = {name: rows_of(sandbox / f"{name}.sqlite", "tokens") for name in SIGNED_IN}
        shutil.rmtree(sandbox)
        shutil.copytree(kept, sandbox, symlinks=True)
        for name, tokens in signed_in.items():
            put_back(sandbox / f"{name}.sqlite", tokens)
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
