"""Views in the store: true at the very instant, the same as ``may()``."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from belofte.domain.subject_state import LEFT, RESTRICTED

from .conftest import ANNA, BRAM, Company
from .test_commands import told, typed


def numbers(company: Company, view: str) -> set[int]:
    with closing(sqlite3.connect(f"file:{company.home / 'data' / 'store.sqlite'}?mode=ro", uri=True)) as store:
        return {subject for (subject,) in store.execute(f"SELECT subject FROM {view}")}


def test_a_job_joins_a_view_of_the_store_and_a_change_is_there_at_once(company: Company) -> None:
    anna, bram = company.person(ANNA), company.person(BRAM, on=LEFT)
    assert typed(company, "uses", "views", "--apply")[0] == 0
    assert numbers(company, "belofte_may_newsletter") == set()
    assert numbers(company, "belofte_may_service") == {anna}
    assert numbers(company, "belofte_may_invoicing") == {anna, bram}
    company.consents(ANNA, "newsletter")
    assert numbers(company, "belofte_may_newsletter") == {anna}
    company.objects(ANNA, "newsletter")
    company.person(BRAM, on=RESTRICTED)
    assert numbers(company, "belofte_may_newsletter") == set()
    assert numbers(company, "belofte_may_invoicing") == {anna}


def test_the_statements_can_be_read_first_and_taken_back(company: Company) -> None:
    shown = told(company, "uses", "views")
    assert shown["applied"] is False
    assert any("CREATE VIEW belofte_may_post" in line for line in shown["statements"])
    typed(company, "uses", "views", "--apply")
    assert typed(company, "uses", "views", "--remove", "--apply")[0] == 0
    assert standing(company) == []
    assert typed(company, "uses", "views", "nowhere")[0] == 2
    assert typed(company, "uses", "views", "--follow")[0] == 2


def test_the_view_of_a_purpose_that_the_policy_no_longer_has_goes(company: Company) -> None:
    """It would go on saying yes for what nobody stated."""
    company.person(ANNA)
    assert typed(company, "uses", "views", "--apply")[0] == 0
    rename(company, "answering", "replying")
    shown = told(company, "uses", "views")["statements"]
    assert "DROP VIEW IF EXISTS belofte_may_answering" in shown
    assert typed(company, "uses", "views", "--apply")[0] == 0
    assert "belofte_may_answering" not in standing(company)
    assert "belofte_may_replying" in standing(company)
    rename(company, "replying", "answering")
    assert typed(company, "uses", "views", "--remove", "--apply")[0] == 0
    assert standing(company) == []


def rename(company: Company, old: str, new: str) -> None:
    file = company.home / "policy" / "policy.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"  {old}: ", f"  {new}: ").replace(f", {old}]", f", {new}]"), encoding="utf-8")


def standing(company: Company) -> list[str]:
    """The views of the store."""
    with closing(sqlite3.connect(company.home / "data" / "store.sqlite")) as store:
        return [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]


def test_a_mirror_follows_until_it_is_told_to_stop_and_lets_nobody_through_after_that(
    company: Company, tmp_path: Path
) -> None:
    """As a service manager runs and stops it: a process of its own, and SIGTERM."""
    database = tmp_path / "shop.sqlite"
    with closing(sqlite3.connect(database)) as shop:
        shop.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY)")
    systems = company.home / "policy" / "systems"
    systems.mkdir()
    (systems / "shop.yaml").write_text(f"kind: sql\nurl: sqlite:///{database}\nallow: [find]\nignore: [orders]\n")
    anna = company.person(ANNA)
    assert typed(company, "uses", "views", "shop", "--apply")[0] == 0
    started = "import sys; from belofte.cli.main import run; sys.exit(run(sys.argv[1:]))"
    words = ["uses", "views", "shop", "--follow", "--policy", str(company.home / "policy")]
    command = [sys.executable, "-c", started, *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert _in_time(lambda: _mirrored(database) == {anna}), "it is filled"
            bram = company.person(BRAM)
            assert _in_time(lambda: _mirrored(database) == {anna, bram}), "it follows"
            process.send_signal(signal.SIGTERM)
            assert process.stderr is not None
            said = process.stderr.read()
            assert (process.wait(120), "stop it with Ctrl-C" in said, "Traceback" in said) == (0, True, False), said
        finally:
            process.kill()
    assert _in_time(lambda: _mirrored(database) == set()), "nobody compares it any more"


@pytest.mark.parametrize("more", [(), ("--apply",), ("--follow",)])
def test_a_database_that_is_away_is_said_to_be_away_and_is_no_fault_of_ours(
    company: Company, more: tuple[str, ...]
) -> None:
    systems = company.home / "policy" / "systems"
    systems.mkdir()
    away = "kind: sql\nurl: mariadb://job@127.0.0.1:1/shop\nallow: [find]\nignore: [orders]\n"
    (systems / "shop.yaml").write_text(away, encoding="utf-8")
    status, said = typed(company, "uses", "views", "shop", *more)
    assert (status, "could not be reached" in said, "systems/shop.yaml" in said) == (3, True, True), said


def test_a_mirror_that_was_not_made_says_how_to_make_it(company: Company, tmp_path: Path) -> None:
    systems = company.home / "policy" / "systems"
    systems.mkdir()
    there = f"kind: sql\nurl: sqlite:///{tmp_path / 'shop.sqlite'}\nallow: [find]\nignore: [orders]\n"
    (systems / "shop.yaml").write_text(there, encoding="utf-8")
    status, said = typed(company, "uses", "views", "shop", "--follow")
    assert (status, "belofte uses views shop --apply" in said) == (3, True), said


def _mirrored(database: Path) -> set[int]:
    with closing(sqlite3.connect(database, timeout=60)) as shop:
        return {subject for (subject,) in shop.execute("SELECT subject FROM belofte_may_service")}


def _in_time(holds: Callable[[], bool]) -> bool:
    """Whether it comes to be so. How fast a machine is, is not what is judged."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return holds()
