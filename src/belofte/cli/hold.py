"""``belofte hold``: what must stay although a term or a person says it should go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.days import day_of
from belofte.cli.not_seen import blind_lines, could_not_look
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.identifier_written import identifier_of

if TYPE_CHECKING:
    from belofte.domain.plan import Blind
    from belofte.procedures.retaining.hold_desk import HoldView

app = typer.Typer(no_args_is_help=True, help="Holds: place, list, release. They outrank erasure and retention.")
By = Annotated[str, typer.Option("--by", help="The named person who does this.")]


@app.command()
def place(
    ground: Annotated[str, typer.Option("--ground", help="The legal ground, never a name: Art. 17(3)(e) GDPR.")],
    by: By,
    review: Annotated[str, typer.Option("--review", help="The day on which it is looked at again: 2027-06-01.")],
    person: Annotated[str, typer.Option("--person", help="An e-mail address, or KIND=VALUE: all of that person.")] = "",
    record: Annotated[
        list[str] | None, typer.Option("--record", help="SYSTEM.COLLECTION:KEY; may be repeated.")
    ] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Hold a person's records, or single records. Plans of open erasures are made again.

    Example: belofte hold place --person anna@post.example --ground "Art. 17(3)(e) GDPR" --by "P. de Boer" --review
    2027-06-01
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.retaining.hold_desk import HoldDesk

    whom = identifier_of(person) if person else None
    with open_belofte(policy, now) as belofte:
        view = belofte.desk(HoldDesk).place(ground, by, day_of("--review", review), whom, record or ())
    if as_json:
        print_json("hold", hold=view, could_not_look=view.blind)
    else:
        typer.echo(_line(view))
    _leave(view.blind, "The hold stands. ", as_json)


@app.command()
def release(
    hold: Annotated[str, typer.Argument(help="The hold's id, as `belofte hold list` shows it.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Release a hold. What it had postponed is done, and nothing else; what is past its term goes with the next sweep.

    Example: belofte hold release hold-1f2e3d4c5b6a7988 --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.retaining.hold_desk import HoldDesk

    with open_belofte(policy, now) as belofte:
        came = belofte.desk(HoldDesk).release(hold, by)
    if as_json:
        print_json("hold.released", hold=hold, postponed=came)
    else:
        typer.echo(f"released · {came.done} erased that it had kept, {came.waiting} wait, {came.by_hand} by hand")


@app.command("list")
def list_(
    all_: Annotated[bool, typer.Option("--all", help="Those that were released too.")] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The holds, with ground, day of review, and how many records each keeps in which collection.

    Example: belofte hold list --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.retaining.hold_desk import HoldDesk

    with open_belofte(policy, now) as belofte:
        found = belofte.desk(HoldDesk).list(only_open=not all_)
    blind = list({one.system: one for view in found for one in view.blind}.values())
    if as_json:
        print_json("hold.list", holds=found, could_not_look=blind)
    else:
        typer.echo("\n".join(map(_line, found)) or "Nothing is held.")
    _leave(blind, "", as_json)


def _leave(blind: Sequence[Blind], before: str, as_json: bool) -> None:
    """What lies in a system that cannot be seen is held all the same: it is looked for anew at every use."""
    if not blind:
        return
    if not as_json:
        typer.echo("\n".join(blind_lines(blind)))
    raise could_not_look(blind, before, "then see what is held there: belofte hold list")


def _line(view: HoldView) -> str:
    hold = view.hold
    if hold.is_over:
        return f"{hold.id}  {hold.ground} · released on {hold.released_on} by {hold.released_by}"
    counted = ", ".join(f"{where} {count}" for where, count in sorted(view.records.items())) or "nothing found now"
    waits = f" · {view.postponed} would have gone for a request" if view.postponed else ""
    return f"{hold.id}  {hold.ground} · review {hold.review_on} · by {hold.placed_by} · {counted}{waits}"
