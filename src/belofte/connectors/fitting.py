"""Does what is found now still fit what was approved? Pure comparison of a search with the lines of an order, for
connectors that act record by record.

New records under the same line go along. A record in a collection, or under a decision, that the plan does not have, or
one that two persons turn out to share, sends the order back: the office approved something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure
from belofte.ports import Order, OrderLine

ACTS = frozenset({Decision.DELETE, Decision.CLEAR, Decision.DO})
NO_LONGER = "The plan no longer fits: make a new plan and have it approved."


class Sure(Protocol):
    """A record found; ``sure`` is False where it hangs on something two persons share."""

    @property
    def sure(self) -> bool: ...


Hit = TypeVar("Hit", bound=Sure)


@dataclass(slots=True)
class Share(Generic[Hit]):
    """What one order comes to: its records under each line, by the line's number; ``gone`` were planned and are not
    found any more."""

    order: Order
    hits: Mapping[str, Mapping[Key, Hit]]
    keys: dict[int, list[Key]] = field(default_factory=dict[int, "list[Key]"])
    gone: dict[int, set[Key]] = field(default_factory=dict[int, "set[Key]"])
    failure: Failure | None = None


def fit(order: Order, hits: Mapping[str, Mapping[Key, Hit]], anchors: Container[str]) -> Share[Hit]:
    """Divide what was found among the order's lines, or say why the plan no longer fits. A record of ``anchors`` (one a
    person) that the plan does not have is never taken along: it may be somebody else."""
    share = Share[Hit](order, hits)
    lines: dict[str, list[tuple[int, OrderLine]]] = defaultdict(list)
    for number, line in enumerate(order.lines):
        lines[line.collection].append((number, line))
        share.keys[number] = []
    for collection, records in hits.items():
        for key, hit in records.items():
            number = _line(lines[collection], key, hit, known_only=collection in anchors)
            if number is None:
                share.failure = Failure(False, collection, NO_LONGER)
                return share
            share.keys[number].append(key)
    for number, line in enumerate(order.lines):
        missing = {key for key in line.keys or () if key and key not in hits.get(line.collection, {})}
        if missing:
            share.gone[number] = missing
    return share


def _line(lines: Sequence[tuple[int, OrderLine]], key: Key, hit: Sure, *, known_only: bool) -> int | None:
    """The number of the line a record falls under; None: the plan has none for it."""
    named = next(((n, line) for n, line in lines if line.keys is not None and key in line.keys), None)
    if not hit.sure:
        if named is not None and named[1].decision in ACTS:
            return None
        return next((n for n, line in lines if line.decision is Decision.ASK), None)
    if named is not None:
        return named[0]
    open_lines = [(n, line) for n, line in lines if line.decision is not Decision.ASK]
    every = [(n, line) for n, line in open_lines if line.keys is None]
    if not every and not known_only:
        every = open_lines
    return every[0][0] if len({line.decision for _, line in every}) == 1 else None
