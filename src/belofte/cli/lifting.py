"""``belofte request weigh | lift``: what is decided of an objection, and the end of a restriction (Art. 18, 21)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.cli.show import case_text
from belofte.domain.errors import WrongUse

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte

Reference = Annotated[str, typer.Argument(help="The reference people see, such as B-7K3M-22Q.")]


def weigh(
    reference: Reference,
    by: Annotated[str, typer.Option("--by", help="The named person who weighs it.")],
    uphold: Annotated[
        bool, typer.Option("--uphold", help="The person is right: copies first, then stopped for good.")
    ] = False,
    reject: Annotated[
        bool, typer.Option("--reject", help="Compelling grounds: told with the reasons, then lifted.")
    ] = False,
    reasons: Annotated[str, typer.Option("--reasons", help="The reasons, for the letter.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Weigh an objection. Until then everything contested stands still; against direct marketing nobody weighs.

    Example: belofte request weigh B-7K3M-22Q --reject --by "P. de Boer" --reasons "the site was attacked from there"
    """
    from belofte.bootstrap import open_belofte
    from belofte.cli.work import carry_out
    from belofte.procedures.rights.weighing_desk import WeighingDesk

    if uphold == reject:
        raise WrongUse("An objection is upheld or rejected.", "give --uphold or --reject, one of the two")
    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(WeighingDesk)
        if reject:
            desk.reject(reference, by, reasons)
        elif not desk.uphold(reference, by, reasons):
            typer.echo("Upheld. Read the plan and approve it: the copies wait for that.", err=True)
        carry_out(belofte)
        _tell(belofte, reference, as_json)


def lift(
    reference: Reference,
    token: Annotated[
        str, typer.Option("--token", help="The last part of the person's link; in a sandbox it is looked up.")
    ] = "",
    address: Annotated[
        str, typer.Option("--from", help="They asked by mail from this address: the link goes to the known one.")
    ] = "",
    by: Annotated[str, typer.Option("--by", help="The named person of the company who wants it lifted.")] = "",
    reasons: Annotated[str, typer.Option("--reasons", help="Why, for the letter that comes before (Art. 18(3)).")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Lift a restriction: by the person's own link, or asked for by the company, which tells the person first.

    Example: belofte request lift B-7K3M-22Q --by "P. de Boer" --reasons "the dispute about the address is settled"
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.demo_world import mailed_token
    from belofte.cli.work import carry_out
    from belofte.procedures.desks import LinkPurpose
    from belofte.procedures.rights.lifting_desk import LiftingDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(LiftingDesk)
        if by:
            if not desk.ask_or_lift(reference, by, reasons):
                typer.echo("The person was asked, with your reasons; it stays restricted until they lift it.", err=True)
        elif address:
            desk.send_link(reference, address)
            typer.echo("If that is the known address, a link is on its way to it.", err=True)
        else:
            state = desk.lift(token or mailed_token(belofte, reference, LinkPurpose.LIFT))
            if state != "open":
                raise WrongUse(f"This link cannot lift it: it is {state}.", "send a new one with --from ADDRESS")
        carry_out(belofte)
        _tell(belofte, reference, as_json)


def _tell(belofte: Belofte, reference: str, as_json: bool) -> None:
    """Where the request stands now."""
    case = belofte.office.show(reference)
    if as_json:
        print_json("request", case=case)
    else:
        typer.echo(case_text(case))
