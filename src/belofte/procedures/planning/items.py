"""The record keys and new values behind a plan's lines, as they lie in the vault (column ``items``)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from belofte.domain.rights.planning import Drafted


def encode_items(draft: Drafted) -> bytes:
    """The record keys and new values of a plan as they lie in the vault."""
    keys = {name: [list(key) for key in items] for name, items in draft.items.items()}
    entry = {"plan": draft.plan.id, "items": keys, "values": draft.values}
    return json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode()


def items_of(data: bytes, plan: str) -> Mapping[str, list[list[int | str | bool]]] | None:
    """The record keys of a plan from its vault entry; None when the entry belongs to another plan."""
    entry = json.loads(data)
    return entry["items"] if entry["plan"] == plan else None


def values_of(data: bytes, plan: str) -> Mapping[str, Mapping[str, object]]:
    """Item -> column -> new value, from the vault entry of this plan."""
    entry = json.loads(data)
    return entry.get("values", {}) if entry["plan"] == plan else {}
