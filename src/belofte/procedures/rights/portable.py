"""The part of a copy that may go to another party (Art. 20): provided and observed, on consent or contract.

What was derived, and what goes along to the person only because the policy promises more than the law, stays out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from belofte.procedures.answering.package import Lines


def portable_lines(lines: Lines) -> Lines:
    """The stream with only the records that Art. 20(1) reaches; head and tail tell of those alone."""

    def chosen() -> Iterator[bytes]:
        portable: set[str] = set()
        for line in lines():
            value: dict[str, Any] = json.loads(line)
            if "schema" in value:
                portable = {name for name, said in value["collections"].items() if said.get("portable")}
                kept = {name: said for name, said in value["collections"].items() if name in portable}
                yield _line({**value, "collections": kept})
            elif "fields" in value:
                if f"{value['system']}.{value['collection']}" in portable:
                    yield line if line.endswith(b"\n") else line + b"\n"
            else:
                counts = {name: count for name, count in value["counts"].items() if name in portable}
                yield _line({**value, "counts": counts})

    return chosen


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
