"""``belofte term``: records whose term has no first day, and kept records that are not as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.days import day_if_any
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import CouldNotLook, Refused, WrongUse

if TYPE_CHECKING:
    from belofte.domain.unaltered import Sealed, Unaltered
    from belofte.procedures.retaining.term_desk import Undated

app = typer.Typer(
    no_args_is_help=True, help="Terms without a first day: list, decide. Kept records that changed: kept, settle."
)
By = Annotated[str, typer.Option("--by", help="The named person who decides.")]


@app.command("list")
def list_(
    system: Annotated[str | None, typer.Option("--system", help="Only this system.")] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The records whose term has not begun: unpaid invoices, forms without a day. No rule erases them.

    Example: belofte term list --system crm
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.retaining.term_desk import TermDesk

    with open_belofte(policy, now) as belofte:
        found = belofte.desk(TermDesk).undated(system)
    if as_json:
        print_json("term.list", lists=found)
    else:
        lines = [_line(record) for one in found for record in one.records]
        lines += [f"{one.system}: not looked: {one.problem.in_('en')}" for one in found if one.problem]
        typer.echo("\n".join(lines) or "Every record has a first day for its term.")
    if any(one.problem for one in found):
        raise CouldNotLook("Not every system was looked at.", "the list says which, and why")


@app.command()
def decide(
    place: Annotated[str, typer.Argument(help="The record, as `belofte term list` shows it: crm.invoices:1042.")],
    by: By,
    why: Annotated[str, typer.Option("--why", help="Why, never a name: written off on that day.")],
    starts: Annotated[str, typer.Option("--starts", help="Its term counts from this day: 2024-12-31.")] = "",
    keep_until: Annotated[str, typer.Option("--keep-until", help="It stays up to and including this day.")] = "",
    erase: Annotated[bool, typer.Option("--erase", help="It goes with the next sweep.")] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Say what becomes of one record without a first day. A later decision takes the place of an earlier one.

    Example: belofte term decide crm.invoices:1042 --starts 2024-12-31 --by "P. de Boer" --why "written off"
    """
    from belofte.bootstrap import open_belofte
    from belofte.domain.term_decision import Decided
    from belofte.procedures.retaining.term_desk import TermDesk

    if sum(map(bool, (starts, keep_until, erase))) != 1:
        raise WrongUse("One decision at a time.", "say one of --starts DAY, --keep-until DAY, --erase")
    decided = Decided.START if starts else Decided.KEEP if keep_until else Decided.ERASE
    day = day_if_any("--starts", starts) or day_if_any("--keep-until", keep_until)
    with open_belofte(policy, now) as belofte:
        decision = belofte.desk(TermDesk).decide(place, decided, day, by, why)
    if as_json:
        print_json("term", place=place, decision=decision)
    else:
        typer.echo(f"{place}: {decided.value}{f' {decision.day}' if decision.day else ''} · by {decision.by}")


@app.command()
def kept(
    record: Annotated[str, typer.Option("--record", help="One record's seal, its hash: SYSTEM.COLLECTION:KEY.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """What a statute wants kept, as the last sweep saw it: how many records, and how many are not as they were sealed.

    Examples: belofte term kept --json · belofte term kept --record crm.invoices:1042
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.retaining.term_desk import TermDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(TermDesk)
        if record:
            _show_seal(record, desk.sealed(record), as_json)
            return
        found, unseen = desk.kept(), desk.not_sealed()
    if as_json:
        print_json("term.kept", kept=found, not_sealed=unseen)
    else:
        typer.echo("\n".join(map(_kept, found)) or "Nothing is sealed yet: belofte sweep looks.")
        for place in unseen:
            typer.echo(f"{place}: not sealed, this system is not compared: a change there is not seen here")
    if any(one.changed for one in found):
        raise Refused("Kept records are not as they were.", "look why; belofte term settle when it is right as it is")


@app.command()
def settle(
    place: Annotated[str, typer.Argument(help="The collection: crm.invoices.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Say that what differs in one collection is right as it is now; the next sweep seals it anew.

    Example: belofte term settle crm.invoices --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.retaining.term_desk import TermDesk

    with open_belofte(policy, now) as belofte:
        count = belofte.desk(TermDesk).settle(place, by)
    if as_json:
        print_json("term.settled", place=place, settled=count)
    else:
        typer.echo(f"{count} settled · by {by}")


def _line(record: Undated) -> str:
    decided = record.decision
    told = f" · {decided.decided.value} {decided.day or ''} by {decided.by}: {decided.why}" if decided else " · decide"
    return f"{record.place}  {record.category} · no {' + '.join(record.missing)}{told}"


def _show_seal(place: str, seal: Sealed, as_json: bool) -> None:
    if as_json:
        print_json("term.sealed", place=place, seal=seal)
    else:
        stands = f"not as it was since {seal.changed_on}" if seal.changed_on else "as it was"
        typer.echo(f"{place}: sealed on {seal.sealed_on} · {stands} · seen {seal.seen_on} · hash {seal.digest}")
    if seal.changed_on:
        raise Refused("This record is not as it was.", "look why; belofte term settle when it is right as it is")


def _kept(one: Unaltered) -> str:
    wrong = f", {one.changed} changed or gone too early since {one.since}" if one.changed else ""
    return f"{one.system}.{one.collection}: {one.sealed} sealed{wrong} · seen {one.seen_on}"
