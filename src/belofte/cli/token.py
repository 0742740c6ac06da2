"""``belofte token``: what programs may do over the API."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, PolicyDir, print_json
from belofte.domain.api_token import Scope
from belofte.domain.errors import WrongUse

if TYPE_CHECKING:
    from belofte.procedures.programs.tokens_desk import TokenRow

app = typer.Typer(no_args_is_help=True, help="Make, list and take back the tokens of programs that use the API.")


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What it is for, such as portal or wallboard.")],
    scopes: Annotated[list[Scope], typer.Option("--scope", help="What it may do; may be repeated.")],
    until: Annotated[str, typer.Option("--until", help="The last day it works: YYYY-MM-DD, within two years.")],
    by: Annotated[
        str, typer.Option("--by", help="With --scope decide: the account whose name its decisions carry.")
    ] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Make a token. Its secret is shown once and kept nowhere.

    Example: belofte token create portal --scope receive --scope assert-identity --until 2027-06-30
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.programs.tokens_desk import Tokens

    with open_belofte(policy) as belofte:
        end = _end_of(until, belofte.parts.country.time_zone)
        secret, row = belofte.desk(Tokens).create(name, scopes, end, by)
        address = belofte.settings.office_address
    feed = f"{address}/calendar/{secret}.ics" if Scope.CALENDAR in scopes else None
    if as_json:
        print_json("token.made", secret=secret, calendar=feed, token=row)
        return
    typer.echo(feed or secret)
    typer.echo("Keep this where you keep passwords: it is shown once. Taken back with: belofte token revoke " + row.id)


@app.command("list")
def list_(policy: PolicyDir = DEFAULT_POLICY, as_json: AsJson = False) -> None:
    """Every token, what it may do, until when, and when it was last used.

    Example: belofte token list --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.programs.tokens_desk import Tokens

    with open_belofte(policy) as belofte:
        rows = belofte.desk(Tokens).rows()
    if as_json:
        print_json("tokens", tokens=rows)
    else:
        typer.echo("\n".join(_line(row) for row in rows) or "No program has a token.")


@app.command()
def revoke(
    token: Annotated[str, typer.Argument(help="Its id, or its name.")],
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Take a token back: it opens nothing from now on.

    Example: belofte token revoke portal
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.programs.tokens_desk import Tokens

    with open_belofte(policy) as belofte:
        row = belofte.desk(Tokens).revoke(token)
    if as_json:
        print_json("token", token=row)
    else:
        typer.echo("Taken back; it opens nothing any more.")


def _end_of(day: str, zone: str) -> datetime:
    """The last moment of a local day."""
    try:
        return datetime.combine(date.fromisoformat(day), time.max.replace(microsecond=0), ZoneInfo(zone))
    except ValueError as wrong:
        raise WrongUse("--until is not a day.", "write it like 2027-06-30") from wrong


def _line(row: TokenRow) -> str:
    state = "live" if row.live else "revoked" if row.revoked_at else "ended"
    used = f"used {row.used_at:%Y-%m-%d}" if row.used_at else "never used"
    by = f" by {row.by}" if row.by else ""
    return f"{row.id}  {row.name:<20} {state:<8} until {row.expires_at:%Y-%m-%d}  {used}  {', '.join(row.scopes)}{by}"
