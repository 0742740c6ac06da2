"""The shape of a part of the folder: its keys, their meaning in two languages, and the record they make.

One list of keys gives the reader, the JSON Schema for editors, ``belofte explain`` and the reference page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from belofte.domain.policy import FactPath, Position
from belofte.loading.nodes import Keyed, Node, Scalar
from belofte.loading.reading import Reading, under
from belofte.loading.values import NAME, TODO_SCHEMA, Schema, ValueType

ADDED = "added"
_ADDED_EN = "Why this fact was added to what the company published: one reason, or a reason for each key."
_ADDED_NL = "Waarom dit feit is toegevoegd aan wat het bedrijf publiceerde: één reden, of een reden per sleutel."


@dataclass(frozen=True, slots=True)
class Key:
    """One key: how its value is read, what it means, and the field of the record (default: its own name)."""

    name: str
    type: ValueType
    en: str
    nl: str
    example: str
    field: str | None = None

    @property
    def target(self) -> str:
        return self.field or self.name


@dataclass(frozen=True, slots=True)
class Shape:
    """Keys that stand together. ``make`` builds the record; ``short`` is the key that a bare value stands for.

    ``needs`` is the key without which there is nothing to build: while it is still a TODO, the whole is not stated.
    """

    keys: tuple[Key, ...]
    make: Callable[..., Any] = dict
    short: str | None = None
    needs: str | None = None
    others: Others | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (*(key.name for key in self.keys), ADDED)

    def key(self, name: str) -> Key | None:
        """The key of this name."""
        return next((key for key in self.keys if key.name == name), None)


@dataclass(frozen=True, slots=True)
class Others:
    """Keys that are not fixed but one of a known set, such as the kinds of data in a table."""

    meanings: Mapping[str, str]  # name -> meaning in both languages
    type: ValueType
    field: str


@dataclass(frozen=True, slots=True)
class Group:
    """Keys that stand together in the folder and become fields of the record around them."""

    shape: Shape

    def read(self, node: Node, path: FactPath, reading: Reading, /) -> dict[str, Any]:
        return read_fields(self.shape, node, path, reading)

    def schema(self) -> Schema:
        return shape_schema(self.shape)


@dataclass(frozen=True, slots=True)
class One:
    """One record."""

    shape: Shape

    def read(self, node: Node, path: FactPath, reading: Reading, /) -> Any:
        fields = read_fields(self.shape, node, path, reading)
        needs = self.shape.needs
        if needs is None or needs in fields:
            return self.shape.make(**fields)
        if not isinstance(node, Scalar) and under(path, needs) not in reading.positions:
            key = self.shape.key(needs)
            hint = f"For example: {key.example}. Or TODO and why." if key else ""
            reading.problem(node.at, f'"{needs}" is not stated here, and the rest hangs on it.', hint)
        return None

    def schema(self) -> Schema:
        return shape_schema(self.shape)


@dataclass(frozen=True, slots=True)
class Named:
    """Records by name; the name becomes the field ``name_field``. ``names`` is the form a name must have."""

    shape: Shape
    name_field: str = "name"
    names: re.Pattern[str] = NAME

    def read(self, node: Node, path: FactPath, reading: Reading, /) -> dict[str, Any]:
        keyed = reading.keyed(node, "This")
        made: dict[str, Any] = {}
        for name, inner, value in _named(keyed, self.names, path, reading):
            fields = {} if reading.is_todo(value, inner) else read_fields(self.shape, value, inner, reading)
            made[name] = self.shape.make(**{self.name_field: name, **fields})
        return made

    def schema(self) -> Schema:
        return {
            "type": "object",
            "properties": {ADDED: _added_schema()},
            "additionalProperties": {"anyOf": [shape_schema(self.shape), TODO_SCHEMA]},
        }


def _named(
    keyed: Keyed | None, names: re.Pattern[str], path: FactPath, reading: Reading
) -> Iterator[tuple[str, FactPath, Node]]:
    for entry in keyed.entries if keyed else ():
        name, inner = entry.key.text, under(path, entry.key.text)
        if name == ADDED:
            read_added(entry.value, path, reading)
        elif not names.fullmatch(name):
            hint = "Use small letters, digits and hyphens; put text with a comma in quotes."
            reading.problem(entry.key.at, f'"{name}" is not a name.', hint)
        else:
            reading.stands(inner, entry.key.at)
            yield name, inner, entry.value


def read_added(node: Node, path: FactPath, reading: Reading, keys: tuple[str, ...] = ()) -> None:
    """``added: why`` for the mapping it stands in, or ``added: {key: why}`` for single keys of it.

    A reason may also be given for one of ``keys`` that is not written: a fact that was dropped on purpose.
    """
    if isinstance(node, Keyed):
        for entry in node.entries:
            if reason := reading.scalar(entry.value, "the reason"):
                inner = under(path, entry.key.text)
                reading.added[inner] = reason.text
                reading.reasons[inner] = (entry.key.at, entry.key.text in keys)
    elif reason := reading.scalar(node, "the reason why this was added"):
        reading.added[path] = reason.text


def read_fields(shape: Shape, node: Node, path: FactPath, reading: Reading) -> dict[str, Any]:
    """The fields of a record, by the names of the record. Keys that are not stated are absent."""
    if not isinstance(node, Keyed):
        return _read_short(shape, node, path, reading)
    fields: dict[str, Any] = {}
    for entry in node.entries:
        inner = under(path, entry.key.text)
        key = shape.key(entry.key.text)
        if entry.key.text == ADDED and key is None:
            read_added(entry.value, path, reading, shape.names)
        elif key is not None:
            reading.stands(inner, entry.key.at)
            _read_key(key, entry.value, inner, reading, fields, entry.key.at)
        elif shape.others is not None and entry.key.text in shape.others.meanings:
            reading.stands(inner, entry.key.at)
            values: dict[str, Any] = fields.setdefault(shape.others.field, {})
            if not reading.is_todo(entry.value, inner):
                values[entry.key.text] = shape.others.type.read(entry.value, inner, reading)
        else:
            known = shape.names + (tuple(shape.others.meanings) if shape.others else ())
            reading.unknown_key(entry.key, known)
    return fields


def _read_short(shape: Shape, node: Node, path: FactPath, reading: Reading) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    key = shape.key(shape.short) if shape.short else None
    if key is None:
        example = shape.keys[0].example
        reading.problem(node.at, "Here stand keys with values.", f"For example: {example}.")
    else:
        _read_key(key, node, path, reading, fields, node.at)
    return fields


def _read_key(key: Key, node: Node, path: FactPath, reading: Reading, fields: dict[str, Any], at: Position) -> None:
    if reading.is_todo(node, path):
        return
    if isinstance(node, Scalar) and node.empty:
        reading.problem(at, f'"{key.name}" has no value.', f"Write TODO and why, or for example: {key.example}.")
        return
    value = key.type.read(node, path, reading)
    if isinstance(key.type, Group):
        fields.update(value)
    elif value is not None:
        fields[key.target] = value


def _added_schema() -> Schema:
    reason = {"type": "string"}
    return {"description": f"{_ADDED_EN}\n{_ADDED_NL}", "anyOf": [reason, {"type": "object"}]}


def shape_schema(shape: Shape) -> Schema:
    """The JSON Schema of a shape: every key with its meaning in both languages, nothing else allowed."""
    properties: Schema = {}
    for key in shape.keys:
        description = f"{key.en}\n{key.nl}"
        properties[key.name] = {"description": description, "anyOf": [key.type.schema(), TODO_SCHEMA]}
    properties.setdefault(ADDED, _added_schema())
    if shape.others is not None:
        for name, meaning in shape.others.meanings.items():
            properties.setdefault(name, {"description": meaning, **shape.others.type.schema()})
    whole: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    short = shape.key(shape.short) if shape.short else None
    return {"anyOf": [short.type.schema(), whole]} if short else whole
