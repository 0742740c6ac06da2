"""What a map says of files: which paths belong to which collection, and how a person is recognised in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from belofte.connectors.files.paths import PathPattern, UnusablePattern, path_pattern
from belofte.connectors.files.stamps import Stamp, UnusableStamp, stamp_of
from belofte.connectors.files.tokens import UnusableContext, looked_for
from belofte.domain.kinds import normalise
from belofte.domain.system_map import Collection, EraseClear, SystemMap
from belofte.ports import SystemUnreachable

ORIGINAL = "original"
MODIFIED, TIME = "modified", "time"
_WORDS = frozenset({"paths", "format", "held_open", "time"})


class Format(StrEnum):
    """What a file is to a person."""

    WHOLE = "whole"  # a file is somebody's by its path
    LINES = "lines"  # a log: single lines are somebody's


@dataclass(frozen=True, slots=True)
class Place:
    """One collection of files. ``tokens`` are the patterns by which values stand in a line, by column; ``held_open``:
    programs keep the file open while they write in it."""

    collection: Collection
    format: Format
    patterns: tuple[PathPattern, ...]
    held_open: bool = True
    stamp: Stamp | None = None
    tokens: Mapping[str, re.Pattern[bytes]] | None = None

    @property
    def clears(self) -> Mapping[str, bytes]:
        """Column → what is put in its place; empty where lines go."""
        rule = self.collection.erase
        values: Mapping[str, object] = rule.values if isinstance(rule, EraseClear) else {}
        return {column: b"-" if value is None else str(value).encode() for column, value in values.items()}

    def kind_of(self, column: str) -> str:
        """The kind of data a column holds."""
        named = {by.column: by.kind for by in self.collection.found_by}
        listed = {one: kind for kind, columns in self.collection.kinds.items() for one in columns}
        return named.get(column) or listed.get(column, "")


@dataclass(frozen=True, slots=True)
class Layout:
    """One map. ``ours``: our own domains and addresses, compared."""

    system: SystemMap
    places: Mapping[str, Place]
    ignored: tuple[PathPattern, ...]
    ours: frozenset[str]

    def is_ours(self, address: str) -> bool:
        """Whether an address, compared, is our own."""
        return address in self.ours or address.rpartition("@")[2] in self.ours


def layout_of(system: SystemMap) -> Layout:
    """What the map says. Raises :class:`SystemUnreachable` for what files cannot be."""
    ours = _texts(system.settings.get("ours"))
    try:
        places = {name: _place(collection) for name, collection in system.collections.items()}
        ignored = tuple(map(path_pattern, system.ignore))
    except _Wrong as wrong:
        raise SystemUnreachable(
            f"The map of system {system.name} does not fit files: {wrong}.",
            f"Write in systems/{system.name}.yaml: {wrong.hint}",
            transient=False,
        ) from None
    return Layout(system, places, ignored, frozenset(map(_compared, ours)))


class _Wrong(Exception):
    def __init__(self, where: str, what: str, hint: str) -> None:
        super().__init__(f"{where} {what}")
        self.hint = hint


def _place(collection: Collection) -> Place:
    name, at = collection.name, collection.at
    if not at.get("paths"):
        raise _Wrong(name, "does not say where its files lie", "at: {paths: [/srv/scans/{customer-number}/*.pdf]}")
    word = "".join(at.get("format", ("",)))
    if word not in tuple(Format):
        raise _Wrong(name, "does not say what a file is", "format: whole (a file a person), or format: lines (a log)")
    try:
        patterns = tuple(map(path_pattern, at["paths"]))
        if Format(word) is Format.WHOLE:
            return _whole(collection, patterns)
        return _lines(collection, patterns)
    except (UnusablePattern, UnusableStamp, UnusableContext) as wrong:
        raise _Wrong(name, str(wrong), wrong.hint) from None


def _whole(collection: Collection, patterns: tuple[PathPattern, ...]) -> Place:
    if isinstance(collection.erase, EraseClear):
        raise _Wrong(collection.name, "clears a whole file", "erase: row, or {keep: ground}")
    if not all(pattern.kinds for pattern in patterns):
        hint = "paths: [/srv/scans/{customer-number}/*.pdf]"
        raise _Wrong(collection.name, "has a path that does not say whose the file is", hint)
    return Place(collection, Format.WHOLE, patterns)


def _lines(collection: Collection, patterns: tuple[PathPattern, ...]) -> Place:
    at = collection.at
    held = "".join(at.get("held_open", ("true",)))
    if held not in ("true", "false"):
        raise _Wrong(collection.name, f"says held_open: {held}", "held_open: true, or false")
    stamp = stamp_of(at["time"][0]) if at.get("time") else None
    if TIME in collection.clock.values() and stamp is None:
        raise _Wrong(collection.name, "counts from a time it does not describe", 'time: "%d/%b/%Y:%H:%M:%S %z"')
    columns = {by.column: by.kind for by in collection.found_by}
    columns |= {one: kind for kind, names in collection.kinds.items() for one in names if one in at}
    clears: tuple[str, ...] = tuple(collection.erase.values) if isinstance(collection.erase, EraseClear) else ()
    for column in clears:
        columns.setdefault(column, next((k for k, names in collection.kinds.items() if column in names), ""))
    contexts = {column: at[column][0] for column in at if column not in _WORDS}
    tokens = {column: looked_for(kind, contexts.get(column)) for column, kind in columns.items()}
    return Place(collection, Format.LINES, patterns, held == "true", stamp, tokens)


def _compared(domain_or_address: str) -> str:
    if "@" in domain_or_address:
        return normalise("email", domain_or_address)
    return normalise("email", f"x@{domain_or_address}").partition("@")[2]


def _texts(value: object) -> tuple[str, ...]:
    if value is None or isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(item) for item in cast("Sequence[object]", value))
