"""``belofte request take`` and ``belofte request answer``: who has it in hand, and the answer to a question."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.cli.show import case_text
from belofte.domain.errors import WrongUse

Reference = Annotated[str, typer.Argument(help="The reference people see, such as B-7K3M-22Q.")]
By = Annotated[str, typer.Option("--by", help="The named person who does this.")]


def take(
    reference: Reference, by: By, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False
) -> None:
    """Take a request or a question in hand: its open tasks are yours from now on.

    Example: belofte request take B-7K3M-22Q --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.intake.replying import ReplyDesk

    with open_belofte(policy, now) as belofte:
        belofte.desk(ReplyDesk).take(reference, by)
    if as_json:
        print_json("request.taken", reference=reference, owner=by)
    else:
        typer.echo(f"{reference} is with {by}.")


def answer(
    reference: Reference,
    text: Annotated[Path, typer.Option("--text", help="A file with the answer; an empty line begins a paragraph.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question that uses no right, in the office's own words.

    Example: belofte request answer B-7K3M-22Q --text answer.txt --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.intake.replying import ReplyDesk

    try:
        words = text.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        raise WrongUse(f"{text} cannot be read as text.", "name a UTF-8 text file with --text") from unreadable
    with open_belofte(policy, now) as belofte:
        belofte.desk(ReplyDesk).answer(reference, words, by)
        belofte.work.tend()
        case = belofte.office.show(reference)
    if as_json:
        print_json("request", case=case)
    else:
        typer.echo(case_text(case))
