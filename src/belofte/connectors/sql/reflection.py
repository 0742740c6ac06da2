"""Reads the live schema through SQLAlchemy's inspector, and a cheap signature that changes when the schema does."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, inspect, types
from sqlalchemy.engine.interfaces import ReflectedColumn, ReflectedForeignKeyConstraint, ReflectedIndex
from sqlalchemy.engine.reflection import Inspector, ObjectKind
from sqlalchemy.exc import SAWarning
from sqlalchemy.util import LRUCache

from belofte.connectors.sql.schema import Column, ForeignKey, Holds, Schema, Table
from belofte.connectors.sql.session import Query, Session

TableKey = tuple[str | None, str]

_LOWERED = re.compile(r"lower\(\s*\(?\s*[\"`\[]?([^\"`\])]+?)[\"`\]]?\s*\)?(?:::text)?\s*\)", re.IGNORECASE)

_HOLDS: tuple[tuple[type[types.TypeEngine[Any]], Holds], ...] = (
    (types.Boolean, Holds.BOOLEAN),
    (types.Integer, Holds.INTEGER),
    (types.LargeBinary, Holds.BINARY),
    (types.BINARY, Holds.BINARY),
    (types.VARBINARY, Holds.BINARY),
    (types.String, Holds.TEXT),
    (types.DateTime, Holds.MOMENT),
    (types.Date, Holds.DATE),
)

_SIGNATURES: Mapping[str, str] = {
    "sqlite": "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name",
    "postgresql": """
        SELECT c.oid::int8, n.nspname, c.relname, c.relkind::text,
               (SELECT string_agg(concat_ws(' ', a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attgenerated), ','
                                  ORDER BY a.attnum)
                  FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
               (SELECT string_agg(concat_ws(' ', k.conname, k.contype, k.conkey::text, k.confrelid, k.confdeltype), ','
                                  ORDER BY k.conname)
                  FROM pg_constraint k WHERE k.conrelid = c.oid)
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
           AND n.nspname NOT LIKE 'pg\\_%%' ORDER BY 2, 3""",
    "mariadb": """
        SELECT table_schema, table_name, column_name, column_type, is_nullable, collation_name, ''
          FROM information_schema.columns
         WHERE table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
        UNION ALL
        SELECT k.table_schema, k.table_name, k.column_name, k.referenced_table_name, k.referenced_column_name,
               k.constraint_name, r.delete_rule
          FROM information_schema.key_column_usage k LEFT JOIN information_schema.referential_constraints r
            ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name
           AND r.table_name = k.table_name
         WHERE k.table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
         ORDER BY 1, 2, 3, 4, 5, 6""",
}


_KNOWN: LRUCache[tuple[str, ...], Schema] = LRUCache(16)
"""SQLite's schemas by their signature: each command opens the same file anew."""


def signature(session: Session, dialect: str) -> str:
    """A text that is equal as long as tables, columns and constraints are; one statement, cheap enough for each use."""
    return repr([tuple(row) for row in session.rows(Query(_SIGNATURES[dialect], (), ""))])


def reflect(connection: Connection, dialect: str, named: Iterable[str], seen: str = "") -> Schema:
    """The tables of the database's own schema, and of the other schemas that ``named`` tables lie in. ``seen``: its
    signature; that of SQLite is the whole text of a schema, and what was read of the same text is used again."""
    if dialect != "sqlite" or not seen:
        return _read(connection, dialect, named)
    asked = (seen, *sorted(name for name in named if "." in name))
    known = _KNOWN.get(asked)
    if known is None:
        known = _KNOWN[asked] = _read(connection, dialect, named)
    return known


def _read(connection: Connection, dialect: str, named: Iterable[str]) -> Schema:
    inspector = inspect(connection)
    names = set(named)
    tables: dict[str, Table] = {}
    for schema in (None, *sorted(_schemas_of(names, inspector))):
        tables |= _tables_of(connection, inspector, dialect, schema)
    return Schema(dialect, tables)


def _schemas_of(names: Iterable[str], inspector: Inspector) -> set[str]:
    wanted = {name.partition(".")[0] for name in names if "." in name}
    return (wanted & set(inspector.get_schema_names())) - {inspector.default_schema_name or ""}


def _tables_of(connection: Connection, inspector: Inspector, dialect: str, schema: str | None) -> dict[str, Table]:
    kind = ObjectKind.TABLE | ObjectKind.MATERIALIZED_VIEW
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # of expression indexes; those are read apart, in _lowered
        columns = inspector.get_multi_columns(schema=schema, kind=kind)
        keys = inspector.get_multi_pk_constraint(schema=schema, kind=kind)
        foreign = inspector.get_multi_foreign_keys(schema=schema, kind=kind)
        indexes = inspector.get_multi_indexes(schema=schema, kind=kind)
        unique = inspector.get_multi_unique_constraints(schema=schema, kind=kind)
    binds = _binds(connection, dialect, schema)
    lowered = _lowered(connection, dialect, schema)
    pieces = _partitions(connection, dialect)
    own_indexes = _sqlite_indexes(connection) if dialect == "sqlite" else {}
    if dialect == "mariadb":  # SQLAlchemy takes names out of SHOW CREATE TABLE as they are quoted there
        for described in (*columns.values(), *keys.values(), *foreign.values(), *indexes.values(), *unique.values()):
            _unquote(described)
    tables: dict[str, Table] = {}
    for at, described in columns.items():
        if (at[0] or inspector.default_schema_name, at[1]) in pieces:
            continue  # rows of a partition are reached, and named in the map, through the whole table
        key = tuple(keys[at]["constrained_columns"]) if at in keys else ()
        constraints = [tuple(u["column_names"]) for u in unique.get(at, [])]
        constraints += [columns for columns, is_unique in own_indexes.get(at[1], []) if is_unique]
        table = Table(
            name=_name(at),
            schema=at[0],
            own_name=at[1],
            columns={c["name"]: _column(c, dialect, binds.get((at[1], c["name"]))) for c in described},
            key=key,
            foreign_keys=tuple(_foreign_key(f, at) for f in foreign.get(at, [])),
            unique=_unique(key, indexes.get(at, []), constraints),
            leads=_leads(key, indexes.get(at, []), constraints),
            lowered=lowered.get(at[1], frozenset()),
        )
        tables[table.name] = table
    return tables


def _unquote(described: Any) -> None:
    """Halve doubled back ticks in every name, in place."""
    parts = cast(list[dict[str, Any]], described if isinstance(described, list) else [described])
    for part in parts:
        for field in ("name", "referred_table"):
            if part.get(field):
                part[field] = part[field].replace("``", "`")
        for field in ("column_names", "constrained_columns", "referred_columns"):
            if part.get(field):
                part[field] = [name.replace("``", "`") if name else name for name in part[field]]


def _name(at: TableKey) -> str:
    return f"{at[0]}.{at[1]}" if at[0] else at[1]


def _column(described: ReflectedColumn, dialect: str, binds: str | None) -> Column:
    kind = described["type"]
    holds = next((holds for known, holds in _HOLDS if isinstance(kind, known)), Holds.OTHER)
    if type(kind).__name__.endswith("BLOB"):  # MariaDB's are no LargeBinary
        holds = Holds.BINARY
    if dialect == "mariadb" and getattr(kind, "display_width", None) == 1:
        holds = Holds.BOOLEAN
    collation = str(getattr(kind, "collation", "") or "")
    return Column(
        name=described["name"],
        holds=holds,
        nullable=described["nullable"],
        binds=binds or _bind_type(kind, holds),
        length=getattr(kind, "length", None) if holds is Holds.TEXT else None,
        folds=collation.endswith("_ci") or (binds or "").endswith('"citext"'),
        written=not described.get("computed"),
    )


def _bind_type(kind: types.TypeEngine[Any], holds: Holds) -> str:
    """The MariaDB type of a value in a key set. Text is never shortened on its way: a cut value finds a stranger."""
    match holds:
        case Holds.INTEGER | Holds.BOOLEAN:
            return "BIGINT UNSIGNED" if getattr(kind, "unsigned", False) else "BIGINT"
        case Holds.DATE:
            return "DATE"
        case Holds.MOMENT:
            return "DATETIME(6)"
        case Holds.TEXT if getattr(kind, "charset", None):
            return f"LONGTEXT CHARACTER SET {getattr(kind, 'charset', '')} COLLATE {getattr(kind, 'collation', '')}"
        case _ if isinstance(kind, types.Numeric) and kind.precision:
            return f"DECIMAL({kind.precision},{kind.scale or 0})"
        case _:
            return "LONGTEXT"


def _foreign_key(found: ReflectedForeignKeyConstraint, at: TableKey) -> ForeignKey:
    target = _name((found["referred_schema"] or at[0], found["referred_table"]))
    own = tuple(found["constrained_columns"])
    action = str(found.get("options", {}).get("ondelete", "")).upper()
    return ForeignKey(own, target, tuple(found["referred_columns"]), "" if action == "NO ACTION" else action)


def _whole(index: ReflectedIndex) -> tuple[str, ...]:
    """The index's columns up to the first expression; nothing for an index over some of the rows only."""
    if any(name.endswith("_where") for name in index.get("dialect_options", {})):
        return ()
    columns: list[str] = []
    for column in index["column_names"]:
        if column is None:
            break
        columns.append(column)
    return tuple(columns)


def _unique(
    key: tuple[str, ...], indexes: Sequence[ReflectedIndex], constraints: Sequence[tuple[str, ...]]
) -> tuple[frozenset[str], ...]:
    whole = {frozenset(_whole(i)) for i in indexes if i["unique"] and None not in i["column_names"]}
    return tuple(sorted((whole | {frozenset(key)} | {frozenset(c) for c in constraints}) - {frozenset()}, key=sorted))


def _leads(
    key: tuple[str, ...], indexes: Sequence[ReflectedIndex], constraints: Sequence[tuple[str, ...]]
) -> frozenset[str]:
    return frozenset(columns[0] for columns in (key, *map(_whole, indexes), *constraints) if columns)


def _binds(connection: Connection, dialect: str, schema: str | None) -> dict[tuple[str, str], str]:
    """Postgres only: the type a column is compared as, without its length (``char(2)[]`` would cut values)."""
    if dialect != "postgresql":
        return {}
    found = connection.exec_driver_sql(
        """SELECT c.relname, a.attname, quote_ident(n.nspname) || '.' || '"' || t.typname || '"'
             FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
             JOIN pg_type own ON own.oid = a.atttypid
             JOIN pg_type t ON t.oid = CASE own.typtype WHEN 'd' THEN own.typbasetype ELSE own.oid END
             JOIN pg_namespace n ON n.oid = t.typnamespace
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'm', 'f')
              AND c.relnamespace = coalesce(%s, current_schema()::text)::regnamespace""",
        (f'"{schema}"' if schema else None,),
    )
    return {(str(table), str(column)): str(kind) for table, column, kind in found}


def _lowered(connection: Connection, dialect: str, schema: str | None) -> dict[str, frozenset[str]]:
    """Columns with an index on ``lower(column)``: one that finds an address in any spelling."""
    if dialect == "postgresql":
        rows = connection.exec_driver_sql(
            "SELECT tablename, substring(indexdef from ' USING .*') FROM pg_indexes"
            " WHERE schemaname = coalesce(%s, current_schema()::text)"
            " AND indexdef ~* 'lower\\(' AND indexdef !~ ' WHERE '",
            (schema,),
        )
    elif dialect == "sqlite":
        rows = connection.exec_driver_sql(
            "SELECT tbl_name, substr(sql, instr(sql, '(')) FROM sqlite_master WHERE type = 'index'"
            " AND sql LIKE '%lower(%' AND sql NOT LIKE '% WHERE %'"
        )
    else:
        return {}
    found: dict[str, frozenset[str]] = {}
    for table, definition in rows:
        if match := re.search(r"\(\s*\(?\s*" + _LOWERED.pattern, str(definition), re.IGNORECASE):
            found[str(table)] = found.get(str(table), frozenset()) | {match[1]}
    return found


def _sqlite_indexes(connection: Connection) -> dict[str, list[tuple[tuple[str, ...], bool]]]:
    """Table → columns of each whole index and whether it is unique. SQLAlchemy reads UNIQUE out of the text of CREATE
    TABLE and misses some ways of writing it."""
    rows = connection.exec_driver_sql(
        'SELECT m.name, l.name, l."unique", i.name FROM sqlite_master AS m, pragma_index_list(m.name) AS l,'
        " pragma_index_info(l.name) AS i WHERE m.type = 'table' AND NOT l.partial ORDER BY l.name, i.seqno"
    )
    found: dict[str, dict[str, tuple[list[str | None], bool]]] = {}
    for table, index, is_unique, column in rows:
        found.setdefault(str(table), {}).setdefault(str(index), ([], bool(is_unique)))[0].append(column)
    return {
        table: [(tuple(map(str, columns)), is_unique) for columns, is_unique in each.values() if None not in columns]
        for table, each in found.items()
    }


def _partitions(connection: Connection, dialect: str) -> frozenset[tuple[str, str]]:
    if dialect != "postgresql":
        return frozenset()
    rows = connection.exec_driver_sql(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relispartition"
    )
    return frozenset((str(schema), str(name)) for schema, name in rows)
