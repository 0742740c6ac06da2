"""``belofte may``: may this person's data be used for this purpose; and, with ``--use``, it is used and logged."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from belofte.cli.answers import end_with, said
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.basis import NONE, basis_from
from belofte.domain.decision import Question
from belofte.domain.errors import WrongUse
from belofte.domain.identifier_written import identifier_of
from belofte.domain.own_term import events_from

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte
    from belofte.domain.decided import Decision
    from belofte.procedures.rights.states_desk import Decided


def may(
    who: Annotated[str, typer.Argument(help="An e-mail address, or KIND=VALUE; - reads it from standard input.")],
    purpose: Annotated[
        str, typer.Option("--purpose", help="A purpose of the policy, or storage, or legal-claims.")
    ] = "",
    category: Annotated[
        str | None, typer.Option("--category", help="A category of data; default: any it uses.")
    ] = None,
    role: Annotated[str | None, typer.Option("--role", help="Who would see it: a staff role of the policy.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="What the answer was at an earlier moment (ISO 8601).")] = None,
    use: Annotated[
        bool, typer.Option("--use", help="Use it now: the row is logged first. Needs --reason, --by.")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", help="With --use: why; it is what the person is told.")] = "",
    by: Annotated[str, typer.Option("--by", help="With --use: who uses it, a person or a program.")] = "",
    basis: Annotated[
        str, typer.Option("--basis", help="With --use: what it rests on, such as order:10023; else as the policy says.")
    ] = "",
    event: Annotated[
        list[str] | None,
        typer.Option("--event", help="A day of the record it is about, such as left=2026-01-01; may be repeated."),
    ] = None,
    batch: Annotated[
        bool, typer.Option("--batch", help="Questions from standard input, a JSON object a line; WHO is - then.")
    ] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Say yes or no, why not, and in which clause. Exit status 0 is yes, 1 is no, 3 is "could not look", a no too.

    Example: belofte may anna@post.example --purpose newsletter --json
    Example: belofte may anna@post.example --purpose delivery --use --reason label --basis order:10023 --by "label job"
    Example: belofte may anna@post.example --purpose service --category profile --event left=2026-01-01
    Example: belofte may - --batch --json < questions.jsonl, lines like {"who": "anna@post.example", "purpose": "post"}
    """
    from belofte.bootstrap import open_belofte

    shared = {"purpose": purpose, "category": category, "role": role, "reason": reason, "by": by, "basis": basis}
    shared["events"] = None if event is None else ",".join(event)
    read = sys.stdin.read() if who == "-" else ""
    lines = list(_lines(read, shared)) if batch else [{**shared, "who": read or who}]
    with open_belofte(policy, now) as belofte:
        answers = [_asked(belofte, line, at, use) for line in lines]
    if as_json and batch:
        print_json("may.batch", answers=answers)
    elif as_json:
        print_json("may", purpose=purpose, category=category, role=role, answer=answers[0])
    else:
        typer.echo("\n".join(said(answer) for answer in answers))
    for answer in sorted(answers, key=lambda one: one.why.startswith("could-not")):
        end_with(answer)


def _lines(text: str, shared: dict[str, Any]) -> Iterable[dict[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        try:
            question: object = json.loads(line)
        except ValueError:
            question = None
        if not isinstance(question, dict) or "who" not in question:
            raise WrongUse(f"Line {number} is no question.", 'a JSON object a line, like {"who": "a@b.example"}')
        yield {**shared, **question}


def _asked(belofte: Belofte, line: dict[str, Any], at: str | None, use: bool) -> Decided | Decision:
    from belofte.procedures.rights.states_desk import StatesDesk
    from belofte.procedures.using.use_desk import Asked, UseDesk

    if not line["purpose"]:
        raise WrongUse("For which purpose?", "name one of the policy: --purpose newsletter")
    events = None if line["events"] is None else events_from(str(line["events"]))
    question = Question(line["purpose"], line["category"], line["role"], events)
    who = identifier_of(str(line["who"]))
    if not use:
        return belofte.desk(StatesDesk).may(who, question, _moment(at))
    if at is not None:
        raise WrongUse("Nothing is used at an earlier moment.", "leave --at out, or --use")
    rests_on = basis_from(line["basis"]) if line["basis"] else NONE
    asked = Asked(line["by"], line["reason"], line["role"] or "", rests_on)
    return belofte.desk(UseDesk).use(who, question, asked)


def _moment(at: str | None) -> datetime | None:
    if at is None:
        return None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as wrong:
        raise WrongUse("--at is not a moment.", "write it like 2026-11-22T10:30:00Z") from wrong
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
