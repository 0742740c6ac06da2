"""What an order names, and nothing beyond it: the one place that decides whether a record, or a column, may go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from belofte.domain.as_json import jsonable
from belofte.domain.located import Found
from belofte.domain.system_map import Collection


@dataclass(frozen=True, slots=True)
class Scope:
    """What the order names: categories or single collections (``crm.orders``), of these only some kinds of data, and a
    period. Whom, lies in the vault."""

    categories: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    begins: date | None = None
    ends: date | None = None

    @property
    def names_something(self) -> bool:
        return bool(self.categories or self.collections)

    def reaches(self, system: str, collection: Collection, record: Found) -> bool:
        """Whether one record is asked for. With a period, only what has a day that lies in it."""
        named = collection.category in self.categories or f"{system}.{collection.name}" in self.collections
        return named and collection.controller and self._is_in_period(record.events.values())

    def _is_in_period(self, days: Iterable[date | None]) -> bool:
        if self.begins is None and self.ends is None:
            return True
        first, last = self.begins or date.min, self.ends or date.max
        return any(day is not None and first <= day <= last for day in days)

    def columns(self, collection: Collection) -> frozenset[str] | None:
        """The columns that may go; None: all of the record."""
        if not self.kinds:
            return None
        return frozenset(column for kind in self.kinds for column in collection.kinds.get(kind, ()))


def encode_scope(scope: Scope) -> bytes:
    """The scope of a hold as it lies in the vault."""
    return json.dumps(jsonable(scope)).encode()


def decode_scope(data: bytes) -> Scope:
    """The scope of such an entry."""
    return scope_of(json.loads(data))


def scope_of(row: Mapping[str, Any]) -> Scope:
    """A scope out of plain JSON."""
    begins, ends = row["begins"], row["ends"]
    return Scope(
        tuple(row["categories"]),
        tuple(row["collections"]),
        tuple(row["kinds"]),
        date.fromisoformat(begins) if begins else None,
        date.fromisoformat(ends) if ends else None,
    )
