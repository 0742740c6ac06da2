"""``belofte consent``: a yes is noted, shown, and taken back as easily as it was given (Art. 7 GDPR)."""

from __future__ import annotations

from typing import Annotated

import typer

from belofte.cli.days import day_if_any
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.identifier_written import identifier_of

app = typer.Typer(no_args_is_help=True, help="Give, show and withdraw consent.")
Who = Annotated[str, typer.Argument(help="An e-mail address, or KIND=VALUE.")]
WhichPurpose = Annotated[str, typer.Option("--purpose", help="A purpose of the policy that rests on consent.")]


@app.command()
def give(
    who: Who,
    purpose: WhichPurpose,
    by: Annotated[
        str, typer.Option("--by", help="Who noted it: the name of a form; for any other way, whoever of yours did.")
    ],
    method: Annotated[
        str, typer.Option("--method", help="form, double-opt-in, paper, phone, in-person, import or representative")
    ] = "form",
    language: Annotated[str, typer.Option("--language", help="The language of the words that were shown.")] = "",
    born: Annotated[
        str,
        typer.Option("--born", help="The day of birth, where it is known: compared with the law, and kept nowhere."),
    ] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Note a yes: when, how, to which purpose, for which data, in which words.

    Example: belofte consent give anna@post.example --purpose newsletter --method double-opt-in --by "site form"
    Example: belofte consent give anna@post.example --purpose newsletter --method phone --by "P. de Boer"
    Example: belofte consent give kim@post.example --purpose newsletter --method representative --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.rights.consent_desk import ConsentDesk

    day = day_if_any("--born", born)
    with open_belofte(policy, now) as belofte:
        record = belofte.desk(ConsentDesk).give(identifier_of(who), purpose, method, by, language, day)
    if as_json:
        print_json("consent.given", record=record)
    else:
        typer.echo(f"Noted: {record.purpose}, for {', '.join(record.uses)} · {record.id}")


@app.command()
def withdraw(
    address: Annotated[str, typer.Argument(help="The e-mail address of who takes it back.")],
    purposes: Annotated[
        list[str] | None, typer.Option("--purpose", help="Which consent; may be repeated. Default: all.")
    ] = None,
    channel: Annotated[str, typer.Option("--channel", help="web, mail, post, phone or api")] = "phone",
    language: Annotated[str, typer.Option("--language", help="The person's language: nl or en.")] = "nl",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Take a yes back: at once in every decision, within seconds in the systems; what was done before stays lawful.

    Example: belofte consent withdraw anna@post.example --purpose newsletter
    """
    from belofte.bootstrap import open_belofte
    from belofte.cli.work import carry_out
    from belofte.procedures.rights.consent_desk import ConsentDesk

    with open_belofte(policy, now) as belofte:
        reference = belofte.desk(ConsentDesk).withdraw(address, purposes or (), channel, language)
        carry_out(belofte)
    if as_json:
        print_json("consent.withdrawn", reference=reference)
    else:
        typer.echo(reference)


@app.command()
def show(who: Who, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """Every yes of one person with what shows it, in the order of ISO/IEC TS 27560. No personal data is printed.

    Example: belofte consent show anna@post.example --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.rights.consent_desk import ConsentDesk

    with open_belofte(policy, now) as belofte:
        records = belofte.desk(ConsentDesk).show(identifier_of(who))
    if as_json:
        print_json("consents", records=records)
        return
    for record in records:
        typer.echo(f"{record['purpose']}  version {record['notice_version']}  {record['collection_method']}")
    if not records:
        typer.echo("No consent is on record.")
