"""``belofte serve`` and ``belofte worker``: the lasting process."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, PolicyDir, print_json

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte

LAST_SECONDS = 1.5
"""For closing files after everything has stopped; what is cut off then is begun again at the next start."""


def serve(policy: PolicyDir = DEFAULT_POLICY) -> None:
    """Open the public front and the office, and work. Ends on SIGTERM or Ctrl-C.

    Example: belofte serve --policy demo/policy
    """
    gc.disable()  # what starting makes stays: to look for garbage in it again and again costs a tenth of the start
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.fronts import serve as run

    def stands() -> None:
        gc.freeze()
        gc.enable()
        _say_where(belofte)

    with ExitStack() as stack:
        belofte = stack.enter_context(open_belofte(policy))
        _log(belofte)
        run(belofte, stands)
        _leave(stack)


def worker(policy: PolicyDir = DEFAULT_POLICY) -> None:
    """Work without a web front. Several workers share one Postgres store; give each its own worker_id.

    Example: BELOFTE_WORKER_ID=second belofte worker --policy /srv/belofte/policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.fronts import start_engine

    told = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    with ExitStack() as stack:
        belofte = stack.enter_context(open_belofte(policy))
        _log(belofte)
        engine = start_engine(belofte)
        typer.echo(f"worker {belofte.settings.worker_id} works; SIGTERM or Ctrl-C ends it")
        told.wait()
        stopping = threading.Thread(target=engine.stop, daemon=True)
        stopping.start()
        stopping.join(8.0)
        _leave(stack)


def _log(belofte: Belofte) -> None:
    from belofte.logs import configure_logs

    configure_logs("json" if belofte.settings.log_format == "json" else "text")


def _say_where(belofte: Belofte) -> None:
    settings = belofte.settings
    typer.echo(f"public front  {settings.public_url}{settings.path_prefix}/")
    typer.echo(f"office        {settings.office_address}/")
    if belofte.parts.policy.environment == "sandbox":
        typer.echo("              choose who you are there: privacy officer, staff or auditor")
    elif _is_deserted(belofte):
        typer.echo('              nobody can sign in yet: belofte user add "P. de Boer" --role privacy-officer')
    if belofte.parts.policy.environment == "sandbox":
        typer.echo(f"mailbox       http://{settings.office_listen}/mail")
    typer.echo("Ctrl-C ends it.")


def _is_deserted(belofte: Belofte) -> bool:
    with belofte.parts.store.reading() as tx:
        return not tx.accounts.all()


def _leave(stack: ExitStack) -> NoReturn:
    """Close what is open and end, also when the thread of a drive or of an answer still runs: it would hold the
    interpreter for as long as it takes."""
    last = threading.Timer(LAST_SECONDS, os._exit, (0,))
    last.daemon = True
    last.start()
    stack.close()
    sys.stdout.flush()
    os._exit(0)


def reload(policy: PolicyDir = DEFAULT_POLICY, as_json: AsJson = False) -> None:
    """Let the running process take the edited folder: whole, or not at all.

    Example: belofte reload --policy /srv/belofte/policy
    """
    from belofte.bootstrap.reloading import ask_to_reload
    from belofte.settings import Home, load_settings

    home = Home.of_policy(policy)
    ask_to_reload(Home(home.path, Path(load_settings(home.path).data)))
    if as_json:
        print_json("reload", folder=policy.name, in_use=True)
    else:
        typer.echo("The folder is in use.")
