"""``belofte request correct | statement | changes | decide``: rectification from the office (Art. 16)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import WrongUse

if TYPE_CHECKING:
    from belofte.procedures.rights.correcting_desk import Shown

Reference = Annotated[str, typer.Argument(help="The reference people see, such as B-7K3M-22Q.")]
By = Annotated[str, typer.Option("--by", help="The named person who does this.")]


def correct(
    reference: Reference,
    kind: Annotated[str, typer.Option("--kind", help="Which kind of data: name, email, address …")],
    should_be: Annotated[str, typer.Option("--to", help="What should stand there.")],
    by: By,
    present: Annotated[str, typer.Option("--from", help="What stands there now, as far as the person knows.")] = "",
    column: Annotated[
        str | None, typer.Option("--column", help="Which column, where several hold this kind: crm.customers.mobile")
    ] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Say what is wrong and what is right, or make it more precise; the plan is made again.

    Example: belofte request correct B-7K3M-22Q --kind phone --column mobile --to "+31 6 00000009" --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.domain.wish import Correction
    from belofte.procedures.rights.correcting_desk import CorrectingDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(CorrectingDesk)
        desk.correct(reference, Correction(kind, present, should_be, column), by)
        _tell(desk.show(reference, by), as_json)


def statement(
    reference: Reference,
    text: Annotated[Path, typer.Option("--text", help="A file with the person's own words.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Keep the person's own statement, to stand beside what is disputed.

    Example: belofte request statement B-7K3M-22Q --text statement.txt --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.rights.correcting_desk import CorrectingDesk

    try:
        words = text.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        raise WrongUse(f"{text} cannot be read as text.", "name a UTF-8 text file with --text") from unreadable
    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(CorrectingDesk)
        desk.state(reference, words, by)
        _tell(desk.show(reference, by), as_json)


def changes(
    reference: Reference, by: By, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False
) -> None:
    """What stands there now and what will: personal data, so that you looked is noted.

    Example: belofte request changes B-7K3M-22Q --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.rights.correcting_desk import CorrectingDesk

    with open_belofte(policy, now) as belofte:
        _tell(belofte.desk(CorrectingDesk).show(reference, by), as_json)


def dispute(
    reference: Reference,
    number: Annotated[int, typer.Option("--number", help="Which correction, as `request changes` numbers them.")],
    because: Annotated[str, typer.Option("--because", help="Why, in words the person will read.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Note that it is disputed what is true; the data is restricted until somebody found out (Art. 18(1)(a)).

    Example: belofte request dispute B-7K3M-22Q --number 1 --by "P. de Boer" --because "The register differs"
    """
    from belofte.bootstrap import open_belofte
    from belofte.cli.work import carry_out
    from belofte.procedures.rights.correcting_desk import CorrectingDesk

    with open_belofte(policy, now) as belofte:
        opened = belofte.desk(CorrectingDesk).dispute(reference, number, by, because)
        carry_out(belofte)
    if as_json:
        print_json("request.disputed", reference=reference, restriction=opened)
    else:
        typer.echo(
            f"Disputed. The restriction meanwhile is {opened}." if opened else "Disputed; it is restricted already."
        )


def decide(
    reference: Reference,
    number: Annotated[int, typer.Option("--number", help="Which correction, as `request changes` numbers them.")],
    ruling: Annotated[str, typer.Option("--ruling", help="correct, statement, erase or keep")],
    by: By,
    reasons: Annotated[str, typer.Option("--reasons", help="Why, in words the person will read.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Decide about an opinion, or about a value whose truth is disputed. A named person does, with reasons.

    Example: belofte request decide B-7K3M-22Q --number 1 --ruling statement --by "P. de Boer" --reasons "It is a note
    of a conversation; the customer's own account now stands with it."
    """
    from belofte.bootstrap import open_belofte
    from belofte.domain.rights.corrections import Ruling
    from belofte.procedures.rights.correcting_desk import CorrectingDesk

    try:
        ruled = Ruling(ruling)
    except ValueError as unknown:
        raise WrongUse(f"There is no ruling called {ruling}.", f"use one of: {', '.join(Ruling)}") from unknown
    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(CorrectingDesk)
        desk.decide(reference, number, ruled, by, reasons)
        _tell(desk.show(reference, by), as_json)


def _tell(shown: Shown, as_json: bool) -> None:
    if as_json:
        print_json("request.changes", corrections=shown.corrections, statement=shown.statement, changes=shown.changes)
        return
    for one in shown.corrections:
        ruling = f"  [{one.ruling} by {one.by}: {one.reasons}]" if one.ruling else ""
        column = f" ({one.column})" if one.column else ""
        typer.echo(f"{one.number}. {one.kind}{column}: {one.now or '?'} → {one.should_be}{ruling}")
    for change in shown.changes:
        after = "stays" if change.after is None else f"→ {change.after}"
        typer.echo(f"   {change.system}.{change.collection}.{change.column}: {change.before} {after}")
    if shown.statement:
        typer.echo("A statement of the person's own is kept in the case.")
