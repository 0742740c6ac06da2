"""Options every command shares, and how JSON and errors look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from belofte.domain.as_json import told

PolicyDir = Annotated[
    Path,
    typer.Option("--policy", help="The policy folder; settings and data lie beside it.", envvar="BELOFTE_POLICY"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object with a schema name.")]
Now = Annotated[
    str | None,
    typer.Option("--now", help="In a sandbox only: the moment this command takes place, e.g. 2026-12-27T09:00:00Z."),
]
DEFAULT_POLICY = Path("policy")


def print_json(schema: str, **fields: object) -> None:
    """One object on standard output, as ``--json`` promises."""
    echo_json(told(schema, **fields))


def echo_json(whole: Mapping[str, Any]) -> None:
    """One object that was made by :mod:`belofte.procedures.programs.told_as_json`."""
    typer.echo(json.dumps(whole, ensure_ascii=False, indent=1))
