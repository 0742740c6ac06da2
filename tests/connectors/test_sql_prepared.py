"""Postgres prepares what runs often. A table that changes, or a connection that forgot, must not be in the way."""

from __future__ import annotations

import pytest
from tests.connectors import shop
from tests.connectors.world import World, ask, connect, mail, places

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.located import Key

OFTEN = 8
"""More often than the driver waits before it prepares a statement."""


@pytest.fixture
def connector(postgres_world: World) -> SqlConnector:
    shop.build(postgres_world)
    postgres_world.insert("customers", [shop.customer(1, "Noor Visser", "noor@x.example")])
    postgres_world.insert("orders", [shop.order(1, 1)])
    return connect(postgres_world, shop.shop())


def _found(connector: SqlConnector) -> set[tuple[str, Key]]:
    return places(connector.find([ask("r", mail("noor@x.example"))]))


def _prepared(connector: SqlConnector) -> int:
    with connector.database.connection() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar_one())


def test_what_runs_often_is_prepared_and_planned_once(connector: SqlConnector) -> None:
    for _ in range(OFTEN):
        _found(connector)
    with connector.database.connection() as connection:
        plans = connection.exec_driver_sql("SELECT generic_plans, custom_plans FROM pg_prepared_statements").all()
    assert plans
    assert not any(custom for _, custom in plans)


@pytest.mark.parametrize("asked_between", [True, False], ids=["the schema was compared", "nobody looked"])
def test_a_column_of_another_type_is_read_as_it_is_now(
    connector: SqlConnector, postgres_world: World, *, asked_between: bool
) -> None:
    before = [_found(connector) for _ in range(OFTEN)][-1]
    assert _prepared(connector)
    seen = connector.fingerprint()
    postgres_world.do("ALTER TABLE customers ALTER COLUMN full_name TYPE TEXT")
    if asked_between:
        assert connector.fingerprint() != seen
    assert _found(connector) == before == {("customers", (1,)), ("orders", (1,))}


def test_a_connection_that_forgot_what_it_prepared_is_replaced(connector: SqlConnector) -> None:
    before = [_found(connector) for _ in range(OFTEN)][-1]
    with connector.database.connection() as connection:  # inside DO, so that the driver does not see it
        connection.exec_driver_sql("DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$")
    assert _found(connector) == before
