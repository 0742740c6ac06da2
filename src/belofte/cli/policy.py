"""``belofte init``, ``schema`` and ``explain``: begin a policy folder, let an editor help, know what a name means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, PolicyDir, print_json
from belofte.domain.errors import WrongUse

if TYPE_CHECKING:
    from belofte.bootstrap.drafting import Drafted

app = typer.Typer(help="The policy folder: begin one, let an editor help, know what a name means.")

LANGUAGES = ("en", "nl")
Language = Annotated[str, typer.Option("--language", help="en or nl; without it both.")]


@app.command()
def init(
    database: Annotated[
        str,
        typer.Option(
            "--database",
            help="Draft the map of this database: env:NAME, file:PATH, or an address without a password in it.",
        ),
    ] = "",
    name: Annotated[
        str, typer.Option("--name", help="What to call the database's system; default: its own name.")
    ] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Write a first policy folder, or the first map of a database. Every hole is a TODO and every guess is marked.

    Examples: belofte init · belofte init --database env:CRM_URL --name crm
    """
    from belofte.loading.folder import load_policy_folder
    from belofte.loading.starter import write_starter

    drafted = _draft(policy, database, name) if database else None
    written = () if drafted and policy.is_dir() else write_starter(policy)
    if drafted:
        written = (*written, drafted.write())
    todos = load_policy_folder(policy).policy.todos
    if as_json:
        print_json("init", folder=str(policy), files=_names(written, policy), todos=len(todos))
        return
    for file in _names(written, policy):
        typer.echo(f"wrote {policy / file}")
    typer.echo(f"{len(todos)} facts are still open. Next: fill them in, then: belofte lint {policy}")


def _draft(policy: Path, database: str, name: str) -> Drafted:
    from belofte.bootstrap.drafting import draft_system

    return draft_system(policy, database, name)


@app.command()
def schema(policy: PolicyDir = DEFAULT_POLICY, as_json: AsJson = False) -> None:
    """Write the JSON Schemas an editor needs to complete keys and show their meaning; works offline."""
    from belofte.loading.schema import write_schemas

    if not policy.is_dir():
        raise WrongUse(f"There is no folder {policy}.", "Make one with: belofte init, or name it with --policy.")
    names = _names(write_schemas(policy), policy)
    if as_json:
        print_json("schemas", folder=str(policy), files=names)
        return
    for name in names:
        typer.echo(f"wrote {policy / name}")


@app.command()
def explain(
    name: Annotated[
        str,
        typer.Argument(
            help="A clause, fact, key, category, purpose, recipient, kind of data, system, table (crm.orders) or verb."
        ),
    ],
    policy: PolicyDir = DEFAULT_POLICY,
    language: Language = "",
    as_json: AsJson = False,
) -> None:
    """Say in plain words what a name means, where it stands, and what rests on it.

    Example: belofte explain crm.orders --policy demo/policy
    """
    from belofte.checks.judging import checks_of
    from belofte.loading import explain as meaning
    from belofte.loading.folder import load_policy_folder

    if language not in ("", *LANGUAGES):
        raise WrongUse(f'There are no words in "{language}".', "Choose --language en or --language nl.")
    folder = load_policy_folder(policy) if policy.is_dir() else None
    try:
        found = meaning.explain(name, folder, checks_of)
    except meaning.NothingToExplain as nothing:
        raise WrongUse(f'Nothing is called "{nothing.name}".', nothing.hint) from nothing
    if as_json:
        print_json("explanation", name=name, found=found)
        return
    for explanation in found:
        for shown in (language,) if language else LANGUAGES:
            typer.echo(f"{explanation.name} ({_WHAT[shown].get(explanation.what, explanation.what)})")
            for line in explanation.lines:
                typer.echo(f"  {line.in_(shown)}")


_WHAT = {
    "en": {"kind": "kind of data"},  # the others are called what they are
    "nl": {
        "fact": "feit",
        "kind": "soort gegeven",
        "kind of system": "soort systeem",
        "clause": "bepaling",
        "category": "categorie",
        "purpose": "doel",
        "recipient": "ontvanger",
        "system": "systeem",
        "table": "tabel",
        "column": "kolom",
        "verb": "handeling",
    },
}


def _names(files: tuple[Path, ...], folder: Path) -> tuple[str, ...]:
    return tuple(file.relative_to(folder).as_posix() for file in files)
