"""YAML as it was written: text and place of every scalar, nothing converted.

A converting reader turns ``01234567`` into 1234567, ``1.10`` into 1.1 and the country code ``NO`` into false. Here a
scalar stays the text it is; the field it is read for decides what it means. Anchors and aliases are refused: a fact
that stands in one place and counts in another cannot be read aloud.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from belofte.domain.policy import Position
from belofte.loading.problems import Problem

_FOLD = "\a"  # the reader marks with it where a folded text (>) was cut into lines


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as written. ``end`` is where its text ends (line and column from 1, the column after the last)."""

    text: str
    at: Position
    end: tuple[int, int]
    quoted: bool = False

    @property
    def empty(self) -> bool:
        """Nothing was written, or YAML's words for nothing."""
        return not self.quoted and self.text in ("", "~", "null")

    @property
    def todo(self) -> str | None:
        """The reason behind ``TODO why``, None where this is no TODO."""
        return self.text[4:].strip(" :") if self.text.split(" ")[0].rstrip(":") == "TODO" else None


@dataclass(frozen=True, slots=True)
class Items:
    """A list. ``end`` is where its text ends, where it is written between brackets; None where it is a line an item."""

    items: tuple[Node, ...]
    at: Position
    end: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Keyed:
    """A mapping, in the order of the file. Double keys are dropped when it is read and told as problems. ``end`` is
    where its text ends, where it is written between braces."""

    entries: tuple[Entry, ...]
    at: Position
    end: tuple[int, int] | None = None

    def get(self, name: str) -> Node | None:
        """The value of a key, None where the key is not written."""
        return next((entry.value for entry in self.entries if entry.key.text == name), None)


Node = Scalar | Items | Keyed


class _Reader:
    """Turns the nodes of one file into ours and notes what may not stand in a policy folder."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def place(self, mark: Any) -> Position:  # ruamel.yaml's marks carry no types
        return Position(self.file, int(mark.line) + 1, int(mark.column) + 1)

    def problem(self, at: Position, what: str, hint: str) -> None:
        self.problems.append(Problem(at, what, hint))

    def node(self, raw: Any) -> Node:
        at = self.place(raw.start_mark)
        if id(raw) in self._seen or raw.anchor:
            self.problem(at, "Anchors (&) and aliases (*) are not read.", "Write the value out at each place.")
            return Scalar("", at, (at.line, at.column))
        self._seen.add(id(raw))
        kind = cast("type[object]", type(raw))
        if issubclass(kind, MappingNode):
            return self.mapping(raw, at)
        if issubclass(kind, SequenceNode):
            return Items(tuple(self.node(item) for item in raw.value), at, _end(raw))
        return self.scalar(raw, at)

    def scalar(self, raw: Any, at: Position) -> Scalar:
        end = (int(raw.end_mark.line) + 1, int(raw.end_mark.column) + 1)
        text = str(raw.value).replace(_FOLD, "") if raw.style == ">" else str(raw.value)
        return Scalar(text, at, end, quoted=raw.style in ("'", '"', "|", ">"))

    def mapping(self, raw: Any, at: Position) -> Keyed:
        entries: dict[str, Entry] = {}
        for raw_key, raw_value in raw.value:
            place = self.place(raw_key.start_mark)
            if not isinstance(raw_key, ScalarNode):
                self.problem(place, "A key must be a word.", "Put it in quotes if it has brackets or commas.")
                continue
            key = self.scalar(raw_key, place)
            if key.text in entries:
                first = entries[key.text].key.at
                self.problem(place, f'The key "{key.text}" stands here twice.', f"It stands at {first} already.")
                continue
            entries[key.text] = Entry(key, self.node(raw_value))
        return Keyed(tuple(entries.values()), at, _end(raw))


def _end(raw: Any) -> tuple[int, int] | None:
    """Where a list or mapping between brackets ends; elsewhere the reader's mark is the beginning of what follows."""
    return (int(raw.end_mark.line) + 1, int(raw.end_mark.column) + 1) if raw.flow_style else None


def read_nodes(text: str, file: str) -> tuple[Keyed, list[Problem]]:
    """The one mapping of a YAML file, and what is wrong with its form. ``file`` is the name that problems show.

    One command reads the same file several times (publishing, comparing versions), and taking YAML apart is nearly all
    the cost of reading a folder: what was read of the same text is used again.
    """
    node, problems = _read_nodes(text, file)
    return node, list(problems)


@lru_cache(maxsize=64)
def _read_nodes(text: str, file: str) -> tuple[Keyed, tuple[Problem, ...]]:
    reader, start = _Reader(file), Position(file, 1, 1)
    empty = Keyed((), start)
    try:
        raw: Any = YAML(typ="rt").compose(text)  # pyright: ignore[reportUnknownMemberType]
    except MarkedYAMLError as error:
        marked: Any = error  # ruamel.yaml's errors carry no types
        return empty, (_syntax_problem(reader, marked),)
    except (YAMLError, RecursionError, ValueError):
        return empty, (Problem(start, "This file cannot be read as YAML.", "Check for control characters and depth."),)
    if raw is None:
        return empty, ()
    try:
        node = reader.node(raw)
    except RecursionError:
        return empty, (Problem(start, "This file is nested too deeply.", "A policy needs four or five levels."),)
    if not isinstance(node, Keyed):
        return empty, (Problem(node.at, "A policy file is a list of keys with values.", "Begin with: format: 1"),)
    return node, tuple(reader.problems)


def _syntax_problem(reader: _Reader, error: Any) -> Problem:
    mark = error.problem_mark or error.context_mark
    at = reader.place(mark) if mark is not None else Position(reader.file, 1, 1)
    said = str(error.problem or error.context or "something else was expected").rstrip(".")
    if "\\t" in said or "'\t'" in said:
        return Problem(at, "A tab stands where YAML wants spaces.", "Indent with spaces.")
    hint = "Check the indentation, the colon and a space after it, and quotes around text with : # { } [ ] or commas."
    return Problem(at, f"This is not YAML: {said}.", hint)
