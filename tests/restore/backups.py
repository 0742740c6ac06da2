"""Backups of the customer database, put back; and what stands in it, as one can compare it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.worlds import World, carry_out

Rows = dict[str, list[tuple[Any, ...]]]
BY = ("--by", "P. de Boer")
_RANDOM = re.compile(r"erased-[0-9a-f]{24}")


def database_of(world: World) -> Path:
    return world.made.home.sandbox / "crm.sqlite"


def backup(world: World, name: str = "backup") -> Path:
    """A copy of the customer database as the company's own backups make it."""
    target = world.made.home.path / f"{name}.sqlite"
    with closing(sqlite3.connect(database_of(world))) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


def put_back(world: World, copy: Path) -> None:
    """The whole database is again as it was when the copy was made."""
    for end in ("-wal", "-shm"):
        Path(f"{database_of(world)}{end}").unlink(missing_ok=True)
    shutil.copy(copy, database_of(world))


def rows_of(world: World) -> Rows:
    """Every row of every table. The random value of an erased row is another each time."""
    with closing(sqlite3.connect(database_of(world))) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(map(_plain, database.execute(f'SELECT * FROM "{name}"')), key=repr) for name in tables}


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_RANDOM.sub("erased", value) if isinstance(value, str) else value for value in row)


def erase(world: World, address: str) -> str:
    """Somebody asks to be forgotten, and is; returns the reference."""
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", address)
        world.approve(belofte, reference)
        carry_out(belofte)
    return reference
