"""``belofte register`` and ``belofte task``: what was handled, and what only a person can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.cli.show import tasks_text
from belofte.domain.errors import Refused, WrongUse
from belofte.store_port import Unknown

if TYPE_CHECKING:
    from belofte.domain.register import RegisterRow
    from belofte.domain.task import Task
    from belofte.procedures.acting.word_of_hand import Word
    from belofte.store_port import Transaction

TaskId = Annotated[str, typer.Argument(help="The task's id, as `belofte task list` shows it.")]
tasks = typer.Typer(no_args_is_help=True, help="Work that only a named person can do.")


def register(
    csv: Annotated[str | None, typer.Option("--csv", help="Write CSV to this file; - for standard output.")] = None,
    period: Annotated[str | None, typer.Option("--period", help="Only a month (2026-11) or a year (2026).")] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The register of handled requests. The row of an erasure leads back to nobody.

    Example: belofte register --period 2026 --csv register-2026.csv
    """
    from belofte.bootstrap import open_belofte
    from belofte.domain.register_export import register_csv, rows_in

    with open_belofte(policy, now) as belofte, belofte.parts.store.reading() as tx:
        rows = rows_in(tx.register.rows(), period)
        changed, handled = tx.register.changed_months(), tx.register.handled()
        complete = handled == len(tx.register.rows())
    if as_json:
        print_json("register", rows=rows, handled=handled, complete=complete, changed_months=changed)
    elif csv == "-":
        typer.echo(register_csv(rows), nl=False)
    elif csv is not None:
        _write(Path(csv), register_csv(rows))
        typer.echo(f"{len(rows)} rows written to {csv}.")
    else:
        typer.echo("\n".join(_row_text(row) for row in rows) or "No request was closed yet.")
    if changed or not complete:
        raise Refused(_what_is_wrong(changed, handled, complete), "compare with a backup; see belofte verify")


def _row_text(row: RegisterRow) -> str:
    kept = {True: "kept", False: "broken", None: "none"}[row.promise_kept]
    law = "in time" if row.law_kept else "too late"
    return f"{row.month_out}  {row.right:<13} {row.outcome:<14} law: {law:<8} promise: {kept:<6}  {row.records}"


def _what_is_wrong(changed: Sequence[str], handled: int, complete: bool) -> str:
    said = [f"The rows of {', '.join(changed)} are not what the evidence log holds."] if changed else []
    if not complete:
        said.append(f"{handled} cases were closed; the register has another number of rows.")
    return " ".join(said)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8", newline="")
    except OSError as failed:
        raise WrongUse(
            f"{file} cannot be written.", "name a file in a folder that exists, or - for the screen"
        ) from failed


@tasks.command("list")
def list_(policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """The open tasks, oldest first.

    Example: belofte task list --policy demo/policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.domain.task import TaskState

    with open_belofte(policy, now) as belofte, belofte.parts.store.reading() as tx:
        found = tx.tasks.in_state(TaskState.OPEN)
        references = {task.request or "": _reference(tx, task) or "-" for task in found}
    if as_json:
        print_json("task.list", tasks=found)
    else:
        typer.echo(tasks_text(found, references) if found else "Nothing waits for a person.")


@tasks.command()
def show(task: TaskId, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """One task: what kind of work, in which system, for which request.

    Example: belofte task show task-1f2e3d4c
    """
    from belofte.bootstrap import open_belofte

    with open_belofte(policy, now) as belofte, belofte.parts.store.reading() as tx:
        found = tx.tasks.get(task)
        reference = _reference(tx, found)
    if as_json:
        print_json("task", task=replace(found, words=None), reference=reference)
    else:
        typer.echo(tasks_text([found], {found.request or "": reference or "-"}))


def _reference(tx: Transaction, task: Task) -> str | None:
    """The reference of the request a task belongs to; a breach has none."""
    try:
        return tx.requests.reference_of(task.request) if task.request else None
    except Unknown:
        return None


@tasks.command()
def done(
    task: TaskId,
    by: Annotated[str, typer.Option("--by", help="Who did it.")],
    outcome: Annotated[str, typer.Option("--outcome", help="done, nothing-there or refused.")] = "done",
    count: Annotated[list[str] | None, typer.Option("--count", help="How many there were: 3, or TABLE=3.")] = None,
    file: Annotated[
        list[str] | None, typer.Option("--file", help="An original for the person's copy: PATH, or TABLE=PATH.")
    ] = None,
    words: Annotated[str, typer.Option("--words", help="Why it was refused, or what else there is to say.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Say how a task ended; a step that waited for it gets its receipt, on your word.

    Where only people can look, say how much there was, or that nothing was there. Files are for an access request.

    Example: belofte task done task-1f2e3d4c --by "P. de Boer" --count 2 --file scan.pdf
    """
    from belofte.bootstrap import open_belofte
    from belofte.cli.work import carry_out
    from belofte.procedures.acting.by_hand import finish_task

    word = _word(outcome, count or [], file or [], words)
    with open_belofte(policy, now) as belofte:
        finish_task(belofte.parts, task, by, word)
        came_to = carry_out(belofte)
        with belofte.parts.store.reading() as tx:
            found = tx.tasks.get(task)
    if as_json:
        print_json("task.done", task=replace(found, words=None), work=came_to)


def _word(outcome: str, counts: Sequence[str], files: Sequence[str], words: str) -> Word:
    """What was typed, as the office's word. Raises ``WrongUse``."""
    from belofte.procedures.acting.word_of_hand import Came, HandedIn, Word

    if outcome not in list(Came):
        raise WrongUse(f'"{outcome}" is no outcome.', f"one of {', '.join(Came)}")
    given = [_of_table(one) for one in counts]
    if wrong := [number for _, number in given if not number.isdecimal()]:
        raise WrongUse(f'"{wrong[0]}" is no number of records.', "write --count 3, or --count TABLE=3")
    handed = [_of_table(one) for one in files]
    read = tuple(HandedIn(table, Path(path).name, _read(Path(path))) for table, path in handed)
    return Word(Came(outcome), {table: int(number) for table, number in given}, read, words)


def _of_table(said: str) -> tuple[str, str]:
    """``TABLE=what``, or what alone: then the task is about one table."""
    table, sign, what = said.rpartition("=")
    return (table, what) if sign and not Path(said).is_file() else ("", said)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as failed:
        raise WrongUse(f"{file} cannot be read.", "name a file that exists") from failed
