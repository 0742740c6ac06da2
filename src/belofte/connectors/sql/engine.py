"""How each kind of database is connected to: driver, pool, and what is set on every new connection.

SQLite overwrites what it deletes (``secure_delete``) and holds its foreign keys; MariaDB refuses a value that does not
fit instead of cutting it; nobody waits for a lock without end.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from belofte.connectors.sql.own_days import day_in
from belofte.ports import SystemUnreachable

_DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "sqlite": "sqlite+pysqlite",
    "mariadb": "mariadb+pymysql",
    "mysql": "mariadb+pymysql",
}

_UNDER_CA: Mapping[str, Mapping[str, str]] = {
    "postgresql": {"sslmode": "verify-full", "sslrootcert": "{ca}"},
    "mariadb": {"ssl_ca": "{ca}", "ssl_check_hostname": "true"},
}
"""What a driver is told so that it trusts an authority: libpq 34.19.1; PyMySQL's ``ssl``."""

_LOCK_SECONDS = 10
_CONNECT_SECONDS = 10

LOOSE = "belofte_outside_any_transaction"
"""Option of an SQLite connection on which no transaction is begun."""


def address(system: str, url: str) -> URL:
    """The url with the driver we use. Raises :class:`SystemUnreachable`, terminal, for what is no database address."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SystemUnreachable(
            f"The url of system {system} is not a database address.",
            "Write it as sqlite:///path, postgresql://user@host/name or mariadb://user@host/name.",
            transient=False,
        ) from None
    driver = _DRIVERS.get(parsed.drivername.partition("+")[0])
    if driver is None:
        raise SystemUnreachable(
            f"The url of system {system} names a kind of database that is not supported.",
            "Supported are sqlite, postgresql and mariadb.",
            transient=False,
        )
    return parsed.set(drivername=driver)


def trusted_url(url: str, ca: Path | None) -> str:
    """The same database, under an authority of the company's own: its certificate is then asked for and compared with
    the name of the server. What the url itself says of certificates wins; a file and a database here have none."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return url  # it is refused where it is connected to
    kind = (_DRIVERS.get(parsed.drivername.partition("+")[0]) or "").partition("+")[0]
    if ca is None or not parsed.host or kind not in _UNDER_CA:
        return url
    given = {name: value.replace("{ca}", str(ca)) for name, value in _UNDER_CA[kind].items()}
    return parsed.update_query_dict({n: v for n, v in given.items() if n not in parsed.query}).render_as_string(
        hide_password=False
    )


def dialect_of(url: URL) -> str:
    """``sqlite``, ``postgresql`` or ``mariadb``."""
    return url.drivername.partition("+")[0]


def engine_of(url: URL, dialect: str) -> Engine:
    """The pooled engine. ``hide_parameters``: no error text of SQLAlchemy may hold a value."""
    match dialect:
        case "sqlite":
            arguments: dict[str, object] = {} if "timeout" in url.query else {"timeout": _LOCK_SECONDS}
        case "postgresql":
            arguments = {"connect_timeout": _CONNECT_SECONDS, "client_encoding": "utf8"}
        case _:
            arguments = {"connect_timeout": _CONNECT_SECONDS, "charset": "utf8mb4"}
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=False, connect_args=arguments)
    event.listen(engine, "connect", {"sqlite": _sqlite, "postgresql": _postgres, "mariadb": _mariadb}[dialect])
    if dialect == "sqlite":
        event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get(LOOSE):
        connection.exec_driver_sql("BEGIN")


def _sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late: reads would see two snapshots
    connection.create_function("belofte_unhex", 1, _unhex, deterministic=True)
    connection.create_function("belofte_day", 2, day_in, deterministic=True)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")


def _unhex(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text)


def _postgres(connection: Any, _record: object) -> None:
    connection.execute(f"SET lock_timeout = '{_LOCK_SECONDS}s'")
    # Rows are asked for by key, some thousands of a table at most: by index, not by reading the table from end to end.
    connection.execute("SET random_page_cost = 1.1")
    connection.execute("SET jit = off")
    # A statement has the same text for one key and for a thousand, and the same plan is right for both: by index where
    # there is one, else the table read once. Left to itself, Postgres makes a new plan for each of them, every time.
    connection.execute("SET plan_cache_mode = force_generic_plan")
    connection.commit()


def _mariadb(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')")
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(f"SET SESSION innodb_lock_wait_timeout = {_LOCK_SECONDS}")
