"""One installation as the office works with it: typed commands, and a look into the company's own database."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing, redirect_stderr, redirect_stdout
from typing import Any

from tests.worlds import World

from belofte.cli.main import run as command_line


def typed(world: World, *words: str) -> tuple[int, str]:
    """One command line; its exit status and all it said."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        status = command_line([*words, "--policy", str(world.made.home.policy)])
    return status, out.getvalue()


def told(world: World, *words: str) -> dict[str, Any]:
    """The JSON of a command, whatever its exit status."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        command_line([*words, "--json", "--policy", str(world.made.home.policy)])
    return json.loads(out.getvalue())


def may(world: World, who: str, purpose: str, *more: str) -> str:
    """``yes``, or why not, as ``belofte may`` answers; its exit status says the same."""
    status, _ = typed(world, "may", who, "--purpose", purpose, *more)
    answer = told(world, "may", who, "--purpose", purpose, *more)["answer"]
    assert (status == 0) is answer["allowed"]
    return str(answer["why"])


def received(world: World, right: str, address: str, *more: str) -> str:
    """A request that came in by mail; its reference."""
    return str(told(world, "request", "receive", "--right", right, "--from", address, *more)["reference"])


def crm(world: World, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """A question to the customer database, or a change somebody makes there by hand."""
    with closing(sqlite3.connect(world.made.home.sandbox / "crm.sqlite")) as database, database:
        return list(database.execute(statement, values))


def approve(world: World, reference: str, *more: str) -> dict[str, Any]:
    """Read, and approve the newest plan as it is shown."""
    plan = told(world, "request", "show", reference, *more)["case"]["plan"]
    typed(world, "request", "read", reference, "--by", "P. de Boer", *more)
    status, said = typed(world, "request", "approve", reference, "--plan", plan["id"], "--by", "P. de Boer", *more)
    assert status == 0, said
    return told(world, "request", "show", reference, *more)["case"]


def done_by_hand(world: World) -> int:
    """A person does every open task of a system; how many."""
    tasks = [t for t in told(world, "task", "list")["tasks"] if t["kind"] == "ask_person"]
    for task in tasks:
        assert typed(world, "task", "done", task["id"], "--by", "P. de Boer")[0] == 0
    return len(tasks)


def change_policy(world: World, old: str, new: str) -> None:
    """The company promises something else."""
    file = world.made.home.policy / "policy.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
