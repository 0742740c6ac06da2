"""Opens ``may()`` for one policy folder: its settings say where the store is."""

from __future__ import annotations

import importlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from belofte.domain.errors import CouldNotLook, WrongUse
from belofte.domain.policy import Policy
from belofte.loading.countries import country_of, load_countries
from belofte.may.asking import May
from belofte.may.in_force import InForce
from belofte.may.log import UseLog
from belofte.may.sources import Driver, StoreSource
from belofte.settings import Home, load_settings
from belofte.settings.secret import REFERENCE, resolve_secret

WAIT = 0.5
"""Seconds a look may wait for a database that is busy: a second without a look is a no."""


def open_may(policy: Path | str = "policy", program: str = "") -> May:
    """The decisions of one installation, for the program of this name; read from its store, which must be there.

    Needs the data folder (the same machine, or a shared disk) and the rights of Belofte's own user; elsewhere the API
    answers the same questions. Raises ``WrongUse`` for a folder that is none or a program without a name,
    :class:`CouldNotLook` where there is no store yet or a driver is missing.
    """
    folder = Path(policy)
    if not folder.is_dir():
        raise WrongUse(f"There is no policy folder at {folder}.", "name it: open_may('…/policy', program='…')")
    if not program.strip():
        raise WrongUse("The program that asks must have a name.", "for example program='newsletter job'")
    home = Home.of_policy(folder)
    settings = load_settings(home.path)
    home = Home(home.path, Path(settings.data))
    driver = driver_of(settings.store_url, home)
    key = home.keys / "index.key"
    if not key.is_file():
        raise CouldNotLook("There is no store here yet.", "start Belofte once: belofte serve, or belofte doctor")
    own = home.path / "countries.yaml"
    countries = load_countries(own if own.is_file() else None)

    def time_zone(of: Policy) -> str:
        return country_of(countries, of.controller.country or "").time_zone

    index_key = key.read_bytes()
    return May(
        StoreSource(driver, index_key), InForce(folder, time_zone), UseLog(home.uses), index_key, program.strip()
    )


def driver_of(store_url: str | None, home: Home) -> Driver:
    """How the store of these settings is read."""
    url = store_url or f"sqlite:///{home.store}"
    if REFERENCE.fullmatch(url):
        url = resolve_secret(url, beside=home.path)
    scheme, _, path = url.partition(":///")
    if scheme == "sqlite":
        return _sqlite(home.path / path if not path.startswith("/") else Path(path))
    return _postgres(url)


def _sqlite(file: Path) -> Driver:
    address = f"{file.absolute().as_uri()}?mode=ro"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, isolation_level=None, timeout=WAIT, check_same_thread=False)

    def inode() -> object:
        return file.stat().st_ino

    return Driver(connect, "?", "BEGIN", _written, (sqlite3.Error, OSError), inode)


def _written(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=UTC)


def _postgres(url: str) -> Driver:
    """The driver is no part of the core: it is looked for when a store needs it, and named when it is not there."""
    try:
        psycopg: Any = importlib.import_module("psycopg")
    except ImportError:
        raise CouldNotLook(
            "The store is a Postgres, and its driver is missing.", "pip install 'belofte[sql]'"
        ) from None
    plain = "postgresql://" + url.partition("://")[2]
    options = f"-c statement_timeout={int(WAIT * 1000)}"

    def connect() -> Any:
        return psycopg.connect(plain, autocommit=True, client_encoding="utf8", connect_timeout=2, options=options)

    return Driver(
        connect,
        "%s",
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        _as_it_is,
        (psycopg.Error, OSError),
        lambda: plain,
    )


def _as_it_is(at: datetime) -> datetime:
    return at.astimezone(UTC)
