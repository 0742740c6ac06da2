"""Carrying approved work out from the command line: by a living worker, else here, with progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import CouldNotLook, Refused
from belofte.domain.request import Waiting

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte
    from belofte.engine.driving import DriveEnd
    from belofte.engine.inline import Done


def carry_out(belofte: Belofte) -> Done:
    """Do everything that is due now; says each batch on the error stream.

    Raises ``CouldNotLook`` when a system is away, ``Refused`` when something failed for good: both leave the request
    open, and say which system.
    """
    from belofte.engine.inline import complete

    work = belofte.work
    with belofte.bench() as bench:
        done = complete(work, bench, lambda: not work.due(), _say)
    if done.failed:
        raise Refused("Not everything could be done; the request went back to the office.", "; ".join(done.problems))
    if done.waiting and (done.problems or _waits_for_a_system(belofte)):
        raise CouldNotLook("Some work waits for a system.", "belofte request show REFERENCE says which and why")
    return done


def _waits_for_a_system(belofte: Belofte) -> bool:
    return any(row.waiting is Waiting.SYSTEM for row in belofte.office.queue())


def _say(end: DriveEnd) -> None:
    typer.echo(
        f"  {end.system}: {end.verb} · {end.receipted} done, {end.waiting} waiting, {end.failed} failed", err=True
    )


def work(policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """Do what is due now and leave: letters, searches, approved plans, cases that close, messages to programs.

    Example: belofte work --policy demo/policy --now 2027-02-01T09:00:00Z
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.messages import sender_of
    from belofte.procedures.programs.webhooks import send_messages

    with open_belofte(policy, now) as belofte:
        came_to = carry_out(belofte)
        if came_to.handed_over:
            _say_who_works(now)
        else:
            send_messages(belofte.parts, sender_of(belofte).post)
    if as_json:
        print_json("work", work=came_to)
    if came_to.handed_over and not came_to.finished:
        raise CouldNotLook(
            "A running process (serve or worker) has the work in hand and has not finished it.",
            "belofte request list says what waits",
        )


def _say_who_works(now: str | None) -> None:
    """A living process does the work, with its own clock. Raises ``Refused`` where another moment was wanted: then what
    would be due at that moment was not done."""
    if now:
        raise Refused(
            f"A running process (serve or worker) does the work, and by its own clock: nothing was done for {now}.",
            "end that process first, or leave --now out",
        )
    typer.echo("  a running process (serve or worker) did what was due; nothing was done here", err=True)
