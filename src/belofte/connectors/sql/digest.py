"""A digest over kept records: equal before and after, and telling nothing to whoever lacks the request's random id."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from belofte.connectors.sql.changing import Kept
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.session import Query, Row
from belofte.connectors.sql.values import exported
from belofte.domain.located import Key
from belofte.domain.plan import ReceiptLine
from belofte.ports import OrderLine

_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=exported)

KeptLines = Mapping[tuple[int, int], tuple[int, str]]
"""(person, place of the line in the order) → how many of its records are there, and their digest."""


def kept_line(line: OrderLine, planned: int, present: int, digest: str | None) -> ReceiptLine:
    """What a receipt says of one line of kept records."""
    return ReceiptLine(
        collection=line.collection,
        decision=line.decision,
        planned=planned,
        present=present,
        ground=line.ground,
        until=line.until,
        digest=digest,
    )


class Keeping:
    """The kept records of one batch: the queries for them, and what their answers come to, line by line."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._slots: list[tuple[int, int]] = []
        self._salts: list[str] = []
        self._keys: dict[str, list[Kept]] = defaultdict(list)
        self.counts: dict[tuple[int, int], int] = {}

    def add(self, number: int, place: int, line: OrderLine, request: str, keys: Collection[Key]) -> None:
        """The records of one line of one person's order; ``counts`` tells how many there should be."""
        self.counts[number, place] = len(keys)
        self._keys[line.collection] += [(len(self._slots), key) for key in keys]
        self._slots.append((number, place))
        self._salts.append(request)

    @property
    def queries(self) -> list[Query]:
        """One a collection, for all columns."""
        return [
            Query(
                self._statements.by_key(collection, whole=True),
                self._statements.rendering.parameters([(slot, *key) for slot, key in keys]),
                collection,
            )
            for collection, keys in self._keys.items()
            if keys
        ]

    def lines(self, answers: Sequence[Sequence[Row]]) -> dict[tuple[int, int], tuple[int, str]]:
        """(person, place of the line) → how many records are there, and the SHA-256 over all their columns."""
        records: dict[int, list[str]] = defaultdict(list)
        collections = [collection for collection, keys in self._keys.items() if keys]
        for collection, rows in zip(collections, answers, strict=True):
            columns = tuple(self._statements.reading(collection, whole=True).at)
            end = len(columns) + 1
            for row in rows:
                record = dict(zip(columns, row[1:end], strict=True))
                records[row[0]].append(_WRITER.encode(record))
        return {self._slots[slot]: (len(own), _digest(self._salts[slot], own)) for slot, own in records.items()}


def _digest(salt: str, rows: Sequence[str]) -> str:
    total = hashlib.sha256(salt.encode())
    for row in sorted(rows):
        total.update(b"\x00" + row.encode())
    return total.hexdigest()
