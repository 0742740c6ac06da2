"""Which database rights a map needs, which are missing, which are too wide. Least privilege, table by table.

``belofte doctor NAME --grants`` prints the statements. SQLite has no accounts: there the map's ``allow`` is the only
guard, and the file must be writable for whoever may erase.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from belofte.connectors.sql.database import Database
from belofte.connectors.sql.rendering import Rendering
from belofte.connectors.sql.schema import Schema, Table
from belofte.domain.system_map import Collection, EraseClear, EraseRow, SystemMap, Verb

_LOOKING = (Verb.FIND, Verb.EXPORT, Verb.OBSERVE, Verb.READ_BACK)


@dataclass(frozen=True, slots=True)
class Need:
    """One right on one table; ``columns`` are those an UPDATE may touch, () for the whole table."""

    table: str
    right: str  # SELECT | UPDATE | DELETE | MAINTAIN
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        columns = f" ({', '.join(self.columns)})" if self.columns else ""
        return f"{self.right}{columns} on {self.table}"


def needs(system: SystemMap, schema: Schema, verb: Verb) -> tuple[Need, ...]:
    """The rights one verb needs. What the company only holds as a processor needs none: it is never looked at."""
    own = [c for c in system.collections.values() if c.controller and c.name in schema.tables]
    looking = tuple(Need(c.name, "SELECT") for c in own)
    if verb in _LOOKING:
        return looking
    if verb is Verb.PURGE:
        return tuple(Need(c.name, "MAINTAIN") for c in own) if schema.dialect == "postgresql" else ()
    changing = [need for c in own for need in _changing(c, schema.tables[c.name], verb)]
    return (*looking, *changing)


def _changing(collection: Collection, table: Table, verb: Verb) -> Iterable[Need]:
    name, columns = collection.name, list[str]()
    match verb:
        case Verb.ERASE:
            if isinstance(collection.erase, EraseClear):
                columns = list(collection.erase.values)
            elif isinstance(collection.erase, EraseRow):
                columns = _letting_go(table)
                yield Need(name, "DELETE")
        case Verb.RECTIFY:
            mapped = [c for kind in collection.kinds.values() for c in kind] + [f.column for f in collection.found_by]
            own = [] if collection.as_it_was else mapped
            columns = [c for c in (*own, collection.statement) if c and table.columns[c].written]
        case Verb.RESTRICT | Verb.LIFT:
            columns = [*(collection.restrict or {}), *(c for put in collection.stop.values() for c in put)]
        case _:
            return
    if columns:
        yield Need(name, "UPDATE", tuple(dict.fromkeys(columns)))


def _letting_go(table: Table) -> list[str]:
    """Columns that are emptied before rows of a circle can go: here those that refer to the same table."""
    return [c for f in table.foreign_keys if f.target == table.name for c in f.columns if table.columns[c].nullable]


def grants(
    system: SystemMap, schema: Schema, rendering: Rendering, account: str, database: str, unknown: frozenset[str]
) -> tuple[str, ...]:
    """The exact statements for what the map allows, for ``account``; () on SQLite. ``unknown``: rights that this server
    does not know."""
    found = _joined(need for verb in Verb if verb in system.allow for need in needs(system, schema, verb))
    wanted = [need for need in found if need.right not in unknown]
    return tuple(line.replace("%%", "%") for line in _statements(wanted, schema, rendering, account, database))


def _statements(
    wanted: Sequence[Need], schema: Schema, rendering: Rendering, account: str, database: str
) -> tuple[str, ...]:
    tables = schema.tables
    if schema.dialect == "postgresql":
        who = rendering.name(account)
        schemas = sorted({tables[need.table].schema or "public" for need in wanted})
        head = [f"GRANT CONNECT ON DATABASE {rendering.name(database)} TO {who};"]
        head += [f"GRANT USAGE ON SCHEMA {rendering.name(name)} TO {who};" for name in schemas]
        return (
            *head,
            *(f"GRANT {_written(n, rendering)} ON {rendering.table(tables[n.table])} TO {who};" for n in wanted),
        )
    if schema.dialect == "mariadb":
        user, _, host = account.partition("@")
        who = f"'{user}'@'{host or '%'}'"
        return tuple(
            f"GRANT {_written(n, rendering)} ON {rendering.name(tables[n.table].schema or database)}."
            f"{rendering.name(tables[n.table].own_name)} TO {who};"
            for n in wanted
        )
    return ()


def _joined(wanted: Iterable[Need]) -> list[Need]:
    """One need a table and right, with the columns of all verbs."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for need in wanted:
        found[need.table, need.right] = tuple(dict.fromkeys((*found.get((need.table, need.right), ()), *need.columns)))
    return [Need(table, right, columns) for (table, right), columns in found.items()]


def _written(need: Need, rendering: Rendering) -> str:
    columns = ", ".join(rendering.name(c) for c in need.columns)
    return f"{need.right} ({columns})" if columns else need.right


