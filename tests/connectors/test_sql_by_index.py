"""Keys are looked up by index where there is one, whatever the database thinks of the size of a key set."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.connectors import shop
from tests.connectors.world import World

from belofte.connectors.sql.database import Database
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.reflection import reflect
from belofte.connectors.sql.rendering import KeyRow
from belofte.connectors.sql.session import Query


@pytest.fixture
def database(world: World) -> Iterator[Database]:
    shop.build(world)
    names = [f"n{n}@x.example" for n in range(1, 3001)]
    world.insert("customers", [shop.customer(n, name, name) for n, name in enumerate(names, start=1)])
    world.insert("orders", [shop.order(n, n) for n in range(1, 3001)])
    world.insert("mails", [shop.letter(n, name) for n, name in enumerate(names, start=1)])
    if world.dialect == "postgresql":
        world.outside("ANALYZE")
    made = Database("shop", world.url)
    yield made
    made.close()


def _plan(database: Database, query: Query) -> str:
    explain = "EXPLAIN QUERY PLAN " if database.dialect == "sqlite" else "EXPLAIN "
    with database.reading() as session:
        rows = session.rows(Query(explain + query.statement, query.parameters, query.table))
    return "\n".join(" ".join(map(str, row)) for row in rows)


def _by_index(dialect: str, plan: str) -> bool:
    match dialect:
        case "sqlite":
            return "SEARCH t USING" in plan and "SCAN t" not in plan
        case "postgresql":
            return "Index" in plan and "Seq Scan on" not in plan
        case _:
            return any(word in plan for word in (" ref ", " eq_ref "))


@pytest.mark.parametrize("count", [1, 20])
def test_every_look_up_goes_by_index(database: Database, count: int) -> None:
    with database.connection() as connection:
        schema = reflect(connection, database.dialect, ())
    statements = Statements(shop.shop(), schema, database.rendering)
    orders = statements.ways.edges["orders"][0]
    mails = next(look_up for look_up in statements.ways.look_ups if look_up.collection == "mails")
    numbers: list[KeyRow] = [(n, n) for n in range(1, count + 1)]
    addresses: list[KeyRow] = [(n, f"n{n}@x.example") for n in range(1, count + 1)]
    asked = {
        statements.by_edge(orders, whole=False): numbers,
        statements.by_edge(orders, whole=True): numbers,
        statements.by_key("customers", whole=True): numbers,
        statements.by_value(mails, whole=False, anyhow=False): addresses,
    }
    for statement, rows in asked.items():
        plan = _plan(database, Query(statement, database.rendering.parameters(rows), ""))
        assert _by_index(database.dialect, plan), plan
