"""``belofte``: one command for everything.

Exit status: 0 done, 1 not as promised, 2 wrong use, 3 could not look, 70 our own error. A call imports the module of
its own command only, so that it starts quickly; ``--help`` imports all.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from belofte.cli.by_whom import with_names
from belofte.domain.errors import BelofteError
from belofte.logs import Stripped

OUR_OWN_ERROR = 70
log = logging.getLogger("belofte.cli")


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command stands: its module under ``belofte.cli``, and its name there (a function, or a group)."""

    module: str
    attribute: str

    def load(self) -> Callable[..., Any] | typer.Typer:
        return getattr(import_module(f"belofte.cli.{self.module}"), self.attribute)


COMMANDS: dict[str, Command] = {
    "demo": Command("demo", "demo"),
    "sandbox": Command("sandbox", "app"),
    "init": Command("policy", "init"),
    "lint": Command("lint", "lint"),
    "publish": Command("notice", "publish"),
    "diff": Command("notice", "diff"),
    "notice": Command("notice", "notice"),
    "record": Command("record", "record"),
    "explain": Command("policy", "explain"),
    "schema": Command("policy", "schema"),
    "due": Command("clock", "due"),
    "find": Command("find", "find"),
    "doctor": Command("doctor", "doctor"),
    "connect": Command("connect", "connect"),
    "scan": Command("scan", "scan"),
    "request": Command("request", "app"),
    "inbox": Command("inbox", "app"),
    "told": Command("recipients", "app"),
    "task": Command("books", "tasks"),
    "leave": Command("leave", "leave"),
    "consent": Command("consent", "app"),
    "may": Command("may", "may"),
    "contact": Command("contact", "contact"),
    "ship": Command("contact", "ship"),
    "uses": Command("uses", "app"),
    "hold": Command("hold", "app"),
    "term": Command("term", "app"),
    "sweep": Command("sweep", "sweep"),
    "restore-replay": Command("restore_replay", "restore_replay"),
    "forgotten": Command("forgotten", "forgotten"),
    "register": Command("books", "register"),
    "breach": Command("breach", "app"),
    "disclose": Command("disclose", "app"),
    "import": Command("taking_over", "import_"),
    "letters": Command("letters", "app"),
    "check": Command("check", "check"),
    "attest": Command("attest", "attest"),
    "verify": Command("evidence", "verify"),
    "prove": Command("evidence", "prove"),
    "backup": Command("evidence", "backup"),
    "restore": Command("evidence", "restore"),
    "work": Command("work", "work"),
    "staff": Command("staff", "app"),
    "user": Command("user", "app"),
    "token": Command("token", "app"),
    "webhook": Command("webhook", "app"),
    "serve": Command("serve", "serve"),
    "worker": Command("serve", "worker"),
    "reload": Command("serve", "reload"),
    "docs": Command("docs", "docs"),
}
"""Every command, in the order of ``--help``."""


def app_of(names: list[str]) -> typer.Typer:
    """The command line with these commands."""
    app = typer.Typer(
        name="belofte",
        help="Makes a privacy policy executable: the sentence people read, the rule that is carried out, the proof.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )
    app.callback()(_whole)
    for name in names:
        command = COMMANDS[name].load()
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its status; errors are sentences, never tracebacks with data."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """One command; returns its exit status."""
    with Stripped() as caught:
        return _run(arguments)
    # Our own fault: class and place, never the text, which may quote somebody's data.
    log.error("command failed", extra={"error": caught.said})
    typer.echo(f"Belofte itself failed: {caught.said}\n  → this is a fault of ours; please report it", err=True)
    return OUR_OWN_ERROR


def _run(arguments: list[str]) -> int:
    wanted = [arguments[0]] if arguments and arguments[0] in COMMANDS else list(COMMANDS)
    try:
        result = _built(tuple(wanted))(arguments, standalone_mode=False)
    except BelofteError as error:
        typer.echo(str(error), err=True)
        return error.exit_status
    except typer.Exit as left:
        return left.exit_code
    except TyperException as wrong:
        typer.echo(f"{wrong.format_message()}\n  → see belofte --help", err=True)
        return 2
    except typer.Abort:
        typer.echo("Stopped; nothing further was done.", err=True)
        return 2
    return result if isinstance(result, int) else 0


@cache
def _built(names: tuple[str, ...]) -> Callable[..., object]:
    """The commands of these names, built once a process: a program may run many command lines in one."""
    return with_names(get_command(app_of(list(names))))


def _whole() -> None:
    """Keeps ``belofte NAME`` a group even while only one command is loaded. The help text is the app's own."""


def __getattr__(name: str) -> typer.Typer:
    if name == "app":
        return app_of(list(COMMANDS))
    raise AttributeError(name)
