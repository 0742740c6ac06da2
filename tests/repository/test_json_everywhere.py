"""Every command that tells something tells it as JSON too: one object with a schema name, and nothing beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.worlds import World
from typer.main import get_command

from belofte.bootstrap import make_demo
from belofte.cli.main import app, run

WITHOUT = {
    "serve": "It runs until it is told to end; what it says is its log, and log_format is a setting.",
    "worker": "The same.",
    "prove": "It prints a JSON object in any case: the proof is a file.",
}
"""Commands without --json, and why (2026-11-22)."""


def commands(command: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield path.strip(), command
    for name in below or ():
        yield from commands(below[name], f"{path} {name}")


def test_every_command_has_json_or_a_reason_why_not() -> None:
    lacking = {
        name for name, command in commands(get_command(app)) if not any("--json" in p.opts for p in command.params)
    }
    assert lacking == WITHOUT.keys()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(make_demo(tmp_path_factory.mktemp("json") / "home", 50))


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """The one object on standard output; text beside it would not be JSON."""
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_is_due_and_what_is_read_is_told_as_json(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    policy = ("--policy", str(world.made.home.policy))
    with world.open() as belofte:
        reference = world.ask(belofte, "access", world.made.asks)
    read = told(capsys, "request", "read", reference, "--by", "P. de Boer", *policy)
    assert (read["schema"], read["reference"]) == ("belofte.request.texts/1", reference)
    assert read["texts"]
    assert told(capsys, "work", *policy)["schema"] == "belofte.work/1"


def test_the_documentation_is_told_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert "linter" in told(capsys, "docs")["pages"]
    page = told(capsys, "docs", "linter")
    assert (page["schema"], list(page["pages"])) == ("belofte.docs/1", ["linter"])
    assert page["text"].startswith("#")


def test_the_demo_tells_what_it_came_to_and_shows_its_progress_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = told(capsys, "demo", "--dir", str(tmp_path / "demo"), "--people", "50")
    assert done["schema"] == "belofte.demo/1"
    assert [request["row"]["state"] for request in done["requests"]] == ["answered", "answered"]
    assert Path(done["copy"]).is_file()
    assert done["evidence"]["faults"] == []
    assert sum(done["verdicts"].values()) > 90
