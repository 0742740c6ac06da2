"""What the ledger gets before the first act: what must stay forgotten, corrected or restricted until the last backup of
a system has gone.

Of a correction it also gets what stood there before: a backup that comes back, or a list somebody imports, brings
exactly that value, and any other was put there since. Of a restriction it gets which right it rests on and a cause that
its lifting has too, so that nobody's restriction comes back after it was lifted.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from belofte.domain.located import Key
from belofte.domain.plan import CHANGING, Decision
from belofte.domain.request import Request
from belofte.domain.rights.marking import HIDDEN, HIDDEN_ONLY
from belofte.domain.rights.rectification import CHANGES
from belofte.domain.staff_wall import cause_of
from belofte.domain.system_map import Verb
from belofte.ports import Order, OrderLine
from belofte.procedures.acting.remembering import remembered_until
from belofte.procedures.parts import Parts
from belofte.store_port import LedgerEntry, Transaction

LEDGERED = frozenset({Verb.ERASE, Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT})
MARKS = frozenset({Verb.RESTRICT, Verb.LIFT})
Keys = Mapping[str, Sequence[Key]]
Stood = Mapping[str, Mapping[str, Sequence[object]]]
"""Collection → column → the values that stood there before a correction."""


def seal(parts: Parts, system: str, verb: Verb, orders: Sequence[Order], requests: Mapping[str, Request]) -> list[str]:
    """Durable before the first act; returns the ids of the entries."""
    if verb not in LEDGERED or not orders:
        return []
    before = _stood(parts, system, [order.request for order in orders] if verb is Verb.RECTIFY else [])
    expires = remembered_until(parts, system)
    entries = [
        LedgerEntry(
            id=parts.new_id("ledger"),
            system=system,
            verb=verb,
            sealed_on=parts.today(),
            expires_on=expires,
            identifiers=order.identifiers,
            keys=part.keys,
            values=part.values,
            kept=part.kept,
            at=parts.now(),
            before=before.get(order.request, {}),
            right=requests[order.request].right if verb is not Verb.ERASE else "",
            purposes=requests[order.request].course.purposes if verb in MARKS else (),
            cause=cause_of(order.request) if verb is not Verb.ERASE else "",
            ground=part.ground,
        )
        for order in orders
        for part in _parts_of(verb, order)
    ]
    parts.store.ledger.seal(entries)
    return [entry.id for entry in entries]


def stood_before(tx: Transaction, system: str, cases: Sequence[str]) -> Mapping[str, Stood]:
    """By case: the values that the newest plan of a correction found in this system."""
    found: dict[str, Stood] = {}
    for case, data in tx.vault.newest(CHANGES, cases).items():
        columns: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
        for row in _rows(data):
            if row["system"] == system and row["after"] is not None and row["before"] != row["after"]:
                values = columns[row["collection"]][row["column"]]
                values += [row["before"]] if row["before"] not in values else []
        found[case] = {name: dict(values) for name, values in columns.items()}
    return found


def _stood(parts: Parts, system: str, cases: Sequence[str]) -> Mapping[str, Stood]:
    if not cases:
        return {}
    with parts.store.reading() as tx:
        return stood_before(tx, system, cases)


def _rows(data: bytes) -> Iterable[Mapping[str, Any]]:
    return json.loads(data)["changes"]


class _Part:
    """What one entry of the ledger is about."""

    def __init__(self, keys: Keys, kept: Keys, line: OrderLine | None = None) -> None:
        self.keys, self.kept = keys, kept
        self.values: Mapping[str, Mapping[str, object]] = {line.collection: line.values} if line else {}
        self.ground = line.ground if line and line.ground in (HIDDEN, HIDDEN_ONLY) else None


def _parts_of(verb: Verb, order: Order) -> Iterator[_Part]:
    """What one order leaves in the ledger: the records it acts on; of what is put in place of something else, each line
    with its values. What stays is named too: a replay must not take it for what was forgotten, or lost its mark."""
    if verb is Verb.ERASE:
        kept = _keys_of(line for line in order.lines if line.decision not in CHANGING)
        yield _Part(_keys_of(line for line in order.lines if line.decision in CHANGING), kept)
        return
    for line in order.lines:
        if line.decision is Decision.DO:
            others = (one for one in order.lines if one is not line and one.collection == line.collection)
            yield _Part({line.collection: list(line.keys or ())}, _keys_of(others), line)


def _keys_of(lines: Iterable[OrderLine]) -> Keys:
    """No key at all stands for a collection too large to list."""
    keys: dict[str, list[Key]] = defaultdict(list)
    for line in lines:
        keys[line.collection] += line.keys or ()
    return keys
