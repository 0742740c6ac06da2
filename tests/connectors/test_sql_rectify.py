"""Putting values right on SQLite, Postgres and MariaDB: each record its own value, to the letter, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.connectors import shop
from tests.connectors.world import World, ask, by_request, connect, line_of, mail

from belofte.domain.plan import Decision, Outcome
from belofte.ports import Order, OrderLine, Result

ANNA, BORIS = "anna@dvries.example", "boris@vos.example"


@pytest.fixture
def filled(world: World) -> World:
    shop.build(world)
    rows = [shop.customer(1, "anna de vries", ANNA, "+31600000001"), shop.customer(2, "Boris Vos", BORIS)]
    world.insert("customers", [*rows, shop.customer(3, "A. de Vries", ANNA, "+31600000001")])
    world.insert("orders", [shop.order(10, 1, "bel mij")])
    return world


def put(*keys: int, **values: object) -> OrderLine:
    return OrderLine("customers", Decision.DO, frozenset((k,) for k in keys), values=values)


def outcomes(results: Iterable[Result]) -> set[Outcome]:
    return {result.outcome for result in results}


def test_a_difference_in_capitals_is_put_right_and_seen(filled: World) -> None:
    """T-37: whatever the collation of the database thinks, "anna" is not yet "Anna"."""
    connector = connect(filled, shop.shop())
    order = Order("r1", (mail(BORIS),), (put(2, full_name="boris VOS"),))
    assert outcomes(connector.read_back([order])) == {Outcome.FAILED}
    assert outcomes(connector.rectify([order])) == {Outcome.DONE}
    assert outcomes(connector.read_back([order])) == {Outcome.DONE}
    assert filled.one("SELECT full_name FROM customers WHERE id = 2") == "boris VOS"


def test_each_record_gets_the_value_of_its_own_line(filled: World) -> None:
    """Two lines of one table; the person's other records are not in the plan and stay as they are."""
    connector = connect(filled, shop.shop())
    order = Order("r1", (mail(ANNA),), (put(1, full_name="Anna Bakker"), put(3, full_name="A. Bakker")))
    assert outcomes(connector.rectify([order])) == {Outcome.DONE}
    filled.do("UPDATE customers SET full_name = 'A. de Vries' WHERE id = 3")
    seen = by_request(connector.read_back([order]))["r1"]
    assert [line.remains for line in seen.lines] == [0, 1]
    assert filled.rows("SELECT note FROM orders") == [("bel mij",)]


def test_the_value_that_finds_somebody_can_change_and_be_done_twice(filled: World) -> None:
    """T-41: after a crash the second run finds it done; somebody else's row under the plan's key is refused."""
    connector = connect(filled, shop.shop())
    order = Order("r1", (mail(BORIS),), (put(2, email="b.vos@nieuw.example"),))
    assert outcomes(connector.rectify([order])) == {Outcome.DONE}
    assert outcomes(connector.rectify([order])) == {Outcome.DONE}
    assert outcomes(connector.read_back([order])) == {Outcome.DONE}
    found = list(connector.find([ask("r1", mail("b.vos@nieuw.example"))]))
    assert [record.key for record in found if record.collection == "customers"] == [(2,)]
    assert not [r for r in connector.find([ask("r1", mail(BORIS))]) if r.collection == "customers"]
    gone = Order("r2", (mail(BORIS),), (put(77, email="b.vos@nieuw.example"),))
    assert outcomes(connector.rectify([gone])) == {Outcome.FAILED}


def test_a_value_the_column_cannot_hold_fails_its_own_request_alone(filled: World) -> None:
    connector = connect(filled, shop.shop())
    bad = Order("r1", (mail(ANNA),), (put(1, no_such_column="x"),))
    good = Order("r2", (mail(BORIS),), (put(2, full_name="B. Vos"),))
    results = by_request(connector.rectify([bad, good]))
    assert results["r1"].outcome is Outcome.FAILED
    assert results["r1"].problem is not None
    assert results["r1"].problem.where == "customers"
    assert results["r2"].outcome is Outcome.DONE
    assert line_of(results["r2"], "customers").acted == 1
