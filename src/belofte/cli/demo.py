"""``belofte demo``: a sample company, one access and one erasure request, and the proof, in under a minute."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from belofte.cli.linting import look_at
from belofte.cli.options import AsJson, print_json
from belofte.cli.show import plan_text, receipt_text
from belofte.domain.errors import BelofteError
from belofte.domain.notice import notice
from belofte.domain.plan import Decision
from belofte.domain.policy import ClauseId, FactPath
from belofte.domain.promise import VerdictState
from belofte.loading.countries import load_countries
from belofte.procedures.desks import CaseView, Submission
from belofte.procedures.proving.verify import read_key, verify
from belofte.procedures.publish import publish, record
from belofte.procedures.watching.watch import Watched, watch

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte, DemoWorld
    from belofte.domain.verification import Report

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
    as_json: AsJson = False,
) -> None:
    """Make a sample company and carry out its promises: access, erasure, receipts, proof.

    Example: belofte demo --dir /tmp/linprofs --no-serve
    """
    from belofte.bootstrap import make_demo, open_belofte

    console = Console(highlight=False, soft_wrap=True, stderr=as_json)
    told: dict[str, object] = {}
    resumed = (directory / "policy" / "policy.yaml").is_file()
    if resumed:
        console.print(f"[bold]{directory}[/bold] holds a demo already; it goes on where it was.\n")
    else:
        world = _make(console, lambda: make_demo(directory, people, systems=None))
        _publish(console, world)
        with open_belofte(world.home.policy) as belofte:
            told = _run(console, belofte, world)
    if as_json:
        print_json("demo", folder=str(directory), resumed=resumed, **told)
    wanted = (sys.stdout.isatty() and not as_json) if serve is None else serve
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
    for system, why in world.left_out.items():
        console.print(f"left out: [bold]{system}[/bold]. {why}")
    return world


def _made(rows: Mapping[str, int]) -> str:
    return f"sample company: {sum(rows.values()):,} rows in {len(rows)} tables"


def _publish(console: Console, world: DemoWorld) -> None:
    """The policy passes the linter and becomes version 1: from now on it is what runs."""
    from belofte.bootstrap import open_belofte

    looked = look_at(world.home.policy, None)
    with open_belofte(world.home.policy) as belofte:
        parts = belofte.parts
        version = publish(looked.folder, looked.report.findings, load_countries(), parts.now(), parts.today())
        record(parts.store, version)
    clauses = len(looked.folder.policy.clauses)
    console.print(
        f"the policy: {clauses} clauses, {len(looked.report.findings)} findings of the linter, published as 1\n"
    )


def _run(console: Console, belofte: Belofte, world: DemoWorld) -> dict[str, object]:
    """Both requests and the proof; returns what a program wants to know of them."""
    console.rule("A request for access")
    reference = _ask(console, belofte, world, "access", world.asks)
    case = _carry_out(console, belofte, reference)
    copy = _fetch_copy(console, belofte, world, case)
    console.rule("A request for erasure")
    reference = _ask(console, belofte, world, "erasure", world.leaves)
    _carry_out(console, belofte, reference)
    erased = _by_people(console, belofte, reference)
    _answer(console, world)
    console.rule("The proof")
    report = _verify(console, belofte)
    watched = watch(belofte.parts, load_countries(), world.home.policy)
    _verdicts(console, watched)
    console.rule("One fact, three faces")
    _three_faces(console, belofte, erased, watched)
    return {
        "requests": [case, erased],
        "copy": str(copy),
        "evidence": report,
        "verdicts": watched.counts,
    }


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
    case = belofte.office.show(reference)
    if case.plan is None:
        raise BelofteError("No plan was made for this request.")
    console.print("\n[bold]The plan, before anything is done[/bold]")
    console.print(plan_text(case.plan, reference), markup=False)
    console.print()
    if texts := belofte.office.read(reference, OFFICER):
        console.print(f"{len(texts)} free texts were read by a person first: they may speak of somebody else")
    belofte.office.approve(reference, case.plan.id, OFFICER)
    _work(console, belofte)
    done = belofte.office.show(reference)
    for receipt in done.receipts:
        console.print(receipt_text(receipt))
    return done


def _work(console: Console, belofte: Belofte) -> None:
    from belofte.engine.inline import complete

    with _bar(console) as bar, belofte.bench() as bench:
        task = bar.add_task("carrying it out")
        complete(
            belofte.work,
            bench,
            lambda: not belofte.work.due(),
            lambda end: bar.update(task, description=f"{end.system}: {end.verb} · {end.receipted} receipted"),
        )


def _by_people(console: Console, belofte: Belofte, reference: str) -> CaseView:
    """What no program can do is a task; the demo's officer says of each that it was done, and the answer goes out."""
    from belofte.domain.task import TaskState
    from belofte.procedures.acting.by_hand import finish_task

    with belofte.parts.store.reading() as tx:
        tasks = tx.tasks.of_request(tx.requests.by_reference(reference).id)
    mine = [task for task in tasks if task.step is not None and task.state is TaskState.OPEN]
    for task in mine:
        system = belofte.parts.systems[task.system or ""].label_in("en")
        console.print(f"[bold]{system}[/bold]: no program can do this there; {OFFICER} writes to them, and notes it")
        finish_task(belofte.parts, task.id, OFFICER)
    if mine:
        _work(console, belofte)
    return belofte.office.show(reference)


