"""``belofte staff``: our own people, who can read what, and the wall around what somebody left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli import staff_list, staff_looks, staff_reads
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import CouldNotLook, Refused, WrongUse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belofte.domain.staff_wall import Leak, Statement, Tried, Wall
    from belofte.procedures.staffing.wall_desk import Built, WallDesk

app = typer.Typer(
    no_args_is_help=True, help="Our own people: the list, who can read what, and what is hidden from them."
)
app.command("list")(staff_list.list_)
app.command("show")(staff_list.show)
app.command("import")(staff_list.import_)
app.command("end")(staff_list.end)
app.command("signed")(staff_list.signed)
app.command("access")(staff_list.access)
app.command("reads")(staff_reads.reads)
app.command("log")(staff_looks.log)
app.command("names")(staff_looks.names)
By = Annotated[str, typer.Option("--by", help="The named person who does this.")]


@app.command()
def hide(
    system: Annotated[str, typer.Argument(help="A database in which rows are hidden.")],
    who: Annotated[str, typer.Argument(help="Who left: an e-mail address, or KIND=VALUE.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Hide what somebody left who went before the rule was applied and whose case is closed: nobody knows of them here.

    Example: belofte staff hide crm customer-number=10023 --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.domain.identifier_written import identifier_of
    from belofte.ports import SystemUnreachable
    from belofte.procedures.staffing.wall_desk import WallDesk

    with open_belofte(policy, now) as belofte:
        try:
            count = belofte.desk(WallDesk).hide(system, identifier_of(who), by)
        except SystemUnreachable as away:
            raise CouldNotLook(away.why, away.remedy) from away
    if as_json:
        print_json("staff.hidden", system=system, records=count)
    else:
        typer.echo(f"{system}: {count} records are hidden from staff now")


@app.command()
def enforce(
    system: Annotated[str, typer.Argument(help="A database of our own whose map says hides: true.")],
    apply: Annotated[bool, typer.Option("--apply", help="Carry it out; needs --by.")] = False,
    prove: Annotated[bool, typer.Option("--prove", help="Read as each role for real, and show counts.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take it back, last statement first; the marks stay.")] = False,
    forget_marks: Annotated[
        bool, typer.Option("--forget-marks", help="With --undo: who left is seen by staff again.")
    ] = False,
    application: Annotated[
        list[str] | None, typer.Option("--application", help="An application's own account that is meant; repeatable.")
    ] = None,
    by: By = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Hide what somebody left behind from the roles staff read with, in the database itself. Alone, it only shows.

    Examples: belofte staff enforce crm · belofte staff enforce crm --prove · belofte staff enforce crm --apply --by Jo
    """
    from belofte.bootstrap import open_belofte
    from belofte.ports import SystemUnreachable
    from belofte.procedures.staffing.wall_desk import WallDesk

    if sum((apply, prove, undo)) > 1:
        raise WrongUse("One thing at a time.", "use one of --apply, --prove and --undo")
    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(WallDesk)
        try:
            if prove:
                _tell_tried(system, desk.prove(system), as_json)
            elif undo:
                _tell_undone(desk, system, by, as_json, forget=forget_marks)
            elif apply:
                _tell_built(system, desk.build(system, by, application or ()), as_json)
            else:
                _tell_wall(desk.show(system, application or ()), as_json)
        except SystemUnreachable as away:
            raise CouldNotLook(away.why, away.remedy) from None


def _tell_wall(wall: Wall, as_json: bool) -> None:
    shown = [_plain(one) for one in wall.statements]
    if as_json:
        print_json("staff.wall", system=wall.system, statements=shown, undo=_undo(wall.statements), leaks=wall.leaks)
    else:
        typer.echo("\n".join([f"-- {wall.system}: nothing has been done yet", *(f"{text};" for text in shown)]))
        typer.echo("\n".join(_leaks(wall.leaks)), nl=bool(wall.leaks))
    _stop_at(wall.leaks)


def _tell_built(system: str, built: Built, as_json: bool) -> None:
    if as_json:
        print_json(
            "staff.built",
            system=system,
            statements=[_plain(one) for one in built.wall.statements] if not built.wall.leaks else [],
            leaks=built.wall.leaks,
            before=built.before,
            after=built.after,
            cases=built.cases,
        )
    elif not built.wall.leaks:
        typer.echo(f"{system}: {len(built.wall.statements)} statements carried out; {built.cases} open cases marked")
        typer.echo("before\n" + "\n".join(map(_line, built.before)))
        typer.echo("now\n" + "\n".join(map(_line, built.after)))
    else:
        typer.echo("\n".join(_leaks(built.wall.leaks)))
    _stop_at(built.wall.leaks)
    if not built.holds:
        raise Refused("A role still sees what it should not.", "the lines above say which, and where")


def _tell_tried(system: str, tried: Sequence[Tried], as_json: bool) -> None:
    if as_json:
        print_json("staff.tried", system=system, tried=[{**_told(one), "holds": one.holds} for one in tried])
    else:
        typer.echo("\n".join(map(_line, tried)))
    if not all(one.holds for one in tried):
        raise Refused("A role still sees what it should not.", f"belofte staff enforce {system} shows what to do")


def _tell_undone(desk: WallDesk, system: str, by: str, as_json: bool, *, forget: bool) -> None:
    done = desk.take_down(system, by)
    gone = desk.forget_marks(system, by) if forget else None
    if as_json:
        print_json("staff.undone", system=system, statements=[_plain(one) for one in done], marks_forgotten=gone)
        return
    typer.echo(f"{system}: {len(done)} statements taken back")
    kept = "the marks stay: applying it again hides the same rows" if gone is None else f"{gone} marks forgotten"
    typer.echo(kept)


def _told(one: Tried) -> dict[str, object]:
    return {
        "account": one.account,
        "collection": one.collection,
        "rows": one.rows,
        "marked": one.marked,
        "sees": one.sees,
        "sees_marked": one.sees_marked,
        "ground": one.ground,
        "trial": one.trial,
    }


def _line(one: Tried) -> str:
    if one.sees is None:
        return f"  {one.account:<20} {one.collection:<18} may not read it"
    why = f" · excepted: {one.ground}" if one.ground else ""
    trial = {True: " · a row marked for the try vanished", False: " · a row marked for the try was still seen"}
    tried = trial.get(one.trial, "") if one.trial is not None else ""
    sees = f"sees {one.sees} of {one.rows}, {one.sees_marked} of {one.marked} hidden"
    return f"  {one.account:<20} {one.collection:<18} {sees}{why}{tried}"


def _leaks(leaks: Sequence[Leak]) -> list[str]:
    return [f"{leak.who} {leak.what.in_('en')}\n  → {leak.remedy.in_('en')}" for leak in leaks]


def _stop_at(leaks: Sequence[Leak]) -> None:
    if leaks:
        raise Refused("It would not hold.", "mend what stands above first; nothing has been done")


def _plain(statement: Statement) -> str:
    """As a person would type it: nothing doubled for a driver."""
    return statement.text.replace("%%", "%")


def _undo(statements: Sequence[Statement]) -> list[str]:
    return [one.undo.replace("%%", "%") for one in reversed(statements) if one.undo]
