"""Whether what a hold keeps is still there: looked up by key, as it was found when the hold was placed.

Secret orders' holds are not looked at here: what a verdict counts, everybody sees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from belofte.checks.shape import HeldRecords
from belofte.domain.errors import BelofteError
from belofte.domain.hold import Hold
from belofte.domain.located import Key
from belofte.domain.plan import Decision
from belofte.domain.record_decision import RecordPlace
from belofte.domain.system_map import Verb
from belofte.ports import Order, OrderLine, SystemUnreachable
from belofte.procedures.parts import IDENTIFIERS, Parts, decode_identifiers
from belofte.procedures.retaining.holds import PLACES, decode_places


def held_records(parts: Parts) -> tuple[HeldRecords, ...]:
    """Each open hold that may be told of, with how many of its records are there, and how many no longer are."""
    with parts.store.reading() as tx:
        holds = tx.holds.all()
        known = tx.vault.newest_of([PLACES, IDENTIFIERS], [hold.id for hold in holds])
    found: list[HeldRecords] = []
    for hold in holds:
        places = decode_places(known[PLACES].get(hold.id, b"[]"))
        found.append(_looked(parts, hold, places, known[IDENTIFIERS].get(hold.id, b"[]")))
    return tuple(found)


def _looked(parts: Parts, hold: Hold, places: Sequence[RecordPlace], identifiers: bytes) -> HeldRecords:
    by_system: dict[str, dict[str, set[Key]]] = defaultdict(lambda: defaultdict(set))
    for system, collection, key in places:
        if key:
            by_system[system][collection].add(key)
    there, missing, blind = 0, 0, list[str]()
    for system, keys in by_system.items():
        lines = tuple(OrderLine(name, Decision.KEEP, frozenset(listed)) for name, listed in keys.items())
        order = Order(hold.id, decode_identifiers(identifiers), lines, Verb.ERASE)
        present = _present(parts, system, order)
        if present is None:
            blind.append(system)
            continue
        for name, listed in keys.items():
            expected = len({str(part) for part in map(_written, listed)})  # a number may be kept as number and as text
            here = min(expected, present.get(name, 0))
            there, missing = there + here, missing + expected - here
    return HeldRecords(hold.id, there, missing, tuple(blind))


def _present(parts: Parts, system: str, order: Order) -> dict[str, int] | None:
    """How many records of each collection are there; None where nobody could look."""
    connector = parts.connectors.get(system)
    if connector is None:
        return None
    try:
        (result,) = connector.read_back([order])
    except (SystemUnreachable, BelofteError):
        return None
    lines = [line for line in result.lines if line.decision is Decision.KEEP]
    if any(line.present is None for line in lines):
        return None
    return {line.collection: line.present or 0 for line in lines}


def _written(key: Key) -> tuple[str, ...]:
    return tuple(map(str, key))
