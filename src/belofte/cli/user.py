"""``belofte user``: who may come into the office. Whoever runs the machine decides it; the first account is made so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, PolicyDir, print_json
from belofte.domain.account import Role

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte

app = typer.Typer(no_args_is_help=True, help="Make, change and close the accounts of the office.")
Name = Annotated[str, typer.Argument(help="The person's name, as decisions will carry it.")]
GivenRole = Annotated[Role, typer.Option("--role", help="What the account may do.")]


@app.command()
def add(name: Name, role: GivenRole = Role.STAFF, policy: PolicyDir = DEFAULT_POLICY, as_json: AsJson = False) -> None:
    """Make an account; prints a link that works once, behind which the person chooses how to sign in.

    Example: belofte user add "P. de Boer" --role privacy-officer
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.sign_in.accounts_desk import Accounts

    with open_belofte(policy) as belofte:
        _say_link(belofte, belofte.desk(Accounts).add(name, role), as_json)


@app.command("list")
def list_(policy: PolicyDir = DEFAULT_POLICY, as_json: AsJson = False) -> None:
    """Every account, its role, and what it can sign in with.

    Example: belofte user list --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.sign_in.accounts_desk import Accounts

    with open_belofte(policy) as belofte:
        rows = belofte.desk(Accounts).rows()
    if as_json:
        print_json("users", users=rows)
        return
    for row in rows:
        state = "disabled" if row.disabled_at else ", ".join(row.means) or "not enrolled yet"
        typer.echo(f"{row.name:<32} {row.role:<16} {state}")
    if not rows:
        typer.echo('Nobody yet. Make the first: belofte user add "P. de Boer" --role privacy-officer')


@app.command()
def disable(name: Name, policy: PolicyDir = DEFAULT_POLICY, as_json: AsJson = False) -> None:
    """Close an account: its sessions and links end at once.

    Example: belofte user disable "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.sign_in.accounts_desk import Accounts

    with open_belofte(policy) as belofte:
        belofte.desk(Accounts).disable(name)
    _say("Disabled; every session has ended.", "disabled", as_json)


@app.command()
def role(
    name: Name,
    role: Annotated[Role, typer.Argument(help="privacy-officer, staff or auditor")],
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Give an account another role; it counts from the next page on.

    Example: belofte user role "P. de Boer" auditor
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.sign_in.accounts_desk import Accounts

    with open_belofte(policy) as belofte:
        belofte.desk(Accounts).give_role(name, role)
    _say(f"The role is now {role.value}.", "role", as_json)


@app.command()
def reset(name: Name, policy: PolicyDir = DEFAULT_POLICY, as_json: AsJson = False) -> None:
    """Forget what an account signs in with, end its sessions, open it again; prints a new enrolment link.

    Example: belofte user reset "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.sign_in.accounts_desk import Accounts

    with open_belofte(policy) as belofte:
        _say_link(belofte, belofte.desk(Accounts).reset(name), as_json)


@app.command()
def link(name: Name, policy: PolicyDir = DEFAULT_POLICY, as_json: AsJson = False) -> None:
    """A further enrolment link, for a second passkey or instead of a lost link; an older link stops working.

    Example: belofte user link "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.sign_in.accounts_desk import Accounts

    with open_belofte(policy) as belofte:
        _say_link(belofte, belofte.desk(Accounts).link(name), as_json)


def _say_link(belofte: Belofte, token: str, as_json: bool) -> None:
    language = belofte.parts.policy.languages[0]
    address = f"{belofte.settings.office_address}/{language}/enrol/{token}"
    if as_json:
        print_json("user.link", link=address)
    else:
        typer.echo(f"{address}\nGive this link to the person, and to nobody else: it works once, for three days.")


def _say(words: str, done: str, as_json: bool) -> None:
    if as_json:
        print_json("user", done=done)
    else:
        typer.echo(words)
