"""``belofte request records|decide-record|whose|redact``: single records of a plan, and passages of a text."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.cli.show import case_text
from belofte.domain.record_decision import LeftOutBecause

Reference = Annotated[str, typer.Argument(help="The reference people see, such as B-7K3M-22Q.")]
Handle = Annotated[str, typer.Argument(help="The record, as `request records` names it: crm.tickets#2.")]
By = Annotated[str, typer.Option("--by", help="The named person who decides.")]


def records(reference: Reference, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """Every record of the newest plan by its handle, and what is to happen to it. No personal data is printed.

    Example: belofte request records B-7K3M-22Q
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.planning.records_desk import RecordsDesk

    with open_belofte(policy, now) as belofte:
        rows = belofte.desk(RecordsDesk).records(reference)
    if as_json:
        told = [
            {"handle": r.handle, "decision": r.decision, "ground": r.ground, "until": r.until, "by": r.by} for r in rows
        ]
        print_json("request.records", records=told)
        return
    for row in rows:
        ends = f" until {row.until}" if row.until else ""
        why = f"  {row.ground}{ends}" if row.ground else ""
        typer.echo(f"{row.handle:40} {row.decision}{why}{f'  ({row.by})' if row.by else ''}")


def decide_record(
    reference: Reference,
    handle: Handle,
    by: By,
    ground: Annotated[str, typer.Option("--ground", help="On which ground; the answer names it.")] = "",
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="The day on which the ground ends.")
    ] = None,
    back: Annotated[bool, typer.Option("--back", help="Take the decision back: the rule counts again.")] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Withhold one record from a copy, or keep one where the rest is erased; a new plan is made, to be approved.

    Example: belofte request decide-record B-7K3M-22Q crm.tickets#2 --ground "Art. 17(3)(e): a claim" --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.planning.records_desk import RecordsDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(RecordsDesk)
        if back:
            desk.undo(reference, handle, by)
        else:
            desk.decide(reference, handle, ground, by, until.date() if until else None)
        case = belofte.office.show(reference)
    if as_json:
        print_json("request", case=case)
    else:
        typer.echo(case_text(case))


def whose(
    reference: Reference,
    by: Annotated[str, typer.Option("--by", help="The named person who looks, or decides.")],
    handle: Annotated[
        str, typer.Argument(help="The row that is the person who asks; without it the rows are listed.")
    ] = "",
    reasons: Annotated[str, typer.Option("--reasons", help="What shows that it is them.")] = "",
    back: Annotated[bool, typer.Option("--back", help="Take the decision about this row back.")] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Of rows on an address that two people seem to share: see what tells them apart, and say which one asks.

    Examples:
      belofte request whose B-7K3M-22Q --by "P. de Boer"
      belofte request whose B-7K3M-22Q club.members#1 --reasons "called back: one person" --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.planning.whose_desk import WhoseDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(WhoseDesk)
        if handle and back:
            desk.undo(reference, handle, by)
        elif handle:
            desk.decide(reference, handle, by, reasons)
        rows = desk.rows(reference, by)
        case = belofte.office.show(reference)
    if as_json:
        told = [{"handle": row.handle, "says": dict(row.says), "numbers": row.numbers} for row in rows]
        print_json("request.whose", reference=reference, plan=case.plan.id if case.plan else None, rows=told)
        return
    for row in rows:
        typer.echo(f"{row.handle:40} {'; '.join((*row.says.values(), *row.numbers)) or 'nothing but what is shared'}")
    if not rows:
        typer.echo("No row waits for this decision. What was decided is in the plan: belofte request show")


def redact(
    reference: Reference,
    handle: Handle,
    column: Annotated[str, typer.Option("--column", help="The text's name, as `request read` shows it.")],
    passage: Annotated[str, typer.Option("--passage", help="The words to leave out, letter by letter.")],
    by: By,
    because: Annotated[LeftOutBecause, typer.Option("--because", help="Why.")] = LeftOutBecause.OTHERS,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Leave a passage about somebody else out of the copy; the copy says that something was left out, and why.

    Example: belofte request redact B-7K3M-22Q crm.tickets#2 --column body --passage "mevrouw Jansen" --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.planning.records_desk import RecordsDesk

    with open_belofte(policy, now) as belofte:
        count = belofte.desk(RecordsDesk).redact(reference, handle, column, passage, by, because)
    if as_json:
        print_json("request.redacted", reference=reference, passages=count)
    else:
        typer.echo(f"Left out of the copy: {count} passages.")
