"""The sample company's customer database on another server: the same tables, keys and rows."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Boolean, CheckConstraint, Engine, MetaData, create_engine, text

from belofte.bootstrap import DemoWorld


def move_company(made: DemoWorld, url: str, variable: str) -> Engine:
    """Copy the database to ``url`` and let the map name ``variable``; the SQLite file goes. Returns an engine that
    speaks to it as the company's own application would."""
    file = made.home.sandbox / "crm.sqlite"
    target = create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
    tables = _tables_of(file)
    tables.create_all(target)
    _copy(file, tables, target)
    file.unlink()
    crm = made.home.policy / "systems" / "crm.yaml"
    lines = crm.read_text("utf-8").splitlines(keepends=True)
    crm.write_text("".join(f"url: env:{variable}\n" if line.startswith("url:") else line for line in lines), "utf-8")
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
