"""Records whose term has no first day: listed, and decided one by one by a named person."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from belofte.domain.located import Found
from belofte.domain.policy import RetentionRule
from belofte.domain.retention import starts_of
from belofte.domain.system_map import Collection, SystemMap
from belofte.domain.term_decision import TermDecision
from belofte.ports import SweptByTerm, UndatedAsk
from belofte.procedures.parts import Parts

_TOGETHER = 500


def undated_in(
    parts: Parts, connector: SweptByTerm, system: SystemMap, collection: Collection, rule: RetentionRule
) -> Iterator[tuple[Found, TermDecision | None]]:
    """Every record of a collection without a first day, and what was decided of it."""
    events = tuple(event for event in starts_of(rule) if event in collection.clock)
    if not events:
        return
    seen = iter(connector.undated(UndatedAsk(collection.name, events)))
    while some := list(islice(seen, _TOGETHER)):
        with parts.store.reading() as tx:
            known = tx.term_decisions.of(system.name, collection.name, [found.key for found in some])
        for found in some:
            yield found, known.get(found.key)


def decided_in(
    parts: Parts, connector: SweptByTerm, system: SystemMap, collection: Collection, rule: RetentionRule
) -> Iterator[tuple[Found, TermDecision]]:
    """Those about which somebody decided. Where nobody ever did, nothing is looked at."""
    with parts.store.reading() as tx:
        if not tx.term_decisions.count(system.name, collection.name):
            return
    for found, decision in undated_in(parts, connector, system, collection, rule):
        if decision is not None:
            yield found, decision
