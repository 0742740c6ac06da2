"""How one value of the folder is read, by the type of its field; and how an editor is told of it (JSON Schema).

Each type is one small class with ``read`` (node to value, None where it is not stated or wrong; what is wrong is noted)
and ``schema``. Nothing is guessed: a word that is not known is a problem, never a default.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from belofte.domain.kinds import KINDS
from belofte.domain.policy import FactPath, Text
from belofte.loading.countries import is_country
from belofte.loading.nodes import Items, Keyed, Node, Scalar
from belofte.loading.problems import did_you_mean
from belofte.loading.reading import Reading, under
from belofte.loading.secrets import HOW_TO_NAME, REFERENCE, open_secrets

Schema = dict[str, Any]
KINDS_REFERENCE = "#/$defs/kind"

TODO_SCHEMA: Schema = {"type": "string", "pattern": "^TODO( |$)"}
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
ANY_NAME = re.compile(r"\S(.*\S)?")  # tables and cookies are called what others called them


class ValueType(Protocol):
    """One way of reading a value."""

    def read(self, node: Node, path: FactPath, reading: Reading, /) -> Any: ...
    def schema(self) -> Schema: ...


@dataclass(frozen=True, slots=True)
class Prose:
    """Free text, as written."""

    def read(self, node: Node, _path: FactPath, reading: Reading, /) -> str | None:
        scalar = reading.scalar(node, "a text")
        return scalar.text if scalar else None

    def schema(self) -> Schema:
        return {"type": ["string", "number"]}


@dataclass(frozen=True, slots=True)
class SecretName:
    """The name of a secret: never the secret itself, whatever its key is called and whatever it looks like."""

    def read(self, node: Node, path: FactPath, reading: Reading, /) -> str | None:
        scalar = reading.scalar(node, "the name of a secret")
        if scalar is None:
            return None
        if not REFERENCE.fullmatch(scalar.text) and not any(open_secrets(scalar, path.rpartition(".")[2])):
            reading.problem(scalar.at, "A secret is only ever named here.", HOW_TO_NAME)
            return None
        return scalar.text

    def schema(self) -> Schema:
        return Prose().schema()  # what another kind of system calls the same may be plain


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a closed list (``choices``), or any word in small letters and hyphens where the list is open."""

    choices: tuple[str, ...] = ()

    def read(self, node: Node, _path: FactPath, reading: Reading, /) -> str | None:
        scalar = reading.scalar(node, "a word")
        if scalar is None:
            return None
        if self.choices and scalar.text not in self.choices:
            reading.problem(scalar.at, f'"{scalar.text}" is not one of the words for this.', self.hint(scalar.text))
            return None
        if not self.choices and not NAME.fullmatch(scalar.text):
            hint = "Use small letters, digits and hyphens, such as: web-hosting."
            reading.problem(scalar.at, f'"{scalar.text}" is not a word.', hint)
            return None
        return scalar.text

    def hint(self, word: str) -> str:
        """What would be right instead of ``word``."""
        return did_you_mean(word, self.choices)

    def schema(self) -> Schema:
        numbers = [int(choice) for choice in self.choices if choice.isdigit()]  # an editor sees 1, not "1"
        return {"enum": [*self.choices, *numbers]} if self.choices else {"type": ["string", "number"]}


@dataclass(frozen=True, slots=True)
class KindName:
    """The name of a built-in kind of data."""

    def read(self, node: Node, _path: FactPath, reading: Reading, /) -> str | None:
        scalar = reading.scalar(node, "a kind of data")
        if scalar is not None and scalar.text not in KINDS:
            reading.dangling(scalar.at, f'No kind of data is called "{scalar.text}".', scalar.text, KINDS)
            return None
        return scalar.text if scalar is not None else None

    def schema(self) -> Schema:
        return {"$ref": KINDS_REFERENCE}


