"""``belofte request receive``: register a request that reached the company, whatever the channel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from belofte.cli.days import moment_if_any
from belofte.cli.extending import text_or_file
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.rights.names import HANDLED
from belofte.procedures.desks import Submission

Right = Annotated[str, typer.Option("--right", help=f"One of: {', '.join(HANDLED)}.")]
From = Annotated[
    str, typer.Option("--from", help="The e-mail address it came from; none: by post or telephone, letters by post.")
]
Purposes = Annotated[
    list[str] | None,
    typer.Option(
        "--purpose",
        help="Objection, withdrawal: a purpose it is about, repeatable; none: those --text names, all without a text.",
    ),
]
AllPurposes = Annotated[
    bool, typer.Option("--all-purposes", help="Objection, withdrawal: all of them, because that is what was meant.")
]
Because = Annotated[str, typer.Option("--because", help="Objection, restriction: the person's own reason.")]
Name = Annotated[str, typer.Option("--name", help="The name that was given, if any.")]
Number = Annotated[str, typer.Option("--number", help="A customer number, if given.")]
Channel = Annotated[str, typer.Option("--channel", help="web, mail, post, phone or api")]
Received = Annotated[str | None, typer.Option("--received", help="When it reached the company.")]
Text = Annotated[Path | None, typer.Option("--text", help="A file with the words of the request.")]
For = Annotated[
    str, typer.Option("--as", help="Asks for another: parent, guardian, heir or agent; whose data: --number.")
]
CopyTo = Annotated[str, typer.Option("--copy-to", help="The e-mail address the copy should go to.")]
ByPost = Annotated[
    str, typer.Option("--copy-by-post", help="The postal address the copy should go to, or a file that holds it.")
]
Given = Annotated[
    list[str] | None,
    typer.Option("--identifier", help="Another one they gave, as kind=value, such as cookie-id=ab12; repeatable."),
]
Language = Annotated[str, typer.Option("--language", help="The person's language: nl or en.")]


def receive(
    right: Right,
    address: From = "",
    purposes: Purposes = None,
    all_purposes: AllPurposes = False,
    because: Because = "",
    name: Name = "",
    number: Number = "",
    channel: Channel = "mail",
    received: Received = None,
    text: Text = None,
    represents: For = "",
    other_address: CopyTo = "",
    post_address: ByPost = "",
    identifiers: Given = None,
    language: Language = "nl",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Register a request; prints its reference.

    Example: belofte request receive --right access --from anna@post.example --policy demo/policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.cli.work import carry_out
    from belofte.domain.meant import possible
    from belofte.domain.wish import Wish
    from belofte.procedures.intake.receiving import AT_RECEIPT

    wish = Wish(
        purposes=tuple(purposes or ()),
        because=because,
        represents=represents,
        other_address=other_address,
        post_address=text_or_file(post_address) if post_address else "",
        identifiers=tuple(_identifier(one) for one in identifiers or ()),
    )
    words, moment = _words(text), moment_if_any("--received", received)
    asked = Submission(right, address, language, name, number, words, channel, moment, wish=wish)
    with open_belofte(policy, now) as belofte:
        if all_purposes:
            asked = replace(asked, wish=replace(wish, purposes=possible(belofte.parts.policy, right)))
        reference = belofte.public.submit(asked)
        belofte.work.tend()
        if right in AT_RECEIPT:
            carry_out(belofte)
    if as_json:
        print_json("request.received", reference=reference)
    else:
        typer.echo(reference)


def _identifier(written: str) -> Identifier:
    kind, found, value = written.partition("=")
    if not found or not value.strip():
        raise WrongUse("An identifier is a kind and a value.", "write it like cookie-id=ab12")
    return Identifier(kind.strip(), "", value.strip())


def _words(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        raise WrongUse(f"{file} cannot be read as text.", "name a UTF-8 text file with --text") from unreadable
