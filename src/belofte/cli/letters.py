"""``belofte letters``: every letter there is, to read before anybody gets it."""

from __future__ import annotations

from typing import Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.answer import LetterKind
from belofte.domain.errors import WrongUse

app = typer.Typer(no_args_is_help=True, help="Read every letter with made-up facts; see which words are your own.")
Language = Annotated[str | None, typer.Option("--language", help="nl or en; default: the policy's first.")]


@app.command("list")
def list_(policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """Every kind of letter, what it must hold, and in which languages its words are your own.

    Example: belofte letters list --policy demo/policy
    """
    from belofte.bootstrap import open_belofte
    from belofte.domain.letter_contents import REQUIRED, own_letter
    from belofte.mail.letters import Letters

    with open_belofte(policy, now) as belofte:
        letters = Letters(belofte.parts.policy.texts)
        languages = belofte.parts.policy.languages
    rows = [
        {
            "kind": kind.value,
            "must_hold": REQUIRED[kind],
            "text": own_letter(kind),
            "own_words": [language for language in languages if letters.own_words(kind, language)],
        }
        for kind in LetterKind
    ]
    if as_json:
        print_json("letters", letters=rows)
        return
    for row in rows:
        own = f"  own words: {', '.join(row['own_words'])}" if row["own_words"] else ""
        typer.echo(f"{row['kind']:<20} must hold: {', '.join(row['must_hold']) or '-'}{own}")


@app.command()
def show(
    kind: Annotated[str, typer.Argument(help="Which letter, as `belofte letters list` names it.")],
    language: Language = None,
    html: Annotated[bool, typer.Option("--html", help="The HTML instead of the text.")] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """One letter with made-up facts, in your company's name and in your own words where you gave any.

    Example: belofte letters show extension --language nl
    """
    from belofte.bootstrap import open_belofte
    from belofte.mail.letters import Letters
    from belofte.mail.samples import sample_facts
    from belofte.procedures.parts import pick_language

    if kind not in list(LetterKind):
        raise WrongUse(f"There is no letter called {kind}.", "see belofte letters list")
    with open_belofte(policy, now) as belofte:
        parts = belofte.parts
        known = parts.letter_facts(pick_language(parts.policy, language or parts.policy.languages[0]))
        facts = sample_facts(LetterKind(kind), known, parts.today())
        letter = Letters(parts.policy.texts).write(LetterKind(kind), "anna@post.example", facts)
    if as_json:
        print_json("letter", kind=kind, language=letter.language, subject=letter.subject, text=letter.text,
                   html=letter.html)  # fmt: skip
    elif html:
        typer.echo(letter.html, nl=False)
    else:
        typer.echo(f"{letter.subject}\n\n{letter.text}", nl=False)
