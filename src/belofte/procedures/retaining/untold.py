"""What an order keeps of which nobody may know (Art. 23 GDPR): kept at the act, and told in no receipt of it.

The plan that was approved does not name such records. So the act itself is told of them, or a search that finds them
again would take them along; what it says of them is left out of the result before anything is written down. What would
have gone is remembered under the order's own key, to be done when its secrecy is lifted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from belofte.domain.hold import Hold, Postponed, hold_of
from belofte.domain.located import Found, Key
from belofte.domain.plan import ERASING, Decision
from belofte.domain.system_map import EraseClear, SystemMap, Verb
from belofte.domain.untold import NOT_TOLD, is_told
from belofte.ports import Ask, Order, OrderLine, Result, SystemUnreachable
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.holds import (
    PLACES,
    POSTPONED,
    decode_places,
    encode_places,
    encode_postponed,
    postponed_of,
    untold_now,
)
from belofte.store_port import Transaction

_ERASES = frozenset({Verb.ERASE, Verb.PURGE})


def keep_untold(parts: Parts, system: str, verb: Verb, orders: Mapping[str, Order]) -> dict[str, Order]:
    """The orders, with what must stay in this system and may not be told of as lines of their own. Raises
    ``SystemUnreachable`` where nobody could look for that now: then nothing goes yet."""
    if verb not in _ERASES or not orders:
        return dict(orders)
    now = untold_now(parts)
    for blind in (one for located in now.located.values() for one in located.blind if one.system == system):
        raise SystemUnreachable(blind.why, blind.remedy)
    held = {place: hold for place, hold in now.untold.items() if place[0] == system}
    if not held:
        return dict(orders)
    found: dict[str, list[Found]] = defaultdict(list)
    for record in parts.connectors[system].find([Ask(case, one.identifiers) for case, one in orders.items()]):
        if record.is_record and not record.shared:
            found[record.request].append(record)
    kept = {case: _Kept(parts.systems[system], order) for case, order in orders.items()}
    for case, one in kept.items():
        for record in found[case]:
            if hold := hold_of(held, (system, record.collection, record.key)):
                one.keep(record.collection, record.key, hold)
    if verb is Verb.ERASE:
        with parts.store.transaction() as tx:
            for one in kept.values():
                one.remember(tx)
    return {case: one.order() for case, one in kept.items()}


def told_of(results: Mapping[str, Result]) -> dict[str, Result]:
    """The results without a word of what may not be told."""
    return {case: _told(result) for case, result in results.items()}


def told_each(results: Iterable[Result]) -> list[Result]:
    """The same for results in a row."""
    return [_told(result) for result in results]


def untold_lines(keys: Mapping[str, set[Key]]) -> list[OrderLine]:
    """What an act is told to keep; :func:`told_of` takes what it says of them out of its results."""
    return [OrderLine(name, Decision.KEEP, frozenset(listed), ground=NOT_TOLD) for name, listed in keys.items()]


def _told(result: Result) -> Result:
    return replace(result, lines=tuple(line for line in result.lines if is_told(line.decision, line.ground)))


def postpone(tx: Transaction, hold: str, records: Sequence[Postponed]) -> None:
    """These go when the order of this hold is lifted; until then they are held as the records they are. Safe to
    repeat."""
    before = postponed_of(tx, hold)
    tx.vault.put(hold, POSTPONED, encode_postponed(list(dict.fromkeys((*before, *records)))))
    held = decode_places(tx.vault.newest(PLACES, [hold]).get(hold, b"[]"))
    here = [(one.system, one.collection, one.key) for one in records]
    tx.vault.put(hold, PLACES, encode_places(list(dict.fromkeys((*held, *here)))))


class _Kept:
    """One order, and what of it stays for an order that is not told of."""

    def __init__(self, system: SystemMap, order: Order) -> None:
        self._system, self._order = system, order
        self._keys: dict[str, set[Key]] = defaultdict(set)
        self._postponed: dict[str, list[Postponed]] = defaultdict(list)
        stays = [line for line in order.lines if line.decision not in ERASING]
        self._staying = {(line.collection, key) for line in stays for key in line.keys or ()}

    def keep(self, collection: str, key: Key, hold: Hold) -> None:
        """This record stays; what a law or a person keeps anyhow stays under its own line."""
        if (collection, key) in self._staying:
            return
        self._keys[collection].add(key)
        by_map = isinstance(self._system.collections[collection].erase, EraseClear)
        decision = Decision.CLEAR if by_map else Decision.DELETE
        self._postponed[hold.id].append(Postponed(self._system.name, collection, key, decision.value))

    def remember(self, tx: Transaction) -> None:
        """Durable before the act: it goes when the order is lifted."""
        for hold, records in self._postponed.items():
            postpone(tx, hold, records)

    def order(self) -> Order:
        if not self._keys:
            return self._order
        lines = [left for line in self._order.lines for left in self._left_of(line)]
        lines += untold_lines({name: keys for name, keys in self._keys.items() if all(keys)})
        return replace(self._order, lines=tuple(lines))

    def _left_of(self, line: OrderLine) -> Sequence[OrderLine]:
        """What is left of one line. Of a collection nobody can list, all of the person's stays."""
        untold = self._keys.get(line.collection)
        if not untold or line.decision not in ERASING:
            return [line]
        if line.keys is None:
            return [OrderLine(line.collection, Decision.KEEP, None, ground=NOT_TOLD)]
        left = line.keys - untold
        return [replace(line, keys=left)] if left else []
