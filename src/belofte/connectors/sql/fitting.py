"""Does what is found now still fit what was approved? Pure comparison of a search with the lines of an order.

New records under the same line go along. A record in a collection, or under a decision, that the plan does not have, or
one that two persons turn out to share, sends the order back: the office approved something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field

from belofte.connectors.sql.bulk import Big
from belofte.connectors.sql.hits import Hit, Walked
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure
from belofte.ports import Order, OrderLine

ACTS = frozenset({Decision.DELETE, Decision.CLEAR, Decision.DO})

_REMEDY = "The plan no longer fits: make a new plan and have it approved."

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


def shares_of(walked: Walked, orders: Sequence[Order], anchors: Container[str]) -> list[Share]:
    """What each order of a batch comes to."""
    hits = grouped(walked)
    bigs: dict[int, dict[str, Big]] = defaultdict(dict)
    for (number, collection), big in walked.bigs.items():
        bigs[number][collection] = big
    return [_fit(number, o, hits.get(number, {}), bigs[number], anchors) for number, o in enumerate(orders)]


def _fit(
    number: int,
    order: Order,
    hits: Mapping[str, Mapping[Key, Hit]],
    bigs: Mapping[str, Big],
    anchors: Container[str],
) -> Share:
    """Divide what was found among the order's lines, or say why the plan no longer fits. A row of ``anchors`` that the
    plan does not have is never taken along: it may be somebody else."""
    keys: dict[tuple[str, Decision], set[Key]] = {(line.collection, line.decision): set() for line in order.lines}
    share = Share(order, number, keys, hits)
    lines: dict[str, list[OrderLine]] = defaultdict(list)
    for line in order.lines:
        lines[line.collection].append(line)
    for collection, records in hits.items():
        own, known_only = lines[collection], collection in anchors
        for key, hit in records.items():
            decision = _decision(own, key, hit, known_only=known_only)
            if decision is None:
                share.failure = Failure(False, collection, _REMEDY)
                return share
            keys[collection, decision].add(key)
    for collection, big in bigs.items():
        decision = _decision(lines[collection], (), big, known_only=False)
        if decision is None:
            share.failure = Failure(False, collection, _REMEDY)
            return share
        share.bigs[collection] = (big, decision)
    for line in order.lines:
        missing = line.keys.difference(hits.get(line.collection, ())) if line.keys else ()
        if missing and line.collection not in bigs:
            share.gone.setdefault((line.collection, line.decision), set()).update(filter(None, missing))
    return share


def _decision(lines: Sequence[OrderLine], key: Key, hit: Hit | Big, *, known_only: bool) -> Decision | None:
    """The decision for one record; None: the plan has none for it."""
    named = None
    for line in lines:
        if line.keys is not None and key in line.keys:
            named = line
            break
    if not hit.sure:
        if named is not None and named.decision in ACTS:
            return None
        return Decision.ASK if any(line.decision is Decision.ASK for line in lines) else None
    if named is not None:
        return named.decision
    open_lines = [line for line in lines if line.decision is not Decision.ASK]
    every = {line.decision for line in open_lines if line.keys is None}
    if not every and not known_only:
        every = {line.decision for line in open_lines}
    return every.pop() if len(every) == 1 else None
