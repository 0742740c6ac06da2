"""One person with more rows than can be listed: counted, streamed, erased by what they hang on, and looked at again."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import date

import pytest
from tests.connectors import shop
from tests.connectors.world import World, ask, connect, copies, erasure, line_of, mail, mapped, of

from belofte.connectors.sql.bulk import LISTED
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Collection, EraseClear, EraseRow, EraseRule

ANNA, BORIS = "anna@dvries.example", "boris@vos.example"
MANY = LISTED + 60

VISITS = Collection(
    "visits",
    "visit",
    {"site-use": ("path",), "cookie-id": ("cookie",)},
    not_personal=("id", "seen_on"),
    of=(of("customers", "customer_id:id"),),
    free_text=("path",),
    clock={"collected": "seen_on"},
    erase=EraseRow(),
)


@pytest.fixture
def filled(world: World) -> World:
    shop.build(world)
    world.do(
        "CREATE TABLE visits (id INTEGER PRIMARY KEY, customer_id INTEGER, seen_on DATE, path VARCHAR(80),"
        " cookie VARCHAR(60) NOT NULL, FOREIGN KEY (customer_id) REFERENCES customers (id))",
        "CREATE INDEX visits_customer ON visits (customer_id)",
    )
    world.insert("customers", [shop.customer(1, "Anna de Vries", ANNA), shop.customer(2, "Boris Vos", BORIS)])
    world.insert(
        "visits",
        [
            {"id": n, "customer_id": 1 if n > 3 else 2, "seen_on": date(2026, 1 + n % 9, 1), "path": "/", "cookie": "c"}
            for n in range(1, MANY + 4)
        ],
    )
    return world


def test_very_many_rows_are_counted_and_erased_without_being_listed(filled: World) -> None:
    system = mapped(*shop.ALL, VISITS)
    connector = connect(filled, system)
    found = list(connector.find([ask("r1", mail(ANNA)), ask("r2", mail(BORIS))]))
    visits = {f.request: f for f in found if f.collection == "visits"}
    assert (visits["r1"].count, visits["r1"].key) == (MANY, ())
    assert visits["r1"].events == {"collected": date(2026, 9, 1)} and visits["r1"].has_text
    assert sum(f.count for f in found if f.collection == "visits" and f.request == "r2") == 3
    orders = [erasure(system, r, [mail(who)], found) for r, who in (("r1", ANNA), ("r2", BORIS))]
    before = {r.request: r for r in connector.read_back(orders)}
    assert line_of(before["r1"], "visits").remains == MANY
    acted = {r.request: r for r in connector.erase(orders)}
    assert line_of(acted["r1"], "visits").acted == MANY
    looked = {r.request: r for r in connector.read_back(orders)}
    assert {r.outcome for r in looked.values()} == {Outcome.DONE}
    assert line_of(looked["r1"], "visits").remains == 0
    assert filled.one("SELECT count(*) FROM visits") == 0


@pytest.mark.parametrize("rule", [EraseClear({"path": None, "cookie": "weg"}), EraseClear({"cookie": "weg-{random}"})])
def test_very_many_rows_are_cleared(filled: World, rule: EraseRule) -> None:
    system = mapped(*shop.ALL, replace(VISITS, erase=rule))
    connector = connect(filled, system)
    orders = [erasure(system, "r1", [mail(ANNA)], connector.find([ask("r1", mail(ANNA))]))]
    assert next(iter(connector.read_back(orders))).outcome is Outcome.FAILED
    assert next(iter(connector.erase(orders))).outcome is Outcome.DONE
    assert next(iter(connector.read_back(orders))).outcome is Outcome.DONE
    assert filled.one("SELECT count(*) FROM visits WHERE cookie LIKE 'weg%'") == MANY
    assert filled.one("SELECT count(*) FROM visits WHERE customer_id = 2 AND cookie = 'c'") == 3


def test_a_copy_of_very_many_rows_does_not_grow_in_memory(filled: World) -> None:
    system = mapped(*shop.ALL, VISITS)
    connector = connect(filled, system)
    orders = [copies("r1", [mail(ANNA)], connector.find([ask("r1", mail(ANNA))]))]
    assert any(line.keys is None and line.decision is Decision.EXPORT for line in orders[0].lines)
    tracemalloc.start()
    count = sum(record.collection == "visits" for record in connector.export(orders))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == MANY
    assert peak < 16 * 2**20
