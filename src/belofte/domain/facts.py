"""A policy as a flat table of facts: path in the folder -> value. What two versions are compared by.

Paths are those of the folder (``rights.restriction.for``, ``retention.invoice.at_most``), so that a difference can be
found back in the file. Positions, TODOs, reasons and wording are not facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import cast

from belofte.domain.policy import FactPath, Period, Policy, Text, Use

Value = str | int | bool | Period | date | frozenset[str]

NOT_FACTS = frozenset({"version", "clauses", "texts", "added", "todos", "positions"})
NAMED = frozenset({"name", "category"})
"""Fields that repeat the name under which their record stands."""

_GROUPS = ("restriction", "portability", "objection", "register")
_RENAMED = {"floor": "at_least", "ceiling": "at_most", "cookie_facts": "cookies"}
_WHOLE = {"portability": "portability.scope", "register": "register.kept"}


def facts_of(policy: Policy) -> Mapping[FactPath, Value]:
    """Every stated fact. What is not stated is not in the table."""
    table: dict[FactPath, Value] = {}
    for field in fields(policy):
        if field.name not in NOT_FACTS:
            for path, value in _flat(field.name, getattr(policy, field.name)):
                table[FactPath(path)] = value
    return table


def fits(pattern: str, path: str) -> bool:
    """Whether a fact path fits a pattern: ``*`` is one name, a last ``**`` is everything from there on, or nothing."""
    wanted, keys = pattern.split("."), path.split(".")
    if wanted[-1] == "**":
        wanted.pop()
        keys = keys[: len(wanted)]
    return len(wanted) == len(keys) and all(w in ("*", k) for w, k in zip(wanted, keys, strict=True))


def _flat(path: str, value: object) -> Iterator[tuple[str, Value]]:
    if value is None:
        return
    if isinstance(value, Text):
        yield path, " | ".join(f"{code}: {text}" for code, text in sorted(value.by_language.items()))
    elif isinstance(value, Enum):
        yield path, str(value.value)
    elif isinstance(value, (str, int, bool, Period, date)):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in cast("Mapping[str, object]", value).items():
            yield from _flat(f"{path}.{name}", item)
    elif isinstance(value, tuple):
        yield from _flat_items(path, cast("tuple[object, ...]", value))
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if not (field.name in NAMED and path.count(".") == 1) and not _repeats(path, field.name, value):
                yield from _flat(_joined(path, field.name), getattr(value, field.name))


def _repeats(path: str, field: str, value: object) -> bool:
    """Whether a field of a record inside another repeats the name under which the record stands."""
    return field in ("category", "on") and getattr(value, field) == path.rpartition(".")[2]


def _flat_items(path: str, items: tuple[object, ...]) -> Iterator[tuple[str, Value]]:
    named = [item for item in items if is_dataclass(item) and hasattr(item, "name")]
    for item in named:
        yield from _flat(f"{path}.{getattr(item, 'name', '')}", item)
    words = frozenset(_word(item) for item in items if item not in named)
    if words:
        yield path, words


def _word(item: object) -> str:
    if isinstance(item, Use):
        return f"{item.category}.{item.part}" if item.part else item.category
    return str(item)


def _joined(path: str, name: str) -> str:
    """The folder's path of a field: rights stand in groups there, and some fields have plainer names."""
    if path == "rights":
        if name in _WHOLE:
            return f"rights.{_WHOLE[name]}"
        for group in _GROUPS:
            if name.startswith(f"{group}_"):
                return f"rights.{group}.{name.removeprefix(f'{group}_')}"
    return f"{path}.{_RENAMED.get(name, name)}"
