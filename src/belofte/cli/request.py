"""``belofte request``: one rights request from receipt to the end of its case."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli import copies, correcting, extending, handing, identity, lifting, recipients, replying
from belofte.cli.extending import text_or_file
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.cli.show import case_text, queue_text
from belofte.domain.errors import CouldNotLook, WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.rights.names import HANDLED
from belofte.procedures.desks import Submission

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte

app = typer.Typer(no_args_is_help=True, help="Receive, look at, approve, stop or refuse a rights request.")
Reference = Annotated[str, typer.Argument(help="The reference people see, such as B-7K3M-22Q.")]
By = Annotated[str, typer.Option("--by", help="The named person who decides.")]


@app.command()
def receive(
    right: Annotated[str, typer.Option("--right", help=f"One of: {', '.join(HANDLED)}.")],
    address: Annotated[
        str,
        typer.Option("--from", help="The e-mail address it came from; none: by post or telephone, letters by post."),
    ] = "",
    purposes: Annotated[
        list[str] | None,
        typer.Option("--purpose", help="Objection, withdrawal: a purpose it is about; may be repeated."),
    ] = None,
    because: Annotated[str, typer.Option("--because", help="Objection, restriction: the person's own reason.")] = "",
    name: Annotated[str, typer.Option("--name", help="The name that was given, if any.")] = "",
    number: Annotated[str, typer.Option("--number", help="A customer number, if given.")] = "",
    channel: Annotated[str, typer.Option("--channel", help="web, mail, post, phone or api")] = "mail",
    received: Annotated[str | None, typer.Option("--received", help="When it reached the company.")] = None,
    text: Annotated[Path | None, typer.Option("--text", help="A file with the words of the request.")] = None,
    represents: Annotated[
        str, typer.Option("--as", help="Asks for another: parent, guardian, heir or agent; whose data: --number.")
    ] = "",
    other_address: Annotated[str, typer.Option("--copy-to", help="The e-mail address the copy should go to.")] = "",
    post_address: Annotated[
        str, typer.Option("--copy-by-post", help="The postal address the copy should go to, or a file that holds it.")
    ] = "",
    identifiers: Annotated[
        list[str] | None,
        typer.Option("--identifier", help="Another one they gave, as kind=value, such as cookie-id=ab12; repeatable."),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="The person's language: nl or en.")] = "nl",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Register a request; prints its reference.

    Example: belofte request receive --right access --from anna@post.example --policy demo/policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.cli.work import carry_out
    from belofte.domain.wish import Wish
    from belofte.procedures.receiving import AT_RECEIPT

    with open_belofte(policy, now) as belofte:
        reference = belofte.public.submit(
            Submission(
                right=right,
                address=address,
                language=language,
                name=name,
                number=number,
                text=_words(text),
                channel=channel,
                received_at=_moment(received),
                wish=Wish(
                    purposes=tuple(purposes or ()),
                    because=because,
                    represents=represents,
                    other_address=other_address,
                    post_address=text_or_file(post_address) if post_address else "",
                    identifiers=tuple(_identifier(one) for one in identifiers or ()),
                ),
            )
        )
        belofte.work.tend()
        if right in AT_RECEIPT:
            carry_out(belofte)
    if as_json:
        print_json("request.received", reference=reference)
    else:
        typer.echo(reference)


@app.command("list")
def list_(
    answered: Annotated[
        bool, typer.Option("--answered", help="Those that were answered and whose case is still kept, instead.")
    ] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The open requests, most urgent first (by the day staff must be ready).

    Example: belofte request list --policy demo/policy --json
    """
    from belofte.bootstrap import open_belofte

    with open_belofte(policy, now) as belofte:
        rows = belofte.office.answered() if answered else belofte.office.queue()
    if as_json:
        print_json("request.queue", requests=rows)
    else:
        typer.echo(queue_text(rows))


