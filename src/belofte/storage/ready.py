"""Statements that run for every single request: compiled once a database, then handed straight to its driver.

SQLAlchemy's work for one execution costs several times what SQLite needs for the answer, and one request makes some
twenty. A ready statement is written with SQLAlchemy like any other, so both of our databases get their own spelling;
only the execution is ours: values go in and come out through the columns' own types, rows are dicts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Dialect,
    Insert,
    Select,
    Table,
    Text,
    TypeDecorator,
    Update,
    bindparam,
    insert,
    literal,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any]
Found = dict[str, Any]
"""A row: column → value."""


class Cursor(Protocol):
    """What both drivers' cursors have."""

    rowcount: int

    def execute(self, statement: str, values: Any, /) -> Any: ...
    def executemany(self, statement: str, values: Any, /) -> Any: ...
    def fetchall(self) -> list[tuple[Any, ...]]: ...
    def close(self) -> None: ...


class Ready:
    """One statement. Values are given by the names of its bound parameters."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | Insert | Update | Delete) -> None:
        self._statement = statement
        self._compiled: dict[str, _Text] = {}

    def rows(self, connection: Connection, values: Mapping[str, object]) -> list[Found]:
        """All rows."""
        text = self._text(connection)
        return text.run(connection, lambda cursor: text.rows_of(cursor, values))

    def tuples(self, connection: Connection, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """All rows in the order of the statement's columns: for the longest lists."""
        text = self._text(connection)
        return text.run(connection, lambda cursor: text.tuples_of(cursor, values))

    def change(self, connection: Connection, values: Mapping[str, object]) -> int:
        """Carry it out; returns how many rows it met."""
        text = self._text(connection)
        return text.run(connection, lambda cursor: text.changed(cursor, values))

    def change_each(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> int:
        """Carry it out once for each of the rows, in one call of the driver; returns how many rows all of them met."""
        if len(rows) == 1:
            return self.change(connection, rows[0])
        text = self._text(connection)
        return text.run(connection, lambda cursor: text.changed_by_all(cursor, rows)) if rows else 0

    def _text(self, connection: Connection) -> _Text:
        dialect = connection.dialect
        known = self._compiled.get(dialect.name)
        if known is None:
            known = self._compiled[dialect.name] = _text_of(self._statement, dialect)
        return known


def adding(table: Table, *without: str) -> Ready:
    """Insert rows with all columns but these and the one the database counts by itself."""
    counted = {column.name for column in table.primary_key if column is table.autoincrement_column}
    names = [column.name for column in table.columns if column.name not in counted | set(without)]
    return Ready(insert(table).inline().values({name: bindparam(name) for name in names}))


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """``column`` is one of a list of texts that travels as one parameter: the same statement for any length."""
    listed = _Listed(bindparam(name, type_=_List)).table_valued("value")
    return column.in_(select(listed.c.value))


def one_of(column: ColumnElement[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """``column`` is one of these texts, which never change."""
    return column.in_([literal(value) for value in values])


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement as one database's driver takes it."""

    text: str
    names: tuple[str, ...]  # of the parameters, in their order
    by_place: bool
    fixed: Mapping[str, Any]
    into: Mapping[str, Convert | None]
    columns: tuple[str, ...]
    out: tuple[tuple[int, Convert], ...]  # place of a column, and how its values become ours

    def rows_of(self, cursor: Cursor, values: Mapping[str, object]) -> list[Found]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.tuples_of(cursor, values)]

    def tuples_of(self, cursor: Cursor, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        cursor.execute(self.text, self._values(values))
        found = cursor.fetchall()
        return [self._converted(row) for row in found] if self.out else found

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for at, convert in self.out:
            if values[at] is not None:
                values[at] = convert(values[at])
        return tuple(values)

    def changed(self, cursor: Cursor, values: Mapping[str, object]) -> int:
        cursor.execute(self.text, self._values(values))
        return cursor.rowcount

    def changed_by_all(self, cursor: Cursor, rows: Sequence[Mapping[str, object]]) -> int:
        cursor.executemany(self.text, [self._values(row) for row in rows])
        return cursor.rowcount

    def run(self, connection: Connection, do: Callable[[Cursor], Any]) -> Any:
        """Errors leave as SQLAlchemy's, so that whoever opened the transaction handles one kind."""
        driver: Any = connection.dialect.loaded_dbapi
        cursor = cast(Cursor, connection.connection.cursor())
        try:
            return do(cursor)
        except driver.Error as error:
            raise DBAPIError.instance(self.text, None, error, driver.Error, hide_parameters=True) from None
        finally:
            cursor.close()

    def _values(self, values: Mapping[str, object]) -> Any:
        into, fixed = self.into, self.fixed
        given = {
            name: convert(values[name]) if (convert := into[name]) is not None else values[name]
            for name in self.names
            if name not in fixed
        }
        if not self.by_place:
            return {**fixed, **given}
        return [given[name] if name in given else fixed[name] for name in self.names]


def _text_of(statement: Select[*tuple[Any, ...]] | Insert | Update | Delete, dialect: Dialect) -> _Text:
    compiled = statement.compile(dialect=dialect)
    params = compiled.params
    binds = {name: bound for name, bound in compiled.binds.items() if name in params}
    into = {name: _bind(binds[name].type, dialect) if name in binds else None for name in params}
    wanted = {name for name, bound in binds.items() if bound.required}
    columns = list(statement.exported_columns)
    out = [_result(column.type, dialect) for column in columns]
    return _Text(
        text=compiled.string,
        names=tuple(compiled.positiontup or params),
        by_place=compiled.positional,
        fixed={name: _given(value, into[name]) for name, value in params.items() if name not in wanted},
        into=into,
        columns=tuple(column.name for column in columns),
        out=tuple((at, convert) for at, convert in enumerate(out) if convert is not None),
    )


def _given(value: Any, convert: Convert | None) -> Any:
    return value if convert is None else convert(value)


def _bind(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _result(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


class _List(TypeDecorator[Sequence[str]]):
    """A list of texts as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str:
        del dialect
        return json.dumps(list(value or ()))


class _Listed(FunctionElement[Any]):
    """The texts of a JSON list as rows with one column, ``value``."""

    name = "listed"
    inherit_cache = True


def _listed_on_sqlite(element: _Listed, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **more)})"


def _listed_on_postgres(element: _Listed, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **more)} AS json))"


compiles(_Listed, "sqlite")(_listed_on_sqlite)
compiles(_Listed, "postgresql")(_listed_on_postgres)
