"""``belofte staff log`` and ``names``: who looked at personal data through Belofte, and whether an answer says so."""

from __future__ import annotations

from typing import Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.access_log import OUTSIDE, Seen

MOST = 100


def log(
    most: Annotated[int, typer.Option("--most", help="How many of the newest are shown.", min=1)] = MOST,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Who looked at personal data through Belofte, when, what for and why; the newest first.

    Example: belofte staff log --most 20
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.staffing.looking import LooksDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(LooksDesk)
        seen, names = desk.newest(most), desk.accounts()
    if as_json:
        print_json("staff.log", looks=seen, names=names)
    else:
        typer.echo("\n".join(_line(one, names) for one in seen) or "Nobody looked at anything yet.")


def names(
    reference: Annotated[str, typer.Argument(help="The reference of a request for access.")],
    by: Annotated[str, typer.Option("--by", help="The named person who decides.")],
    reasons: Annotated[str, typer.Option("--reasons", help="Why the person cannot do without the names.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Let the answer to this request name the members of staff who looked. Without it, it says when and why only.

    Example: belofte staff names B-7K3M-22Q --by "P. de Boer" --reasons "suspects a colleague"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.staffing.looking import LooksDesk

    with open_belofte(policy, now) as belofte:
        belofte.desk(LooksDesk).give_names(reference, by, reasons)
    if as_json:
        print_json("staff.names", reference=reference, named=True)
    else:
        typer.echo("The answer will name who looked.")


def _line(one: Seen, accounts: dict[str, str]) -> str:
    who = accounts.get(one.account, "the command line" if one.account == OUTSIDE else "an account that is gone")
    return f"{one.at:%Y-%m-%d %H:%M} UTC  {who:<24} {one.purpose:<16} {one.reason}"
