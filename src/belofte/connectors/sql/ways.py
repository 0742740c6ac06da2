"""The ways through one map: which record leads to which, in which order tables are read and written. Pure.

References are followed from the row that is referred to down to the rows that refer to it. Collections that refer to
one another in a circle form one *part*; parts are sorted so that a part comes after everything it hangs on.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from belofte.connectors.sql.schema import Schema
from belofte.domain.identity import KEY, Identifier
from belofte.domain.system_map import Collection, SystemMap


@dataclass(frozen=True, slots=True)
class Edge:
    """Rows of ``child`` hang on rows of ``parent`` by equal values in these columns."""

    child: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookUp:
    """Rows of ``collection`` are found by an identifier of ``kind`` and ``scope`` in ``column``."""

    collection: str
    column: str
    kind: str
    scope: str
    anchor: bool
    strong: bool

    @property
    def label(self) -> str:
        """What a path begins with."""
        return self.scope if self.kind == KEY else self.kind

    def takes(self, identifier: Identifier) -> bool:
        """May this identifier be looked for here? A record key is the same thing whatever kind the other system gives
        it; its scope says which column it comes from."""
        if self.kind == KEY:
            return identifier.scope == self.scope
        return identifier.fits(self.kind, self.scope)


@dataclass(frozen=True)
class Ways:
    """``parts`` are the reachable collections, whatever they hang on first; ``edges`` lie by child."""

    anchors: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    edges: Mapping[str, tuple[Edge, ...]]
    look_ups: tuple[LookUp, ...]
    told: Mapping[str, tuple[tuple[str, str], ...]]  # columns that other systems refer to
    unreachable: tuple[str, ...]  # collections nobody can be found in

    @cached_property
    def levels(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """The parts in layers: what a layer hangs on lies in the layers before it."""
        layer: dict[str, int] = {}
        layers: list[list[tuple[str, ...]]] = []
        for part in self.parts:
            parents = {e.parent for name in part for e in self.edges.get(name, ())} - set(part)
            number = max((layer[parent] + 1 for parent in parents), default=0)
            if set(part) <= set(self.anchors):
                number = -1  # these are read before everything else
            else:
                layers += [[] for _ in range(number + 1 - len(layers))]
                layers[number].append(part)
            layer.update(dict.fromkeys(part, number))
        return tuple(map(tuple, layers))

    @property
    def reachable(self) -> frozenset[str]:
        return frozenset(name for part in self.parts for name in part)


def ways_of(system: SystemMap, referred_to: Container[str] = ()) -> Ways:
    """The ways of a map. What the company holds as a customer's processor is no part of them. ``referred_to`` are the
    columns (``customers.id``) that maps of other systems refer to: their values are carried there and back."""
    own = {name: c for name, c in system.collections.items() if c.controller}
    look_ups = tuple(
        look_up for c in own.values() for look_up in (*_look_ups(system, c), *_keys(system, c, referred_to))
    )
    edges = {name: _edges(c, own) for name, c in own.items()}
    starts = {look_up.collection for look_up in look_ups if look_up.strong}
    reached = _closure(starts, edges)
    kept = {name: tuple(e for e in found if e.parent in reached) for name, found in edges.items() if name in reached}
    return Ways(
        anchors=tuple(name for name, c in own.items() if c.person and name in reached),
        parts=parts_of({name: [e.parent for e in found] for name, found in kept.items()}),
        edges=kept,
        look_ups=look_ups,
        told={name: columns for name, c in own.items() if (columns := _told(system, c, referred_to))},
        unreachable=tuple(name for name in own if name not in reached),
    )


def _edges(collection: Collection, own: Mapping[str, Collection]) -> tuple[Edge, ...]:
    return tuple(
        Edge(collection.name, reference.columns, reference.target, reference.target_columns)
        for reference in collection.of
        if reference.target in own and reference.target_system is None
    )


def _look_ups(system: SystemMap, collection: Collection) -> list[LookUp]:
    """The map's ``found_by``; for an anchor its columns of a sure kind; for a table without any other way likewise."""
    by_column = {f.column: f.kind for f in collection.found_by}
    if collection.person or not (collection.of or collection.found_by):
        by_column |= {c: kind for kind in system.sure for c in collection.kinds.get(kind, ()) if c not in by_column}
    return [
        LookUp(
            collection.name,
            column,
            kind,
            system.scope_of(collection.name, column, kind),
            anchor=collection.person,
            strong=kind in system.sure,
        )
        for column, kind in by_column.items()
    ]


def _keys(system: SystemMap, collection: Collection, referred_to: Container[str]) -> Iterator[LookUp]:
    """References from one system to another: the same value, looked for on either side."""
    for reference in collection.of:
        if reference.target_system not in (None, system.name) and len(reference.columns) == 1:
            scope = f"{reference.target_system}.{reference.target}.{reference.target_columns[0]}"
            yield LookUp(collection.name, reference.columns[0], KEY, scope, anchor=collection.person, strong=True)
    for column in sorted(collection.columns if collection.person else ()):
        if f"{collection.name}.{column}" in referred_to:
            scope = f"{system.name}.{collection.name}.{column}"
            yield LookUp(collection.name, column, KEY, scope, anchor=True, strong=True)


def _told(system: SystemMap, collection: Collection, referred_to: Container[str]) -> tuple[tuple[str, str], ...]:
    """What rows that are nobody's anchor (orders, parcels) are called by elsewhere: told, and never found by here."""
    named = () if collection.person else sorted(collection.columns)
    return tuple(
        (column, f"{system.name}.{collection.name}.{column}")
        for column in named
        if f"{collection.name}.{column}" in referred_to
    )


def _closure(starts: Iterable[str], edges: Mapping[str, tuple[Edge, ...]]) -> set[str]:
    reached = set(starts)
    while True:
        more = {
            name for name, found in edges.items() if name not in reached and any(e.parent in reached for e in found)
        }
        if not more:
            return reached
        reached |= more


def parts_of(parents: Mapping[str, Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Strongly connected parts of a graph child → parents, parents first (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    parts: list[tuple[str, ...]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for parent in parents[name]:
            if parent not in parents:
                continue
            if parent not in index:
                visit(parent)
                low[name] = min(low[name], low[parent])
            elif parent in stack:
                low[name] = min(low[name], index[parent])
        if low[name] == index[name]:
            cut = stack.index(name)
            parts.append(tuple(stack[cut:]))
            del stack[cut:]

    for name in parents:
        if name not in index:
            visit(name)
    return tuple(parts)


def write_order(schema: Schema, names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Parts of ``names`` by the foreign keys of the database itself: whatever refers to others comes first."""
    wanted = list(names)
    graph = {name: [f.target for f in schema.tables[name].foreign_keys] for name in wanted}
    return tuple(reversed(parts_of(graph)))
