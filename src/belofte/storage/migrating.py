"""Brings the store's tables up to date when it is opened, after a copy; a newer store is refused in words.

The steps are Alembic revisions inside the package (``storage/migrations/versions``), from the first table on. On SQLite
the file is copied beside itself first (``store.sqlite.before-REVISION``) and the steps run in one transaction; on
Postgres they run in one transaction too, and the copy is the operator's own backup (docs/operate.md).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.command import upgrade
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, column, select, table

from belofte.storage.opening import reading, sqlite_alone, writing
from belofte.store_port import StoreError

SCRIPTS = Path(__file__).parent / "migrations"
_version = table("alembic_version", column("version_num"))
"""Where Alembic notes the revision. Read at every opening: its own way of reading costs more than all else there."""


class StoreIsNewer(StoreError):
    """The store was written by a newer Belofte."""

    exit_status = 2


def bring_up_to_date(engine: Engine, copy_to: Path | None = None, to: str = "head") -> None:
    """Run the missing revisions. ``copy_to``: the folder for the copy of a SQLite store made first. ``to``: the
    revision to stop at, for tests that need an older store."""
    newest, known = _revisions()
    present = current_revision(engine)
    wanted = newest if to == "head" else to
    if present == wanted:
        return
    if present is not None:
        if present not in known:
            raise StoreIsNewer(
                f"This store was written by a newer Belofte (its tables are at {present}); nothing was changed.",
                f"Install that version or a later one. This one knows the tables up to {newest}.",
            )
        if copy_to is not None and engine.dialect.name == "sqlite":
            _copy(engine, copy_to / f"store.sqlite.before-{wanted}")
    _upgrade(engine, to)


@cache
def _revisions() -> tuple[str | None, frozenset[str]]:
    """The newest revision of this program, and all of them; looked up once a process."""
    script = ScriptDirectory.from_config(_config())
    return script.get_current_head(), frozenset(one.revision for one in script.walk_revisions())


def current_revision(engine: Engine) -> str | None:
    """The revision the tables are at; None for an empty database."""
    with reading(engine) as connection:
        there = connection.dialect.has_table(connection, _version.name)
        return connection.execute(select(_version.c.version_num)).scalar_one_or_none() if there else None


def _upgrade(engine: Engine, to: str) -> None:
    """All missing revisions in one transaction; ``migrations/env.py`` takes the connection from the attributes."""
    config = _config()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def _copy(engine: Engine, target: Path) -> None:
    """A whole copy made by the database itself. An older copy of the same name is replaced only by a whole one."""
    draft = target.with_name(f"{target.name}.part")
    draft.unlink(missing_ok=True)
    sqlite_alone(engine, "VACUUM INTO ?", str(draft))
    draft.chmod(0o600)
    draft.replace(target)
