"""``belofte serve`` and ``belofte worker``: the lasting process."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import ExitStack
from types import FrameType

import typer

from belofte.cli.options import DEFAULT_POLICY, PolicyDir


def serve(policy: PolicyDir = DEFAULT_POLICY) -> None:
    """Open the public front and the office, and work. Ends on SIGTERM or Ctrl-C.

    Example: belofte serve --policy demo/policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.fronts import serve as run
    from belofte.logs import configure_logs

    with ExitStack() as stack:
        belofte = stack.enter_context(open_belofte(policy))
        configure_logs("json" if belofte.settings.log_format == "json" else "text")
        settings = belofte.settings

        def ready() -> None:
            typer.echo(f"public front  {settings.public_url}{settings.path_prefix}/")
            typer.echo(f"office        http://{settings.office_listen}/")
            if belofte.parts.policy.environment == "sandbox":
                typer.echo(f"mailbox       http://{settings.office_listen}/mail")
            typer.echo("Ctrl-C ends it.")

        run(belofte, ready)
    os._exit(0)  # threads of answers that outlast the grace would hold the process


def worker(policy: PolicyDir = DEFAULT_POLICY) -> None:
    """Work without a web front. Several workers share one Postgres store; give each its own worker_id.

    Example: BELOFTE_WORKER_ID=second belofte worker --policy /srv/belofte/policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.fronts import start_engine
    from belofte.logs import configure_logs

    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    with open_belofte(policy) as belofte:
        configure_logs("json" if belofte.settings.log_format == "json" else "text")
        engine = start_engine(belofte)
        typer.echo(f"worker {belofte.settings.worker_id} works; SIGTERM ends it")
        stop.wait()
        engine.stop()
