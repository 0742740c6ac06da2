"""``belofte request recipients`` and ``belofte told``: who was told under Art. 19, and what they answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belofte.procedures.rights.recipients_desk import NoticeView

app = typer.Typer(no_args_is_help=True, help="Recipients told of a correction, erasure or restriction (Art. 19).")
NoticeId = Annotated[str, typer.Argument(help="The notice's id, as `belofte told list` shows it.")]
By = Annotated[str, typer.Option("--by", help="The named person who notes it.")]


def recipients(
    reference: Annotated[str, typer.Argument(help="The reference people see, such as B-7K3M-22Q.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Which recipients were told of this request, and what they answered.

    Example: belofte request recipients B-7K3M-22Q --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.rights.recipients_desk import RecipientsDesk

    with open_belofte(policy, now) as belofte:
        _print(belofte.desk(RecipientsDesk).of_request(reference), as_json)


@app.command("list")
def list_(policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """Recipients of all open cases that did not answer yet, or still have to be told.

    Example: belofte told list --policy demo/policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.rights.recipients_desk import RecipientsDesk

    with open_belofte(policy, now) as belofte:
        _print(belofte.desk(RecipientsDesk).unanswered(), as_json)


@app.command()
def done(
    notice: NoticeId, by: By, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False
) -> None:
    """Note that you told a recipient that has no address in the policy.

    Example: belofte told done notice-1f2e3d4c --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.rights.recipients_desk import RecipientsDesk

    with open_belofte(policy, now) as belofte:
        _print([belofte.desk(RecipientsDesk).told(notice, by)], as_json)


@app.command()
def answer(
    notice: NoticeId,
    says: Annotated[str, typer.Option("--says", help="done, not-held or cannot")],
    by: By,
    words: Annotated[str, typer.Option("--words", help="What they wrote, where it matters; kept in the case.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Note what a recipient answered.

    Example: belofte told answer notice-1f2e3d4c --says done --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.domain.recipients import Answered
    from belofte.procedures.rights.recipients_desk import RecipientsDesk

    try:
        said = Answered(says)
    except ValueError as unknown:
        raise WrongUse(f"There is no answer called {says}.", f"use one of: {', '.join(Answered)}") from unknown
    with open_belofte(policy, now) as belofte:
        _print([belofte.desk(RecipientsDesk).answer(notice, said, by, words)], as_json)


def _print(notices: Sequence[NoticeView], as_json: bool) -> None:
    if as_json:
        print_json("recipients", notices=notices)
        return
    for one in notices:
        said = one.answer or ("no answer yet" if one.told_at else "to be told by a person")
        told = f"{one.told_at:%Y-%m-%d}" if one.told_at else "-"
        typer.echo(f"{one.id}  {one.reference}  {one.label}: {one.action}, told {told}, {said}")
    if not notices:
        typer.echo("No recipient had to be told.")
