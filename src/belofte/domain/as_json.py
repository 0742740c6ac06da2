"""Anything we tell as plain JSON: one object with the name and version of its schema first."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, cast


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


def told(schema: str, **fields: object) -> dict[str, Any]:
    """The one object, with the name and version of its schema first."""
    return {"schema": f"belofte.{schema}/1", **jsonable(fields)}
