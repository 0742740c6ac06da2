"""A real database to try a connector on, and short ways to write a map of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.pool import NullPool

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision
from belofte.domain.policy import Period, Unit
from belofte.domain.system_map import (
    Collection,
    EraseClear,
    EraseKeep,
    Reference,
    SystemMap,
    Verb,
)
from belofte.ports import Ask, Order, OrderLine, Result

_DRIVER = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "mariadb": "mariadb+pymysql"}


class World(AbstractContextManager["World"]):
    """One database, spoken to as its own application would: another connection, no connector in between."""

    def __init__(self, dialect: str, url: str) -> None:
        self.dialect, self.url = dialect, url
        self.engine = create_engine(url.replace(url.partition(":")[0], _DRIVER[dialect], 1), poolclass=NullPool)
        self.connectors: list[SqlConnector] = []
        if dialect == "mariadb":
            event.listen(self.engine, "connect", _ansi_quotes)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connector in self.connectors:
            connector.close()
        self.engine.dispose()

    def do(self, *statements: str, **values: object) -> None:
        """Statements in one transaction."""
        with self.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement), values)

    def outside(self, statement: str) -> None:
        """A statement outside any transaction."""
        with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql(statement)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    def one(self, statement: str) -> Any:
        return self.rows(statement)[0][0]

    def insert(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        listed = list(rows)
        names = list(listed[0])
        columns = ", ".join(map(_quoted, names))
        marks = ", ".join(f":p{n}" for n in range(len(names)))
        with self.engine.begin() as connection:
            connection.execute(
                text(f"INSERT INTO {_quoted(table)} ({columns}) VALUES ({marks})"),
                [{f"p{n}": row[name] for n, name in enumerate(names)} for row in listed],
            )


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""').replace(":", "\\:")
    return f'"{doubled}"'


def _ansi_quotes(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')")


@dataclass(frozen=True)
class Noon:
    """A clock that stands still."""

    at: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


def mapped(*collections: Collection, allow: Iterable[Verb] = Verb, **more: Any) -> SystemMap:
    """A map of a system named shop."""
    settings: dict[str, Any] = {"sure": ("email", "customer-number"), "backups": Period(35, _DAYS), "hash": "h1"}
    return SystemMap(
        "shop", "sql", frozenset(allow), collections={c.name: c for c in collections}, **{**settings, **more}
    )


_DAYS = Unit.DAYS


def of(target: str, *pairs: str) -> Reference:
    """``of("customers", "customer_id:id")``."""
    columns, targets = zip(*(pair.split(":") for pair in pairs), strict=True)
    return Reference(tuple(columns), target, tuple(targets))


def mail(address: str) -> Identifier:
    return Identifier("email", "", address)


def number(value: str) -> Identifier:
    return Identifier("customer-number", "", value)


def ask(request: str, *identifiers: Identifier) -> Ask:
    return Ask(request, identifiers)


def places(found: Iterable[Found]) -> set[tuple[str, Key]]:
    """What is surely the person's own."""
    return {(f.collection, f.key) for f in found if not f.shared and not f.candidate}


def shared(found: Iterable[Found]) -> set[tuple[str, Key]]:
    return {(f.collection, f.key) for f in found if f.shared}


@dataclass
class Keep:
    """Records that are kept, on a named ground."""

    records: set[tuple[str, Key]] = field(default_factory=set)


def erasure(
    system: SystemMap, request: str, identifiers: Sequence[Identifier], found: Iterable[Found], keep: Keep | None = None
) -> Order:
    """The order that an approved plan of erasure comes to."""
    keep = keep or Keep()
    groups: dict[tuple[str, Decision], set[Key]] = {}
    for record in found:
        if record.request == request:
            decision = _decision(system, record, keep)
            groups.setdefault((record.collection, decision), set()).add(record.key)
    lines = tuple(
        OrderLine(
            collection,
            decision,
            frozenset(keys) if () not in keys else None,
            ground="AWR-52-4" if decision is Decision.KEEP else None,
            until=date(2031, 12, 31) if decision is Decision.KEEP else None,
        )
        for (collection, decision), keys in groups.items()
    )
    return Order(request, tuple(identifiers), lines)


def _decision(system: SystemMap, record: Found, keep: Keep) -> Decision:
    rule = system.collections[record.collection].erase
    if record.shared:
        return Decision.ASK
    if (record.collection, record.key) in keep.records or isinstance(rule, EraseKeep):
        return Decision.KEEP
    return Decision.CLEAR if isinstance(rule, EraseClear) else Decision.DELETE


def copies(request: str, identifiers: Sequence[Identifier], found: Iterable[Found]) -> Order:
    """The order that an approved plan of access comes to."""
    groups: dict[tuple[str, Decision], set[Key]] = {}
    for record in found:
        if record.request == request:
            decision = Decision.ASK if record.shared else Decision.EXPORT
            groups.setdefault((record.collection, decision), set()).add(record.key)
    lines = tuple(OrderLine(c, d, frozenset(keys) if () not in keys else None) for (c, d), keys in groups.items())
    return Order(request, tuple(identifiers), lines)


def connect(world: World, system: SystemMap) -> SqlConnector:
    connector = SqlConnector(system, world.url, Noon())
    world.connectors.append(connector)
    return connector


def by_request(results: Iterable[Result]) -> dict[str, Result]:
    return {result.request: result for result in results}


def line_of(result: Result, collection: str, decision: Decision | None = None) -> Any:
    return next(line for line in result.lines if line.collection == collection and decision in (None, line.decision))