@dataclass(frozen=True, slots=True)
class Choice:
    """One member of an enumeration of the domain."""

    of: type[StrEnum]

    def read(self, node: Node, path: FactPath, reading: Reading, /) -> StrEnum | None:
        word = Word(tuple(member.value for member in self.of)).read(node, path, reading)
        return self.of(word) if word is not None else None

    def schema(self) -> Schema:
        return {"enum": [member.value for member in self.of]}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one type; one value alone is a list of one. Each item is a fact of its own: ``path.item``."""

    item: ValueType

    def read(self, node: Node, path: FactPath, reading: Reading, /) -> tuple[Any, ...] | None:
        if isinstance(node, Keyed):
            reading.problem(node.at, "Here stands a list.", "For example: [one, two].")
            return None
        values: dict[Any, None] = {}
        for item in reading.listed(node):
            inner = under(path, item.text) if isinstance(item, Scalar) else path
            if reading.is_todo(item, path):
                continue
            value = self.item.read(item, inner, reading)
            if value is None:
                continue
            if value in values:
                reading.problem(item.at, f'"{value}" stands in this list twice.', "Remove one of them.")
            values[value] = None
            reading.stands(inner, item.at)
        return tuple(values)

    def schema(self) -> Schema:
        item = self.item.schema()
        return {"anyOf": [{"type": "array", "items": {"anyOf": [item, TODO_SCHEMA]}}, item]}


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no, written ``true`` or ``false``."""

    def read(self, node: Node, _path: FactPath, reading: Reading, /) -> bool | None:
        scalar = reading.scalar(node, "true or false")
        if scalar is None:
            return None
        if scalar.text not in ("true", "false"):
            reading.problem(scalar.at, f'"{scalar.text}" is neither true nor false.', "Write true or false.")
            return None
        return scalar.text == "true"

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number, zero or more."""

    def read(self, node: Node, _path: FactPath, reading: Reading, /) -> int | None:
        scalar = reading.scalar(node, "a whole number")
        if scalar is None:
            return None
        if not re.fullmatch(r"\d{1,9}", scalar.text):
            reading.problem(scalar.at, f'"{scalar.text}" is not a whole number.', "Write digits only, such as 500.")
            return None
        return int(scalar.text)

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": 0}


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An address mail can be sent to, as written."""

    def read(self, node: Node, _path: FactPath, reading: Reading, /) -> str | None:
        scalar = reading.scalar(node, "an e-mail address")
        if scalar is None:
            return None
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", scalar.text):
            reading.problem(scalar.at, "This is not an e-mail address.", "Write it like privacy@company.example.")
            return None
        return scalar.text

    def schema(self) -> Schema:
        return {"type": "string", "format": "email"}


@dataclass(frozen=True, slots=True)
class CountryCode:
    """Two capitals, ISO 3166-1; or EEA."""

    def read(self, node: Node, _path: FactPath, reading: Reading, /) -> str | None:
        scalar = reading.scalar(node, "a country")
        if scalar is None:
            return None
        if scalar.text != "EEA" and not is_country(scalar.text):
            hint = "Write its two letters in capitals, such as NL, or EEA."
            reading.problem(scalar.at, f'"{scalar.text}" is not the code of a country.', hint)
            return None
        return scalar.text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^([A-Z]{2}|EEA)$"}


@dataclass(frozen=True, slots=True)
class Wording:
    """Words in the policy's languages: ``{nl: ..., en: ...}``."""

    def read(self, node: Node, _path: FactPath, reading: Reading, /) -> Text | None:
        keyed = reading.keyed(node, "A label")
        if keyed is None:
            return None
        words: dict[str, str] = {}
        for entry in keyed.entries:
            if not re.fullmatch(r"[a-z]{2,3}", entry.key.text):
                reading.unknown_key(entry.key, ("nl", "en"))
            elif scalar := reading.scalar(entry.value, "a text"):
                words[entry.key.text] = scalar.text
        return Text(words)

    def schema(self) -> Schema:
        return {"type": "object", "propertyNames": {"pattern": "^[a-z]{2,3}$"}}


@dataclass(frozen=True, slots=True)
class ByName:
    """A mapping of words to values of one type."""

    value: ValueType

    def read(self, node: Node, path: FactPath, reading: Reading, /) -> dict[str, Any] | None:
        keyed = reading.keyed(node, "This")
        if keyed is None:
            return None
        values: dict[str, Any] = {}
        for entry in keyed.entries:
            inner = under(path, entry.key.text)
            reading.stands(inner, entry.key.at)
            if not reading.is_todo(entry.value, inner):
                value = self.value.read(entry.value, inner, reading)
                if value is not None:
                    values[entry.key.text] = value
        return values

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": {"anyOf": [self.value.schema(), TODO_SCHEMA]}}


Plain = str | int | bool | None


def plain_value(scalar: Scalar) -> Plain:
    """A value that is put into a column: quoted is text; else true, false, null, a whole number, or text."""
    if scalar.quoted:
        return scalar.text
    if scalar.empty:
        return None
    if scalar.text in ("true", "false"):
        return scalar.text == "true"
    return int(scalar.text) if re.fullmatch(r"-?(0|[1-9]\d{0,17})", scalar.text) else scalar.text


@dataclass(frozen=True, slots=True)
class Custom:
    """A value with a reader of its own, for the few that fit no other type."""

    reader: Callable[[Node, FactPath, Reading], Any]
    described: Mapping[str, Any]

    def read(self, node: Node, path: FactPath, reading: Reading, /) -> Any:
        return self.reader(node, path, reading)

    def schema(self) -> Schema:
        return dict(self.described)


def texts_of(node: Node, reading: Reading) -> tuple[Scalar, ...]:
    """The scalars of a list, or of one value; anything else in it is a problem."""
    found: list[Scalar] = []
    for item in node.items if isinstance(node, Items) else (node,):
        scalar = reading.scalar(item, "a word")
        if scalar is not None:
            found.append(scalar)
    return tuple(found)
