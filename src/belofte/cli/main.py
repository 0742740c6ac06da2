"""``belofte``: one command for everything.

Exit status: 0 done, 1 not as promised, 2 wrong use, 3 could not look, 70 our own error. Heavy parts are imported inside
the commands that need them, so that ``--help`` is quick.
"""

from __future__ import annotations

import logging
import sys

import typer
from typer.exceptions import TyperException

from belofte.cli.books import register, tasks
from belofte.cli.clock import due
from belofte.cli.demo import demo
from belofte.cli.find import find
from belofte.cli.lint import lint
from belofte.cli.request import app as request
from belofte.cli.serve import serve, worker
from belofte.cli.work import work
from belofte.domain.errors import BelofteError
from belofte.logs import class_and_place

OUR_OWN_ERROR = 70
log = logging.getLogger("belofte.cli")
app = typer.Typer(
    name="belofte",
    help="Makes a privacy policy executable: the sentence people read, the rule that is carried out, the proof.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


app.command()(demo)
app.command()(find)
app.add_typer(request, name="request")
app.add_typer(tasks, name="task")
app.command()(register)
app.command()(work)
app.command()(serve)
app.command()(worker)
app.command()(due)
app.command()(lint)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its status; errors are sentences, never tracebacks with data."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """One command; returns its exit status."""
    try:
        result = app(arguments, standalone_mode=False)
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
    except Exception as error:  # our own fault: class and place, never the text, which may quote somebody's data
        log.error("command failed", exc_info=error)
        typer.echo(
            f"Belofte itself failed: {class_and_place(error)}\n  → this is a fault of ours; please report it", err=True
        )
        return OUR_OWN_ERROR
    return result if isinstance(result, int) else 0
