"""``belofte request pass-on``: a request about data that we hold for a customer goes to that customer."""

from __future__ import annotations

from typing import Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.cli.show import case_text


def pass_on(
    reference: Annotated[str, typer.Argument(help="The reference people see, such as B-7K3M-22Q.")],
    controller: Annotated[str, typer.Option("--controller", help="Whose data it is, as on_behalf.yaml names them.")],
    by: Annotated[str, typer.Option("--by", help="The named person who confirms it.")],
    to: Annotated[str, typer.Option("--to", help="The e-mail address, where no customers are listed there.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Send a request about data we hold for a customer to that customer, and tell the person whom to ask.

    Example: belofte request pass-on B-7K3M-22Q --controller "Tuinderij Oost" --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.intake.customers_desk import CustomersDesk
    from belofte.procedures.intake.passing_on import ToController

    with open_belofte(policy, now) as belofte:
        belofte.desk(CustomersDesk).pass_on(reference, ToController(controller, to), by)
        belofte.work.tend()
        case = belofte.office.show(reference)
    if as_json:
        print_json("request", case=case)
    else:
        typer.echo(case_text(case))
