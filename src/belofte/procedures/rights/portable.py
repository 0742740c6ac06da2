"""The part of a copy that may go to another party (Art. 20): provided and observed, on consent or contract.

What was derived, whole records or single columns, and what goes along to the person only because the policy promises
more than the law, stays out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from belofte.domain.rights.portability import PORTABLE_ORIGINS
from belofte.procedures.answering.package import Lines


def portable_lines(lines: Lines) -> Lines:
    """The stream with only the records that Art. 20(1) reaches; head and tail tell of those alone."""

    def chosen() -> Iterator[bytes]:
        portable: dict[str, frozenset[str]] = {}
        for line in lines():
            value: dict[str, Any] = json.loads(line)
            if "schema" in value:
                kept = {name: said for name, said in value["collections"].items() if said.get("portable")}
                portable = {name: _derived(said) for name, said in kept.items()}
                yield _line({**value, "collections": {name: _without(kept[name], portable[name]) for name in kept}})
            elif "fields" in value:
                derived = portable.get(f"{value['system']}.{value['collection']}")
                if derived is not None:
                    own = {column: said for column, said in value["fields"].items() if column not in derived}
                    yield _line({**value, "fields": own}) if derived else line.rstrip(b"\n") + b"\n"
            else:
                counts = {name: count for name, count in value["counts"].items() if name in portable}
                yield _line({**value, "counts": counts})

    return chosen


def _derived(said: Mapping[str, Any]) -> frozenset[str]:
    """The columns of a collection that were worked out."""
    return frozenset(column for column, origin in said.get("origins", {}).items() if origin not in PORTABLE_ORIGINS)


def _without(said: Mapping[str, Any], derived: frozenset[str]) -> Mapping[str, Any]:
    """What a head says of a collection, without these columns."""
    parts = {
        name: {column: one for column, one in said[name].items() if column not in derived}
        for name in ("columns", "origins")
        if name in said
    }
    return {**said, **parts}


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