def missing(database: Database, connection: Connection, schema: Schema, wanted: Sequence[Need]) -> tuple[Need, ...]:
    """Which of these rights the account does not have."""
    match database.dialect:
        case "postgresql":
            return tuple(need for need in wanted if not _postgres_has(connection, database.rendering, schema, need))
        case "mariadb":
            held = _mariadb_held(connection)
            return tuple(need for need in wanted if not _mariadb_has(held, schema, database.url.database or "", need))
        case _:
            return tuple(need for need in wanted if need.right != "SELECT") if not _writable(database) else ()


def _writable(database: Database) -> bool:
    file = database.file
    return file is None or (
        os.access(file, os.W_OK) and os.access(file.parent, os.W_OK) and database.url.query.get("mode") != "ro"
    )


def _postgres_has(connection: Connection, rendering: Rendering, schema: Schema, need: Need) -> bool:
    table = schema.tables[need.table]
    name = rendering.table(table).replace("%%", "%")
    if need.right == "MAINTAIN":
        owner = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass"
        if not can_grant_maintain(connection) or connection.exec_driver_sql(owner, (name,)).scalar_one():
            return True
    if need.columns:
        asked = "SELECT bool_and(has_column_privilege(%s::regclass, c, %s)) FROM unnest(%s::text[]) c"
        return bool(connection.exec_driver_sql(asked, (name, need.right, list(need.columns))).scalar_one())
    return bool(connection.exec_driver_sql("SELECT has_table_privilege(%s, %s)", (name, need.right)).scalar_one())


def can_grant_maintain(connection: Connection) -> bool:
    """Whether this Postgres knows a right to VACUUM for who is not the owner (17 does). Older ones vacuum by
    themselves; a VACUUM by another account is skipped there with a warning."""
    return int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) >= _MAINTAIN_SINCE


_MAINTAIN_SINCE = 170000

_GRANT = re.compile(r"GRANT (?P<rights>.+?) ON (?:TABLE )?(?P<place>\S+|`[^`]*`\.`[^`]*`) TO ", re.DOTALL)
_RIGHT = re.compile(r"([A-Z ]+?)(?:\s*\(([^)]*)\))?\s*(?:,|$)")

Held = Mapping[tuple[str, str], set[str]]
"""(place, right) → columns; an empty name among them stands for all. A place is ``*.*``, ``db.*`` or ``db.table``."""


def _mariadb_held(connection: Connection) -> Held:
    held: dict[tuple[str, str], set[str]] = {}
    for (line,) in connection.exec_driver_sql("SHOW GRANTS"):
        if match := _GRANT.match(str(line)):
            place = match["place"].replace("`", "")
            for right, columns in _RIGHT.findall(match["rights"]):
                names = {c.strip(" `") for c in columns.split(",")} if columns else {""}
                held.setdefault((place, right.strip()), set()).update(names)
    return held


def _mariadb_has(held: Held, schema: Schema, database: str, need: Need) -> bool:
    table = schema.tables[need.table]
    home = table.schema or database
    columns: set[str] = set()
    for place in ("*.*", f"{home}.*", f"{home}.{table.own_name}"):
        if "" in held.get((place, "ALL PRIVILEGES"), ()):
            return True
        columns |= held.get((place, need.right), set())
    return "" in columns or (bool(need.columns) and set(need.columns) <= columns)


def too_wide(database: Database, connection: Connection, system: SystemMap, schema: Schema) -> tuple[str, ...]:
    """Rights the account has and the map does not need, each as a sentence."""
    wanted = {(n.table, n.right) for verb in Verb if verb in system.allow for n in needs(system, schema, verb)}
    match database.dialect:
        case "postgresql":
            return (*_postgres_roles(connection), *_postgres_wide(connection, database.rendering, schema, wanted))
        case "mariadb":
            return tuple(_mariadb_wide(_mariadb_held(connection), schema, database.url.database or "", wanted))
        case _:
            return ()


def _postgres_roles(connection: Connection) -> list[str]:
    row = connection.exec_driver_sql(
        "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).one()
    names = ("superuser", "may create databases", "may create accounts", "passes by row security")
    return [
        f"The account {name}." if " " in name else f"The account is {name}."
        for name, has in zip(names, row, strict=True)
        if has
    ]


def _postgres_wide(
    connection: Connection, rendering: Rendering, schema: Schema, wanted: set[tuple[str, str]]
) -> Iterable[str]:
    for name, table in schema.tables.items():
        quoted = rendering.table(table).replace("%%", "%")
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            has = connection.exec_driver_sql("SELECT has_table_privilege(%s, %s)", (quoted, right)).scalar_one()
            if has and ((name, right) not in wanted or right == "UPDATE"):
                yield f"{right} on the whole of {name} is more than the map needs."


def _mariadb_wide(held: Held, schema: Schema, database: str, wanted: set[tuple[str, str]]) -> Iterable[str]:
    places = {f"{t.schema or database}.{t.own_name}": name for name, t in schema.tables.items()}
    for (place, right), columns in held.items():
        if right in ("USAGE", "PROXY"):
            continue
        name = places.get(place)
        if name is None:
            yield f"{right} on {place} is more than the map needs."
        elif (name, right) not in wanted or (right == "UPDATE" and "" in columns):
            yield f"{right} on the whole of {name} is more than the map needs."
