"""``belofte demo``: a sample company, one access and one erasure request, and the proof, in under a minute."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.panel import Panel
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from belofte.cli.show import plan_text, receipt_text
from belofte.domain.errors import BelofteError
from belofte.procedures.desks import CaseView, Submission

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte, DemoWorld

LINK = re.compile(r"/l/([0-9a-f]{48})")
OFFICER = "demo officer"


def demo(
    directory: Annotated[Path, typer.Option("--dir", help="Everything of the demo stays in this folder.")] = Path(
        "demo"
    ),
    serve: Annotated[
        bool | None,
        typer.Option("--serve/--no-serve", help="Open the web front afterwards (default: where there is a terminal)."),
    ] = None,
    people: Annotated[int, typer.Option("--people", help="How many people the sample company knows.")] = 5000,
) -> None:
    """Make a sample company and carry out its promises: access, erasure, receipts, proof.

    Example: belofte demo --dir /tmp/linprofs --no-serve
    """
    from belofte.bootstrap import make_demo, open_belofte

    console = Console(highlight=False, soft_wrap=True)
    resumed = (directory / "policy" / "policy.yaml").is_file()
    if resumed:
        console.print(f"[bold]{directory}[/bold] holds a demo already; it goes on where it was.\n")
    else:
        world = _make(console, lambda: make_demo(directory, people))
        with open_belofte(world.home.policy) as belofte:
            _run(console, belofte, world)
    wanted = sys.stdout.isatty() if serve is None else serve
    if wanted:
        from belofte.cli.serve import serve as serve_command

        serve_command(policy=directory / "policy")
    else:
        console.print(f"\nThe same world, later: [bold]belofte serve --policy {directory / 'policy'}[/bold]")


def _make(console: Console, make: Callable[[], DemoWorld]) -> DemoWorld:
    with _bar(console) as bar:
        task = bar.add_task("making the sample company")
        world = make()
        bar.update(task, description=_made(world.company.rows))
    return world


def _made(rows: Mapping[str, int]) -> str:
    return f"sample company: {sum(rows.values()):,} rows in {len(rows)} tables"


def _run(console: Console, belofte: Belofte, world: DemoWorld) -> None:
    console.rule("A request for access")
    reference = _ask(console, belofte, world, "access", world.asks)
    case = _carry_out(console, belofte, reference)
    _fetch_copy(console, belofte, world, case)
    console.rule("A request for erasure")
    reference = _ask(console, belofte, world, "erasure", world.leaves)
    _carry_out(console, belofte, reference)
    console.rule("The proof")


def _ask(console: Console, belofte: Belofte, world: DemoWorld, right: str, address: str) -> str:
    """The person fills in the form, gets a letter, and presses the button behind its link."""
    reference = belofte.public.submit(Submission(right=right, address=address, language="nl"))
    belofte.work.tend()
    console.print(f"{reference} · {right} · registered; a letter with a link went to the address it came from")
    belofte.public.confirm(_link(world, address))
    console.print("the link was used: the address is proven, and every system was searched")
    return reference


def _link(world: DemoWorld, address: str) -> str:
    from belofte.bootstrap import sandbox_letters

    texts = [text for to, text in sandbox_letters(world.home) if address in to]
    found = LINK.search(texts[-1]) if texts else None
    if found is None:
        raise BelofteError("The letter with the link did not arrive in the sandbox's mailbox.")
    return found.group(1)


def _carry_out(console: Console, belofte: Belofte, reference: str) -> CaseView:
    from belofte.engine.inline import complete

    case = belofte.office.show(reference)
    if case.plan is None:
        raise BelofteError("No plan was made for this request.")
    console.print(Panel(plan_text(case.plan, reference), title="the plan, before anything is done", expand=False))
    belofte.office.approve(reference, case.plan.id, OFFICER)
    with _bar(console) as bar:
        task = bar.add_task("carrying it out")
        complete(
            belofte.work,
            belofte.bench(),
            lambda: not belofte.work.due(),
            lambda end: bar.update(task, description=f"{end.system}: {end.verb} · {end.receipted} receipted"),
        )
    done = belofte.office.show(reference)
    for receipt in done.receipts:
        console.print(receipt_text(receipt))
    return done


def _fetch_copy(console: Console, belofte: Belofte, world: DemoWorld, case: CaseView) -> None:
    copy = belofte.public.download(_link(world, world.asks))
    if copy is None:
        raise BelofteError("The copy could not be fetched.")
    target = world.home.path / f"copy-{case.row.reference}.zip"
    with target.open("wb") as file:
        for part in copy:
            file.write(part)
    console.print(
        f"the copy, as the person downloads it: [bold]{target}[/bold] ({target.stat().st_size / 1024:.0f} KiB)"
    )


def _bar(console: Console) -> Progress:
    return Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console)
