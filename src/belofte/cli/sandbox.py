"""``belofte sandbox``: break the sandbox's systems on purpose, mend them, and see what the simulated ones counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, PolicyDir, print_json

if TYPE_CHECKING:
    from belofte.bootstrap.demo_world import Landscape


@dataclass(frozen=True, slots=True)
class Shown:
    """One simulated system: what is broken, how often that struck, and what was counted."""

    broken: list[str]
    struck: dict[str, int]
    reading: int
    writing: int
    most_at_once: int
    most_in_a_minute: int
    operations: dict[str, int]


app = typer.Typer(no_args_is_help=True, help="Break the sandbox's simulated systems, mend them, see what they counted.")


@app.command("break")
def break_(
    system: Annotated[str, typer.Argument(help="The system, by its name in the policy.")],
    faults: Annotated[
        list[str],
        typer.Argument(
            help="NAME[,chance=0.2][,times=3][,seconds=2][,on=delete][,seed=1], or without-right,right=NAME."
        ),
    ],
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Switch on faults; a simulator that runs sees them at its next call. "show" without a system names them all.

    What is real here (cloud, mailbox, disk, servers, line) can be taken away: down. Whoever looks next finds it gone, a
    running belofte serve too.

    Examples: belofte sandbox break mailchimp down · belofte sandbox break exact 429,times=2 500,chance=0.2 · belofte
    sandbox break microsoft365 without-right,right=AuditLog.Read.All extra-right,right=Mail.Send
    """
    from belofte.bootstrap import open_landscape

    with open_landscape(policy) as landscape:
        landscape.break_(system, faults)
        switched_on = landscape.broken(system)
    if as_json:
        print_json("sandbox.broken", system=system, faults=switched_on)
        return
    typer.echo(f"{system}: {' · '.join(switched_on)}")


@app.command()
def mend(
    system: Annotated[str, typer.Argument(help="The system; without it: all.")] = "",
    fault: Annotated[str, typer.Argument(help="One fault, by name; without it: all.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Switch faults off.

    Examples: belofte sandbox mend · belofte sandbox mend exact 429
    """
    from belofte.bootstrap import open_landscape

    with open_landscape(policy) as landscape:
        names = [system] if system else sorted(landscape.names | landscape.real)
        mended = {name: landscape.mend(name, fault) for name in names}
    if as_json:
        print_json("sandbox.mended", systems=mended)
        return
    told = [f"{name}: {count} mended" for name, count in mended.items() if count]
    typer.echo("\n".join(told) or "Nothing was broken.")


@app.command()
def show(
    system: Annotated[str, typer.Argument(help="One system; without it: all, and every fault there is.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """What is broken, and how often each system was called: reading, writing, most at once, most in a minute.

    Example: belofte sandbox show exact
    """
    from belofte.bootstrap import open_landscape

    with open_landscape(policy) as landscape:
        names = [system] if system else sorted(landscape.names | landscape.real)
        shown = {name: _shown(landscape, name) for name in names if name not in landscape.real}
        real = {name: landscape.broken(name) for name in names if name in landscape.real}
        known = landscape.faults
    if as_json:
        print_json("sandbox.shown", systems=shown, real=real, faults=known)
        return
    for name, of in shown.items():
        typer.echo(_line(name, of))
    for name, broken in real.items():
        typer.echo(f"{name:<18} {' · '.join(broken) or 'whole':<28} real: its calls are not counted")
    if not system:
        typer.echo("\nFaults:")
        typer.echo("\n".join(f"  {name:<14} {says}" for name, says in known.items()))


def _shown(landscape: Landscape, name: str) -> Shown:
    simulator = landscape.simulator(name)
    calls = simulator.calls()
    return Shown(
        landscape.broken(name),
        dict(calls.struck),
        calls.reading,
        calls.writing,
        calls.most_at_once,
        calls.most_in_a_minute,
        dict(calls.by_operation),
    )


def _line(name: str, shown: Shown) -> str:
    counted = f"{shown.reading} calls reading, {shown.writing} writing, at most {shown.most_at_once} at once"
    return f"{name:<18} {' · '.join(shown.broken) or 'whole':<28} {counted}, {shown.most_in_a_minute} in a minute"