@app.command()
def show(reference: Reference, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """One request with its plan and receipts. No personal data is printed.

    Example: belofte request show B-7K3M-22Q --json
    """
    from belofte.bootstrap import open_belofte

    with open_belofte(policy, now) as belofte:
        case = belofte.office.show(reference)
    if as_json:
        print_json("request", case=case)
    else:
        typer.echo(case_text(case))


@app.command()
def confirm(
    token: Annotated[
        str, typer.Argument(help="The last part of the link that was mailed; in a sandbox the reference will do.")
    ],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Do what the button behind a mailed link does: prove the address, and look for the data.

    Example: belofte request confirm B-7K3M-22Q --policy demo/policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.demo_world import mailed_token

    with open_belofte(policy, now) as belofte:
        state = belofte.public.confirm(mailed_token(belofte, token))
        belofte.work.tend()
    if state != "open":
        raise WrongUse(f"This link cannot be used: it is {state}.", "ask for a new one on the status page")
    if as_json:
        print_json("request.confirmed", state=state)
    else:
        typer.echo("Confirmed.")


@app.command()
def identify(
    reference: Reference,
    by: By,
    how: Annotated[str, typer.Option("--how", help="By which means; never a copy of a document.")],
    number: Annotated[
        str, typer.Option("--number", help="A customer number they gave: tells people on one address apart.")
    ] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """A named person vouches for who is asking, after the least intrusive check that suffices.

    Example: belofte request identify B-7K3M-22Q --by "P. de Boer" --how "called back on the known number"
    """
    from belofte.bootstrap import open_belofte

    with open_belofte(policy, now) as belofte:
        belofte.office.identify(reference, by, how, number)
        belofte.work.tend()
        _tell(belofte, reference, as_json)


@app.command()
def plan(reference: Reference, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """Look in every system again and draft a new plan; nothing is done yet.

    Example: belofte request plan B-7K3M-22Q
    """
    from belofte.bootstrap import open_belofte

    with open_belofte(policy, now) as belofte:
        made = belofte.office.plan(reference)
        case = belofte.office.show(reference)
    if as_json:
        print_json("plan", plan=made)
    else:
        typer.echo(case_text(case))
    if made.blind:
        raise CouldNotLook("Not every system was seen.", made.blind[0].remedy)


@app.command()
def read(
    reference: Reference, by: By, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False
) -> None:
    """Show the free text that would leave with the copy: it may speak of other people. That you read it is noted.

    Example: belofte request read B-7K3M-22Q --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte

    with open_belofte(policy, now) as belofte:
        texts = belofte.office.read(reference, by)
    if as_json:
        print_json("request.texts", reference=reference, texts=texts)
        return
    for text in texts:
        typer.echo(f"{text.system}.{text.collection}.{text.column}\n  {text.text}\n")
    typer.echo(f"{len(texts)} texts. Nothing in them for other eyes? Then approve; else refuse, or ask the office.")


@app.command()
def approve(
    reference: Reference,
    plan_id: Annotated[str, typer.Option("--plan", help="The plan that was read, as `request show` names it.")],
    by: By,
    records: Annotated[
        int | None, typer.Option("--records", help="The plan's number of records, where the policy asks for it.")
    ] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Approve exactly one plan, and carry it out (an erasure after the policy's pause).

    Example: belofte request approve B-7K3M-22Q --plan p-68396fed7e834b26 --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.cli.work import carry_out

    with open_belofte(policy, now) as belofte:
        belofte.office.approve(reference, plan_id, by, records)
        carry_out(belofte)
        _tell(belofte, reference, as_json)


@app.command()
def stop(
    reference: Reference, by: By, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False
) -> None:
    """Stop a request before its first act.

    Example: belofte request stop B-7K3M-22Q --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte

    with open_belofte(policy, now) as belofte:
        belofte.office.stop(reference, by)
        belofte.work.tend()
        _tell(belofte, reference, as_json)


@app.command()
def refuse(
    reference: Reference,
    by: By,
    ground: Annotated[str, typer.Option("--ground", help="The legal ground with its article, for the letter.")],
    reasons: Annotated[
        str, typer.Option("--reasons", help="The facts, or a text file; needed to call a request excessive.")
    ] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """A named person refuses; the letter gives the ground, the authority and the court.

    Example: belofte request refuse B-7K3M-22Q --by "P. de Boer" --ground "Art. 12(5)(b) GDPR"
    """
    from belofte.bootstrap import open_belofte

    with open_belofte(policy, now) as belofte:
        belofte.office.refuse(reference, by, ground, text_or_file(reasons) if reasons else "")
        belofte.work.tend()
        _tell(belofte, reference, as_json)


def _tell(belofte: Belofte, reference: str, as_json: bool) -> None:
    """Where the request stands now."""
    case = belofte.office.show(reference)
    if as_json:
        print_json("request", case=case)
    else:
        typer.echo(case_text(case))


def _identifier(written: str) -> Identifier:
    kind, found, value = written.partition("=")
    if not found or not value.strip():
        raise WrongUse("An identifier is a kind and a value.", "write it like cookie-id=ab12")
    return Identifier(kind.strip(), "", value.strip())


def _words(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        raise WrongUse(f"{file} cannot be read as text.", "name a UTF-8 text file with --text") from unreadable


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise WrongUse("--received is not a moment.", "write it like 2026-11-22T10:30:00+01:00") from wrong
    if moment.tzinfo is None:
        raise WrongUse("--received has no time zone.", "write it like 2026-11-22T10:30:00+01:00")
    return moment


app.command()(replying.take)
app.command()(replying.answer)
app.command()(correcting.correct)
app.command()(correcting.statement)
app.command()(correcting.changes)
app.command()(correcting.dispute)
app.command()(correcting.decide)
app.command()(lifting.weigh)
app.command()(lifting.lift)
app.command()(extending.extend)
app.command()(extending.clock)
app.command("ask-identity")(identity.ask_identity)
app.command()(identity.who)
app.command()(identity.proof)
app.command()(identity.mandate)
app.command()(identity.close)
app.command()(identity.join)
app.command()(identity.redirect)
app.command()(identity.bounced)
app.command("change-address")(identity.change_address)
app.command()(identity.letter)
app.command()(recipients.recipients)
app.command("hand-over")(handing.hand_over)
app.command()(handing.service)
app.command("check-copy")(copies.check_copy)
