"""Files past their term go by their age, and lines of a log by the time in them."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, date, datetime
from pathlib import Path

from tests.connectors.by_term import due_keys, goes_by_term, lacking
from tests.connectors.files.folder import connector, logs, scans

from belofte.domain.retention import Term

OLD, NONE = Term("collected", date(2026, 2, 2)), Term("collected", date(2026, 2, 1))
STAMP = "%d/%b/%Y:%H:%M:%S %z"
LINES = (
    b'1.2.3.4 - - [02/Feb/2026:10:00:00 +0000] "GET /a"\n'
    b'1.2.3.4 - - [02/Feb/2026:23:59:59 +0000] "GET /b"\n'
    b'1.2.3.5 - - [03/Feb/2026:00:00:00 +0000] "GET /c"\n'
    b"a line that tells no time\n"
)


def aged(path: Path, *day: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF")
    moment = datetime(*day, 12, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))


def test_scans_go_on_their_day_and_their_empty_folders_with_them(tmp_path: Path) -> None:
    aged(tmp_path / "scans" / "12" / "a.pdf", 2026, 2, 2)
    aged(tmp_path / "scans" / "13" / "b.pdf", 2026, 2, 3)
    goes_by_term(connector(scans(tmp_path)), "scans", OLD, NONE)
    assert [path.name for path in tmp_path.rglob("*.pdf")] == ["b.pdf"]
    assert not (tmp_path / "scans" / "12").exists()


def test_lines_of_a_log_go_by_their_own_time(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "access.log").write_bytes(LINES)
    (tmp_path / "log" / "access.log.gz").write_bytes(gzip.compress(LINES))
    at = {"time": (STAMP,), "held_open": ("false",)}
    files = connector(logs(tmp_path, at=at, clock={"collected": "time"}))
    assert len(lacking(files, "access_logs", "collected")) == 2
    goes_by_term(files, "access_logs", OLD, NONE)
    for text in (
        (tmp_path / "log" / "access.log").read_bytes(),
        gzip.decompress((tmp_path / "log" / "access.log.gz").read_bytes()),
    ):
        assert b"GET /a" not in text
        assert b"GET /b" not in text
        assert b"GET /c" in text
        assert b"tells no time" in text


def test_a_log_that_is_held_open_holds_nothing_of_those_days_any_more(tmp_path: Path) -> None:
    log = tmp_path / "log" / "access.log"
    log.parent.mkdir()
    log.write_bytes(LINES)
    files = connector(logs(tmp_path, at={"time": (STAMP,)}, clock={"collected": "time"}))
    goes_by_term(files, "access_logs", OLD, NONE)
    assert len(log.read_bytes()) == len(LINES), "whoever writes in it goes on at its end"
    assert b"GET /a" not in log.read_bytes()
    assert due_keys(files, "access_logs", Term("collected", date(2026, 2, 3)))


def test_a_file_says_its_bytes_whatever_its_day_and_a_log_says_nothing(tmp_path: Path) -> None:
    paper = tmp_path / "scans" / "12" / "a.pdf"
    aged(paper, 2026, 2, 2)
    files = connector(scans(tmp_path))
    assert files.shows("scans")
    assert not connector(logs(tmp_path)).shows("access_logs")
    ((found, before),) = files.contents("scans", ("collected",))
    assert found.events == {"collected": date(2026, 2, 2)}
    stood = paper.stat()
    paper.write_bytes(b"%PDG")
    os.utime(paper, ns=(stood.st_atime_ns, stood.st_mtime_ns))
    ((_, after),) = files.contents("scans", ())
    assert after != before, "of the same size, and as old as before"
