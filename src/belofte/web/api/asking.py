"""What may be sent to the API: fields by name, checked one by one. The same list makes the OpenAPI document.

A wrong field is named, its value never repeated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast

from belofte.web.api.problems import Problem, Wrong
from belofte.web.api.schemas import Schema

Kind = Literal["text", "day", "moment", "number", "yes-no", "records"]
TYPES: Mapping[Kind, Schema] = {
    "text": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "number": {"type": "integer", "minimum": 1},
    "yes-no": {"type": "boolean"},
}
LONGEST = 10_000
"""Characters of a text that names no smaller length."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``among``: the only values it takes; ``many``: a list; ``parts``: the fields of each record."""

    says: str
    kind: Kind = "text"
    needed: bool = False
    among: tuple[str, ...] = ()
    many: bool = False
    longest: int = LONGEST
    largest: int | None = None
    parts: Mapping[str, Field] | None = None

    def schema(self) -> Schema:
        """Its JSON Schema."""
        if self.parts is not None:
            one: Schema = schema_of(self.parts)
        elif self.among:
            one = {"type": "string", "enum": list(self.among)}
        else:
            one = dict(TYPES[self.kind])
            if self.kind == "text":
                one |= {"maxLength": self.longest, **({"minLength": 1} if self.needed else {})}
            if self.largest is not None:
                one["maximum"] = self.largest
        described = {"description": self.says}
        return {"type": "array", "items": one, **described} if self.many else {**one, **described}


def schema_of(fields: Mapping[str, Field]) -> Schema:
    """The schema of an object with these fields and no others."""
    return {
        "type": "object",
        "properties": {name: field.schema() for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.needed],
        "additionalProperties": False,
    }


def read_body(data: bytes, fields: Mapping[str, Field]) -> Mapping[str, Any]:
    """The object that was sent. Raises :class:`Problem` naming every field that is wrong."""
    try:
        sent: object = json.loads(data or b"{}")
    except (ValueError, RecursionError) as wrong:
        raise Problem("wrong-request", "The body is not JSON.") from wrong
    if not isinstance(sent, dict):
        raise Problem("wrong-request", "The body is not a JSON object.")
    return _checked(cast("dict[str, Any]", sent), fields, "/")


def read_query(sent: Mapping[str, Sequence[str]], fields: Mapping[str, Field]) -> Mapping[str, Any]:
    """The parameters of the address. Raises :class:`Problem`."""
    single: dict[str, Any] = {}
    for name, values in sent.items():
        field = fields.get(name)
        if field is None or len(values) > 1:
            raise _problem([Wrong(name if field else "?", "there is no such parameter, or it is there twice")])
        single[name] = (
            int(values[0]) if field.kind == "number" and values[0].isascii() and values[0].isdigit() else values[0]
        )
    return _checked(single, fields, "")


def _checked(sent: Mapping[str, Any], fields: Mapping[str, Field], at: str) -> dict[str, Any]:
    wrong = [Wrong(f"{at}{name}", "is needed") for name, one in fields.items() if one.needed and name not in sent]
    if any(name not in fields for name in sent):
        wrong.append(Wrong(at or "?", f"holds a field that is none of: {', '.join(fields)}"))
    if wrong:
        raise _problem(wrong)
    read: dict[str, Any] = {}
    for name, value in sent.items():
        try:
            read[name] = _value(value, fields[name], f"{at}{name}")
        except ValueError as no:
            wrong.append(Wrong(f"{at}{name}", _WHY.get(str(no), "is not what is asked")))
    if wrong:
        raise _problem(wrong)
    return read


_WHY = {
    "text": "must be a text",
    "empty": "must not be empty",
    "long": "is too long",
    "among": "is none of the values it may have",
    "day": "must be a day such as 2026-11-22",
    "moment": "must be a moment with its time zone, such as 2026-11-22T10:30:00+01:00",
    "number": "must be a whole number from 1 within its limit",
    "yes-no": "must be true or false",
    "list": "must be a list of at most a hundred",
    "object": "must be an object",
}
MOST = 100
"""Items of a list."""


def _value(value: object, field: Field, at: str) -> object:
    if field.many:
        if not isinstance(value, list) or len(cast("list[object]", value)) > MOST:
            raise ValueError("list")
        return [_one(one, field, f"{at}/{n}") for n, one in enumerate(cast("list[object]", value))]
    return _one(value, field, at)


def _one(value: object, field: Field, at: str) -> object:
    if field.parts is not None:
        if not isinstance(value, dict):
            raise ValueError("object")
        return _checked(cast("dict[str, Any]", value), field.parts, f"{at}/")
    if field.kind == "number":
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= (field.largest or 10**9):
            raise ValueError("number")
        return value
    if field.kind == "yes-no":
        if not isinstance(value, bool):
            raise ValueError("yes-no")
        return value
    return _text(value, field)


def _text(value: object, field: Field) -> object:
    if not isinstance(value, str):
        raise ValueError("text")
    if field.needed and not value.strip():
        raise ValueError("empty")
    if len(value) > field.longest:
        raise ValueError("long")
    if field.among and value not in field.among:
        raise ValueError("among")
    if field.kind == "day":
        return _parsed(date.fromisoformat, value, "day")
    if field.kind == "moment":
        moment = _parsed(datetime.fromisoformat, value, "moment")
        if moment.tzinfo is None:
            raise ValueError("moment")
        return moment
    return value


def _parsed(parse: Any, value: str, why: str) -> Any:
    try:
        return parse(value)
    except ValueError:
        raise ValueError(why) from None


def _problem(wrong: Sequence[Wrong]) -> Problem:
    return Problem("wrong-request", "Something that was sent is missing or wrong.", wrong=tuple(wrong))
