"""The sample company's customer database on another server: the same tables, keys and rows."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Engine, MetaData, String, Table, Text, create_engine, event, text

from belofte.bootstrap import DemoWorld


def move_company(made: DemoWorld, url: str, variable: str) -> Engine:
    """Copy the database to ``url`` and let the map name ``variable``; the SQLite file goes. Returns an engine that
    speaks to it as the company's own application would."""
    file = made.home.sandbox / "crm.sqlite"
    target = copy_company(file, url)
    file.unlink()
    crm = made.home.policy / "systems" / "crm.yaml"
    lines = crm.read_text("utf-8").splitlines(keepends=True)
    crm.write_text("".join(f"url: env:{variable}\n" if line.startswith("url:") else line for line in lines), "utf-8")
    return target


def copy_company(file: Path, url: str) -> Engine:
    """The tables, keys and rows of an SQLite file at ``url`` too."""
    target = create_engine(url.replace("postgresql:", "postgresql+psycopg:").replace("mariadb:", "mariadb+pymysql:"))
    tables = _tables_of(file)
    if target.dialect.name in ("mysql", "mariadb"):
        event.listen(target, "connect", _ansi_quotes)
        _shorten(tables)
    tables.create_all(target)
    _copy(file, tables, target)
    return target


def _tables_of(file: Path) -> MetaData:
    """The schema as the file has it, in types every database knows; SQLite's checks on booleans are left out."""
    source, found = create_engine(f"sqlite:///{file}"), MetaData()
    found.reflect(source)
    source.dispose()
    for table in found.tables.values():
        for column in table.columns:
            column.type, column.server_default = column.type.as_generic(), None
        table.constraints = {one for one in table.constraints if not isinstance(one, CheckConstraint)}
    return found


def _shorten(tables: MetaData) -> None:
    """What stands in an index has a length on MariaDB."""
    for table in tables.tables.values():
        for name in _indexed(table):
            if isinstance(table.columns[name].type, Text):
                table.columns[name].type = String(190)


def _indexed(table: Table) -> set[str]:
    groups = [one.columns for one in (*table.indexes, *table.constraints)]
    return {column.name for columns in groups for column in columns}


def _ansi_quotes(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')")


def _copy(file: Path, tables: MetaData, target: Engine) -> None:
    """Values as they are written in the file: the server makes days and times of them."""
    with sqlite3.connect(file) as source, target.begin() as connection:
        for table in tables.sorted_tables:
            columns = list(table.columns)
            names = ", ".join(f'"{column.name}"' for column in columns)
            marks = ", ".join(f":c{n}" for n in range(len(columns)))
            truths = {n for n, column in enumerate(columns) if isinstance(column.type, Boolean)}
            rows = [
                {f"c{n}": bool(v) if n in truths and v is not None else v for n, v in enumerate(row)}
                for row in source.execute(f'SELECT {names} FROM "{table.name}"')
            ]
            if rows:
                connection.execute(text(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'), rows)
    source.close()
