"""References of a data map: ``customers.id``, ``lines(order_no, line_no)``, ``erp.customers.id``.

Names are looked up, never taken apart by rule, because tables and columns may have dots in their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from belofte.domain.policy import FactPath, Position
from belofte.domain.system_map import Reference, Source
from belofte.loading.nodes import Items, Keyed, Node
from belofte.loading.reading import Reading, under
from belofte.loading.values import texts_of

Tables = Mapping[str, frozenset[str]]
"""Table name -> the columns its map knows."""

_SEVERAL = re.compile(r"(?P<table>.+)\((?P<columns>[^()]+)\)")


@dataclass(frozen=True, slots=True)
class Target:
    """One or more columns of a table, here (``system`` None) or in another system."""

    table: str
    columns: tuple[str, ...]
    system: str | None = None


def find_target(text: str, here: Tables, systems: Mapping[str, Tables]) -> Target | None:
    """The columns that ``text`` names; this system's own tables come first. None where there are none."""
    found = _in_tables(text, here)
    if found is not None:
        return found
    for system, tables in systems.items():
        if text.startswith(f"{system}."):
            there = _in_tables(text[len(system) + 1 :], tables)
            if there is not None:
                return Target(there.table, there.columns, system)
    return None


def _in_tables(text: str, tables: Tables) -> Target | None:
    several = _SEVERAL.fullmatch(text)
    if several is not None and several["table"].strip() in tables:
        table = several["table"].strip()
        columns = tuple(column.strip() for column in several["columns"].split(","))
        return Target(table, columns) if tables[table].issuperset(columns) else None
    for table in sorted(tables, key=len, reverse=True):
        column = text[len(table) + 1 :]
        if text.startswith(f"{table}.") and column in tables[table]:
            return Target(table, (column,))
    return None


def all_targets(here: Tables, systems: Mapping[str, Tables]) -> Iterator[str]:
    """Every single column that could be named, for a hint."""
    for table, columns in here.items():
        yield from (f"{table}.{column}" for column in columns)
    for system, tables in systems.items():
        yield from (f"{system}.{name}" for name in all_targets(tables, {}))


def read_references(
    node: Node, path: FactPath, here: Tables, systems: Mapping[str, Tables], reading: Reading
) -> tuple[Reference, ...]:
    """``of:`` as a mapping of columns to targets, or as a list of ``{columns, table, their, system}`` for odd names."""
    if isinstance(node, Items):
        return tuple(_long_form(item, here, systems, reading) for item in node.items)
    keyed = reading.keyed(node, "References")
    found: list[Reference] = []
    for entry in keyed.entries if keyed else ():
        reading.stands(under(path, entry.key.text), entry.key.at)
        target_text = reading.scalar(entry.value, "table.column")
        target = find_target(target_text.text, here, systems) if target_text else None
        if target_text is not None and target is None:
            what = f'No table and column are called "{target_text.text}" in any map.'
            reading.dangling(target_text.at, what, target_text.text, all_targets(here, systems))
        elif target is not None:
            columns = own_columns(entry.key.text, len(target.columns))
            found.append(Reference(columns, target.table, target.columns, target.system))
            _check_width(found[-1], entry.key.at, reading)
    return tuple(found)


def read_sources(
    written: Mapping[str, str],
    path: FactPath,
    system: str,
    here: Tables,
    systems: Mapping[str, Tables],
    reading: Reading,
) -> dict[str, Source]:
    """``synced_from:`` column -> the column elsewhere that is written into it."""
    found: dict[str, Source] = {}
    for column, text in written.items():
        target = find_target(text, here, systems)
        if target is None or len(target.columns) != 1:
            at = reading.positions[under(path, column)]
            what = f'No one column is called "{text}" in any map.'
            reading.dangling(at, what, text, all_targets(here, systems))
        else:
            found[column] = Source(target.system or system, target.table, target.columns[0])
    return found


def own_columns(text: str, count: int) -> tuple[str, ...]:
    """The columns of this table that a key names: one name as it is, several parted by commas."""
    return tuple(part.strip() for part in text.split(",")) if count > 1 else (text,)


def _check_width(reference: Reference, at: Position, reading: Reading) -> None:
    if len(reference.columns) != len(reference.target_columns):
        what = f"{len(reference.columns)} columns cannot name {len(reference.target_columns)}."
        reading.problem(at, what, "Write as many on both sides: order_no, line_no: lines(order_no, line_no).")


def _long_form(node: Node, here: Tables, systems: Mapping[str, Tables], reading: Reading) -> Reference:
    keyed = reading.keyed(node, "A reference") or Keyed((), node.at)
    named = {name: keyed.get(name) for name in ("columns", "table", "their", "system")}
    words = {
        name: tuple(s.text for s in texts_of(value, reading)) if value is not None else ()
        for name, value in named.items()
    }
    for entry in keyed.entries:
        if entry.key.text not in named:
            reading.unknown_key(entry.key, tuple(named))
    system = next(iter(words["system"]), None)
    table = next(iter(words["table"]), "")
    tables = systems.get(system, {}) if system is not None else here
    if table not in tables or not tables[table].issuperset(words["their"]):
        what = f'No table "{table}" with these columns stands in the map.'
        reading.dangling(node.at, what, table, tables)
    reference = Reference(words["columns"], table, words["their"], system)
    _check_width(reference, node.at, reading)
    return reference
