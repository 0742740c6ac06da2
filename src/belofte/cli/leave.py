"""``belofte leave``: somebody says that they no longer want the services; and what a person answers about it."""

from __future__ import annotations

from typing import Annotated

import typer

from belofte.cli.days import day_if_any, moment_if_any
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.cli.show import case_text
from belofte.domain.errors import WrongUse

Reference = Annotated[str, typer.Argument(help="The reference people see, such as B-7K3M-22Q.")]


def leave(
    address: Annotated[str, typer.Argument(help="The e-mail address of who leaves.")],
    on: Annotated[str, typer.Option("--on", help="A later day on which it takes effect: 2026-12-31.")] = "",
    services: Annotated[
        list[str] | None,
        typer.Option("--service", help="Only this service ends; may be repeated. Default: everything."),
    ] = None,
    number: Annotated[str, typer.Option("--number", help="A customer number, if given.")] = "",
    channel: Annotated[str, typer.Option("--channel", help="web, mail, post, phone or api")] = "mail",
    received: Annotated[str, typer.Option("--received", help="When it reached the company, in whatever message.")] = "",
    language: Annotated[str, typer.Option("--language", help="The person's language: nl or en.")] = "nl",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Register a notice of leaving. Where the policy says so it is a request for erasure too, with the same clock.

    Example: belofte leave anna@post.example --received 2026-11-20T09:12:00+01:00 --channel mail
    """
    from belofte.bootstrap import open_belofte
    from belofte.domain.rights.names import LEAVING
    from belofte.domain.wish import Wish
    from belofte.procedures.desks import Submission
    from belofte.procedures.rights.leaving_desk import LeavingDesk

    wish = Wish(services=tuple(services or ()), ends_on=day_if_any("--on", on))
    with open_belofte(policy, now) as belofte:
        reference = belofte.public.submit(
            Submission(
                LEAVING,
                address,
                language,
                number=number,
                channel=channel,
                received_at=moment_if_any("--received", received or None),
                wish=wish,
            )
        )
        erasure = belofte.desk(LeavingDesk).erasure_of(reference)
        belofte.work.tend()
    if as_json:
        print_json("leaving", reference=reference, erasure=erasure)
    else:
        typer.echo("\n".join(filter(None, (reference, erasure and f"{erasure} (erasure)"))))


def settle(
    reference: Reference,
    question: Annotated[str, typer.Option("--question", help="open-matters, organisation or held-for-a-customer.")],
    by: Annotated[str, typer.Option("--by", help="The named person who answers.")],
    reasons: Annotated[str, typer.Option("--reasons", help="What was settled, or who may give notice.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Answer what the plan of somebody who leaves asks first; the plan is made again without that question.

    Example: belofte request settle B-7K3M-22Q --question open-matters --by "P. de Boer" --reasons "paid today"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.rights.leaving_desk import LeavingDesk

    with open_belofte(policy, now) as belofte:
        belofte.desk(LeavingDesk).answer(reference, question, by, reasons)
        belofte.work.tend()
        case = belofte.office.show(reference)
    if as_json:
        print_json("request", case=case)
    else:
        typer.echo(case_text(case))


def choose(
    token: Annotated[
        str, typer.Argument(help="The last part of the link that was mailed; in a sandbox the reference will do.")
    ],
    first: Annotated[str, typer.Option("--first", help="What comes first: erasure, or the other right.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Do what the person does on the page where they choose between requests that pull against each other.

    Example: belofte request choose B-7K3M-22Q --first access
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.demo_world import mailed_token
    from belofte.procedures.desks import LinkPurpose
    from belofte.procedures.rights.leaving_desk import LeavingDesk

    with open_belofte(policy, now) as belofte:
        state = belofte.desk(LeavingDesk).choose(mailed_token(belofte, token, LinkPurpose.CHOOSE), first)
    if state != "open":
        raise WrongUse(f"Nothing can be chosen by this link: it is {state}.", "use the newest link that was mailed")
    if as_json:
        print_json("request.chosen", first=first, state=state)
    else:
        typer.echo(f"{first} comes first.")
