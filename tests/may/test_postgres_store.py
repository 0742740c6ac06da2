"""The same with Postgres as the store: read by its own driver, one snapshot a look, views beside the states."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from tests.engine.postgres_wheel import own_postgres

from belofte.domain.decision import Why
from belofte.domain.subject_state import RESTRICTED
from belofte.loading.folder import load_policy_folder
from belofte.storage.places import Places
from belofte.storage.store import open_store

from .conftest import ANNA, BRAM, CAUSE, Company, make_company
from .test_commands import typed


def test_may_and_use_on_a_postgres_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with own_postgres() as server, ExitStack() as stack:
        made = make_company(tmp_path, stack)
        made.store.close()
        monkeypatch.setenv("STORE", server.url)
        (tmp_path / "belofte.toml").write_text('store_url = "env:STORE"\n', "utf-8")
        store = open_store(Places(tmp_path / "data", server.url), datetime.now(UTC).date())
        stack.callback(store.close)
        company = Company(tmp_path, store, load_policy_folder(tmp_path / "policy").policy, stack)
        anna, bram = company.consents(ANNA, "newsletter"), company.person(BRAM)
        privacy = company.open()
        assert privacy.find([BRAM]) == [bram]
        assert privacy.may("newsletter", None, anna).allowed
        assert privacy.may("newsletter", None, bram).why is Why.NO_CONSENT
        before = datetime.now(UTC)
        with store.transaction() as tx:
            tx.states.change([ANNA], CAUSE, datetime.now(UTC), on=RESTRICTED)
        privacy.look()
        assert privacy.may("newsletter", None, anna).why is Why.RESTRICTED
        assert privacy.may("newsletter", None, anna, None, before).allowed
        assert privacy.use("newsletter", None, anna, reason="issue").why is Why.RESTRICTED
        assert store.take_uses() == 1
        status, said = typed(company, "uses", "views", "--apply")
        assert status == 0, said
        with psycopg.connect(server.url) as job:
            assert job.execute("SELECT subject FROM belofte_may_service ORDER BY 1").fetchall() == [(bram,)]
