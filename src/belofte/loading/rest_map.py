"""What a connector file says of its records becomes what a company's ``tables:`` says where it says nothing else.

A company names each record with its category; it may add columns of its own, or put a column into another list.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, cast

from belofte.domain.policy import FactPath
from belofte.domain.rest import RestConnector, RestRecord
from belofte.domain.rest_access import RestSetting
from belofte.domain.system_map import EraseClear, EraseKeep, EraseRow, Verb
from belofte.loading.nodes import Keyed, Node, Scalar
from belofte.loading.problems import did_you_mean
from belofte.loading.reading import Reading, under

Table = dict[str, Any]


def with_defaults(connector: RestConnector, stated: dict[str, Any], path: FactPath, reading: Reading) -> dict[str, Any]:
    """The keys of a system file, with the connector's defaults where the file says nothing."""
    tables: dict[str, Table] = stated.get("tables", {})
    for name in tables:
        if name not in connector.records:
            at = reading.positions[under(under(path, "tables"), name)]
            what = f'{connector.kind} has no records called "{name}".'
            reading.problem(at, what, did_you_mean(name, connector.records))
    for name in connector.records:
        if name not in tables and name not in stated.get("ignore", ()):
            what = f'{connector.kind} also has "{name}", and this file does not say what they hold.'
            hint = f"Write it under tables: with its category, or under ignore: [{name}]."
            reading.problem(reading.positions[path], what, hint)
    for name, table in tables.items():
        unused: tuple[str, ...] = table.pop("unused", ())
        if name in connector.records:
            _strange(connector.records[name], unused, under(under(under(path, "tables"), name), "unused"), reading)
            table["without"] = unused
    absent = connector.records.keys() - tables.keys()
    merged = {
        name: _merged(connector.records[name], table, absent) if name in connector.records else table
        for name, table in tables.items()
    }
    written = {name: setting for name, setting in connector.settings.items() if setting.part_of is None}
    defaults = {name: _default(setting) for name, setting in written.items() if setting.default is not None}
    if "backups" not in stated and "allow" in stated:
        stated = {**stated, "allow": stated["allow"] - {Verb.PURGE}}  # nothing is known of copies: none can be awaited
    return {**defaults, **stated, **({"tables": merged} if tables else {})}


def without_maps(connector: RestConnector) -> RestConnector:
    """The file without what has gone into the tables: the rest is what the connector works by."""
    return replace(connector, records={n: replace(record, map={}) for n, record in connector.records.items()})


def _default(setting: RestSetting) -> object:
    return setting.default


def _strange(record: RestRecord, unused: tuple[str, ...], path: FactPath, reading: Reading) -> None:
    """Only what the connector knows can be unused, and nothing that finds or changes people."""
    default: Table = dict(record.map)
    kinds: Mapping[str, tuple[str, ...]] = default.get("kinds", {})
    columns = {column for named in kinds.values() for column in named} | {*default.get("not_personal", ())}
    needed: set[str] = {*record.key, *default.get("contact", {}), *default.get("clock", {}).values()}
    for column in unused:
        if column not in columns - needed:
            what = f'"{column}" is no field that may be unused here.'
            reading.problem(reading.positions[path], what, did_you_mean(column, columns - needed))


def _unneeded(default: Table, unused: frozenset[str]) -> Table:
    """The connector's own map without these columns."""
    kinds = _without(cast("Mapping[str, tuple[str, ...]]", default.get("kinds", {})), set(unused))
    lists: Table = {
        name: tuple(column for column in default[name] if column not in unused)
        for name in ("not_personal", "free_text", "agrees")
        if name in default
    }
    if "origins" in default:
        lists["origins"] = {column: of for column, of in default["origins"].items() if column not in unused}
    erase = default.get("erase")
    if isinstance(erase, EraseClear):
        left = {column: value for column, value in erase.values.items() if column not in unused}
        lists["erase"] = replace(erase, values=left)
    return {**default, "kinds": kinds, **lists}


def _within(default: Table, absent: Collection[str]) -> Table:
    """The connector's own map without what leads to records that the company leaves out (``ignore``)."""
    left = dict(default)
    if "clock" in left:
        left["clock"] = {event: at for event, at in left["clock"].items() if at.rpartition(".")[0] not in absent}
    of = left.get("of")
    if isinstance(of, Keyed):
        away = [entry for entry in of.entries if _leads_to(entry.value, absent)]
        left["of"] = replace(of, entries=tuple(entry for entry in of.entries if entry not in away))
        left["not_personal"] = (*default.get("not_personal", ()), *(entry.key.text for entry in away))
    return left


def _leads_to(target: Node, absent: Collection[str]) -> bool:
    return isinstance(target, Scalar) and target.text.rpartition(".")[0] in absent


def _merged(record: RestRecord, stated: Table, absent: Collection[str] = ()) -> Table:
    table = {name: value for name, value in stated.items() if name != "without"}
    default = _within(_unneeded(dict(record.map), frozenset(stated.get("without", ()))), absent)
    default.setdefault("key", record.key)
    ground = next((way.ground for way in record.erase if way.ground), None)
    if record.erase:
        default.setdefault("erase", EraseRow() if ground is None else EraseKeep(ground))
    own: Mapping[str, tuple[str, ...] | None] = table.get("kinds", {})
    taken = {column for columns in own.values() for column in columns or ()} | {*table.get("not_personal", ())}
    kinds = _without(cast("Mapping[str, tuple[str, ...]]", default.get("kinds", {})), taken)
    for kind, columns in own.items():
        kinds[kind] = tuple(dict.fromkeys((*kinds.get(kind, ()), *(columns or ()))))
    free = tuple(column for column in default.get("not_personal", ()) if column not in taken)
    named = {column for columns in kinds.values() for column in columns}
    variables = tuple(name for name in (*record.each, *record.key) if name not in named)
    return {
        **default,
        **table,
        "kinds": kinds,
        "not_personal": tuple(dict.fromkeys((*free, *table.get("not_personal", ()), *variables))),
    }


def _without(kinds: Mapping[str, tuple[str, ...]], taken: set[str]) -> dict[str, tuple[str, ...]]:
    left = {kind: tuple(column for column in columns if column not in taken) for kind, columns in kinds.items()}
    return {kind: columns for kind, columns in left.items() if columns}
