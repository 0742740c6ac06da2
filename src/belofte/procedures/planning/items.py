"""The record keys and new values behind a plan's lines, as they lie in the vault (column ``items``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from belofte.domain.rights.planning import Drafted
from belofte.procedures.parts import ITEMS
from belofte.store_port import Transaction


@dataclass(frozen=True, slots=True)
class Items:
    """By the ``items`` of a line: its record keys, and column -> new value for what is corrected."""

    keys: Mapping[str, Sequence[Sequence[int | str | bool]]] = field(
        default_factory=dict[str, "Sequence[Sequence[int | str | bool]]"]
    )
    values: Mapping[str, Mapping[str, object]] = field(default_factory=dict[str, "Mapping[str, object]"])


def encode_items(draft: Drafted) -> bytes:
    """The record keys and new values of a plan as they lie in the vault."""
    keys = {name: [list(key) for key in items] for name, items in draft.items.items()}
    entry = {"plan": draft.plan.id, "items": keys, "values": draft.values}
    return json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode()


def items_of_plan(tx: Transaction, newest: Mapping[str, bytes], case: str, plan: str) -> Items:
    """What lies in the vault for this plan: in the case's newest entry, or in an earlier one where the case was planned
    again while a step of this plan had begun and could not be finished."""
    found = decode_items(newest[case], plan)
    if found != Items():
        return found
    earlier = (decode_items(data, plan) for data in tx.vault.every(ITEMS, case))
    return next((items for items in earlier if items != Items()), found)


def decode_items(data: bytes, plan: str) -> Items:
    """What lies in the vault for this plan; nothing when the entry belongs to another plan."""
    entry = json.loads(data)
    return Items(entry["items"], entry.get("values", {})) if entry["plan"] == plan else Items()
