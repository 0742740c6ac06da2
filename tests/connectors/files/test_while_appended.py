"""A log is rewritten while another process appends to it at full speed; and broken off at any moment."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.connectors.files import appender
from tests.connectors.files.folder import JAN, PIET, ask, connector, logs, order, put, text_of

from belofte.connectors.files.local import LocalFiles
from belofte.connectors.files.storage import Change, Spans
from belofte.domain.plan import Decision, Outcome
from belofte.ports import Result, SystemUnreachable

LINES = 20_000


def numbers(text: str) -> Counter[int]:
    return Counter(int(line.split()[1][2:]) for line in text.splitlines() if line.strip())


@pytest.mark.parametrize(("way", "held_open"), [("held", "true"), ("each", "false"), ("each", "true")])
def test_no_line_is_lost_and_none_of_the_persons_stays(tmp_path: Path, way: str, held_open: str) -> None:
    path, stop = put(tmp_path / "log/app.log", ""), tmp_path / "stop"
    command = [sys.executable, appender.__file__, str(path), way, str(LINES), str(stop)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    server = connector(logs(tmp_path, at={"held_open": (held_open,)}))
    approved = order(ask("r1", email=JAN), "access_logs", Decision.DELETE, None)
    try:
        while path.stat().st_size < 50_000:
            time.sleep(0.01)
        acted = [result for _ in range(4) for result in server.erase([approved])]
        stop.touch()
        written = int(program.communicate(timeout=60)[0])
    finally:
        program.kill()
        program.wait()
    acted += server.erase([approved])
    assert all(one.outcome is Outcome.DONE for one in acted), [one.problem for one in acted]
    left = numbers(path.read_text())
    assert set(left) == {n for n in range(written) if n % 3}
    assert set(left.values()) == {1}
    assert sum(line.acted or 0 for one in acted for line in one.lines) == -(-written // 3)
    assert [one.name for one in path.parent.iterdir()] == ["app.log"]


def test_a_log_that_is_held_open_is_not_replaced_behind_its_programs_back(tmp_path: Path) -> None:
    path = put(tmp_path / "log/app.log", f"n {JAN}\n")
    server = connector(logs(tmp_path, at={"held_open": ("false",)}), storage=LocalFiles(patience=0.2))
    with path.open("ab"):
        [acted] = server.erase([order(ask("r1", email=JAN), "access_logs", Decision.DELETE, None)])
    assert acted.outcome is Outcome.FAILED
    assert acted.problem is not None
    assert "held_open: true" in acted.problem.remedy
    assert path.read_text() == f"n {JAN}\n"


CRASHING = """
import os, signal, sys
from pathlib import Path
from belofte.connectors.files import rewriting
from belofte.connectors.files.storage import Change
count = int(sys.argv[2])
def stop(frame, event, arg):
    global count
    count -= 1
    if count == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return stop
def spans(block):
    found, at = [], 0
    for line in block.splitlines(keepends=True):
        found += [(at, at + len(line))] * (b"jan@" in line)
        at += len(line)
    return found
sys.settrace(stop)
way = rewriting.overwrite if sys.argv[3] == "true" else rewriting.renew
way(Path(sys.argv[1]), Change(lambda line: None if b"jan@" in line else line, spans))
"""


@pytest.mark.parametrize(("held_open", "name"), [("true", "a.log"), ("false", "a.log"), ("false", "a.log.gz")])
def test_killed_anywhere_the_log_is_the_old_or_the_new_one_and_the_next_try_finishes(
    tmp_path: Path, held_open: str, name: str
) -> None:
    old = "".join(f"t n={n} {'jan@x.example' if n % 2 else '-'}\n" for n in range(6))
    new = [line for line in old.splitlines() if "jan" not in line]
    killed = 0
    for step in range(1, 400, 7):
        path = put(tmp_path / f"{step}/log" / name, old)
        done = subprocess.run([sys.executable, "-c", CRASHING, str(path), str(step), held_open], check=False)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        killed += 1
        raw = path.read_bytes()
        lines = (gzip.decompress(raw) if name.endswith("gz") else raw).decode().splitlines()
        whole = [line for line in lines if line.strip()]
        if held_open == "true":
            assert set(new) <= set(whole) <= set(old.splitlines())
        else:
            assert whole in (old.splitlines(), new)
        server = connector(logs(tmp_path / str(step), at={"held_open": (held_open,)}))
        [acted] = server.erase([order(ask("r1", email=JAN), "access_logs", Decision.DELETE, None)])
        assert acted.outcome is Outcome.DONE
        assert list(server.find([ask("r1", email=JAN)])) == []
        assert [one.name for one in path.parent.iterdir()] == [name]
    assert killed > 5


def test_what_was_appended_to_the_old_file_before_a_crash_is_carried_over(tmp_path: Path) -> None:
    path = put(tmp_path / "log/a.log", "n=1\nn=3\n")
    old = put(tmp_path / "log/.a.log.belofte-old-8", f"n=1 \n{JAN}\nn=4 {JAN}\nn=5\n")
    os.truncate(old, old.stat().st_size)
    server = connector(logs(tmp_path))
    with pytest.raises(SystemUnreachable, match="broken off"):
        list(server.find([ask("r1", email=JAN)]))
    [acted] = server.erase([order(ask("r1", email=JAN), "access_logs", Decision.DELETE, None)])
    assert acted.outcome is Outcome.DONE
    assert "n=5" in path.read_text()
    assert JAN not in path.read_text()
    assert not old.exists()


class Meanwhile(LocalFiles):
    """This machine's disk, on which something happens once, while a log is read to be rewritten."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__(patience=2)
        self._waiting = [happens]

    def rewritten(self, path: str, change: Change, *, held_open: bool) -> None:
        def where(block: bytes) -> Spans:
            found = change.where(block)
            if self._waiting:
                self._waiting.pop()()
            return found

        super().rewritten(path, Change(change.line, where), held_open=held_open)


