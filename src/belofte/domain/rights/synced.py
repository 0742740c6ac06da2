"""A value that another system writes again and again is put right at its source first, or it comes back.

The source is done before what it feeds. A source that keeps the old value, or two systems that feed each other, is a
conflict: the plan names it, and nobody can approve it before it is solved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from belofte.domain.system_map import Source

RESTORED = "old-value-comes-back"
"""Question: what feeds a column keeps the old value."""


@dataclass(frozen=True, slots=True)
class Feeds:
    """``place`` (system.collection.column) of ``system`` is written by ``source``; ``stays``: which keeps the old."""

    place: str
    system: str
    source: Source
    stays: bool


def order_by_source(
    feeds: Sequence[Feeds], systems: Sequence[str]
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """System -> the systems that must be done before it, and the conflicts in plain words."""
    after: dict[str, set[str]] = {}
    conflicts: list[str] = []
    for one in feeds:
        if one.stays:
            conflicts.append(f"{RESTORED}: {one.place} is written from {one.source}, which keeps it")
        elif one.source.system in systems and _leads(after, one.system, one.source.system):
            conflicts.append(f"{RESTORED}: {one.source.system} and {one.system} write into each other")
        elif one.source.system in systems:
            after.setdefault(one.system, set()).add(one.source.system)
    return {name: tuple(sorted(before)) for name, before in after.items()}, tuple(dict.fromkeys(conflicts))


def _leads(after: dict[str, set[str]], system: str, source: str) -> bool:
    """Must ``source`` wait for ``system`` already?"""
    seen, ahead = set[str](), [source]
    while ahead:
        at = ahead.pop()
        if at == system:
            return True
        if at not in seen:
            seen.add(at)
            ahead += after.get(at, ())
    return False
