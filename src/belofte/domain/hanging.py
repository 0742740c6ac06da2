"""Copies that fall with a record elsewhere: a scan in a bucket, a message with the invoice, found by what both hold.

A map says so by a clock that names a row of another system (``clock: {left: crm.customers.left_on}``): the day stands
there and nowhere else. So the copy is looked for from that row, by a reference (``of: {number: crm.invoices.number}``)
or by the kinds of value both hold, and it goes before the row does: afterwards nothing would lead to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from belofte.domain.identity import KEY
from belofte.domain.kinds import KINDS, Strength
from belofte.domain.policy import RetentionRule
from belofte.domain.retention import events_of, tag_event
from belofte.domain.system_map import Collection, SystemMap


@dataclass(frozen=True, slots=True)
class Bond:
    """By what a copy is known: a column of the row it hangs on, and what that value is to the copy's system."""

    column: str
    kind: str
    scope: str


@dataclass(frozen=True, slots=True)
class Hanging:
    """Records of ``collection`` in ``system`` hang on rows of ``table`` in ``on``; ``bonds`` lead from one to the
    other. ``events``: the copy's events in the words of the row's own clock."""

    system: str
    collection: str
    on: str
    table: str
    bonds: tuple[Bond, ...]
    events: Mapping[str, str]


def hanging_in(
    system: SystemMap, collection: Collection, rule: RetentionRule | None, systems: Mapping[str, SystemMap]
) -> Hanging | None:
    """What the records of a collection hang on; None where they have days of their own, or the map does not say how to
    get there."""
    needed = [event for event in events_of(rule) if event not in map(tag_event, rule.tagged)] if rule else []
    places = [_elsewhere(collection.clock.get(event, ""), system.name, systems) for event in needed]
    first = places[0] if places else None
    if first is None or any(place is None or place[:2] != first[:2] for place in places):
        return None
    on, table = systems[first[0]], systems[first[0]].collections.get(first[1])
    if table is None:
        return None
    columns = {column: event for event, column in table.clock.items()}
    events = {event: columns.get(place[2], "") for event, place in zip(needed, places, strict=True) if place}
    bonds = tuple(dict.fromkeys(_bonds(system, collection, on, table, frozenset())))
    if not bonds or not all(events.values()):
        return None
    return Hanging(system.name, collection.name, on.name, table.name, bonds, events)


def hanging_on(
    systems: Mapping[str, SystemMap], retention: Mapping[str, RetentionRule], on: str, table: str
) -> Iterator[Hanging]:
    """Everything elsewhere that hangs on the rows of one table."""
    for hanging in all_hanging(systems, retention):
        if (hanging.on, hanging.table) == (on, table):
            yield hanging


def all_hanging(systems: Mapping[str, SystemMap], retention: Mapping[str, RetentionRule]) -> Iterator[Hanging]:
    """Every collection whose records hang on rows elsewhere."""
    for system in systems.values():
        for collection in system.collections.values():
            rule = retention.get(collection.category or "")
            found = hanging_in(system, collection, rule, systems) if collection.controller else None
            if found is not None:
                yield found


def copies_first(names: Iterable[str], hanging: Iterable[Hanging]) -> list[str]:
    """The systems, those with copies before those they hang on."""
    left, before = list(names), [(one.system, one.on) for one in hanging]
    ordered: list[str] = []
    while left:
        free = [name for name in left if not any(on == name and copy in left for copy, on in before)]
        ordered += free or left  # copies of each other: in the order of the folder
        left = [name for name in left if name not in ordered]
    return ordered


def _elsewhere(place: str, own: str, systems: Mapping[str, SystemMap]) -> tuple[str, str, str] | None:
    """System, table and column of a clock that lies in another system."""
    system, _, rest = place.partition(".")
    table, _, column = rest.rpartition(".")
    return (system, table, column) if system != own and system in systems and table else None


def _bonds(
    system: SystemMap, collection: Collection, on: SystemMap, table: Collection, passed: frozenset[str]
) -> Iterator[Bond]:
    """A reference leads there surely; else the strong kinds by which a copy is found, or what it belongs to in its own
    system (the address of an account)."""
    references = [r for r in collection.of if (r.target_system, r.target) == (on.name, table.name)]
    for reference in references:
        if len(reference.columns) == 1:
            column = reference.target_columns[0]
            yield Bond(column, KEY, f"{on.name}.{table.name}.{column}")
    wanted = {by.kind for by in collection.found_by} | set(collection.kinds) | _searched_by(system, collection)
    for kind in sorted(wanted & set(table.kinds)) if not references else ():
        if kind in system.sure or (not system.sure and kind in KINDS and KINDS[kind].strength is Strength.STRONG):
            yield from (Bond(c, kind, on.scope_of(table.name, c, kind)) for c in table.kinds[kind])
    for reference in collection.of:
        above = system.collections.get(reference.target) if reference.target_system is None else None
        if above is not None and above.name not in passed:
            yield from _bonds(system, above, on, table, passed | {collection.name})


def _searched_by(system: SystemMap, collection: Collection) -> set[str]:
    """The kinds by which a vendor searches, though no column of the map holds them (in what stands in a file)."""
    record = system.rest.records.get(collection.name) if system.rest else None
    return {kind for way in record.find for kind in way.by} if record else set()
