"""Every sweep looks whether what a statute wants kept is as it was: sealed when first seen, compared ever after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from belofte.domain.policy import RetentionRule
from belofte.domain.retention import book_year_of, events_of, keep_until, starts_of, tag_event
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.domain.unaltered import Seen
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.claims import Claimed
from belofte.sweep_port import ShowsKept

_TOGETHER = 2000


def see_kept(parts: Parts, system: SystemMap, claimed: Claimed) -> int:
    """Seal and compare the kept records of one system; returns how many are not as they were sealed. What is not there
    any more was missed, unless its last day is over and nobody claims it. May raise
    :class:`belofte.ports.SystemUnreachable`."""
    changed = 0
    for connector, collection, events in _sealed_in(parts, system):
        seen = _seen(parts, connector, collection, events)
        while some := list(islice(seen, _TOGETHER)):
            with parts.store.transaction() as tx:
                changed += tx.seals.look(system.name, collection.name, some, parts.today())
        stays = claimed.keys(system.name, collection.name)
        with parts.store.transaction() as tx:
            tx.seals.missed(system.name, collection.name, parts.today(), stays)
    return changed


def _seen(parts: Parts, connector: ShowsKept, collection: Collection, events: Sequence[str]) -> Iterator[Seen]:
    """The kept records of one collection, each with its last day under today's rule."""
    rule, book_year = parts.policy.retention[collection.category or ""], book_year_of(parts.policy)
    telling = [event for event in events_of(rule) if event not in events]
    known = (
        []
        if not events
        else [event for event in telling if event in collection.clock or event in map(tag_event, collection.tagged)]
    )
    until: dict[tuple[date | None, ...], date] = {}  # many records share their days
    for found, content in connector.contents(collection.name, events, known):
        days = tuple(found.events.values())
        if len(until) == _TOGETHER:  # of two or more events nearly every record has days of its own
            until.clear()
        if days not in until:
            until[days] = keep_until(rule, found.events, book_year).gone_by or date.max
        yield Seen(found.key, content, until[days] if known == telling else date.max)


def _sealed_in(parts: Parts, system: SystemMap) -> Iterator[tuple[ShowsKept, Collection, tuple[str, ...]]]:
    """The collections with a statutory floor that this system can show, and the events with which it begins: none where
    the day stands in another system. Then all of it is compared."""
    connector = parts.connectors.get(system.name)
    if not isinstance(connector, ShowsKept) or Verb.FIND not in system.allow:
        return
    for collection in _kept_in(parts, system):
        starts = starts_of(parts.policy.retention[collection.category or ""])
        events = tuple(event for event in starts if event in collection.clock)
        own = all(collection.clock[event].partition(".")[0] not in parts.systems for event in events)
        if events and connector.shows(collection.name):
            yield connector, collection, events if own else ()


def _kept_in(parts: Parts, system: SystemMap) -> Iterator[Collection]:
    """The collections of which a statute wants records kept."""
    for collection in system.collections.values():
        rule = parts.policy.retention.get(collection.category or "")
        if rule is not None and collection.controller and is_by_law(rule):
            yield collection


def not_sealed(parts: Parts) -> list[str]:
    """``system.collection`` of what a statute wants kept and no sweep compares: the system does not show what its
    records say, or the map names no first day. Nobody would see there that a record was changed."""
    told: list[str] = []
    for system in parts.systems.values():
        sealed = {collection.name for _, collection, _ in _sealed_in(parts, system)}
        told += [f"{system.name}.{one.name}" for one in _kept_in(parts, system) if one.name not in sealed]
    return told


def is_by_law(rule: RetentionRule) -> bool:
    """Whether a statute wants records of this rule kept for a time."""
    return rule.floor is not None and rule.law is not None
