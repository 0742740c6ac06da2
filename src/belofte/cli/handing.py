"""``belofte request hand-over | service``: portability to another party, and whether the service goes on (Art. 20)."""

from __future__ import annotations

from typing import Annotated

import typer

from belofte.cli.days import day_if_any
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json

Reference = Annotated[str, typer.Argument(help="The reference people see, such as B-7K3M-22Q.")]
By = Annotated[str, typer.Option("--by", help="The named person who does this.")]


def hand_over(
    reference: Reference,
    to: Annotated[
        str | None, typer.Option("--to", help="The party the person named; left out: show how far it is.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="The named person who notes it.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Keep which party should get the copy. The person confirms first; then the party gets a link that works once.

    Example: belofte request hand-over B-7K3M-22Q --to import@elders.example --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.rights.handing_over import HandingDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(HandingDesk)
        if to is not None:
            desk.name_party(reference, to, by)
            belofte.work.tend()
        shown = desk.show(reference)
    if as_json:
        print_json("request.hand-over", hand_over=shown)
        return
    typer.echo(f"party: {shown.party or 'none named'}")
    for name, at in (("asked", shown.asked_at), ("confirmed", shown.confirmed_at), ("fetched", shown.fetched_at)):
        typer.echo(f"{name}: {at:%Y-%m-%d %H:%M}" if at else f"{name}: not yet")


def service(
    reference: Reference,
    reasons: Annotated[str, typer.Option("--reasons", help="In words the person will read.")],
    by: By,
    ends_on: Annotated[
        str | None, typer.Option("--ends-on", help="The day the service ends; left out: it goes on.")
    ] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Decide whether the service goes on after portability; the person is told. Nothing is ended or erased by this.

    Example: belofte request service B-7K3M-22Q --by "P. de Boer" --reasons "Your service simply goes on."
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.rights.service_decision import decide_service

    with open_belofte(policy, now) as belofte:
        decide_service(belofte.parts, reference, by, reasons, day_if_any("--ends-on", ends_on))
        belofte.work.tend()
    if as_json:
        print_json("request.service", reference=reference, ends_on=ends_on)
    else:
        typer.echo(f"Told: the service ends on {ends_on}." if ends_on else "Told: the service goes on.")
