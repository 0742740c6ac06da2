"""``belofte request list``: the requests, narrowed by the same questions that the office's page asks."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import typer

from belofte.cli.days import day_if_any
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.cli.show import queue_text
from belofte.domain.errors import WrongUse
from belofte.domain.request import RequestState, Waiting
from belofte.domain.rights.names import RIGHTS

Answered = Annotated[
    bool, typer.Option("--answered", help="Those that were answered and whose case is still kept, instead.")
]
Right = Annotated[str | None, typer.Option("--right", help=f"Only this right: {', '.join(RIGHTS)}.")]
State = Annotated[RequestState | None, typer.Option("--state", help="Only those in this state, open or not.")]
WaitingFor = Annotated[Waiting | None, typer.Option("--waiting", help="Only those that wait for this.")]
HandledBy = Annotated[str | None, typer.Option("--handled-by", help="Only those that this person has in hand.")]
Late = Annotated[
    Literal["work", "answer"] | None,
    typer.Option("--late", help="Only those of which the work, or the answer, is late."),
]
DueBefore = Annotated[
    str | None, typer.Option("--due-before", help="Only those that must be answered before this day: 2027-01-31.")
]
Search = Annotated[
    str | None, typer.Option("--search", help="The request of this reference, whatever its state; alone.")
]


def list_(
    answered: Answered = False,
    right: Right = None,
    state: State = None,
    waiting: WaitingFor = None,
    handled_by: HandledBy = None,
    late: Late = None,
    due_before: DueBefore = None,
    search: Search = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The open requests, most urgent first (by the day staff must be ready). Whatever narrows the list must hold.

    Example: belofte request list --policy demo/policy --json

    Example: belofte request list --right erasure --state planned --due-before 2027-01-31

    Example: belofte request list --search B-7K3M-22Q
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.desks import QueueAsk
    from belofte.procedures.office.queue_desk import KEPT, OPEN, QueueDesk

    if right is not None and right not in RIGHTS:
        raise WrongUse("There is no such right.", f"use one of: {', '.join(RIGHTS)}")
    day = day_if_any("--due-before", due_before)
    ask = QueueAsk(state, right, waiting, handled_by, late, search or "", due_before=day)
    if search and (answered or replace(ask, reference="") != QueueAsk()):
        raise WrongUse("--search finds one request, and nothing narrows that.", "use --search alone")
    if answered and state:
        raise WrongUse("--answered and --state both say which states.", "use one of them")
    with open_belofte(policy, now) as belofte:
        rows = belofte.desk(QueueDesk).rows(ask, KEPT if answered else OPEN)
    if as_json:
        print_json("request.queue", requests=rows)
    elif rows or ask == QueueAsk():
        typer.echo(queue_text(rows))
    else:
        typer.echo("No request fits that.")
