"""Every sweep looks whether what a statute wants kept is as it was: sealed when first seen, compared ever after."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from belofte.domain.policy import RetentionRule
from belofte.domain.retention import starts_of
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.ports import SweptByTerm
from belofte.procedures.parts import Parts
from belofte.sweep_port import ShowsKept

_TOGETHER = 2000


def see_kept(parts: Parts, system: SystemMap, connector: SweptByTerm) -> int:
    """Seal and compare the kept records of one system; returns how many are not as they were sealed. May raise
    :class:`belofte.ports.SystemUnreachable`."""
    if not isinstance(connector, ShowsKept) or Verb.FIND not in system.allow:
        return 0
    changed = 0
    for collection, events in _kept_in(parts, system):
        seen = iter(connector.contents(collection.name, events))
        while some := list(islice(seen, _TOGETHER)):
            with parts.store.transaction() as tx:
                records = [(found.key, content) for found, content in some]
                changed += tx.seals.look(system.name, collection.name, records, parts.today())
        with parts.store.transaction() as tx:
            tx.seals.missed(system.name, collection.name, parts.today())
    return changed


def _kept_in(parts: Parts, system: SystemMap) -> Iterator[tuple[Collection, tuple[str, ...]]]:
    """The collections with a statutory floor, and the events with which it begins."""
    for collection in system.collections.values():
        rule = parts.policy.retention.get(collection.category or "")
        if rule is None or not collection.controller or not is_by_law(rule):
            continue
        events = tuple(event for event in starts_of(rule) if event in collection.clock)
        own = all(collection.clock[event].partition(".")[0] not in parts.systems for event in events)
        if events and own:
            yield collection, events


def is_by_law(rule: RetentionRule) -> bool:
    """Whether a statute wants records of this rule kept for a time."""
    return rule.floor is not None and rule.law is not None