def erased(log: Path, happens: Callable[[], object], held_open: str) -> Result:
    """Jan's lines go from the logs while that happens."""
    server = connector(logs(log.parent.parent, at={"held_open": (held_open,)}), storage=Meanwhile(happens))
    [acted] = server.erase([order(ask("r1", email=JAN), "access_logs", Decision.DELETE, None)])
    return acted


def test_a_log_cut_off_by_its_rotation_is_not_overwritten_where_jans_line_stood(tmp_path: Path) -> None:
    path = put(tmp_path / "log/a.log", f"n=1\nn=2 {JAN}\nn=3\n")
    anew = f"n=4 {PIET}\nn=5 {PIET}\n"
    acted = erased(path, lambda: put(path, anew), "true")  # copied and cut off: the same file begins again
    assert acted.outcome is Outcome.DONE
    assert path.read_text() == anew


@pytest.mark.parametrize("rest", ["", "n=9"])
def test_what_a_program_appends_to_the_old_file_is_carried_over_without_jans_lines(tmp_path: Path, rest: str) -> None:
    path = put(tmp_path / "log/a.log", f"n=1\nn=2 {JAN}\n")
    programs: list[threading.Thread] = []

    def opens() -> None:
        program = path.open("ab", buffering=0)
        old = os.fstat(program.fileno())

        def appends() -> None:
            with program:
                while os.path.samestat(path.stat(), old):
                    time.sleep(0.005)
                program.write(f"n=3\nn=4 {JAN}\nn=5\n{rest}".encode())

        programs.append(threading.Thread(target=appends))
        programs[0].start()

    acted = erased(path, opens, "false")
    programs[0].join()
    assert acted.outcome is Outcome.DONE
    assert path.read_text() == f"n=1\nn=3\nn=5\n{rest}"
    assert [one.name for one in path.parent.iterdir()] == ["a.log"]


def test_a_last_line_without_its_end_goes_too(tmp_path: Path) -> None:
    path = put(tmp_path / "log/a.log", f"n=1\nn=2 {JAN}\nn=3\nn=4 {JAN}")
    assert erased(path, lambda: None, "false").outcome is Outcome.DONE
    assert path.read_text() == "n=1\nn=3\n"


def test_a_packed_log_that_grows_while_it_is_rewritten_stays_as_it_is_and_is_tried_again(tmp_path: Path) -> None:
    path = put(tmp_path / "log/a.log.gz", f"n=1\nn=2 {JAN}\n")
    more = gzip.compress(f"n=3 {JAN}\nn=4\n".encode())

    def appends() -> None:
        with path.open("ab") as program:
            program.write(more)

    acted = erased(path, appends, "false")
    assert (acted.outcome, acted.problem and acted.problem.transient) == (Outcome.FAILED, True)
    assert text_of(path) == f"n=1\nn=2 {JAN}\nn=3 {JAN}\nn=4\n"
    assert erased(path, lambda: None, "false").outcome is Outcome.DONE
    assert text_of(path) == "n=1\nn=4\n"
    assert [one.name for one in path.parent.iterdir()] == ["a.log.gz"]
