"""``belofte uses``: what was done with whose data, when, why and on which ground; and what programs need to ask."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Annotated, Any, cast

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.basis import basis_from
from belofte.domain.errors import WrongUse
from belofte.domain.identifier_written import identifier_of
from belofte.domain.use import UseRow

app = typer.Typer(no_args_is_help=True, help="The log of uses, contacts and shipments.")
By = Annotated[str, typer.Option("--by", help="Who says so: a person or a program.")]


@app.command(name="list")
def list_(
    who: Annotated[str, typer.Argument(help="Of one person: an e-mail address, or KIND=VALUE; default: all.")] = "",
    limit: Annotated[int, typer.Option("--limit", help="At most so many rows.")] = 100,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """What was done with data, newest first; people are numbers. For one person: what they may be told.

    Example: belofte uses list anna@post.example
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.using.use_desk import UseDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(UseDesk)
        rows = desk.of(identifier_of(who), limit) if who else desk.newest(limit)
    if as_json:
        print_json("uses", rows=rows)
        return
    for row in rows:
        typer.echo(_line(row))
    if not rows:
        typer.echo("Nothing was logged.")


@app.command()
def told(by: By, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """Take in what left without asking: a JSON object a line on standard input, from a list of sendings or labels.

    Example: belofte uses told --by "send log" < sent.jsonl, lines like
    {"who": "anna@post.example", "at": "2026-11-22T10:00:00Z", "channel": "post", "purpose": "post"}
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.using.use_desk import UseDesk

    with open_belofte(policy, now) as belofte:
        count = belofte.desk(UseDesk).told([_object(*one) for one in enumerate(sys.stdin, 1)], by)
    print_json("uses.told", count=count) if as_json else typer.echo(f"{count} taken in; `belofte check` judges them.")


@app.command()
def close(
    basis: Annotated[str, typer.Argument(help="An order or a contract, such as order:10023.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """An order or a contract is closed: from now on nothing new rests on it, in every program within a second.

    Example: belofte uses close order:10023 --by "order system"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.using.use_desk import UseDesk

    with open_belofte(policy, now) as belofte:
        belofte.desk(UseDesk).close(basis_from(basis), by)
    print_json("uses.closed", basis=basis) if as_json else typer.echo(f"Closed: {basis}")


@app.command()
def number(
    who: Annotated[
        list[str] | None, typer.Argument(help="E-mail addresses, or KIND=VALUE; default: a line each.")
    ] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The numbers by which programs ask, in the order of the people; who was not known gets one.

    Example: belofte uses number anna@post.example customer-number=10023
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.using.use_desk import UseDesk

    written = who or [line.strip() for line in sys.stdin if line.strip()]
    with open_belofte(policy, now) as belofte:
        numbers = belofte.desk(UseDesk).number([identifier_of(one) for one in written])
    print_json("uses.numbers", numbers=numbers) if as_json else typer.echo("\n".join(map(str, numbers)))


@app.command()
def views(
    system: Annotated[str, typer.Argument(help="A database of the map; default: the store itself.")] = "",
    apply: Annotated[bool, typer.Option("--apply", help="Carry the statements out.")] = False,
    follow: Annotated[
        bool, typer.Option("--follow", help="Keep a database's mirror true until it is stopped (Ctrl-C).")
    ] = False,
    remove: Annotated[bool, typer.Option("--remove", help="The statements that take it all away again.")] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """A view per purpose with the numbers of those whose data may be used for it, for jobs that join in SQL.

    In the store the views are true at once. In another database they look at a mirror: --follow must run, or they are
    empty after a second.

    Example: belofte uses views crm --apply
    Example: belofte uses views crm --follow
    """
    from belofte.bootstrap import mirroring, open_belofte

    if follow and not system:
        raise WrongUse("The store needs no mirror.", "its views are true at once; name a database to follow")
    with open_belofte(policy, now) as belofte:
        lines = mirroring.removal(belofte, system) if remove else mirroring.statements(belofte, system)
        if apply:
            mirroring.apply(belofte, system, lines)
        if not follow:
            print_json("uses.views", statements=lines, applied=apply) if as_json else _show(lines, apply)
            return
        typer.echo(f"The states are mirrored in {system}; stop it with Ctrl-C.", err=True)
        with _until_stopped() as goes_on:
            mirroring.follow(belofte, system, goes_on)


@contextmanager
def _until_stopped() -> Generator[Callable[[], bool]]:
    """Whether nobody asked to stop yet: Ctrl-C, or a service manager's SIGTERM. A look that was begun is finished."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = {one: signal.signal(one, stop) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: not stopped.is_set()
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _show(lines: Sequence[str], applied: bool) -> None:
    typer.echo("\n".join(f"{line};" for line in lines))
    if applied:
        typer.echo("Carried out.", err=True)


def _line(row: UseRow) -> str:
    what = {"contact": f"{row.channel}, {row.because}", "shipment": f"{row.carrier}: {row.kinds}"}.get(
        row.act, row.category
    )
    ground = f"{row.rests_on}:{row.basis}" if row.basis else row.rests_on
    parts = (row.act, row.purpose, what, row.answer, ground, row.role, row.reason, row.by)
    return f"{row.used_at:%Y-%m-%d %H:%M:%S} {row.subject}  " + " · ".join(part for part in parts if part)


def _object(number: int, line: str) -> dict[str, Any]:
    try:
        value: object = json.loads(line)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise WrongUse(f"Line {number} is no JSON object.", "see belofte uses told --help")
    return cast("dict[str, Any]", value)
