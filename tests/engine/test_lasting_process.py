"""The lasting process is killed, doubled, stopped and joined by a second one, on purpose."""

from __future__ import annotations

import base64
import contextlib
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parent))

from errands import KILL_PLACES, Errands
from postgres_wheel import Stoppable
from processes import HERE, Process, running, until

from belofte.engine.database import open_engine_database
from belofte.engine.locks import identity
from belofte.engine.workers import SqlWorkers

WORKER = HERE / "worker_process.py"


def worker(
    folder: Path, url: str, name: str = "one", pause: float = 0.0, tick: float = 0.3
) -> AbstractContextManager[Process]:
    return running(WORKER, [str(folder), url, name, str(pause), str(tick)], folder / f"{name}.log")


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'engine.sqlite'}"


@pytest.fixture
def errands(tmp_path: Path) -> Errands:
    made = Errands(tmp_path)
    made.prepare(["shop", "crm"], each=3)
    made.chain()
    return made


@pytest.mark.parametrize("place", KILL_PLACES)
def test_killed_at_any_place_the_work_finishes_after_a_restart_and_nothing_happens_twice(
    errands: Errands, tmp_path: Path, place: str
) -> None:
    (tmp_path / "kill-at").write_text(place)
    with worker(tmp_path, sqlite_url(tmp_path)) as first:
        assert first.ends() == -signal.SIGKILL, first.text()
    assert errands.left() > 0, "the kill came too late to show anything"
    with worker(tmp_path, sqlite_url(tmp_path)) as second:
        assert until(lambda: errands.left() == 0), second.text()
        assert until(lambda: unfinished_drives(tmp_path) == 0), "the drive that was cut off is finished too"
    assert errands.removals() == [1, 2, 3, 4, 5, 6]
    assert errands.receipts() == [1, 2, 3, 4, 5, 6]


def test_an_errand_that_waits_for_another_starts_at_once_when_that_one_is_done(
    errands: Errands, tmp_path: Path
) -> None:
    with worker(tmp_path, sqlite_url(tmp_path), tick=600) as process:
        assert until(lambda: errands.left() == 0), process.text()
    with closing(sqlite3.connect(tmp_path / "engine.sqlite")) as engine:
        drives = engine.execute("select count(*) from workflow_status").fetchone()[0]
    assert drives > 5, "five hand-overs, none of which waited for the tick of ten minutes"


def test_a_second_process_under_the_same_id_is_refused_in_words(errands: Errands, tmp_path: Path) -> None:
    with worker(tmp_path, sqlite_url(tmp_path)) as first:
        assert first.says("ready")
        with running(WORKER, [str(tmp_path), sqlite_url(tmp_path), "one", "0"], tmp_path / "second.log") as second:
            assert second.ends() == 2
            assert "already works under the id 'one'" in second.text()
        assert until(lambda: errands.left() == 0), "the first one works on"


def test_told_to_stop_in_the_middle_of_a_drive_it_does_not_wait_for_its_end(errands: Errands, tmp_path: Path) -> None:
    with worker(tmp_path, sqlite_url(tmp_path), pause=600) as process:
        assert until(lambda: intended(tmp_path) > 0), process.text()
        process.signal(signal.SIGTERM)
        assert process.ends() == 0, "it does not wait for a drive of ten minutes"
        assert "cut off" in process.text()
    with worker(tmp_path, sqlite_url(tmp_path)) as again:
        assert until(lambda: errands.left() == 0), again.text()
    assert errands.removals() == [1, 2, 3, 4, 5, 6]


def test_told_to_stop_while_idle_it_ends_in_good_order(errands: Errands, tmp_path: Path) -> None:
    with worker(tmp_path, sqlite_url(tmp_path)) as process:
        assert until(lambda: errands.left() == 0), process.text()
        process.signal(signal.SIGTERM)
        assert process.ends() == 0
        assert "in good order" in process.text()


def test_an_error_is_logged_by_class_and_place_and_leaves_no_personal_data_anywhere(
    errands: Errands, tmp_path: Path
) -> None:
    (tmp_path / "explode").touch()
    with worker(tmp_path, sqlite_url(tmp_path)) as process:
        assert process.says("ValueError")
        (tmp_path / "explode").unlink()
        assert until(lambda: errands.left() == 0), process.text()
        said = process.text()
    assert "in drive" in said
    for file in tmp_path.iterdir():
        if file.is_file():
            assert b"planted.example" not in file.read_bytes(), file.name
    assert not [value for value in kept_by_dbos(tmp_path) if b"planted" in value]


def test_a_system_that_is_away_is_asked_again_and_the_work_is_not_called_done(errands: Errands, tmp_path: Path) -> None:
    (tmp_path / "unreachable").touch()
    with worker(tmp_path, sqlite_url(tmp_path)) as process:
        assert process.says("SystemUnreachable")
        assert errands.receipts() == []
        (tmp_path / "unreachable").unlink()
        assert until(lambda: errands.left() == 0), process.text()


