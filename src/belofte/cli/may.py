"""``belofte may``: may this person's data be used for this purpose, now?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.decision import Why
from belofte.domain.errors import CouldNotLook
from belofte.domain.identifier_written import identifier_of

REASONS = {
    Why.YES: "yes",
    Why.UNKNOWN_PURPOSE: "the policy has no such purpose",
    Why.OTHER_DATA: "the purpose does not use this data",
    Why.ERASED: "the person was erased",
    Why.RESTRICTED: "the person's data is restricted (Art. 18 GDPR)",
    Why.LEFT: "the person has left",
    Why.OBJECTION: "the person objected (Art. 21 GDPR)",
    Why.NO_CONSENT: "the person did not consent (Art. 6(1)(a) GDPR)",
    Why.COULD_NOT_LOOK: "the state could not be read",
}


def may(
    who: Annotated[str, typer.Argument(help="An e-mail address, or KIND=VALUE; - reads it from standard input.")],
    purpose: Annotated[str, typer.Option("--purpose", help="A purpose of the policy, or storage, or legal-claims.")],
    category: Annotated[
        str | None, typer.Option("--category", help="A category of data; default: any it uses.")
    ] = None,
    role: Annotated[str | None, typer.Option("--role", help="Who would see it: a staff role of the policy.")] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Say yes or no, and why not. Exit status 0 is yes, 1 is no, 3 is "could not look", which is no too.

    Example: belofte may anna@post.example --purpose newsletter --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.domain.decision import Question
    from belofte.procedures.rights.states_desk import StatesDesk

    identifier = identifier_of(sys.stdin.read() if who == "-" else who)
    with open_belofte(policy, now) as belofte:
        decided = belofte.desk(StatesDesk).may(identifier, Question(purpose, category, role))
    if as_json:
        print_json("may", purpose=purpose, category=category, role=role, answer=decided)
    else:
        typer.echo("yes" if decided.allowed else f"no: {REASONS[decided.why]}")
    if decided.why is Why.COULD_NOT_LOOK:
        raise CouldNotLook("The state could not be read, so the answer is no.", "belofte doctor")
    if not decided.allowed:
        raise typer.Exit(1)
