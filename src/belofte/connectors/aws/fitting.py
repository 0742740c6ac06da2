"""Does what is found now still fit what was approved? Pure comparison of a search with the lines of an order.

New records under the same line go along. A record in a collection, or under a decision, that the plan does not have, or
one that turns out to be about somebody else too, sends the order back: the office approved something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from belofte.connectors.aws.seeking import Hit
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure
from belofte.ports import Order, OrderLine

ACTS = frozenset({Decision.DELETE, Decision.CLEAR, Decision.DO})
_REMEDY = "The plan no longer fits: make a new plan and have it approved."

Place = tuple[str, Decision]
"""Collection and decision."""


@dataclass(slots=True)
class Share:
    """What one order comes to: the hits under each decision, and the planned keys that were not found again."""

    order: Order
    hits: dict[Place, list[Hit]] = field(default_factory=dict["Place", "list[Hit]"])
    gone: dict[Place, set[Key]] = field(default_factory=dict["Place", "set[Key]"])
    failure: Failure | None = None

    def of_line(self, line: OrderLine) -> list[Hit]:
        """The hits of one line; those that are new since the plan go with the collection's first such line."""
        same = [o for o in self.order.lines if (o.collection, o.decision) == (line.collection, line.decision)]
        hits = self.hits.get((line.collection, line.decision), [])
        if line is not same[0]:
            return [hit for hit in hits if hit.key in (line.keys or ())]
        others = {key for other in same[1:] for key in other.keys or ()}
        return [hit for hit in hits if hit.key not in others]


def share_of(order: Order, found: Mapping[str, Iterable[Hit]]) -> Share:
    """Divide what was found of one person among the order's lines, or say why the plan no longer fits."""
    share = Share(order)
    lines: dict[str, list[OrderLine]] = defaultdict(list)
    for line in order.lines:
        lines[line.collection].append(line)
    for collection, hits in found.items():
        seen = set[Key]()
        for hit in hits:
            if hit.candidate:
                continue
            seen.add(hit.key)
            decision = _decision(lines[collection], hit)
            if decision is None:
                share.failure = Failure(False, collection, _REMEDY)
                return share
            share.hits.setdefault((collection, decision), []).append(hit)
        for line in lines[collection]:
            if missing := {key for key in line.keys or () if key and key not in seen}:
                share.gone.setdefault((collection, line.decision), set()).update(missing)
    return share


def _decision(lines: Sequence[OrderLine], hit: Hit) -> Decision | None:
    """The decision for one record; None: the plan has none for it."""
    named = next((line for line in lines if line.keys is not None and hit.key in line.keys), None)
    if not hit.sure:
        if named is not None and named.decision in ACTS:
            return None
        return Decision.ASK if any(line.decision is Decision.ASK for line in lines) else None
    if named is not None:
        return named.decision
    open_lines = [line for line in lines if line.decision is not Decision.ASK]
    every = {line.decision for line in open_lines if line.keys is None} or {line.decision for line in open_lines}
    return every.pop() if len(every) == 1 else None
