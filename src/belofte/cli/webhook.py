"""``belofte webhook``: where events go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, PolicyDir, print_json
from belofte.domain.errors import Refused

if TYPE_CHECKING:
    from belofte.procedures.programs.webhooks_desk import WebhookRow

app = typer.Typer(no_args_is_help=True, help="Tell programs outside what happens, in signed messages.")
Name = Annotated[str, typer.Argument(help="The webhook's name or id.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="A name for it, such as crm.")],
    url: Annotated[str, typer.Argument(help="Where messages go: an https:// address.")],
    events: Annotated[
        list[str] | None,
        typer.Option("--event", help="Only this event; may be repeated. Else all."),
    ] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Send events to an address from now on. The secret for the other side is shown once.

    Example: belofte webhook add crm https://crm.shop.example/belofte --event request.received
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.messages import sender_of
    from belofte.procedures.programs.webhooks_desk import Webhooks

    with open_belofte(policy) as belofte:
        secret, row = belofte.desk(Webhooks).add(name, url, events or (), sender_of(belofte).check)
    if as_json:
        print_json("webhook.made", secret=secret, webhook=row)
    else:
        typer.echo(f"{secret}\nGive this secret to the other side: with it, it knows our messages. It is shown once.")


@app.command("list")
def list_(policy: PolicyDir = DEFAULT_POLICY, as_json: AsJson = False) -> None:
    """Every webhook, what waits for it, and what could not be delivered.

    Example: belofte webhook list --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.programs.webhooks_desk import Webhooks

    with open_belofte(policy) as belofte:
        rows = belofte.desk(Webhooks).rows()
    if as_json:
        print_json("webhooks", webhooks=rows)
    else:
        typer.echo("\n".join(line for row in rows for line in _lines(row)) or "Nobody outside is told anything.")


@app.command("test")
def try_out(name: Name, policy: PolicyDir = DEFAULT_POLICY, as_json: AsJson = False) -> None:
    """Send one message that is about nothing, now, and say what the other side answered.

    Example: belofte webhook test crm
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.messages import sender_of
    from belofte.procedures.programs.webhooks_desk import Webhooks

    with open_belofte(policy) as belofte:
        reply = belofte.desk(Webhooks).try_out(name, sender_of(belofte).post)
    if as_json:
        print_json("webhook.test", taken=reply.is_taken, status=reply.status, problem=reply.problem)
    elif reply.is_taken:
        typer.echo(f"Taken ({reply.status}).")
    if not reply.is_taken:
        raise Refused(f"It was not taken: {reply.problem or reply.status}.", "look at the other side's log")


@app.command()
def replay(
    name: Name,
    above: Annotated[
        int | None, typer.Option("--after", help="Everything after the event of this number; else what was given up.")
    ] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Send messages anew, under the ids they had. The running process sends them.

    Example: belofte webhook replay crm --after 1200
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.programs.webhooks_desk import Webhooks

    with open_belofte(policy) as belofte:
        count = belofte.desk(Webhooks).replay(name, above)
    if as_json:
        print_json("webhook.replay", messages=count)
    else:
        typer.echo(f"{count} messages go out anew.")


@app.command()
def end(name: Name, policy: PolicyDir = DEFAULT_POLICY, as_json: AsJson = False) -> None:
    """Send nothing there any more.

    Example: belofte webhook end crm
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.programs.webhooks_desk import Webhooks

    with open_belofte(policy) as belofte:
        row = belofte.desk(Webhooks).end(name)
    if as_json:
        print_json("webhook", webhook=row)
    else:
        typer.echo("Nothing goes there any more.")


def _lines(row: WebhookRow) -> list[str]:
    state = "ended" if row.ended_at else f"{row.waiting} waiting"
    events = ", ".join(row.events) or "all events"
    head = f"{row.name:<16} {row.url}  {state}, {len(row.given_up)} given up  {events}"
    return [head] + [
        f"{'':<16} event {one.number} {one.kind}: {one.attempts} tries, {one.problem or one.status}"
        for one in row.given_up
    ]
