"""``belofte contact`` and ``belofte ship``: every message, call, letter and parcel asks before it leaves."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from belofte.cli.answers import end_with, said
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.basis import NONE, basis_from
from belofte.domain.contact import Because, Contact
from belofte.domain.errors import WrongUse
from belofte.domain.identifier_written import identifier_of
from belofte.domain.identity import Identifier
from belofte.domain.shipment import Shipment

Who = Annotated[str, typer.Argument(help="An e-mail address, or KIND=VALUE; - reads it from standard input.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in a few words; it is what the person is told.")]
By = Annotated[str, typer.Option("--by", help="Who asks: a person or a program.")]


def contact(
    who: Who,
    channel: Annotated[str, typer.Option("--channel", help="email, post, phone or parcel")],
    reason: Reason,
    by: By,
    because: Annotated[
        Because, typer.Option("--because", help="Why it is sent; the first three are owed to the person.")
    ] = Because.UNSOLICITED,
    purpose: Annotated[str, typer.Option("--purpose", help="The purpose it serves; none for what is owed.")] = "",
    basis: Annotated[str, typer.Option("--basis", help="With --because order: which one, such as order:10023.")] = "",
    marketing: Annotated[bool, typer.Option("--marketing", help="It advertises something too.")] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Ask whether this person may be contacted this way; the answer is logged before it is given.

    Example: belofte contact anna@post.example --channel post --purpose post --reason "spring folder" --by "P. de Boer"
    Example: belofte contact anna@post.example --channel email --because breach --reason "incident 7" --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.using.use_desk import Asked, UseDesk

    asked = Asked(by, reason, basis=basis_from(basis) if basis else NONE)
    with open_belofte(policy, now) as belofte:
        answer = belofte.desk(UseDesk).contact(_who(who), Contact(channel, because, purpose, marketing), asked)
    if as_json:
        print_json("contact", channel=channel, because=because.value, purpose=purpose, answer=answer)
    else:
        typer.echo(said(answer))
    end_with(answer)


def ship(
    who: Who,
    carrier: Annotated[str, typer.Option("--carrier", help="A carrier of the policy.")],
    kinds: Annotated[str, typer.Option("--kinds", help="What the carrier gets, such as name,address.")],
    reason: Reason,
    by: By,
    order: Annotated[str, typer.Option("--order", help="The number of the order it belongs to.")] = "",
    purpose: Annotated[
        str, typer.Option("--purpose", help="Without an order: the purpose whose consent covers parcels.")
    ] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Ask whether a parcel may be handed to a carrier, with this about its receiver; logged before it is answered.

    Example: belofte ship anna@post.example --order 10023 --carrier postnl --kinds name,address --reason label --by shop
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.using.use_desk import Asked, UseDesk

    if bool(order) is bool(purpose):
        raise WrongUse("A parcel belongs to an order, or to a purpose somebody agreed to.", "give --order or --purpose")
    known = frozenset(kind.strip() for kind in kinds.split(",") if kind.strip())
    shipment = Shipment(carrier, known, basis_from(f"order:{order}") if order else NONE, purpose)
    with open_belofte(policy, now) as belofte:
        answer = belofte.desk(UseDesk).ship(_who(who), shipment, Asked(by, reason))
    if as_json:
        print_json("shipment", carrier=carrier, kinds=sorted(known), answer=answer)
    else:
        typer.echo(said(answer))
    end_with(answer)


def _who(written: str) -> Identifier:
    return identifier_of(sys.stdin.read() if written == "-" else written)
