"""``belofte request check-copy``: is a copy whole and machine-readable?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import Refused


def check_copy(
    file: Annotated[Path, typer.Argument(help="The zip as it was fetched.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Hold a copy against what is promised of it: whole, every item with its category, readable by other systems.

    Needs nothing but the file: the person, or whoever got it, can run it too. No value of the copy is printed.

    Example: belofte request check-copy package.zip
    """
    from belofte.procedures.answering.package_check import check_package

    del policy, now  # taken so that every command of the group is called alike
    problems = check_package(file)
    if as_json:
        print_json("request.copy", file=file.name, problems=problems)
    elif not problems:
        typer.echo("The copy is whole and machine-readable.")
    if problems:
        raise Refused("\n".join(problems), "have the copy made again: belofte request plan")
