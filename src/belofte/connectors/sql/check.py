"""Does the map fit the live schema? Asked before anything is read or changed. Pure: map and schema in, problems out.

Whatever is in the database and not in the map is a problem too: a new column may hold what must be erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from belofte.connectors.sql.changing import RANDOM, RANDOM_LENGTH
from belofte.connectors.sql.schema import Column, ForeignKey, Holds, Schema, Table
from belofte.connectors.sql.ways import Ways, parts_of, ways_of
from belofte.domain.system_map import Collection, EraseClear, EraseRow, SystemMap


@dataclass(frozen=True, slots=True)
class Problem:
    """Where map and database conflict, what is wrong, what would mend it. No value of a row is ever in it."""

    table: str
    column: str | None
    what: str
    remedy: str
    undeclared: bool = False  # the database has something that no list of the map names

    def __str__(self) -> str:
        where = f"{self.table}.{self.column}" if self.column else self.table
        return f"{where}: {self.what}"


def check_map(system: SystemMap, schema: Schema) -> tuple[Problem, ...]:
    """Every conflict, in the order of the map; what is undeclared last."""
    problems: list[Problem] = []
    known: dict[str, Collection] = {}
    for name, collection in system.collections.items():
        table = schema.tables.get(name)
        if table is None:
            problems.append(Problem(name, None, "the map names this table, the database has none", _GONE))
            continue
        missing = list(_missing(collection, table))
        problems += missing
        if not missing:
            known[name] = collection
    for collection in known.values():
        problems += _of_collection(system, collection, schema, known)
    if len(known) == len(system.collections):
        problems += _of_whole(ways_of(system), schema, known)
    return (*problems, *undeclared(system, schema))


_GONE = "Take it out of the map, or see whether the account may look at it."


def undeclared(system: SystemMap, schema: Schema) -> Iterator[Problem]:
    """Tables and columns that the database has and the map does not name."""
    for name, table in schema.tables.items():
        collection = system.collections.get(name)
        if collection is None:
            if not any(fnmatchcase(name, pattern) for pattern in system.ignore):
                remedy = "Add the table to tables:, or to ignore: if it holds nothing about people."
                yield Problem(name, None, "this table is not in the map", remedy, undeclared=True)
            continue
        for column in table.columns:
            if column not in collection.columns:
                remedy = f"Put it in a list under {name}: a kind of data, or not_personal."
                yield Problem(name, column, "this column is in no list of the map", remedy, undeclared=True)


def _missing(collection: Collection, table: Table) -> Iterator[Problem]:
    for column in sorted(_named(collection) - set(table.columns)):
        remedy = "Take it out of the map, or write it as the database does (capitals count)."
        yield Problem(collection.name, column, "the map names this column, the table has none", remedy)


def _named(collection: Collection) -> set[str]:
    named = set(collection.columns) | set(collection.agrees) | set(collection.free_text) | set(collection.files)
    named |= {*collection.open_when, *collection.organisation_when}
    named |= {contact.column for contact in collection.contact}
    if isinstance(collection.erase, EraseClear):
        named |= set(collection.erase.values)
    return named


def _of_collection(
    system: SystemMap, collection: Collection, schema: Schema, known: dict[str, Collection]
) -> Iterator[Problem]:
    table = schema.tables[collection.name]
    if not (collection.key or table.key) and collection.controller:
        remedy = "Name columns that together are different for every row, as key: [...]."
        yield Problem(collection.name, None, "the table has no primary key, so no row can be named", remedy)
    yield from _references(collection, table, schema, known)
    yield from _clocks(collection, table, schema)
    if isinstance(collection.erase, EraseClear):
        for column, value in collection.erase.values.items():
            yield from _new_value(collection, table, table.columns[column], value, in_key=True)
    for put in (collection.restrict or {}, *collection.stop.values()):
        for column, value in put.items():
            yield from _new_value(collection, table, table.columns[column], value, in_key=False)
    if isinstance(collection.erase, EraseRow) and collection.controller:
        for referring, foreign_key in schema.referring_to(collection.name):
            yield from _left_behind(system, collection, referring, foreign_key)


def _references(
    collection: Collection, table: Table, schema: Schema, known: dict[str, Collection]
) -> Iterator[Problem]:
    for reference in collection.of:
        if reference.target_system is not None and len(reference.columns) > 1:
            what = f"it refers to system {reference.target_system} by several columns, which cannot be followed"
            remedy = "Refer by one column, or name a kind under found_by:."
            yield Problem(collection.name, ", ".join(reference.columns), what, remedy)
        if reference.target_system is not None or reference.target not in known:
            continue
        target = schema.tables[reference.target]
        for own, theirs in zip(reference.columns, reference.target_columns, strict=True):
            if theirs not in target.columns:
                what = f"it refers to {reference.target}.{theirs}, which is not there"
                yield Problem(collection.name, own, what, "Write the reference as the database has it.")
            elif table.columns[own].holds is not target.columns[theirs].holds:
                what = f"its type ({table.columns[own].holds}) differs from that of {reference.target}.{theirs}"
                yield Problem(collection.name, own, what, "Refer to a column of the same type.")
    for found_by in collection.found_by:
        if table.columns[found_by.column].holds not in (Holds.TEXT, Holds.INTEGER, Holds.OTHER):
            what = f"people cannot be found by a column that holds {table.columns[found_by.column].holds}"
            yield Problem(collection.name, found_by.column, what, "Name a column with text or numbers.")


def _clocks(collection: Collection, table: Table, schema: Schema) -> Iterator[Problem]:
    for event, place in collection.clock.items():
        other, _, name = place.rpartition(".")
        where = schema.tables.get(other) if other else table
        column = where.columns.get(name) if where else None
        if column is None:
            what = f"the clock for {event} names {place}, which is not there"
            yield Problem(collection.name, None, what, "Name a column of this table, or table.column.")
        elif column.holds in (Holds.BOOLEAN, Holds.BINARY):
            what = f"the clock for {event} needs a date, and {place} holds {column.holds}"
            yield Problem(collection.name, name, what, "Name a column with dates.")


def _new_value(
    collection: Collection, table: Table, column: Column, value: object, *, in_key: bool
) -> Iterator[Problem]:
    """Would the database take this value?"""
    name, put = collection.name, "Put another value there in the map"
    if not column.written:
        yield Problem(
            name, column.name, "the database computes this column itself", "Take it out of erase and restrict."
        )
    elif value is None:
        if not column.nullable:
            yield Problem(
                name, column.name, "it may not be empty (NOT NULL), and would be", f"{put}, such as 'erased-{RANDOM}'."
            )
    elif not _fits_type(column, value):
        yield Problem(
            name, column.name, f"it holds {column.holds}, and would get something else", f"{put} of that type."
        )
    elif isinstance(value, str) and column.length is not None and _length(value) > column.length:
        what = f"it has room for {column.length} characters, and would get {_length(value)}"
        yield Problem(name, column.name, what, f"{put}, a shorter one: {RANDOM} takes {RANDOM_LENGTH}.")
    elif frozenset((column.name,)) in table.unique and not (isinstance(value, str) and RANDOM in value):
        what = "each value may occur once (UNIQUE), and all erased rows would get the same"
        yield Problem(name, column.name, what, f"{put} with {RANDOM} in it.")
    elif any(column.name in f.columns for f in table.foreign_keys):
        yield Problem(name, column.name, "it refers to another table, and would refer to nothing", f"{put}: null.")
    if in_key and column.name in (collection.key or table.key):
        yield Problem(
            name, column.name, "it is the record key: the row could not be found again", "Take it out of erase."
        )


def _length(value: str) -> int:
    return len(value.replace(RANDOM, "x" * RANDOM_LENGTH))


def _fits_type(column: Column, value: object) -> bool:
    match column.holds:
        case Holds.BOOLEAN:
            return isinstance(value, bool) or value in (0, 1)
        case Holds.INTEGER:
            return isinstance(value, int)
        case Holds.TEXT:
            return isinstance(value, str)
        case Holds.DATE | Holds.MOMENT:
            return isinstance(value, str | date) and _is_date(str(value))
        case Holds.BINARY:
            return False
        case Holds.OTHER:
            return True


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _left_behind(
    system: SystemMap, collection: Collection, referring: Table, foreign_key: ForeignKey
) -> Iterator[Problem]:
    """Rows elsewhere that refer to a row that goes, and stay."""
    if foreign_key.on_delete in ("SET NULL", "SET DEFAULT") or referring.name == collection.name:
        return
    other = system.collections.get(referring.name)
    if other is not None and other.controller:
        if isinstance(other.erase, EraseRow):
            return
        if isinstance(other.erase, EraseClear) and any(
            other.erase.values.get(c, "") is None for c in foreign_key.columns
        ):
            return
    columns = ", ".join(foreign_key.columns)
    if foreign_key.on_delete == "CASCADE":
        what = f"deleting a row of {collection.name} takes rows of {referring.name} along (ON DELETE CASCADE)"
    else:
        what = f"it refers to {collection.name}, whose rows go while this row stays: the database will refuse"
    remedy = f"Let erase of {collection.name} clear columns instead of deleting the row"
    if other is not None and other.controller:
        remedy += f", or let erase of {referring.name} clear {columns}"
    yield Problem(referring.name, columns, what, f"{remedy}.")


def _of_whole(ways: Ways, schema: Schema, known: dict[str, Collection]) -> Iterator[Problem]:
    for name in ways.unreachable:
        remedy = "Give it of: or found_by:, mark it person: true, or name it under ignore:."
        yield Problem(name, None, "nobody can be found in this table", remedy)
    yield from _tight_circles(schema, [n for n, c in known.items() if isinstance(c.erase, EraseRow)])


def _tight_circles(schema: Schema, going: Iterable[str]) -> Iterator[Problem]:
    """Rows that refer to one another in a circle of columns that may not be empty can never be deleted."""
    names = list(going)
    graph = {
        name: [
            f.target
            for f in schema.tables[name].foreign_keys
            if f.target != name and f.on_delete != "CASCADE"
            if not any(schema.tables[name].columns[c].nullable for c in f.columns)
        ]
        for name in names
    }
    for part in parts_of(graph):
        if len(part) > 1:
            what = f"the rows of {', '.join(part)} refer to one another in a circle of columns that may not be empty"
            yield Problem(part[0], None, what, "Let erase of one of them clear columns instead of deleting the row.")
