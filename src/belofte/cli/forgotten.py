"""``belofte forgotten``: what an import, a sync or a colleague asks before somebody's data is written."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.identifier_written import identifier_of
from belofte.domain.identity import Identifier

if TYPE_CHECKING:
    from belofte.procedures.restoring.forgetting import Looked

Table = tuple[list[str], list[list[str]]]
SHOWN = 20
"""Numbers of rows that are named on the screen."""


def forgotten(
    who: Annotated[str, typer.Argument(help="An e-mail address, or KIND=VALUE; - reads it from standard input.")] = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="A CSV in UTF-8 with a head line, to be looked at.")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", help="COLUMN=KIND; may be repeated. Default: email=email.")
    ] = None,
    write: Annotated[
        Path | None, typer.Option("--write", help="Write the table without the rows of people who are forgotten.")
    ] = None,
    came_back: Annotated[
        str,
        typer.Option("--came-back", help="What the person did anew (signed-up, ordered): they are refused no more."),
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Who stands for that: a person, or the name of a form.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Was this person erased? Asked before an import writes. Exit status 0 is no, 1 is yes.

    Remembered until the last backup of the systems has gone, then nobody knows any more. Rows are told by number, never
    by what stands in them.

    Examples: belofte forgotten anna@post.example ·
    belofte forgotten --file new.csv --column mail=email --write rest.csv ·
    belofte forgotten anna@post.example --came-back signed-up --by "site form"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.restoring.forgetting import ForgottenDesk

    if bool(who) == (file is not None):
        raise WrongUse("Name a person or a file.", "belofte forgotten anna@post.example, or --file new.csv")
    if came_back and not who:
        raise WrongUse("One person comes back at a time.", "name the person instead of a file")
    table: Table = _read(file) if file else ([], [])
    rows = (
        _rows(table, column or ["email=email"]) if file else [[identifier_of(sys.stdin.read() if who == "-" else who)]]
    )
    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(ForgottenDesk)
        if came_back:
            changed = desk.come_back(rows[0], came_back, by)
            print_json("forgotten.came-back", changed=changed) if as_json else typer.echo(_came_back(changed))
            return
        looked = desk.check(rows)
    bad = [number for number, one in enumerate(looked, 2 if file else 1) if one.forgotten]
    if write is not None:
        _write(write, table, looked)
    if as_json:
        print_json(
            "forgotten", rows=[_told(n, one) for n, one in enumerate(looked, 2 if file else 1)], forgotten=len(bad)
        )
    else:
        typer.echo(_text(bad, len(looked), file is not None))
    if bad:
        raise Refused("Somebody in it was erased and may not be brought back (Art. 17 GDPR).", "leave those rows out")


def _told(number: int, looked: Looked) -> dict[str, object]:
    return {"row": number, "stopped": looked.stopped, "objected": looked.objected}


def _came_back(changed: bool) -> str:
    return (
        "Noted; what was erased before stays forgotten." if changed else "Nobody was refused by this; nothing changed."
    )


def _text(bad: Sequence[int], rows: int, of_file: bool) -> str:
    if not of_file:
        return "forgotten" if bad else "not forgotten"
    named = ", ".join(map(str, bad[:SHOWN])) + (f" and {len(bad) - SHOWN} more" if len(bad) > SHOWN else "")
    return f"{rows} rows looked at, {len(bad)} forgotten" + (f": line {named}" if bad else "")


def _read(file: Path) -> Table:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            start = opened.read(4096)
            opened.seek(0)
            comma = ";" if start.split("\n", 1)[0].count(";") > start.split("\n", 1)[0].count(",") else ","
            lines = list(csv.reader(opened, delimiter=comma))
    except (OSError, UnicodeDecodeError, csv.Error) as unread:
        raise WrongUse(
            "That file cannot be read as CSV in UTF-8.", "export it as CSV, UTF-8, with a head line"
        ) from unread
    if not lines:
        raise WrongUse("That file is empty.", "it needs a head line and rows")
    return lines[0], lines[1:]


def _rows(table: Table, columns: Sequence[str]) -> list[list[Identifier]]:
    head, lines = table
    wanted: list[tuple[int, str]] = []
    for written in columns:
        name, equals, kind = written.partition("=")
        if name not in head:
            raise WrongUse("The file has no such column.", f"it has: {', '.join(head)}")
        wanted.append((head.index(name), kind if equals else name))
    return [
        [identifier_of(f"{kind}={line[at]}") for at, kind in wanted if at < len(line) and _is_given(kind, line[at])]
        for line in lines
    ]


def _is_given(kind: str, value: str) -> bool:
    """An address without @ is none, and nobody can be found by it."""
    return bool(value.strip()) and (kind != "email" or "@" in value)


def _write(file: Path, table: Table, looked: Sequence[Looked]) -> None:
    head, lines = table
    with file.open("w", encoding="utf-8", newline="") as opened:
        kept = [line for line, one in zip(lines, looked, strict=True) if not one.forgotten]
        csv.writer(opened).writerows([head, *kept])
