"""``belofte staff reads``: reads that should not have been there, from the systems' own access logs."""

from __future__ import annotations

from typing import Annotated

import typer

from belofte.cli.days import day_if_any
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import CouldNotLook, Refused
from belofte.domain.late_reads import Late, LogSeen

_WRONG = {
    Late.ENDED: "after the reader's last day",
    Late.LEFT: "of somebody who had left or was restricted",
}


def reads(
    system: Annotated[str | None, typer.Argument(help="One system; without it: all.")] = None,
    since: Annotated[str, typer.Option("--since", help="Look back to this day: 2026-11-01; default: a month.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Who read after their last day, or what a person left behind: by role, day and count, from the systems' own logs.

    Exit status 1 where somebody did, else 3 where a log could not be looked into, else 0.

    Examples: belofte staff reads · belofte staff reads crm --since 2026-11-01 --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.staffing.late import LateDesk

    with open_belofte(policy, now) as belofte:
        report = belofte.desk(LateDesk).report(system, day_if_any("--since", since))
    if as_json:
        print_json("staff.reads", since=report.since, logs=report.logs)
    else:
        typer.echo("\n".join(line for log in report.logs for line in _lines(log)))
    if report.reads:
        count = sum(one.count for one in report.reads)
        raise Refused(f"{count} reads should not have been there.", "the lines above say where, when and by which role")
    if any(log.why or log.coarse for log in report.logs):
        raise CouldNotLook(
            "Not every system told who read there.",
            "name its log under access_log: in the system's map, or note what you saw: belofte attest",
        )


def _lines(log: LogSeen) -> list[str]:
    if log.why:
        return [f"{log.system:<12} could not look: {log.why}"]
    lines = [
        f"{log.system:<12} {one.on}  {one.role:<20} {one.count} reads {_WRONG[one.wrong]}" for one in log.reads
    ] or [f"{log.system:<12} no read that should not have been there"]
    return [*lines, *([f"{'':<12} not told: {log.coarse}"] if log.coarse else [])]
