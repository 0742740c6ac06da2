"""``belofte lint``: are the facts complete, do they agree, and may this be published?

Exit status: 0 nothing refuses publication, 1 an error was found, 2 the folder cannot be read.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, PolicyDir


class Language(StrEnum):
    NL = "nl"
    EN = "en"


def lint(
    folder: Annotated[Path | None, typer.Argument(help="The policy folder; default: what --policy names.")] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    vendors: Annotated[Path | None, typer.Option(help="Your own file of what vendors do, in place of ours.")] = None,
    lang: Annotated[Language, typer.Option(help="The language of the findings.")] = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Say what is missing in a policy folder, what contradicts, and what to mend first.

    Example: belofte lint examples/linprofs-as-published --lang nl
    """
    from belofte.cli.linting import look_at, print_object, print_text

    looked = look_at(folder or policy, vendors)
    if as_json:
        print_object(looked)
    else:
        print_text(looked, lang)
    if not looked.report.publishable:
        raise typer.Exit(1)