def test_the_engine_database_is_opened_with_a_log_and_keeps_only_names_and_counts(
    errands: Errands, tmp_path: Path
) -> None:
    with worker(tmp_path, sqlite_url(tmp_path)) as process:
        assert until(lambda: errands.left() == 0), process.text()
        with closing(sqlite3.connect(tmp_path / "engine.sqlite")) as engine:
            assert engine.execute("pragma journal_mode").fetchone() == ("wal",)
            names = {row[0] for row in engine.execute("select distinct name from workflow_status")}
            steps = engine.execute("select count(*) from operation_outputs group by workflow_uuid").fetchall()
    assert names == {"drive"}
    assert set(steps) == {(1,)}, "one step a drive"


def kept_by_dbos(folder: Path) -> Iterator[bytes]:
    """Every text in the engine's database, and what it is when it is decoded: DBOS pickles results and errors."""
    with closing(sqlite3.connect(folder / "engine.sqlite")) as engine:
        tables = [row[0] for row in engine.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            for row in engine.execute(f'select * from "{table}"'):
                for value in filter(None, map(str, row)):
                    yield value.encode()
                    with contextlib.suppress(ValueError):
                        yield base64.b64decode(value, validate=True)


def unfinished_drives(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "engine.sqlite")) as engine:
        rows = engine.execute("select count(*) from workflow_status where status in ('PENDING', 'ENQUEUED')")
        return int(rows.fetchone()[0])


def is_locked(url: str, name: str) -> bool:
    """Whether somebody has this id. Asked of the server: trying to take it could take it from its owner."""
    number = int.from_bytes(sha256(f"belofte:{identity(name)}".encode()).digest()[:8], "big")
    database = open_engine_database(url)
    asked = text("SELECT count(*) FROM pg_locks WHERE granted AND (classid::bigint, objid::bigint) = (:high, :low)")
    try:
        with database.connect() as connection:
            return bool(connection.scalar(asked, {"high": number >> 32, "low": number & 0xFFFFFFFF}))
    finally:
        database.dispose()


def intended(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "store.db")) as store:
        return int(store.execute("select count(*) from errand where state = 'intended'").fetchone()[0])


class TestTwoWorkersOnPostgres:
    """Two processes with ids of their own share one engine database."""

    def test_they_share_the_work_and_no_system_is_driven_by_both_at_once(self, postgres: str, tmp_path: Path) -> None:
        errands = Errands(tmp_path)
        errands.prepare([f"shop-{number}" for number in range(12)], each=2)
        errands.hold_back()
        errands.together(2)
        with worker(tmp_path, postgres, "one", pause=0.1) as one, worker(tmp_path, postgres, "two", pause=0.1) as two:
            assert one.says("ready"), one.text()
            assert two.says("ready"), two.text()
            errands.let_go()
            assert until(lambda: errands.left() == 0), one.text() + two.text()
        assert errands.removals() == list(range(1, 25))
        assert errands.receipts() == list(range(1, 25))
        assert {drive.by for drive in errands.drives()} == {one.pid, two.pid}, "both took part"
        assert not [pair for pair in combinations(errands.drives(), 2) if pair[0].meets(pair[1])]

    def test_its_database_gone_it_still_ends_within_ten_seconds_and_says_so(
        self, stoppable_postgres: Stoppable, tmp_path: Path
    ) -> None:
        errands = Errands(tmp_path)
        errands.prepare(["shop"], each=1)
        with worker(tmp_path, stoppable_postgres.url) as process:
            assert until(lambda: errands.left() == 0), process.text()
            stoppable_postgres.stop()
            assert process.says("round failed")
            process.signal(signal.SIGTERM)
            assert process.ends() == 0, process.text()

    def test_its_database_back_it_works_on(self, stoppable_postgres: Stoppable, tmp_path: Path) -> None:
        errands = Errands(tmp_path)
        errands.prepare(["shop"], each=1)
        with worker(tmp_path, stoppable_postgres.url) as process:
            assert until(lambda: errands.left() == 0), process.text()
            stoppable_postgres.stop()
            errands.add("shop")
            assert process.says("round failed")
            stoppable_postgres.start()
            assert until(lambda: errands.left() == 0), process.text()
            assert until(lambda: is_locked(stoppable_postgres.url, "one")), "at a heartbeat the id is locked anew"
            with running(WORKER, [str(tmp_path), stoppable_postgres.url, "one", "0"], tmp_path / "two.log") as second:
                assert second.ends() == 2, "its id is its own again"

    def test_what_a_dead_worker_left_is_taken_over(self, postgres: str, tmp_path: Path) -> None:
        errands = Errands(tmp_path)
        errands.prepare(["shop"], each=2)
        (tmp_path / "kill-at").write_text("after intent")
        with worker(tmp_path, postgres, "one") as one:
            assert one.ends() == -signal.SIGKILL, one.text()
        with worker(tmp_path, postgres, "two") as two:
            assert two.says("took over from a dead worker"), two.text()
            assert until(lambda: errands.left() == 0), two.text()
            database = open_engine_database(postgres)
            assert until(lambda: SqlWorkers(database).drives() == 0), "its drive is finished too"
            database.dispose()
        assert errands.removals() == [1, 2]
