"""Does what is found now still fit what was approved? A search side by side with the lines of an order, by the rule of
:mod:`belofte.connectors.dividing`, for what a database lists and for what is too much to list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from belofte.connectors.dividing import NO_LONGER, under_lines
from belofte.connectors.sql.bulk import Big
from belofte.connectors.sql.hits import Hit, Walked
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure
from belofte.domain.system_map import SystemMap
from belofte.ports import Order, OrderLine

Grouped = Mapping[int, Mapping[str, Mapping[Key, Hit]]]
"""Person → collection → record key → hit."""


@dataclass(slots=True)
class Share:
    """What one order comes to: the keys under each decision, by collection."""

    order: Order
    number: int
    keys: dict[tuple[str, Decision], set[Key]] = field(default_factory=dict["tuple[str, Decision]", "set[Key]"])
    hits: Mapping[str, Mapping[Key, Hit]] = field(default_factory=dict[str, "Mapping[Key, Hit]"])
    bigs: dict[str, tuple[Big, Decision]] = field(default_factory=dict[str, "tuple[Big, Decision]"])
    gone: dict[tuple[str, Decision], set[Key]] = field(default_factory=dict["tuple[str, Decision]", "set[Key]"])
    failure: Failure | None = None

    def kept_under(self, line: OrderLine) -> list[Key]:
        """The records that stay under this line; one that is new stays under the collection's first such line."""
        if line.decision is not Decision.KEEP:
            return []
        staying = self.keys.get((line.collection, line.decision), set())
        same = [o for o in self.order.lines if o.collection == line.collection and o.decision is line.decision]
        if line is not same[0]:
            return [key for key in staying if key in (line.keys or ())]
        elsewhere = {key for other in same[1:] for key in other.keys or ()}
        return [key for key in staying if key not in elsewhere]

    def count(self, collection: str, decision: Decision) -> int:
        """How many records of a collection stand under a decision."""
        big, its = self.bigs.get(collection, (None, None))
        return len(self.keys.get((collection, decision), ())) + (big.count if big and its is decision else 0)

    def of(self, collection: str, decision: Decision) -> Collection[Key]:
        """The keys of a collection under a decision."""
        return self.keys.get((collection, decision), ())


def grouped(walked: Walked) -> Grouped:
    """The hits of a search by person."""
    found: dict[int, dict[str, dict[Key, Hit]]] = defaultdict(lambda: defaultdict(dict))
    for collection, hits in walked.hits.items():
        for (person, key), hit in hits.items():
            found[person][collection][key] = hit
    return found


def shares_of(system: SystemMap, walked: Walked, orders: Sequence[Order]) -> list[Share]:
    """What each order of a batch comes to."""
    hits = grouped(walked)
    bigs: dict[int, dict[str, Big]] = defaultdict(dict)
    for (number, collection), big in walked.bigs.items():
        bigs[number][collection] = big
    return [_fit(system, number, order, hits.get(number, {}), bigs[number]) for number, order in enumerate(orders)]


def _fit(
    system: SystemMap,
    number: int,
    order: Order,
    hits: Mapping[str, Mapping[Key, Hit]],
    bigs: Mapping[str, Big],
) -> Share:
    """Divide what was found among the order's lines, or say why the plan no longer fits."""
    keys: dict[tuple[str, Decision], set[Key]] = {(line.collection, line.decision): set() for line in order.lines}
    share, under_of = Share(order, number, keys, hits), under_lines(system, order)
    for collection, records in hits.items():
        if (under := under_of(collection)) is None:
            continue
        for key, hit in records.items():
            at = under.of(key, sure=hit.sure)
            if at is None:
                share.failure = Failure(False, collection, NO_LONGER)
                return share
            keys[collection, order.lines[at].decision].add(key)
    for collection, big in bigs.items():
        if (under := under_of(collection)) is None:
            continue
        at = under.of((), sure=big.sure)
        if at is None:
            share.failure = Failure(False, collection, NO_LONGER)
            return share
        share.bigs[collection] = (big, order.lines[at].decision)
    for line in order.lines:
        missing = line.keys.difference(hits.get(line.collection, ())) if line.keys else ()
        if missing and line.collection not in bigs:
            share.gone.setdefault((line.collection, line.decision), set()).update(filter(None, missing))
    return share
