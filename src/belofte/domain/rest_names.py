"""``{name}`` in a connector file: which names a text or a structured body stands open for, and those that no file
declares because Belofte itself fills them in (docs/connectors.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

NAME = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.-]*)\}")

FILLED_IN = frozenset(
    {
        "before",
        "changes",
        "columns",
        "list",
        "look_only",
        "nonce",
        "others",
        "random",
        "rights",
        "since",
        "terms",
        "today",
    }
)
"""What the connector itself brings: the day a sweep stops before, the values to put, the values that are asked for."""


def names_in(template: object) -> tuple[str, ...]:
    """The names anywhere in a text, a structured body or a list."""
    if isinstance(template, str):
        return tuple(match[1] for match in NAME.finditer(template))
    if isinstance(template, Mapping):
        return tuple(n for value in cast("Mapping[str, object]", template).values() for n in names_in(value))
    if isinstance(template, (tuple, list)):
        return tuple(n for value in cast("Sequence[object]", template) for n in names_in(value))
    return ()
