"""``belofte inbox``: mail that came in, and what a named person makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from belofte.cli.days import moment_if_any
from belofte.cli.extending import text_or_file
from belofte.cli.inbox_lines import line_of, text_of
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import CouldNotLook, WrongUse
from belofte.domain.rights.names import HANDLED, QUESTION

app = typer.Typer(no_args_is_help=True, help="Mail that came in: fetch, look at, decide what it is.")
MessageId = Annotated[str, typer.Argument(metavar="MESSAGE", help="The message as `belofte inbox list` names it.")]
Number = Annotated[
    int, typer.Option("--number", min=1, help="Which attachment, as `belofte inbox show` counts them, from 1.")
]
By = Annotated[str, typer.Option("--by", help="The named person who reads or decides this.")]
Controller = Annotated[
    str, typer.Option("--controller", help="The customer whose data it is about, as on_behalf.yaml names them.")
]
To = Annotated[str, typer.Option("--to", help="That customer's address, where no customers are listed there.")]
Received = Annotated[
    str | None, typer.Option("--received", help="When it reached the company, if not as the message says.")
]
Sender = Annotated[str, typer.Option("--from", help="Who asks, if somebody else passed it on.")]
Purposes = Annotated[
    list[str] | None,
    typer.Option("--purpose", help="Objection, withdrawal: a purpose; repeatable. None: those the words name."),
]
AllPurposes = Annotated[
    bool, typer.Option("--all-purposes", help="Objection, withdrawal: all of them, because that is what was meant.")
]
Services = Annotated[list[str] | None, typer.Option("--service", help="Leaving: a service that ends; none means all.")]


@app.command()
def fetch(policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """Look into every mailbox now; the running process does so by itself.

    Example: belofte inbox fetch --policy demo/policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.inbox import inbox_desk

    with open_belofte(policy, now) as belofte:
        desk = inbox_desk(belofte)
        done = desk.fetch()
        belofte.work.tend()
        boxes = desk.boxes()
    if as_json:
        print_json("inbox.fetched", done=done, mailboxes=boxes)
    elif not boxes:
        typer.echo("No mailbox is set: see [mailbox.NAME] in docs/settings.md.")
    else:
        typer.echo(", ".join(f"{count} {what}" for what, count in sorted(done.items())) or "Nothing new.")
    if away := [box for box in boxes if box.problem]:
        raise CouldNotLook(
            f"Not every mailbox could be looked into: {', '.join(f'{b.mailbox} ({b.problem})' for b in away)}",
            "belofte doctor says what helps",
        )


