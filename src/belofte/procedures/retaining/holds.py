"""Whom and what the open holds concern: out of the vault, and found again in the systems at every use."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from belofte.domain.hold import Held, Hold, Postponed
from belofte.domain.identity import Identifier
from belofte.domain.located import Key, Located
from belofte.domain.record_decision import RecordPlace
from belofte.ports import Ask
from belofte.procedures.parts import IDENTIFIERS, Parts, decode_identifiers
from belofte.procedures.planning.locate import locate
from belofte.store_port import Transaction

PLACES = "held records"
"""Vault column of a hold: single records."""
POSTPONED = "postponed"
"""Vault column of a hold: what would have gone and did not."""


@dataclass(frozen=True, slots=True)
class HeldNow:
    """Every held record, and the persons' records system by system as they were found for it."""

    places: Held
    located: Mapping[str, Located]


def held_now(parts: Parts) -> HeldNow:
    """What is held at this moment. A person's records are looked for anew: those that came since are held too."""
    with parts.store.reading() as tx:
        holds = {hold.id: hold for hold in tx.holds.all()}
        if not holds:
            return HeldNow({}, {})
        known = tx.vault.newest_of([IDENTIFIERS, PLACES], list(holds))
    places: dict[RecordPlace, Hold] = {}
    for hold, data in known[PLACES].items():
        places |= dict.fromkeys(decode_places(data), holds[hold])
    asks = [Ask(hold, decode_identifiers(data)) for hold, data in known[IDENTIFIERS].items()]
    located = locate(parts.connectors, asks)
    for hold, found in located.items():
        places |= dict.fromkeys(places_of(found), holds[hold])
    return HeldNow(places, located)


def places_of(located: Located) -> list[RecordPlace]:
    """The records of one person. What is shared with another person is held with it."""
    return [
        (system, record.collection, record.key)
        for system, records in located.found.items()
        for record in records
        if record.is_record
    ]


def encode_places(places: Sequence[RecordPlace]) -> bytes:
    """Records as they lie in the vault."""
    return json.dumps([[system, collection, list(key)] for system, collection, key in places]).encode()


def decode_places(data: bytes) -> list[RecordPlace]:
    """The records of a vault entry."""
    rows: list[tuple[str, str, list[int | str | bool]]] = json.loads(data)
    return [(system, collection, tuple(key)) for system, collection, key in rows]


def written_place(text: str) -> list[RecordPlace]:
    """``crm.invoices:1042``: a record as somebody writes it; parts of a key stand apart by a comma. A number is looked
    for as a number and as text, for nobody sees which of the two a column holds."""
    where, _, written = text.partition(":")
    system, _, collection = where.partition(".")
    parts = written.split(",")
    as_text: Key = tuple(parts)
    as_number: Key = tuple(int(part) if part.isdecimal() else part for part in parts)
    return [(system, collection, key) for key in dict.fromkeys((as_number, as_text))]


def postponed_of(tx: Transaction, hold: str) -> list[Postponed]:
    """What stayed because of this hold."""
    data = tx.vault.newest(POSTPONED, [hold]).get(hold)
    rows: list[dict[str, str]] = json.loads(data) if data else []
    return [Postponed(row["system"], row["collection"], tuple(row["key"]), row["decision"]) for row in rows]


def encode_postponed(records: Sequence[Postponed]) -> bytes:
    """What stayed, as it lies in the vault."""
    return json.dumps([asdict(record) for record in records]).encode()


def asked_identifiers(located: Located, identifier: Identifier) -> tuple[Identifier, ...]:
    """What a person is found by from now on: what was given, and what the systems know beside it."""
    return tuple(dict.fromkeys((identifier, *located.identifiers)))
