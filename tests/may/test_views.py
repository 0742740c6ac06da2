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
    with closing(sqlite3.connect(company.home / "data" / "store.sqlite")) as store:
        assert not [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert typed(company, "uses", "views", "nowhere")[0] == 2
    assert typed(company, "uses", "views", "--follow")[0] == 2


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
        assert _within(30, lambda: _mirrored(database) == {anna}), "it is filled"
        bram = company.person(BRAM)
        assert _within(10, lambda: _mirrored(database) == {anna, bram}), "it follows"
        process.send_signal(signal.SIGTERM)
        assert process.stderr is not None
        said = process.stderr.read()
        assert (process.wait(20), "stop it with Ctrl-C" in said, "Traceback" in said) == (0, True, False), said
    assert _within(5, lambda: _mirrored(database) == set()), "nobody compares it any more"


def _mirrored(database: Path) -> set[int]:
    with closing(sqlite3.connect(database, timeout=5)) as shop:
        return {subject for (subject,) in shop.execute("SELECT subject FROM belofte_may_service")}


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return holds()