@app.command("list")
def list_(policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """Messages that wait for a decision, by the day they must be worked by; those that others seem to have missed too.

    Example: belofte inbox list --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.inbox import inbox_desk

    with open_belofte(policy, now) as belofte:
        desk = inbox_desk(belofte)
        rows, boxes = desk.list(), desk.boxes()
        zone = belofte.parts.country.time_zone
    if as_json:
        print_json("inbox.list", messages=rows, mailboxes=boxes)
        return
    typer.echo("\n".join(line_of(row, zone) for row in rows) or "No message waits for a decision.")
    for box in boxes:
        if box.problem:
            typer.echo(f"{box.mailbox}: could not look: {box.problem}", err=True)


@app.command()
def show(
    message: MessageId, by: By, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False
) -> None:
    """One message, for a named person: who, what, which right it seems to use and by which words.

    Example: belofte inbox show M-7K3M-22Q --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.inbox import inbox_desk

    with open_belofte(policy, now) as belofte:
        view = inbox_desk(belofte).show(message, by)
        zone = belofte.parts.country.time_zone
    if as_json:
        print_json("inbox.message", message=view)
    else:
        typer.echo(text_of(view, zone))


@app.command()
def take(
    message: MessageId,
    by: By,
    right: Annotated[str, typer.Option("--right", help=f"It is a request: {', '.join(HANDLED)}.")] = "",
    question: Annotated[
        bool, typer.Option("--question", help="It is a question; it gets an owner and an answer.")
    ] = False,
    join: Annotated[str, typer.Option("--join", help="It belongs to this open request.")] = "",
    not_for_us: Annotated[
        bool, typer.Option("--not-for-us", help="About data held for a customer: needs --controller.")
    ] = False,
    nothing: Annotated[bool, typer.Option("--nothing", help="It asks nothing of us: nothing of it is kept.")] = False,
    controller: Controller = "",
    to: To = "",
    received: Received = None,
    sender: Sender = "",
    purposes: Purposes = None,
    all_purposes: AllPurposes = False,
    services: Services = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Say what a message is; the clock runs from the moment it reached the company.

    Example: belofte inbox take M-7K3M-22Q --right leaving --received 2026-11-20T09:00:00+01:00 --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.inbox import inbox_desk
    from belofte.cli.work import carry_out
    from belofte.domain.meant import possible
    from belofte.domain.wish import Wish
    from belofte.procedures.intake.inbox_desk import Take, ToController
    from belofte.procedures.intake.receiving import AT_RECEIPT

    _one_of(
        {"--right": right, "--question": question, "--join": join, "--not-for-us": not_for_us, "--nothing": nothing}
    )
    asked = right or (QUESTION if question else "")
    with open_belofte(policy, now) as belofte:
        desk, reference = inbox_desk(belofte), join
        if nothing:
            desk.dismiss(message, by)
        elif join:
            desk.join(message, join, by)
        elif not_for_us:
            reference = desk.pass_on(message, by, ToController(controller, to), moment_if_any("--received", received))
        else:
            every = possible(belofte.parts.policy, asked) if all_purposes else ()
            wish = Wish(purposes=every or tuple(purposes or ()), services=tuple(services or ()))
            reference = desk.take(message, Take(asked, by, moment_if_any("--received", received), sender, wish))
        belofte.work.tend()
        if asked in AT_RECEIPT:
            carry_out(belofte)
    if as_json:
        print_json("inbox.taken", message=message, reference=reference or None, by=by)
    else:
        typer.echo(reference or f"{message} asks nothing; nothing of it was kept.")


@app.command()
def stopped(policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """What was stopped at a limit, counted by why. It lies in its mailbox still, and can be shown and taken.

    Example: belofte inbox stopped --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.inbox import inbox_desk

    with open_belofte(policy, now) as belofte:
        found = inbox_desk(belofte).stopped()
        zone = belofte.parts.country.time_zone
    if as_json:
        print_json("inbox.stopped", stopped=found)
        return
    for why, count in sorted(found.counts.items()):
        typer.echo(f"{count:>6}  {why}")
    typer.echo("\n".join(line_of(row, zone) for row in found.rows) or "Nothing was stopped.")
    typer.echo(f"Requests of the form refused today, too many of one network: {found.form}")
    typer.echo(f"Attachments set aside (archives, programs): {found.aside}")


@app.command()
def messages(
    reference: Annotated[str, typer.Argument(help="The reference of a request, such as B-7K3M-22Q.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The messages of one request, for a named person, in the order they came.

    Example: belofte inbox messages B-7K3M-22Q --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.inbox import inbox_desk

    with open_belofte(policy, now) as belofte:
        views = inbox_desk(belofte).of_request(reference, by)
        zone = belofte.parts.country.time_zone
    if as_json:
        print_json("inbox.messages", reference=reference, messages=views)
    else:
        typer.echo("\n\n".join(text_of(view, zone) for view in views) or "No message came in this case.")


@app.command()
def attachment(
    message: MessageId,
    number: Number,
    out: Annotated[Path, typer.Option("--out", help="The file to write; it must not exist yet.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Hand one attachment to a named person, as it came. What was set aside is not handed out.

    Example: belofte inbox attachment M-7K3M-22Q --number 1 --out machtiging.pdf --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.inbox import inbox_desk

    with open_belofte(policy, now) as belofte:
        found, data = inbox_desk(belofte).attachment(message, number, by)
    try:
        with out.open("xb") as file:
            file.write(data)
    except OSError as failed:
        raise WrongUse(f"{out} cannot be written.", "name a new file in a folder that exists") from failed
    if as_json:
        print_json("inbox.attachment", message=message, number=number, type=found.type, size=found.size)
    else:
        typer.echo(f"{found.size} bytes written to {out}. It was not opened or checked.")


@app.command()
def delete(
    message: MessageId,
    number: Number,
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Delete one attachment from what is kept: a copy of an identity document that nobody asked for. With a receipt.

    Example: belofte inbox delete M-7K3M-22Q --number 1 --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.inbox import inbox_desk

    with open_belofte(policy, now) as belofte:
        receipt = inbox_desk(belofte).delete_attachment(message, number, by)
    if as_json:
        print_json("inbox.deleted", message=message, number=number, receipt=receipt)
    else:
        typer.echo(f"Deleted here (receipt {receipt.id}). In its mailbox the message stays whole: delete it there too.")


@app.command()
def mark(
    message: MessageId,
    number: Number,
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Note that one attachment is proof of identity: it is asked for every working day until it is deleted.

    Example: belofte inbox mark M-7K3M-22Q --number 1 --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.inbox import inbox_desk

    with open_belofte(policy, now) as belofte:
        inbox_desk(belofte).mark_as_proof(message, number, by)
    if as_json:
        print_json("inbox.marked", message=message, number=number)
    else:
        typer.echo("Noted. After the check: belofte inbox delete.")


@app.command()
def write(
    sender: Annotated[str, typer.Option("--from", help="The address somebody writes from.")],
    text: Annotated[str, typer.Option("--text", help="What they write, or a file that holds it.")],
    subject: Annotated[str, typer.Option("--subject", help="The subject of their mail.")] = "",
    mailbox: Annotated[str, typer.Option("--mailbox", help="privacy or support.")] = "privacy",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """In a sandbox only: somebody writes to the made-up company.

    Example: belofte inbox write --from anna@post.example --subject Inzage --text "Welke gegevens heeft u van mij?"
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.inbox import write_mail

    with open_belofte(policy, now) as belofte:
        write_mail(belofte, mailbox, sender, subject, text_or_file(text))
    if as_json:
        print_json("inbox.written", mailbox=mailbox)
    else:
        typer.echo(f"It lies in {mailbox}; belofte inbox fetch takes it in.")


def _one_of(ways: dict[str, object]) -> None:
    given = [name for name, value in ways.items() if value]
    if len(given) != 1:
        raise WrongUse("Say what the message is, and one thing only.", f"use one of: {', '.join(ways)}")
