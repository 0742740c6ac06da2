"""Options every command shares, and how JSON and errors look."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, cast

import typer

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


def jsonable(value: object) -> Any:
    """Dataclasses, enums, dates and mappings as plain JSON values; dates are ISO 8601."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: jsonable(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [jsonable(item) for item in cast("Iterable[Any]", value)]
    return value


def print_json(schema: str, **fields: object) -> None:
    """One object on standard output, as ``--json`` promises."""
    typer.echo(json.dumps({"schema": f"belofte.{schema}/1", **jsonable(fields)}, ensure_ascii=False, indent=1))
