"""A digest over kept records: equal before and after, and telling nothing to whoever lacks the request's random id."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from belofte.connectors.sql.changing import Kept
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.session import Session
from belofte.connectors.sql.values import exported


def digests(
    session: Session, statements: Statements, collection: str, keys: Sequence[Kept], salts: Mapping[int, str]
) -> dict[int, tuple[int, str]]:
    """Person → how many of the records are there, and the SHA-256 over all their columns in the order of their keys."""
    if not keys:
        return {}
    reading = statements.reading(collection, whole=True)
    parameters = statements.rendering.parameters([(number, *key) for number, key in keys])
    rows: dict[int, list[str]] = defaultdict(list)
    columns = tuple(reading.at.items())
    for row in session.rows(statements.by_key(collection, whole=True), parameters, collection):
        record = {column: exported(row[at]) for column, at in columns}
        rows[row[0]].append(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
    return {number: (len(own), _digest(salts[number], own)) for number, own in rows.items()}


def _digest(salt: str, rows: Sequence[str]) -> str:
    total = hashlib.sha256(salt.encode())
    for row in sorted(rows):
        total.update(b"\x00" + row.encode())
    return total.hexdigest()
