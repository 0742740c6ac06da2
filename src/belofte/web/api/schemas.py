"""JSON Schema (2020-12) of what we tell, made from the records themselves, so that the two cannot differ.

Every field is always there; what may be empty is null. No field that is not listed may appear.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, Union, cast, get_args, get_origin

Schema = dict[str, Any]
_PLAIN: Mapping[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    object: {},
    Any: {},
}


class Schemas:
    """The named schemas of a document, filled as they are needed."""

    def __init__(self) -> None:
        self.named: dict[str, Schema] = {}

    def of(self, kind: Any) -> Schema:
        """The schema of one type. Raises ``TypeError`` for one that JSON has no word for."""
        if kind in _PLAIN:
            return dict(_PLAIN[kind])
        if dataclasses.is_dataclass(kind) and isinstance(kind, type):
            return self._record(kind)
        if isinstance(kind, type) and issubclass(kind, Enum):
            self.named.setdefault(kind.__name__, {"type": "string", "enum": [member.value for member in kind]})
            return _reference(kind.__name__)
        return self._made_of(kind)

    def record(self, name: str, fields: Mapping[str, Any]) -> Schema:
        """A named schema of our own: each field a type, or a schema that is there already."""
        self.named[name] = strict({key: self._given(value) for key, value in fields.items()})
        return _reference(name)

    def _given(self, field: Any) -> Schema:
        return cast("Schema", field) if isinstance(field, dict) else self.of(field)

    def _record(self, kind: type) -> Schema:
        name = kind.__name__
        if name not in self.named:
            self.named[name] = {}  # a record may hold its own kind
            hints = typing.get_type_hints(kind)
            fields = [field.name for field in dataclasses.fields(kind)]
            self.named[name] = strict({field: self.of(hints[field]) for field in fields})
        return _reference(name)

    def _made_of(self, kind: Any) -> Schema:
        origin, inner = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return either([self.of(one) if one is not type(None) else {"type": "null"} for one in inner])
        if origin is not None and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        if origin is tuple and (len(inner) != 2 or inner[1] is not Ellipsis):
            return {"type": "array", "prefixItems": [self.of(one) for one in inner], "items": False}
        if origin is not None and issubclass(origin, (Sequence, set, frozenset)):
            return {"type": "array", "items": self.of(inner[0])}
        raise TypeError(f"there is no schema for {kind}")


def strict(properties: Mapping[str, Schema]) -> Schema:
    """An object with exactly these fields."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def either(schemas: Sequence[Schema]) -> Schema:
    """One of these; plain types become a list of types."""
    if all(set(one) == {"type"} and isinstance(one["type"], str) for one in schemas):
        return {"type": [one["type"] for one in schemas]}
    return {"anyOf": list(schemas)}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
