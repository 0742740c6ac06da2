"""``belofte request``: one rights request from receipt to the end of its case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli import (
    copies,
    correcting,
    customers,
    dossier,
    extending,
    handing,
    identity,
    leave,
    lifting,
    listing,
    receiving,
    recipients,
    records,
    replying,
)
from belofte.cli.confirming import not_seen, require_link
from belofte.cli.extending import text_or_file
from belofte.cli.looking import foretold_waits, progress_of
from belofte.cli.not_seen import could_not_look
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.cli.show import blind_text, case_text
from belofte.domain.errors import WrongUse

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte

app = typer.Typer(no_args_is_help=True, help="Receive, look at, approve, stop or refuse a rights request.")
Reference = Annotated[str, typer.Argument(help="The reference people see, such as B-7K3M-22Q.")]
By = Annotated[str, typer.Option("--by", help="The named person who decides.")]


app.command()(receiving.receive)
app.command("list")(listing.list_)


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
        require_link(belofte.office, token)
        mailed = mailed_token(belofte, token)
        view = belofte.public.link(mailed)
        state = belofte.public.confirm(mailed)
        belofte.work.tend()
        blind = not_seen(belofte, mailed) if state == "open" and view.purpose == "confirm" else ()
    if state == "open" and view.purpose != "confirm":
        raise WrongUse("This link does not confirm a request.", f"it is for another page: {view.purpose}")
    if state != "open":
        raise WrongUse(f"This link cannot be used: it is {state}.", "ask for a new one on the status page")
    if as_json:
        print_json("request.confirmed", state=state, could_not_look=blind)
    else:
        typer.echo("\n".join(("Confirmed.", *map(blind_text, blind))))


@app.command()
def identify(
    reference: Reference,
    by: By,
    how: Annotated[
        str,
        typer.Option(
            "--how",
            help="By which means: called back on the number we had, told what only they know, signed in at our portal, "
            "document shown with no copy made; a copy of a document is refused.",
        ),
    ],
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
        foretold_waits(belofte.parts)
        made = belofte.office.plan(reference, progress_of(belofte.parts.systems))
        case = belofte.office.show(reference)
    if as_json:
        print_json("plan", plan=made)
    else:
        typer.echo(case_text(case))
    if made.blind:
        raise could_not_look(made.blind, then="then belofte request plan once more")


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
        typer.echo(f"{text.record}  --column {text.column}\n  {text.text}")
        typer.echo("".join(f"  perhaps about somebody else: {passage}\n" for passage in text.perhaps))
    typer.echo(f"{len(texts)} texts. Nothing about somebody else? Then approve; else belofte request redact.")


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


for command in (
    replying.take,
    replying.answer,
    correcting.correct,
    correcting.statement,
    correcting.changes,
    correcting.dispute,
    correcting.decide,
    lifting.weigh,
    lifting.lift,
    leave.settle,
    leave.choose,
    extending.extend,
    extending.clock,
    identity.who,
    identity.proof,
    identity.mandate,
    identity.close,
    identity.join,
    identity.redirect,
    identity.bounced,
    identity.letter,
    recipients.recipients,
    records.records,
    records.redact,
    records.whose,
    handing.service,
    dossier.export,
):
    app.command()(command)
app.command("pass-on")(customers.pass_on)
app.command("decide-record")(records.decide_record)
app.command("ask-identity")(identity.ask_identity)
app.command("change-address")(identity.change_address)
app.command("hand-over")(handing.hand_over)
app.command("check-copy")(copies.check_copy)
