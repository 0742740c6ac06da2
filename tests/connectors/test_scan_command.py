"""``belofte scan`` names what a map and its database do not agree on, and changes nothing."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from belofte.cli.main import main
from belofte.connectors.sql.draft import draft_map
from belofte.loading.starter import write_starter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    database = tmp_path / "crm.sqlite"
    with closing(sqlite3.connect(database)) as made:
        made.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, name TEXT)")
        made.commit()
    policy = tmp_path / "policy"
    write_starter(policy)
    text = draft_map(f"sqlite:///{database}", "crm").replace("env:CRM_URL", f"sqlite:///{database}")
    (policy / "systems" / "crm.yaml").write_text(text, encoding="utf-8")
    return policy


def _scan(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main(["scan", "--policy", str(folder), *more])
    return int(left.value.code or 0), capsys.readouterr().out


def test_a_new_column_is_named_until_somebody_decides(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _scan(folder, capsys)[0] == 0
    with closing(sqlite3.connect(folder.parent / "crm.sqlite")) as database:
        database.execute("ALTER TABLE customers ADD COLUMN shoe_size INTEGER")
        database.commit()
    status, text = _scan(folder, capsys)
    assert status == 1 and "customers.shoe_size" in text and "not_personal" in text
    status, text = _scan(folder, capsys, "--json")
    assert [p["column"] for p in json.loads(text)["systems"][0]["problems"]] == ["shoe_size"]


def test_a_database_that_is_away_was_not_looked_at(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.parent / "crm.sqlite").unlink()
    status, text = _scan(folder, capsys)
    assert status == 3 and "could not look" in text
