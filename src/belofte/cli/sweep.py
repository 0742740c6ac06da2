"""``belofte sweep``: what is past its term goes, by the policy's own rules; what stays, and on which ground."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.days import day_if_any
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import CouldNotLook, Refused, WrongUse
from belofte.domain.sweeping import Standing, SweepList, Swept, Why

if TYPE_CHECKING:
    from belofte.procedures.retaining.running import Came

_WORDS = {
    Standing.DUE: "due",
    Standing.HELD: "held",
    Standing.REQUESTED: "in an open request",
    Standing.RESTRICTED: "restricted: the person is asked",
    Standing.UNDECIDED: "no start for the term: decide",
}
_WAITS = {
    Why.NEW_RULE: "a rule that is new or changed here deletes nothing before somebody approves",
    Why.LARGE: "{due} at once is more than the policy lets through unasked ({limit}: ask_above under rights)",
}


def sweep(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show; nothing is changed, nothing kept.")] = False,
    system: Annotated[str | None, typer.Option("--system", help="Only this system.")] = None,
    approve: Annotated[str, typer.Option("--approve", help="The list to let through; then it is done.")] = "",
    put_off: Annotated[str, typer.Option("--put-off", help="The list not to let through: nothing of it goes.")] = "",
    why: Annotated[str, typer.Option("--why", help="Why it is put off, never a name.")] = "",
    until: Annotated[str, typer.Option("--until", help="The day on which it is asked again.")] = "",
    by: Annotated[str, typer.Option("--by", help="The named person who approves, or puts off.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Erase what is past its term, in every system that finds by term; say what stays, why, and until when.

    Examples: belofte sweep --dry-run · belofte sweep --approve list-1f2e3d4c --by "P. de Boer" ·
    belofte sweep --put-off list-1f2e3d4c --by "P. de Boer" --why "the rule counts from the wrong day"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.retaining.sweep_desk import SweepDesk

    if sum(map(bool, (dry_run, approve, put_off))) > 1:
        raise WrongUse("One thing at a time.", "say one of --dry-run, --approve LIST, --put-off LIST")
    if (why or until) and not put_off:
        raise WrongUse("--why and --until go with --put-off.", "name the list: --put-off LIST")
    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(SweepDesk)
        if dry_run:
            shown, came = list(desk.look(system)), []
        elif put_off:
            shown, came = [desk.put_off(put_off, by, why, day_if_any("--until", until))], []
        else:
            if approve:
                system = desk.approve(approve, by).system
            came = list(desk.sweep(_progress, system))
            shown = [one.shown for one in came]
        limit = belofte.parts.policy.rights.ask_above
    if as_json:
        print_json("sweep", lists=[_told(one) for one in shown], done=[_done(one) for one in came])
    else:
        typer.echo("\n".join(_text(shown, came, limit)))
    _leave(shown, came)


def _leave(shown: list[SweepList], came: list[Came]) -> None:
    """1 where a system refused something, 3 where one could not be looked at; waiting for a person is neither."""
    if any(one.refused for one in came):
        raise Refused("A system refused to let something go.", "belofte task list says where")
    if any(one.stopped for one in came) or any(one.problem for one in shown):
        raise CouldNotLook("Not every system was swept.", "the list says which, and why")


def _progress(system: str, collection: str, went: int) -> None:
    typer.echo(f"  {system}: {collection} · {went} gone", err=True)


def _told(shown: SweepList) -> dict[str, object]:
    return {
        "id": shown.id,
        "system": shown.system,
        "waits": shown.why,
        "due": shown.due,
        "put_off": shown.put_off,
        "problem": shown.problem,
        "collections": shown.lines,
    }


def _done(came: Came) -> dict[str, object]:
    return {
        "system": came.shown.system,
        "went": came.went,
        "refused": sorted(came.refused),
        "spared": {
            where: {" + ".join(systems): count for systems, count in spared.items()}
            for where, spared in came.spared.items()
        },
        "gone_by": came.gone_by,
        "stopped": came.stopped,
    }


def _text(shown: list[SweepList], came: list[Came], limit: int | None) -> list[str]:
    by_system = {one.shown.system: one for one in came}
    lines: list[str] = []
    for one in shown:
        if one.problem is not None:
            lines.append(f"{one.system:<12} not looked: {one.problem.in_('en')}")
            continue
        lines += [f"{one.system:<12} {_line(line)}" for line in one.lines]
        lines += _end_of(one, by_system.get(one.system), limit)
    return lines or ["No system holds anything with a term."]


def _end_of(shown: SweepList, came: Came | None, limit: int | None) -> list[str]:
    if shown.put_off is not None:
        again = f"asked again on {shown.put_off.until}" if shown.put_off.until else "asked again with another rule"
        said = f"  put off by {shown.put_off.by}: {shown.put_off.why}; nothing goes, {again}"
        return [f"{said} → belofte sweep --approve {shown.id} --by NAME"]
    if shown.why is not None:
        waits = f"  waits: {_WAITS[shown.why].format(due=shown.due, limit=limit)}; look at the counts above"
        kept = f"belofte sweep --approve {shown.id} --by NAME" if came is not None else "belofte sweep keeps this list"
        return [f"{waits} → {kept}" + (", for somebody to approve or put off" if came is None else "")]
    if came is None:
        return [f"  {shown.due} would go; nothing has been done"]
    told = [f"  {sum(came.went.values())} gone" + (f", the last copy by {came.gone_by}" if came.gone_by else "")]
    told += [f"  {where}: {why_spared(spared)}" for where, spared in came.spared.items()]
    told += [f"  refused at {where}: {problem.remedy}" for where, problem in came.refused.items()]
    return [*told, *([f"  stopped: {came.stopped.in_('en')}"] if came.stopped else [])]


def why_spared(spared: Mapping[tuple[str, ...], int]) -> str:
    """Rows that stay although they are due, each once, and where their copies lie."""
    where = sorted({system for systems in spared for system in systems})
    first = "that system" if len(where) == 1 else "those systems"
    return f"{sum(spared.values())} wait for their copy in {' + '.join(where)}: sweep {first} first"


def _line(line: Swept) -> str:
    if line.problem is not None:
        return f"{line.collection:<18} {line.category}: not swept, {line.problem.in_('en')}"
    said = [f"{count} {_WORDS[standing]}" for standing, count in line.counts.items() if count]
    said += [f"oldest {line.late} days late"] if line.late else []
    said += _staying(line)
    said += [f"next on {line.next_on}"] if line.next_on else ["nothing more comes due later"] if line.next_seen else []
    said += [f"no index on {column}" for column in line.without_index]
    said += [f"one by one: {line.one_by_one.in_('en')}"] if line.one_by_one is not None and line.due else []
    said += [f"by hand: {line.by_hand.in_('en')}"] if line.by_hand is not None else []
    return f"{line.collection:<18} {line.category}: {', '.join(said) or 'nothing due'}"


def _staying(line: Swept) -> list[str]:
    """How many stay, on which ground, and until when: a statute, and the policy's own words."""
    words = f'"{line.term.in_("en")}"' if line.term is not None else ""
    why = ": ".join(filter(None, (line.law, words)))
    if line.stays is None:
        return [f"the rest stays, not counted ({why})"] if why else []
    return [f"{line.stays} stay" + (f" ({why})" if why and line.stays else "")]
