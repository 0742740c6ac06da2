"""What records hold now: read before something is put there, or to see what is still open. Kept in the vault only.

A system that may not be read, or is away, gives nothing: who asks must not take that for "holds nothing".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from belofte.domain.located import Key, Located
from belofte.domain.plan import Decision
from belofte.domain.rights.marking import Held, Place, Values
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.ports import Order, OrderLine, PlanOutdated, SystemUnreachable
from belofte.procedures.parts import Parts

Wanted = Callable[[Collection], bool]


def read_values(parts: Parts, located: Located, wanted: Wanted) -> Held:
    """The fields of the person's own records in the wanted collections."""
    held: dict[Place, Values] = {}
    for name in located.found:
        order = _order(located, parts.systems[name], wanted)
        if order is None or Verb.EXPORT not in parts.systems[name].allow:
            continue
        try:
            for record in parts.connectors[name].export([order]):
                held[name, record.collection, record.key] = record.fields
        except (SystemUnreachable, PlanOutdated):
            continue  # unread: such rows are marked all the same, and lifted as their map says
    return held


def _order(located: Located, system: SystemMap, wanted: Wanted) -> Order | None:
    """All that was found must stand in the order; only what is wanted is read."""
    keys: dict[tuple[str, Decision], set[Key]] = defaultdict(set)
    for record in located.found[system.name]:
        if not record.candidate:
            read = bool(record.key) and wanted(system.collections[record.collection])
            decision = Decision.ASK if record.shared else Decision.EXPORT if read else Decision.WITHHOLD
            keys[record.collection, decision].add(record.key)
    if not any(decision is Decision.EXPORT for _, decision in keys):
        return None
    lines = [
        OrderLine(collection, decision, frozenset(listed) if all(listed) else None)
        for (collection, decision), listed in keys.items()
    ]
    return Order(located.request, located.identifiers, tuple(lines))
