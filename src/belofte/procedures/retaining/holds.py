"""Whom and what the open holds concern: out of the vault, and found again in the systems at every use."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field

from belofte.domain.disclosure_scope import Scope, decode_scope
from belofte.domain.hold import NOTHING_HELD, Held, Hold, Postponed
from belofte.domain.identity import Identifier
from belofte.domain.located import Key, Located
from belofte.domain.record_decision import RecordPlace
from belofte.domain.system_map import EraseClear, EraseKeep, SystemMap
from belofte.ports import Ask
from belofte.procedures.parts import IDENTIFIERS, Parts, decode_identifiers
from belofte.procedures.planning.locate import locate
from belofte.store_port import Transaction

PLACES = "held records"
"""Vault column of a hold: single records; of a person's those that were found when it was placed. What refers to a row
that is cleared meanwhile is found by them only."""
SCOPE = "scope"
"""Vault column of a hold: what of the person is held, where an order names it; all of it where there is none."""
POSTPONED = "postponed"
"""Vault column of a hold: what would have gone and did not."""


@dataclass(frozen=True, slots=True)
class HeldNow:
    """Every held record, and the persons' records system by system as they were found for it."""

    places: Held
    located: Mapping[str, Located]
    untold: Held = field(
        default_factory=lambda: NOTHING_HELD
    )  # held by an order of which nobody may know: told to nobody, listed nowhere


def held_now(parts: Parts) -> HeldNow:
    """What is held at this moment. A person's records are looked for anew: those that came since are held too."""
    with parts.store.reading() as tx:
        holds, secret = tx.holds.all(), untold_holds(tx)
        known = _known(tx, (*holds, *secret))
    return _look(parts, (*holds, *secret), frozenset(hold.id for hold in secret), known)


def untold_now(parts: Parts) -> HeldNow:
    """The same of secret orders alone. While there is none, nothing is looked at."""
    with parts.store.reading() as tx:
        secret = untold_holds(tx)
        known = _known(tx, secret)
    return _look(parts, secret, frozenset(hold.id for hold in secret), known)


_Known = Mapping[str, Mapping[str, bytes]]


def _known(tx: Transaction, holds: Sequence[Hold]) -> _Known:
    return tx.vault.newest_of([IDENTIFIERS, PLACES, SCOPE], [hold.id for hold in holds]) if holds else {}


def _look(parts: Parts, holds: Sequence[Hold], secret: Set[str], known: _Known) -> HeldNow:
    if not holds:
        return HeldNow({}, {})
    by_id = {hold.id: hold for hold in holds}
    places: dict[RecordPlace, Hold] = {}
    untold: dict[RecordPlace, Hold] = {}
    for hold, data in known[PLACES].items():
        (untold if hold in secret else places).update(dict.fromkeys(decode_places(data), by_id[hold]))
    asks = [Ask(hold, decode_identifiers(data)) for hold, data in known[IDENTIFIERS].items()]
    located = locate(parts.connectors, asks)
    for hold, found in located.items():
        scope = decode_scope(known[SCOPE][hold]) if hold in known[SCOPE] else None
        its = places_of(found) if scope is None else places_in(parts, found, scope)
        (untold if hold in secret else places).update(dict.fromkeys(its, by_id[hold]))
    return HeldNow(places, located, untold)


def untold_holds(tx: Transaction) -> list[Hold]:
    """The holds of orders of which nobody may know: they stand in no list of holds."""
    return [
        Hold(one.hold, one.article, one.received_by, one.received_on, one.review_on)
        for one in tx.disclosures.all(only_open=True)
        if one.is_secret and one.hold and one.review_on
    ]


def places_in(parts: Parts, located: Located, scope: Scope) -> list[RecordPlace]:
    """The records of one person that an order names, and the rows these hang on: without them they say nothing, and a
    database would not let those go either. One that nobody can list is held with its whole collection."""
    places: list[RecordPlace] = []
    for name, records in located.found.items():
        system = parts.systems[name]
        own = [r for r in records if r.is_record and scope.reaches(name, system.collections[r.collection], r)]
        above = _above(system, {record.collection for record in own})
        own += [r for r in records if r.is_record and r.collection in above and r not in own]
        places += [(name, record.collection, record.key) for record in own]
    return places


def _above(system: SystemMap, collections: set[str]) -> set[str]:
    """The collections whose rows these hang on, and that would lose the row itself."""
    found, fresh = set[str](), set(collections)
    while fresh:
        targets = {of.target for name in fresh for of in system.collections[name].of if of.target_system is None}
        fresh = {name for name in targets if name in system.collections} - found
        found |= fresh
    return {name for name in found if not isinstance(system.collections[name].erase, (EraseClear, EraseKeep))}


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