def _answer(console: Console, world: DemoWorld) -> None:
    """The letter as the person gets it."""
    from belofte.bootstrap import sandbox_letters

    letters = [text for to, text in sandbox_letters(world.home) if world.leaves in to]
    console.print("\n[bold]The answer, as the person reads it[/bold] (in Dutch: the policy's own language)")
    console.print(letters[-1].strip(), markup=False, style="dim")


def _fetch_copy(console: Console, belofte: Belofte, world: DemoWorld, case: CaseView) -> Path:
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
    return target


def _verify(console: Console, belofte: Belofte) -> Report:
    """Offline, from the files alone. The key is read beside them here; pin yours elsewhere."""
    evidence = belofte.home.evidence
    report = verify(evidence, read_key(str(evidence / "public.key")))
    found = f"[bold red]{len(report.faults)} faults[/]" if report.faults else "the log is whole"
    console.print(f"{report.size} leaves, {report.checkpoints} signed checkpoints: {found}")
    return report


def _verdicts(console: Console, watched: Watched) -> None:
    counts = " · ".join(f"{number} {state}" for state, number in watched.counts.items() if number)
    console.print(f"{len(watched.verdicts)} clauses of the policy, judged now: {counts}")
    shown: set[VerdictState] = set()
    for verdict in watched.verdicts:
        if verdict.state not in shown:
            shown.add(verdict.state)
            console.print(f"  {verdict.clause:<8} {verdict.state:<14} {verdict.reason.in_('en')}")
    console.print("  all of them: belofte check --policy …")


def _three_faces(console: Console, belofte: Belofte, erased: CaseView, watched: Watched) -> None:
    """A fact that kept records in the erasure: its sentences, its rule at work, its verdicts."""
    kept = next((line for r in erased.receipts for line in r.lines if line.decision is Decision.KEEP), None)
    if kept is None:
        return
    parts = belofte.parts
    system = next(system for system in parts.systems.values() if kept.collection in system.collections)
    fact = f"retention.{system.collections[kept.collection].category}"
    at = parts.policy.positions.get(FactPath(fact))
    console.print(f"the fact      {fact}  ({at})")
    for language in parts.policy.languages:
        section = notice(parts.policy, language, load_countries())
        said = [s.text for s in section.all_sentences() if any(f.startswith(fact) for f in s.facts)]
        console.print(f"the sentence  {language}: {' '.join(said[:2])}")
    console.print(f"the rule      {kept.collection}: {kept.planned} kept until {kept.until} ({kept.ground})")
    for verdict in watched.verdicts:
        clause = parts.policy.clauses[ClauseId(verdict.clause)]
        if any(path.startswith(fact) for path in clause.facts):
            console.print(f"the verdict   {verdict.clause}: {verdict.state} · {verdict.reason.in_('en')}")


def _bar(console: Console) -> Progress:
    return Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console)
