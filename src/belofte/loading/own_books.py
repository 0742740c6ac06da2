"""The list of what Belofte itself keeps (``belofte/data/own_books.yaml``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from belofte.domain.own_books import Goes, OwnTable


@cache
def own_tables() -> tuple[OwnTable, ...]:
    """Every table of the store, as it is shipped."""
    reader: Any = YAML(typ="safe", pure=True)
    written: dict[str, Any] = reader.load((files("belofte") / "data" / "own_books.yaml").read_text("utf-8"))
    return tuple(_table(name, entry) for name, entry in written["tables"].items())


def _table(name: str, entry: dict[str, Any]) -> OwnTable:
    return OwnTable(
        name=name,
        goes=Goes(entry["goes"]),
        personal=tuple(entry.get("personal", ())),
        not_personal=tuple(entry.get("not_personal", ())),
        group=entry.get("group", ""),
        clock=entry.get("clock", ""),
        ends=entry.get("ends", ""),
    )
