"""``belofte restore-replay``: a backup of a system came back; what was forgotten goes again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import CouldNotLook, Refused, WrongUse
from belofte.domain.replaying import Fate, Replay, ReplayLine
from belofte.domain.system_map import Verb

if TYPE_CHECKING:
    from belofte.procedures.restoring.replaying import Came

_AGAIN = {
    Verb.ERASE: "erased again",
    Verb.RECTIFY: "corrected again",
    Verb.RESTRICT: "restricted again",
    Verb.LIFT: "lifted again",
}
_REST = {
    Fate.ANEW: "given anew: stays",
    Fate.KEPT: "stays, on a ground",
    Fate.ASKED: "a person has to look",
}


def restore_replay(
    system: Annotated[str, typer.Argument(help="The system that was put back from a backup.")],
    restored_from: Annotated[
        str, typer.Option("--restored-from", "--since", help="When the backup was made: a day, or a moment (ISO 8601).")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show; nothing is changed, nothing kept.")] = False,
    approve: Annotated[str, typer.Option("--approve", help="The list to let through; then it is done.")] = "",
    by: Annotated[str, typer.Option("--by", help="The named person who lets it through; then it is done.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Erase again what was forgotten since, correct again what was corrected, restore restrictions; from the ledger.

    Without --by the list is kept and waits for a named person. Only what dates from before an erasure goes; what the
    person gave anew stays. Done twice, it finds nothing left to do. Without --restored-from everything is looked at
    that is still remembered.

    Examples: belofte restore-replay crm --restored-from 2026-11-20 --dry-run ·
    belofte restore-replay crm --restored-from 2026-11-20 --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.restoring.replay_desk import ReplayDesk

    if dry_run and (approve or by):
        raise WrongUse("A dry run lets nothing through.", "leave --dry-run or --by out")
    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(ReplayDesk)
        since = _moment(restored_from, belofte.parts.country.time_zone)
        came = None
        if dry_run:
            shown = desk.look(system, since)
        else:
            shown = desk.approve(approve, by) if approve else desk.propose(system, since)
            if shown.problem is None and by:
                came = desk.carry_out(shown if approve else desk.approve(shown.id, by), _progress)
    if as_json:
        print_json("restore-replay", list=_told(came.replay if came else shown), done=_done(came), kept=not dry_run)
    else:
        typer.echo("\n".join(_text(came.replay if came else shown, came, dry_run=dry_run)))
    _leave(shown, came)


def _leave(shown: Replay, came: Came | None) -> None:
    """1 where a system refused something, 3 where one could not be looked at; waiting for a person is neither."""
    if shown.problem is not None:
        raise CouldNotLook("Could not look there.", shown.problem.in_("en"))
    if came is not None and came.stopped is not None:
        raise CouldNotLook(f"Stopped: {came.stopped.in_('en')}", "it goes on by itself when the system is back")
    if came is not None and came.refused:
        raise Refused("The system refused to have something done again.", "belofte task list says where")


def _moment(written: str, zone: str) -> datetime | None:
    """A day begins at midnight in the company's time zone."""
    if not written.strip():
        return None
    try:
        if len(written.strip()) == len("2026-11-20"):
            return datetime.combine(date.fromisoformat(written.strip()), time(), ZoneInfo(zone)).astimezone(UTC)
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        raise WrongUse("That is no day.", "write it like 2026-11-20, or 2026-11-20T02:00:00+01:00") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _progress(system: str, done: int, total: int) -> None:
    typer.echo(f"  {system}: {done} of {total}", err=True)


def _told(shown: Replay) -> dict[str, object]:
    return {
        "id": shown.id,
        "system": shown.system,
        "restored_from": shown.since,
        "entries": shown.entries,
        "again": shown.again,
        "asked": shown.asked,
        "lines": shown.lines,
        "problem": shown.problem,
        "approved_by": shown.approved_by,
        "ended_at": shown.ended_at,
    }


def _done(came: Came | None) -> dict[str, object] | None:
    if came is None:
        return None
    return {
        "went": came.went,
        "refused": sorted(came.refused),
        "gone_by": came.gone_by,
        "stopped": came.stopped,
    }


def _text(shown: Replay, came: Came | None, *, dry_run: bool) -> list[str]:
    if shown.problem is not None:
        return [f"{shown.system:<12} not looked: {shown.problem.in_('en')}"]
    lines = [f"{shown.system:<12} {_line(line)}" for line in shown.lines]
    lines = lines or [f"{shown.system:<12} nothing to do again ({shown.entries} entries of the ledger looked at)"]
    if came is not None:
        gone = f", the last copy by {came.gone_by}" if came.gone_by else ""
        lines.append(f"  {came.went} records done again and read back{gone}")
        lines += [f"  refused at {where}: {problem.remedy}" for where, problem in came.refused.items()]
    elif dry_run:
        lines.append("  nothing has been done")
    elif shown.again or shown.asked:
        lines.append(f"  waits → belofte restore-replay {shown.system} --approve {shown.id} --by NAME")
    return lines


def _line(line: ReplayLine) -> str:
    said = [f"{line.count(Fate.AGAIN)} {_AGAIN[line.verb]}"] if line.count(Fate.AGAIN) else []
    said += [f"{line.count(fate)} {words}" for fate, words in _REST.items() if line.count(fate)]
    return f"{line.collection:<18} {', '.join(said)}"
