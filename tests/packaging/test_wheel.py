"""The wheel alone, without repository or network: everything is inside, and the demo runs from an empty folder."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EMPTY_BY_DESIGN = {"__pycache__"}


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not EMPTY_BY_DESIGN & set(path.parts)
    }


def test_docs_examples_and_the_systemd_unit_are_inside(installed: Any) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    for folder, inside in (("docs", "_docs"), ("examples", "_examples"), ("deploy", "_deploy")):
        wanted = {f"belofte/{inside}/{name}" for name in files_below(ROOT / folder)}
        assert wanted, f"{folder} is empty"
        assert wanted - names == set()


def test_every_file_of_the_package_is_inside_and_nothing_of_the_tests(installed: Any) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    assert {f"belofte/{name}" for name in files_below(ROOT / "src" / "belofte")} - names == set()
    assert "belofte/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "test" in name.lower().split("/")[0]]


def test_the_command_runs_from_the_wheel_and_not_from_the_repository(installed: Any, tmp_path: Path) -> None:
    where = installed.python("import belofte; print(belofte.__file__)", tmp_path)
    assert where.stdout.startswith(str(installed.folder)), where.stderr
    told = installed.run("--help", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "demo" in told.stdout


def test_the_guard_of_these_tests_refuses_the_repository_and_the_network(installed: Any, tmp_path: Path) -> None:
    read = installed.python(f"open({str(ROOT / 'docs' / 'settings.md')!r})", tmp_path)
    asked = installed.python("import socket; socket.create_connection(('192.0.2.1', 80), 1)", tmp_path)
    assert "the wheel read the repository" in read.stderr
    assert "the wheel" in asked.stderr


def test_the_demo_runs_from_an_empty_folder_and_leaves_everything_in_its_own(installed: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = installed.run(
        "demo", "--no-serve", "--dir", str(tmp_path / "demo"), "--people", "300", cwd=tmp_path / "empty"
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    said = re.sub(r"\s+", " ", done.stdout)
    for part in ("access", "erasure", "Receipt"):
        assert part in said
    assert list((tmp_path / "empty").iterdir()) == []
    assert (tmp_path / "demo" / "data" / "store.sqlite").is_file()
    assert (tmp_path / "demo" / "policy" / "policy.yaml").is_file()


def test_the_unit_starts_a_command_that_exists_and_gives_no_rights_away(installed: Any) -> None:
    unit = (installed.folder / "belofte" / "_deploy" / "belofte.service").read_text(encoding="utf-8")
    lines = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    assert lines["ExecStart"].split()[:2] == ["/opt/belofte/bin/belofte", "serve"]
    assert lines["User"] == "belofte"
    assert lines["CapabilityBoundingSet"] == ""
    for wanted in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "ProtectKernelModules"):
        assert lines[wanted] == "yes", wanted
    assert lines["ProtectSystem"] == "strict"
    assert int(lines["TimeoutStopSec"]) >= 10
