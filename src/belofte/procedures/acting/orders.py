"""What a connector is told of planned steps: identifiers and approved record keys, out of the vault.

A value that is somebody else's too, in another system, is not handed over: nothing new is found by it at the act."""

from __future__ import annotations

from collections.abc import Sequence

from belofte.ports import Order, OrderLine
from belofte.procedures.parts import IDENTIFIERS, ITEMS, Parts, decode_identifiers
from belofte.procedures.planning.items import items_of_plan
from belofte.procedures.planning.told_apart import TOLD_APART, decode_apart
from belofte.store_port import StoredStep


def orders_of(parts: Parts, claimed: Sequence[StoredStep]) -> dict[str, Order]:
    """Request id -> its order, for steps of one system and verb."""
    cases = [stored.step.request for stored in claimed]
    with parts.store.reading() as tx:
        known = tx.vault.newest_of([IDENTIFIERS, ITEMS, TOLD_APART], cases)
        identifiers, newest = known[IDENTIFIERS], known[ITEMS]
        items = {one.step.id: items_of_plan(tx, newest, one.step.request, one.plan) for one in claimed}
    orders: dict[str, Order] = {}
    for stored in claimed:
        case = stored.step.request
        own = items[stored.step.id]
        lines = tuple(
            OrderLine(
                collection=line.collection,
                decision=line.decision,
                keys=frozenset(map(tuple, own.keys[line.items])) if line.items else None,
                ground=line.ground,
                until=line.until,
                values=own.values.get(line.items or "", {}),
            )
            for line in stored.step.lines
        )
        apart = decode_apart(known[TOLD_APART].get(case))
        doubtful = apart.doubtful.get(stored.step.system, frozenset())
        sure = tuple(one for one in decode_identifiers(identifiers[case]) if one not in doubtful)
        orders[case] = Order(case, sure, lines, stored.step.verb)
    return orders
