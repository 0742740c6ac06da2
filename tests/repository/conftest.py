"""What the tests of the repository look at: the files git knows, or, outside a checkout, those that are there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWN = ("src", "docs", "examples", "tests", "bench", "deploy", ".ci")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def source() -> Path:
    return ROOT / "src" / "belofte"


@pytest.fixture(scope="session")
def texts(root: Path) -> dict[str, str]:
    """Path below the root -> text, of every text file of the repository."""
    found: dict[str, str] = {}
    for name in _names(root):
        path = root / name
        if path.is_file():
            try:
                found[name] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture or another binary file has no words
    assert len(found) > 50
    return found


def _names(root: Path) -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [name for name in listed.stdout.split("\0") if name]
    own = [path for folder in OWN for path in (root / folder).rglob("*") if "__pycache__" not in path.parts]
    return [path.relative_to(root).as_posix() for path in (*own, *root.glob("*")) if path.is_file()]
