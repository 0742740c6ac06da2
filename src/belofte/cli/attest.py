"""``belofte attest``: a named person vouches for what no connector can see."""

from __future__ import annotations

from typing import Annotated

import typer

from belofte.cli.days import day_if_any
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json


def attest(
    clause: Annotated[str, typer.Argument(help="The clause's id, as clauses.yaml names it.")],
    by: Annotated[str, typer.Option("--by", help="Who looked and vouches for it.")],
    until: Annotated[
        str, typer.Option("--until", help="The last day the word holds; default: as the clause says (attest: every).")
    ] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Vouch for a clause: `belofte check` then calls it attested until that day, never kept.

    Example: belofte attest ID-1 --by "P. de Boer" --until 2027-11-22
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.watching.attesting import attest as vouch

    with open_belofte(policy, now) as belofte:
        word = vouch(belofte.parts, clause, by, day_if_any("--until", until))
    if as_json:
        print_json("attestation", word=word)
    else:
        typer.echo(f"{word.clause}: {word.by} vouches for it until {word.until}.")
