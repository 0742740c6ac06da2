"""``systems/NAME.yaml`` becomes a :class:`SystemMap`: tables resolved, references followed, lists compared.

A map is read in two rounds, because a reference may point at a table further down or in another system: first all
files into drafts, then each draft with all tables known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, cast

from belofte.domain.canonical import canonical_json
from belofte.domain.policy import FactPath, Position
from belofte.domain.rest import RestConnector
from belofte.domain.rest_person import as_signed_in, needed_keys
from belofte.domain.system_map import Collection, Contact, FoundBy, SystemMap, Verb
from belofte.loading.connector_kinds import CONNECTOR_KINDS
from belofte.loading.connector_kinds.kind import ConnectorKind, Table
from belofte.loading.connector_kinds.rest import rest_kind
from belofte.loading.map_checks import MapCheck
from belofte.loading.map_references import Tables, read_references, read_sources
from belofte.loading.nodes import Keyed, Scalar
from belofte.loading.reading import Reading, under
from belofte.loading.rest_files import rest_connector
from belofte.loading.rest_map import with_defaults, without_maps
from belofte.loading.shape import read_fields
from belofte.loading.shape_system import SYSTEM_FIELDS, system_shape

START: frozenset[Verb] = frozenset({Verb.FIND, Verb.READ_BACK, Verb.EXPORT, Verb.OBSERVE})
"""What a new system may do where the map says nothing: look."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One system file, read but not yet joined to the others."""

    name: str
    path: FactPath
    stated: dict[str, Any]
    kind: ConnectorKind | None = None
    rest: RestConnector | None = None

    @property
    def tables(self) -> dict[str, dict[str, Any]]:
        return self.stated.get("tables", {})

    @property
    def columns(self) -> Tables:
        """The columns each table's map knows, references not yet resolved."""
        return {name: _columns(table) for name, table in self.tables.items()}


def read_draft(
    name: str, node: Keyed, reading: Reading, own: Mapping[str, RestConnector] = MappingProxyType({})
) -> Draft:
    """The keys of one system file. ``own`` are the company's own connector files, by kind."""
    path = FactPath(f"systems.{name}")
    file = f"systems/{name}.yaml"
    reading.stands(path, Position(file, 1, 1))
    kind = node.get("kind")
    named = kind.text if isinstance(kind, Scalar) else ""
    rest = own.get(named) or (rest_connector(named) if named in CONNECTOR_KINDS else None)
    known = rest_kind(rest) if rest else CONNECTOR_KINDS.get(named)
    stated = read_fields(system_shape(named, (known,) if known else ()), node, path, reading)
    if kind is None and not reading.unreadable:
        reading.problem(Position(file, 1, 1), "The kind of system is not stated.", "For example: kind: sql")
    needs = needed_keys(rest, stated) if rest else known.needs if known else ()
    for need in needs:
        if node.get(need) is None:
            what = f'A system of the kind {named} needs "{need}".'
            reading.problem(Position(file, 1, 1), what, f"belofte explain {named} tells its keys.")
    if rest is not None:
        shown = as_signed_in(without_maps(rest), stated)
        return Draft(name, path, with_defaults(rest, stated, path, reading), known, shown)
    for table, said in stated.get("tables", {}).items():
        if said.pop("unused", ()):
            at = reading.positions[under(under(under(path, "tables"), table), "unused")]
            reading.problem(at, f"A system of the kind {named} has no fields of its own.", "Leave unused: out.")
    return Draft(name, path, stated, known)


def join_systems(drafts: Mapping[str, Draft], facts: Mapping[str, Any], reading: Reading) -> dict[str, SystemMap]:
    """The maps of all systems, with references between them. ``facts`` are the policy's fields by name."""
    columns = {name: draft.columns for name, draft in drafts.items()}
    maps: dict[str, SystemMap] = {}
    for name, draft in drafts.items():
        elsewhere = {other: tables for other, tables in columns.items() if other != name}
        maps[name] = _join(draft, elsewhere, reading)
        MapCheck(draft.path, maps[name], columns[name], elsewhere, reading).run(facts)
    return maps


