"""Reads after the last day, found in the logs that a real MariaDB (its own audit plugin) and a real nginx write."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy.exc import DBAPIError
from tests.connectors.staff_world import Staff, staff_of
from tests.ports import free_port
from tests.rights.commands import told, typed
from tests.staff.company import hide_from, move_to
from tests.staff.people import person, put_on_the_list
from tests.worlds import World

from belofte.connectors.files.access_log import FileLog
from belofte.connectors.files.local import LocalFiles
from belofte.domain.late_reads import Sought
from belofte.domain.system_map import LogFiles, LogFormat

_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
NGINX = shutil.which("nginx", path=_PATH)


def here() -> str:
    """The zone in which this machine's programs write their logs, by its offset."""
    offset = datetime.now().astimezone().utcoffset() or timedelta()
    hours = round(offset.total_seconds() / 3600)
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


@pytest.fixture
def audited(
    mariadb_server: str, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[tuple[Staff, Path]]:
    """The company on a MariaDB whose audit plugin writes statements and the tables they open."""
    log = tmp_path / "audit.log"
    with move_to(world, "mariadb", mariadb_server) as database:
        staff = staff_of(database)
        hide_from(world, staff, monkeypatch.setenv)
        try:
            database.outside("INSTALL SONAME 'server_audit'")
        except DBAPIError:
            pytest.skip("On 2026-11-23: this MariaDB has no audit plugin (server_audit), so its log was not read.")
        for name, value in (("file_path", log), ("events", "QUERY,TABLE"), ("logging", "ON")):
            database.outside(f"SET GLOBAL server_audit_{name} = '{value}'")
        try:
            yield staff, log
        finally:
            database.outside("SET GLOBAL server_audit_logging = 'OFF'")
            database.outside("UNINSTALL SONAME 'server_audit'")


def reads(world: World) -> list[tuple[str, str, int]]:
    (log,) = told(world, "staff", "reads", "crm")["logs"]
    assert log["why"] is None, log["why"]
    return [(one["wrong"], one["role"], one["count"]) for one in log["reads"]]


def test_what_the_audit_plugin_of_mariadb_writes_is_read(world: World, audited: tuple[Staff, Path]) -> None:
    """One statement is one read, though the plugin writes a line for each table it opened, the server's own too."""
    staff, log = audited
    file = world.made.home.policy / "systems" / "crm.yaml"
    line = f'access_log: {{format: mariadb-audit, zone: "{here()}", paths: ["{log}"]}}\nif_not_allowed:'
    file.write_text(file.read_text("utf-8").replace("if_not_allowed:", line, 1), "utf-8")
    jan, els = staff.people[staff.support], staff.people[staff.books]
    put_on_the_list(world, person("Jan Jansen", accounts=f"crm={jan}", end="2026-01-31"),
                    person("Els de Wit", "bookkeeper", accounts=f"crm={els}"))  # fmt: skip
    own = staff.world.one("SELECT database()")
    address = world.made.leaves
    assert staff.sees_in(staff.support, "mysql.user") is None, "refused: nothing was read"
    assert staff.sees_in(staff.books, f"{own}.customers") is not None
    assert reads(world) == []
    assert staff.sees_in(staff.support, f"{own}.customers JOIN {own}.orders USING (id)") is not None
    assert reads(world) == [("after-the-last-day", "technical-staff", 1)]
    assert ",READ," in log.read_text("utf-8") and ",QUERY," in log.read_text("utf-8")

    put_on_the_list(world, person("Jan Jansen", accounts=f"crm={jan}"))
    typed(world, "staff", "end", "Jan Jansen", "--on", "2030-01-01")
    notice = told(world, "leave", address)["reference"]
    assert typed(world, "request", "confirm", notice)[0] == 0
    assert reads(world) == []
    time.sleep(1.1)  # the plugin writes whole seconds
    assert staff.sees(staff.support, "customers", f"email =\n'{address}'") is not None
    assert reads(world) == [("after-they-left", "technical-staff", 1)], "in the zone of the server, not of the company"


@pytest.mark.skipif(NGINX is None, reason="On 2026-11-23: nginx is not installed here, so its log was not read.")
def test_what_nginx_writes_is_read(tmp_path: Path) -> None:
    (tmp_path / "passwords").write_text("jan:{PLAIN}secret\n", "utf-8")
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "customers").write_text("Anna", "utf-8")
    port = free_port()
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    root = "user root; " if os.geteuid() == 0 else ""  # nobody else may look into pytest's folders
    (tmp_path / "nginx.conf").write_text(
        f"{root}daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ {temporary} "
        f"access_log {tmp_path}/access.log combined; server {{ listen 127.0.0.1:{port}; root {tmp_path}/page; "
        f"auth_basic staff; auth_basic_user_file {tmp_path}/passwords; }} }}",
        "utf-8",
    )
    assert NGINX is not None
    server = subprocess.Popen([NGINX, "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)])
    try:
        page = f"http://127.0.0.1:{port}/customers?q=anna%40post.example"
        with httpx.Client(transport=httpx.HTTPTransport(retries=5)) as client:
            assert client.get(page, auth=("jan", "secret")).status_code == 200
            assert client.get(page).status_code == 401
            assert client.get(f"http://127.0.0.1:{port}/lost", auth=("jan", "secret")).status_code == 404
    finally:
        server.terminate()
        server.wait(120)
    log = FileLog("crm", LogFiles(LogFormat.COMBINED, (f"{tmp_path}/access.log",)), LocalFiles, own=frozenset, zone=UTC)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    seen = list(log.reads(long_ago, [Sought("case-1", long_ago, frozenset({"anna@post.example"}))]))
    assert [(one.account, one.touched) for one in seen] == [("jan", frozenset({"case-1"}))]
    assert abs(seen[0].at - datetime.now(UTC)) < timedelta(minutes=5)
