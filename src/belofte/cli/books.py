"""``belofte register`` and ``belofte task``: what was handled, and what only a person can do."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.cli.show import task_lines

TaskId = Annotated[str, typer.Argument(help="The task's id, as `belofte task list` shows it.")]
tasks = typer.Typer(no_args_is_help=True, help="Work that only a named person can do.")


def register(policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """The register of handled requests. The row of an erasure leads back to nobody.

    Example: belofte register --policy demo/policy --json
    """
    from belofte.bootstrap import open_belofte

    with open_belofte(policy, now) as belofte, belofte.parts.store.reading() as tx:
        rows = tx.register.rows()
    if as_json:
        print_json("register", rows=rows)
        return
    for row in rows:
        kept = {True: "kept", False: "broken", None: "none"}[row.promise_kept]
        law = "in time" if row.law_kept else "too late"
        typer.echo(f"{row.month_out}  {row.right:<10} {row.outcome:<14} law: {law:<8} promise: {kept}  {row.records}")
    if not rows:
        typer.echo("No request was closed yet.")


@tasks.command("list")
def list_(policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """The open tasks, oldest first.

    Example: belofte task list --policy demo/policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.domain.task import TaskState

    with open_belofte(policy, now) as belofte, belofte.parts.store.reading() as tx:
        found = tx.tasks.in_state(TaskState.OPEN)
    if as_json:
        print_json("task.list", tasks=found)
    else:
        typer.echo("\n".join(task_lines(found)) or "Nothing waits for a person.")


@tasks.command()
def show(task: TaskId, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """One task: what kind of work, in which system, for which request.

    Example: belofte task show task-1f2e3d4c
    """
    from belofte.bootstrap import open_belofte

    with open_belofte(policy, now) as belofte, belofte.parts.store.reading() as tx:
        found = tx.tasks.get(task)
        reference = tx.requests.reference_of(found.request) if found.request else None
    if as_json:
        print_json("task", task=replace(found, words=None), reference=reference)
    else:
        typer.echo("\n".join([*task_lines([found]), f"request {reference or '-'}"]))


@tasks.command()
def done(
    task: TaskId,
    by: Annotated[str, typer.Option("--by", help="Who did it.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Say that a task was done; a step that waited for it gets its receipt, on your word.

    Example: belofte task done task-1f2e3d4c --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.cli.work import carry_out
    from belofte.procedures.by_hand import finish_task

    with open_belofte(policy, now) as belofte:
        finish_task(belofte.parts, task, by)
        came_to = carry_out(belofte)
        with belofte.parts.store.reading() as tx:
            found = tx.tasks.get(task)
    if as_json:
        print_json("task.done", task=replace(found, words=None), work=came_to)
