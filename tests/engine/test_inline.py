"""The command line does the work itself, or hands it to a worker that lives."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from errands import Errands
from processes import HERE, running, until

from belofte.domain.errors import CouldNotLook
from belofte.engine.database import EngineDatabaseUnfit, open_engine_database
from belofte.engine.driving import DriveEnd
from belofte.engine.inline import Bench, bench, complete, run_inline
from belofte.engine.locks import Locks, PostgresLocks, identity, lane, locks_for


@pytest.fixture
def errands(tmp_path: Path) -> Errands:
    made = Errands(tmp_path)
    made.prepare(["shop", "crm"], each=3)
    return made


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Bench]:
    with bench(open_engine_database(f"sqlite:///{tmp_path / 'engine.sqlite'}")) as opened:
        yield opened


def test_with_no_worker_alive_the_command_does_the_work_and_shows_its_progress(errands: Errands, place: Bench) -> None:
    shown: list[DriveEnd] = []
    done = complete(errands, place, lambda: errands.left() == 0, shown.append)
    assert (done.receipted, done.finished, done.handed_over) == (6, True, False)
    assert [(end.system, end.receipted) for end in shown] == [("crm", 3), ("shop", 3)]


def test_steps_that_follow_one_another_are_all_done_in_one_run(errands: Errands, place: Bench) -> None:
    errands.chain()
    assert run_inline(errands, place, lambda _: None).receipted == 6


def test_a_system_that_is_away_ends_the_run_undone_and_by_name(errands: Errands, place: Bench, tmp_path: Path) -> None:
    (tmp_path / "unreachable").touch()
    done = complete(errands, place, lambda: errands.left() == 0, lambda _: None)
    assert not done.finished
    assert done.problems == ("crm: SystemUnreachable", "shop: SystemUnreachable")


def test_an_error_in_a_drive_is_told_by_its_class_only(
    errands: Errands, place: Bench, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "explode").touch()
    done = run_inline(errands, place, lambda _: None)
    assert done.problems == ("crm: ValueError", "shop: ValueError")
    assert "ValueError at belofte/engine/driving.py" in str(getattr(caplog.records[0], "error", ""))
    assert "planted" not in caplog.text


def test_a_killed_command_leaves_work_that_the_next_one_finishes(
    errands: Errands, place: Bench, tmp_path: Path
) -> None:
    (tmp_path / "kill-at").write_text("after act")
    script = (
        f"import sys; sys.path.insert(0, {str(HERE)!r}); from pathlib import Path; from errands import Errands\n"
        "from belofte.engine.inline import bench, run_inline\n"
        "from belofte.engine.database import open_engine_database\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "place = bench(open_engine_database(f'sqlite:///{folder}/engine.sqlite'))\n"
        "run_inline(Errands(folder), place, lambda _: None)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    assert errands.left() == 6
    assert run_inline(errands, place, lambda _: None).receipted == 6
    assert errands.removals() == [1, 2, 3, 4, 5, 6]


def test_with_a_worker_alive_the_command_hands_over_and_waits(errands: Errands, place: Bench, tmp_path: Path) -> None:
    errands.chain()
    url = f"sqlite:///{tmp_path / 'engine.sqlite'}"
    with running(HERE / "worker_process.py", [str(tmp_path), url, "one", "0.3"], tmp_path / "one.log") as worker:
        assert worker.says("ready")
        shown: list[DriveEnd] = []
        done = complete(errands, place, lambda: errands.left() == 0, shown.append, wait_seconds=120)
        assert (done.handed_over, done.finished) == (True, True), worker.text()
        assert {(end.system, end.waiting) for end in shown} >= {("crm", 1)}, "what waits is shown"
    assert {drive.by for drive in errands.drives()} == {worker.pid}


def test_when_the_worker_cannot_get_on_either_the_command_ends_and_says_unfinished(
    errands: Errands, place: Bench, tmp_path: Path
) -> None:
    (tmp_path / "unreachable").touch()
    url = f"sqlite:///{tmp_path / 'engine.sqlite'}"
    with running(HERE / "worker_process.py", [str(tmp_path), url, "one", "0"], tmp_path / "one.log") as worker:
        assert worker.says("SystemUnreachable")
        began = time.monotonic()
        done = complete(errands, place, lambda: errands.left() == 0, lambda _: None, wait_seconds=600)
    assert (done.handed_over, done.finished) == (True, False)
    assert time.monotonic() - began < 300, "it did not wait for the end of its patience"


def test_the_bell_wakes_a_worker_before_its_tick(errands: Errands, place: Bench, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'engine.sqlite'}"
    arguments = [str(tmp_path), url, "one", "0", "600"]
    with running(HERE / "worker_process.py", arguments, tmp_path / "one.log") as worker:
        assert worker.says("ready")
        assert until(lambda: errands.left() == 0), worker.text()
        errands.add("shop")
        place.workers.ring()
        assert until(lambda: errands.left() == 0), "ten minutes of tick, woken by the bell"


def test_a_system_that_is_back_is_asked_when_its_rest_ends_not_at_the_next_tick(
    errands: Errands, place: Bench, tmp_path: Path
) -> None:
    (tmp_path / "unreachable").touch()
    url = f"sqlite:///{tmp_path / 'engine.sqlite'}"
    with running(HERE / "worker_process.py", [str(tmp_path), url, "one", "0", "600"], tmp_path / "one.log") as worker:
        assert worker.says("SystemUnreachable")
        (tmp_path / "unreachable").unlink()
        assert until(lambda: errands.left() == 0), "ten minutes of tick, seconds of rest"


def test_when_the_worker_dies_while_the_command_waits_the_command_does_the_work(errands: Errands, place: Bench) -> None:
    place.workers.beat("one")
    leaving = threading.Timer(0.3, place.workers.leave, ["one"])
    leaving.start()
    done = complete(errands, place, lambda: errands.left() == 0, lambda _: None)
    assert (done.handed_over, done.finished) == (False, True)
    leaving.join()


def test_two_commands_do_not_work_at_once_and_the_second_says_so(errands: Errands, place: Bench) -> None:
    other = place.locks.try_hold(identity("cli"))
    assert other is not None
    with pytest.raises(CouldNotLook, match="Another belofte command is at work"):
        run_inline(errands, place, lambda _: None, wait_seconds=0.2)
    other.release()
    assert run_inline(errands, place, lambda _: None).receipted == 6


def test_what_another_process_has_in_hand_is_left_to_it(errands: Errands, place: Bench) -> None:
    other = place.locks.try_hold(lane("shop"))
    assert other is not None
    done = run_inline(errands, place, lambda _: None, wait_seconds=0.3)
    assert (done.receipted, errands.left()) == (3, 3)
    other.release()


def test_the_command_line_way_does_not_load_dbos() -> None:
    code = "import sys, belofte.engine.inline, belofte.engine.database; sys.exit('dbos' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_sqlite_is_opened_with_a_log_and_a_sync_at_each_commit(tmp_path: Path) -> None:
    with open_engine_database(f"sqlite:///{tmp_path / 'engine.sqlite'}").connect() as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("pragma synchronous").scalar() == 2


@pytest.mark.parametrize("url", ["sqlite://", "mysql://db.example/belofte", "not a url"])
def test_a_database_the_engine_cannot_use_is_refused_with_what_to_do(url: str) -> None:
    with pytest.raises(EngineDatabaseUnfit, match=r"file|SQLite or Postgres|address"):
        open_engine_database(url)


class TestLocks:
    """One holder a name, everywhere, and no longer than it lives."""

    @pytest.fixture(params=["sqlite", "postgres"])
    def locks(self, request: pytest.FixtureRequest, tmp_path: Path) -> Locks:
        postgres = request.param == "postgres"
        url = request.getfixturevalue("postgres") if postgres else f"sqlite:///{tmp_path / 'engine.sqlite'}"
        made = locks_for(open_engine_database(url))
        assert isinstance(made, PostgresLocks) == postgres
        return made

    def test_a_held_name_is_not_given_again_until_released(self, locks: Locks) -> None:
        first = locks.try_hold("system:shop")
        assert first is not None
        assert locks.try_hold("system:shop") is None
        other = locks.try_hold("system:crm")
        assert other is not None
        first.release()
        first.release()
        again = locks.try_hold("system:shop")
        assert again is not None
        again.release()
        other.release()


def test_systems_are_driven_side_by_side_and_no_system_twice_at_once(tmp_path: Path, place: Bench) -> None:
    errands = Errands(tmp_path, pause=0.2)
    errands.prepare(["shop", "crm", "mail"], each=1)
    run_inline(errands, place, lambda _: None)
    drives = errands.drives()
    assert len(drives) == 3
    assert max(drive.began for drive in drives) < min(drive.ended for drive in drives), "one waited for another"
    assert not any(one.meets(other) for one in drives for other in drives if one is not other)
