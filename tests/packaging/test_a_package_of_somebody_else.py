"""Somebody else's package brings a kind of system and runs the one suite, on the wheel alone, as the page writes it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "connectors.md"
PART = re.compile(r"<!-- package: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
SUITE = "import sys, pytest; sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', 'test_guestbook.py']))"

WRONG = (
    ('guest["email"].casefold() in mails', 'any(guest["email"][1:4] in mail for mail in mails)', "only looks like"),
    ("        if gone:\n", "        if False:\n", "finds what should be gone"),
    (
        'raise SystemUnreachable("The guest book is not there.", "look at path: in its map") from None',
        "return {}",
        "away",
    ),
)
"""What stands in the package, what stands there instead, and what the suite then says."""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The package as the page writes it, built by its own pyproject.toml and installed beside its test."""
    parts = dict(PART.findall(PAGE.read_text(encoding="utf-8")))
    assert set(parts) == {"pyproject.toml", "guestbook.py", "test_guestbook.py"}
    source, installed = tmp_path / "source", tmp_path / "installed"
    source.mkdir()
    for name, text in parts.items():
        (source / name).write_text(text, encoding="utf-8")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(source)]
    done = subprocess.run(build, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(installed)
    assert not (installed / "test_guestbook.py").exists()
    (source / "test_guestbook.py").rename(installed / "test_guestbook.py")
    return installed


def test_the_package_of_the_page_runs_the_whole_suite(installed: Any, package: Path) -> None:
    done = installed.python(SUITE, package)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1500:]
    assert re.search(r"\.{30}", done.stdout), done.stdout


def test_its_kind_is_one_of_all(installed: Any, package: Path) -> None:
    told = installed.python(
        "from belofte.cli.main import run; raise SystemExit(run(['explain', 'guestbook']))", package
    )
    assert told.returncode == 0 and "guest book" in told.stdout, told.stdout + told.stderr


def test_a_connector_that_finds_too_many_does_not_pass(installed: Any, package: Path) -> None:
    """The suite can fail: one that compares the first letters only, and one that says done and does nothing."""
    whole = (package / "guestbook.py").read_text("utf-8")
    for right, wrong, told in WRONG:
        assert right in whole
        (package / "guestbook.py").write_text(whole.replace(right, wrong), "utf-8")
        done = installed.python(SUITE, package)
        assert done.returncode == 1 and told in done.stdout, done.stdout[-2000:]
