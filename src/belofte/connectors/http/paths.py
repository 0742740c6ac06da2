"""A column's JMESPath as something to call. Almost all of them go down by names, or through one list; those are read
without the whole language, which costs many times as much for every row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

import jmespath

Reader = Callable[[Mapping[str, Any]], Any]

_NAMES = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
_LISTED = re.compile(rf"(?P<list>{_NAMES.pattern})\[\]\.(?P<inner>{_NAMES.pattern})")


def reader(path: str) -> Reader:
    """What a JMESPath finds in a row, as :mod:`jmespath` itself finds it."""
    if _NAMES.fullmatch(path):
        names = path.split(".")
        return lambda row: _at(row, names)
    if (listed := _LISTED.fullmatch(path)) is not None:
        outer, inner = listed["list"].split("."), listed["inner"].split(".")
        return lambda row: _of_each(_at(row, outer), inner)
    return jmespath.compile(path).search


def _at(value: object, names: list[str]) -> object:
    for name in names:
        if not isinstance(value, Mapping):
            return None
        value = cast("Mapping[str, object]", value).get(name)
    return value


def _of_each(value: object, names: list[str]) -> list[object] | None:
    """``list[].inner``: of every element what lies there, without those in which nothing does. A list in the list is
    taken as its elements."""
    if not isinstance(value, list):
        return None
    flat: list[object] = []
    for one in cast("list[object]", value):
        flat += cast("list[object]", one) if isinstance(one, list) else [one]
    return [found for one in flat if (found := _at(one, names)) is not None]
