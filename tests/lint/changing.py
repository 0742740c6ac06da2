"""One fact of a complete policy taken away, added or changed: the way every test of the linter makes its world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from typing import Any

NOTHING: Any = object()
"""The fact is taken out of the folder altogether."""


def changed(record: Any, path: str, value: Any) -> Any:
    """The same facts with one of them changed. ``NOTHING`` takes it out; for a record that means its empty form."""
    head, _, rest = path.partition(".")
    if isinstance(record, Mapping):
        kept = dict(record)
        if not rest and value is NOTHING:
            kept.pop(head)
        else:
            kept[head] = changed(kept[head], rest, value) if rest else value
        return kept
    assert is_dataclass(record) and not isinstance(record, type)
    now = getattr(record, head)
    after = changed(now, rest, value) if rest else (type(now)() if value is NOTHING else value)
    return replace(record, **{head: after})
