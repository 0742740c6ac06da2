"""Two commands do all the set-up: every target explains itself, and what CI runs is what a person runs."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

SCRIPTS = (".ci/run", ".ci/set-up")


def test_every_target_explains_itself(root: Path) -> None:
    text = (root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))
    explained = dict(re.findall(r"^([a-z-]+):.*## (.+)$", text, re.MULTILINE))
    announced = set(re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)[1].split())
    assert targets == announced
    assert targets - {"distclean"} <= explained.keys()
    assert {"demo", "test", "bench", "lint", "docs", "wheel", "clean"} <= explained.keys()


def test_the_readme_opens_with_the_two_commands(root: Path) -> None:
    first = (root / "README.md").read_text(encoding="utf-8").split("\n## ")[0]
    assert "make demo" in first
    assert "make test" in first
    assert len(first.splitlines()) < 30


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_can_be_run_and_are_sound(root: Path, script: str) -> None:
    path = root / script
    assert os.access(path, os.X_OK)
    assert path.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    assert subprocess.run(["sh", "-n", str(path)], check=False).returncode == 0


def test_ci_runs_what_a_person_runs(root: Path) -> None:
    assert (root / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("exec make test")


def test_set_up_without_a_python_that_will_do_says_so_and_leaves_nothing(root: Path, tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    script = tmp_path / ".ci" / "set-up"
    script.write_bytes((root / ".ci" / "set-up").read_bytes())
    environ = {**os.environ, "PYTHON": "no-such-python"}
    done = subprocess.run(["sh", str(script)], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Belofte needs Python 3.11 or newer" in done.stderr
    assert not (tmp_path / ".venv").exists()
