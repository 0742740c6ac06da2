"""``belofte import``: take over what a company kept elsewhere, from CSV or XLSX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import WrongUse

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte
    from belofte.loading.importing import Fault
    from belofte.procedures.intake.taking_over import Rows, TakenOver
    from belofte.procedures.intake.taking_over_facts import Facts

LONG = 200
"""Rows from which on it is shown how far it is."""


class Kind(StrEnum):
    """What a table holds."""

    REQUESTS = "requests"
    REGISTER = "register"
    RECIPIENTS = "recipients"
    DOCUMENTS = "documents"
    STAFF = "staff"
    MEMBERS = "members"
    CONSENTS = "consents"


def import_(
    file: Annotated[Path | None, typer.Argument(help="A CSV in UTF-8 (comma or semicolon), or an .xlsx.")] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="What the table holds.")] = None,
    template: Annotated[
        Kind | None, typer.Option("--template", help="Print an empty table of this kind, and do nothing else.")
    ] = None,
    language: Annotated[str, typer.Option("--language", help="The template's language: nl or en.")] = "en",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at every row; write nothing.")] = False,
    by: Annotated[str, typer.Option("--by", help="The named person who takes it over.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Take over open requests, the old register, staff, consents; print recipients and documents as facts to paste.

    A table goes in whole or not at all, and once. Columns: docs/import.md.

    Example: belofte import open.csv --kind requests --dry-run
    """
    if template is not None:
        _print_template(template, language, as_json)
        return
    if file is None or kind is None:
        raise WrongUse("Name a file and what it holds.", "belofte import open.csv --kind requests, or --template KIND")
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.sheets import read_sheet
    from belofte.loading.importing import read_rows
    from belofte.procedures.intake.taking_over_kinds import FACTS

    data = _read(file)
    rows, faults = read_rows(read_sheet(file.name, data), kind)
    with open_belofte(policy, now) as belofte:
        if kind in (Kind.RECIPIENTS, Kind.DOCUMENTS):
            _print_facts(FACTS[kind](belofte.parts.policy, rows, faults), len(rows), kind, as_json)
            return
        if faults or dry_run:
            _tell(_look(belofte, kind, rows, by, faults), as_json, dry_run=dry_run)
            return
        _tell(_take(belofte, kind, rows, by, data), as_json, dry_run=dry_run)


def _look(belofte: Belofte, kind: Kind, rows: Rows, by: str, faults: Sequence[Fault]) -> TakenOver:
    from belofte.procedures.intake.taking_over import TakingOver
    from belofte.procedures.intake.taking_over_kinds import LOOKS

    return belofte.desk(TakingOver).look(kind, LOOKS[kind], rows, by, faults)


def _take(belofte: Belofte, kind: Kind, rows: Rows, by: str, data: bytes) -> TakenOver:
    from belofte.procedures.intake.taking_over import TakingOver
    from belofte.procedures.intake.taking_over_kinds import LOOKS

    desk, look = belofte.desk(TakingOver), LOOKS[kind]
    taken = _with_progress(len(rows), lambda seen: desk.take(kind, look, rows, by, data, seen))
    if kind is Kind.REQUESTS and taken.taken:
        from belofte.cli.work import carry_out

        carry_out(belofte)
    return taken


def _with_progress(rows: int, take: Callable[[Callable[[int], None]], TakenOver]) -> TakenOver:
    """Show how far it is, on a terminal and for a long table."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=rows < LONG or not console.is_terminal) as progress:
        bar = progress.add_task("taking over", total=rows)
        return take(lambda done: progress.update(bar, completed=done))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as unreadable:
        raise WrongUse(f"{file} cannot be read.", "name a CSV or .xlsx file") from unreadable


def _print_template(kind: Kind, language: str, as_json: bool) -> None:
    from belofte.loading.import_columns import TABLES
    from belofte.loading.importing import template

    if not as_json:
        typer.echo(template(kind, language), nl=False)
        return
    columns = [{"name": c.name, "nl": c.dutch, "needed": c.needed, "hint": c.hint.in_("en")} for c in TABLES[kind]]
    print_json("import.template", kind=kind, columns=columns)


def _print_facts(facts: Facts, rows: int, kind: Kind, as_json: bool) -> None:
    from belofte.procedures.intake.taking_over_facts import as_yaml

    written = as_yaml(facts)
    if as_json:
        print_json("import.facts", kind=kind, rows=rows, facts=facts, yaml=written)
    elif written:
        typer.echo(f"# put this into policy.yaml, under the recipients that are there; then: belofte lint\n{written}")
    else:
        typer.echo("The policy has all of it already.")


def _tell(taken: TakenOver, as_json: bool, *, dry_run: bool) -> None:
    if as_json:
        print_json("import.looked" if dry_run else "import.taken", **{"import": taken})
        return
    if taken.again:
        typer.echo("This file was taken over before; nothing was changed.")
        return
    done = "would be taken over" if dry_run else "taken over"
    typer.echo(f"{taken.taken} rows {done}; {taken.known} were there already.")
    for reference in taken.references:
        typer.echo(reference)