def _columns(table: Mapping[str, Any]) -> frozenset[str]:
    kinds: Mapping[str, tuple[str, ...] | None] = table.get("kinds", {})
    named = {column for columns in kinds.values() for column in columns or ()}
    named |= {*table.get("not_personal", ()), *table.get("key", ()), *table.get("found_by", {})}
    named |= {*(table.get("restrict") or {}), *table.get("clock", {}).values()}
    named |= {table["statement"]} if "statement" in table else set()
    stops: Mapping[str, Mapping[str, object]] = table.get("stop") or {}
    named |= {column for values in stops.values() for column in values}
    named |= {since for since in table.get("contact", {}).values() if since}
    of = table.get("of")
    for entry in of.entries if isinstance(of, Keyed) else ():
        named |= {entry.key.text, *(part.strip() for part in entry.key.text.split(","))}
    return frozenset(named)


def _join(draft: Draft, elsewhere: Mapping[str, Tables], reading: Reading) -> SystemMap:
    person: dict[str, Any] = draft.stated.get("person", {})
    rows = person.get("rows", ())
    collections = {
        name: _collection(draft, name, name in rows, person.get("agrees", ()), elsewhere, reading)
        for name in draft.tables
    }
    for row in rows:
        if row not in collections:
            at = reading.positions[under(under(draft.path, "person"), "rows")]
            reading.dangling(at, f'No table is called "{row}".', row, collections)
    stated, kind = draft.stated, draft.kind
    known: dict[str, Any] = {
        key: value for key, value in stated.items() if key in SYSTEM_FIELDS - {"tables", "person", "kind", "allow"}
    }
    system = SystemMap(
        name=draft.name,
        kind=stated.get("kind", ""),
        allow=stated.get("allow", START) & (kind.verbs if kind else frozenset(Verb)),
        sure=person.get("sure", ()),
        hints=person.get("hints", ()),
        collections=collections,
        settings={key: value for key, value in stated.items() if key not in SYSTEM_FIELDS},
        rest=draft.rest,
        **known,
    )
    return _with_hash(system)


def _collection(
    draft: Draft, name: str, is_row: bool, agreeing: tuple[str, ...], elsewhere: Mapping[str, Tables], reading: Reading
) -> Collection:
    table = dict(draft.tables[name])
    offered = draft.kind
    known = Table(name, table.get("at", {}), draft.columns[name])
    lacking = offered.by_hand(known) if offered else frozenset[Verb]()
    path = under(under(draft.path, "tables"), name)
    kinds = {kind: columns or () for kind, columns in table.pop("kinds", {}).items()}
    person = is_row or bool(table.pop("person", False))
    by_kind = tuple(column for kind in agreeing for column in kinds.get(kind, ())) if person else ()
    of, synced = table.pop("of", None), table.pop("synced_from", {})
    sources = read_sources(synced, under(path, "synced_from"), draft.name, draft.columns, elsewhere, reading)
    references = read_references(of, under(path, "of"), draft.columns, elsewhere, reading) if of is not None else ()
    contact: Mapping[str, str | None] = table.pop("contact", {})
    contacts = tuple(Contact(_kind_of(column, kinds), column, since) for column, since in contact.items())
    found_by = tuple(FoundBy(column, kind) for column, kind in table.pop("found_by", {}).items())
    agrees = table.pop("agrees", by_kind)
    table.pop("name", None)
    return Collection(
        name=name,
        category=table.pop("category", None),
        kinds=kinds,
        person=person,
        contact=contacts,
        agrees=agrees,
        of=references,
        found_by=found_by,
        synced_from=sources,
        by_hand=lacking | table.pop("by_hand", frozenset()),
        **table,
    )


def _kind_of(column: str, kinds: Mapping[str, tuple[str, ...]]) -> str:
    return next((kind for kind, columns in kinds.items() if column in columns), "")


def _with_hash(system: SystemMap) -> SystemMap:
    line = canonical_json(_tagged(system))
    return replace(system, hash=hashlib.sha256(line.encode()).hexdigest())


_UNHASHED = frozenset({"hash", "expect", "flows", "readers", "access_log"})
"""What a plan does not hang on: what is expected of settings, and who reads, changes nothing of where data lies."""


def _tagged(value: object) -> object:
    """Records with the name of their type (so that two kinds of erasure never look alike), sets in order."""
    if is_dataclass(value) and not isinstance(value, type):
        inner = {
            field.name: _tagged(getattr(value, field.name)) for field in fields(value) if field.name not in _UNHASHED
        }
        return {"type": type(value).__name__, **inner}
    if isinstance(value, Mapping):
        return {str(key): _tagged(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, frozenset):
        return sorted(str(item) for item in cast("frozenset[object]", value))
    if isinstance(value, tuple):
        return [_tagged(item) for item in cast("tuple[object, ...]", value)]
    return value
