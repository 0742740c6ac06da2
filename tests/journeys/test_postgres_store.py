"""Postgres as the store, by one setting: the same requests, the same proof."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.engine.postgres_wheel import own_postgres
from tests.worlds import unopened_world

from belofte.procedures.proving.verify import read_key, verify


def test_requests_run_on_a_postgres_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = unopened_world(tmp_path / "home")
    with own_postgres() as server:
        monkeypatch.setenv("STORE", server.url)
        world.made.home.settings_file.write_text('store_url = "env:STORE"\n', "utf-8")
        with world.open() as belofte:
            assert belofte.engine_url == server.url
            for right, address in (("access", world.made.asks), ("erasure", world.made.leaves)):
                assert world.approve(belofte, world.ask(belofte, right, address)).row.state == "answered"
        evidence = world.made.home.evidence
        report = verify(evidence, read_key(str(evidence / "public.key")))
        assert report.faults == []
        assert report.size >= 4
        assert not (world.made.home.data / "store.sqlite").exists()
