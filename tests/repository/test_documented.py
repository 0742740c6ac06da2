"""Every setting and every command stands in the docs, as the code has it; `make docs` writes the pages anew."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from belofte.cli.main import app
from belofte.settings import SETTINGS


@pytest.fixture(scope="module")
def writer(root: Path) -> dict[str, Any]:
    return runpy.run_path(str(root / ".ci" / "write_docs.py"))


def commands(command: Any, path: str = "belofte") -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
    for name in below or ():
        yield from commands(below[name], f"{path} {name}")


ALL = dict(commands(get_command(app)))


def test_the_page_of_settings_is_what_the_code_says(root: Path, writer: dict[str, Any]) -> None:
    page = (root / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == writer["settings_page"](), "run `make docs`"
    for setting in SETTINGS:
        assert f"| `{setting.name}` | `{setting.variable}` |" in page


def test_the_page_of_commands_is_what_the_code_says(root: Path, writer: dict[str, Any]) -> None:
    page = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    assert page == writer["commands_page"](), "run `make docs`"
    headings = set(re.findall(r"^## `(belofte[a-z -]*[a-z])", page, re.MULTILINE))
    assert headings == set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    command = ALL[name]
    assert command.help, f"{name} has no help"
    silent = [p.name for p in command.params if not p.help and p.name != "help" and not p.hidden]
    assert silent == [], f"{name}: options without help"


def test_every_document_that_is_linked_to_is_there(root: Path) -> None:
    pages = [root / "README.md", root / "CONTRIBUTING.md", *(root / "docs").rglob("*.md")]
    missing = [
        f"{page.relative_to(root)} → {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert missing == []


def test_every_page_of_the_docs_can_be_found_from_the_readme(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in (root / "docs").glob("*.md") if f"(docs/{page.name})" not in readme] == []
