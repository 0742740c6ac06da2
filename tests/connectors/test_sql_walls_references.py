"""A row that comes later hangs on a marked one in whichever way the database holds it: by another column than the key,
or in other letters than the key is written with (MariaDB takes ``k1`` and ``K1`` for the same in a foreign key)."""

from __future__ import annotations

from dataclasses import replace

from tests.connectors.staff_world import Staff, bricks_of, connect_owning, staff_of
from tests.connectors.world import World, mail, mapped, of

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.plan import Decision, Outcome
from belofte.domain.rights.marking import HIDDEN_ONLY
from belofte.domain.system_map import Collection, Contact, EraseRow, Verb
from belofte.ports import Order, OrderLine

NOBODY_MEANT: frozenset[str] = frozenset()
TABLES = (
    "CREATE TABLE customers (number VARCHAR(20) PRIMARY KEY, badge VARCHAR(20) NOT NULL UNIQUE, email VARCHAR(80))",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer VARCHAR(20), note VARCHAR(80), "
    "FOREIGN KEY (customer) REFERENCES customers (number))",
    "CREATE TABLE visits (id INTEGER PRIMARY KEY, badge VARCHAR(20), note VARCHAR(80), "
    "FOREIGN KEY (badge) REFERENCES customers (badge))",
)
CUSTOMERS = Collection(
    "customers", "profile", {"email": ("email",)}, not_personal=("number", "badge"), person=True,
    contact=(Contact("email", "email", None),), erase=EraseRow(),
)  # fmt: skip
ORDERS = Collection(
    "orders", "order", {"order-lines": ("note",)}, not_personal=("id",), of=(of("customers", "customer:number"),),
    erase=EraseRow(),
)  # fmt: skip
VISITS = Collection(
    "visits", "order", {"order-lines": ("note",)}, not_personal=("id",), of=(of("customers", "badge:badge"),),
    erase=EraseRow(),
)  # fmt: skip


def walled(world: World) -> tuple[Staff, SqlConnector]:
    """Two customers; Anna has left, and is marked."""
    world.do(*TABLES)
    world.insert("customers", [{"number": "K1", "badge": "B1", "email": "anna@post.example"},
                               {"number": "K2", "badge": "B2", "email": "bert@post.example"}])  # fmt: skip
    staff = staff_of(world)
    system = replace(mapped(CUSTOMERS, ORDERS, VISITS), hides=True, readers=staff.readers)
    connector = connect_owning(world, system)
    assert connector.walls.build(bricks_of(system, staff), NOBODY_MEANT).leaks == ()
    line = OrderLine("customers", Decision.DO, frozenset({("K1",)}), HIDDEN_ONLY)
    (marked,) = connector.restrict([Order("leave-1", (mail("anna@post.example"),), (line,), Verb.RESTRICT)])
    assert marked.outcome is Outcome.DONE
    assert staff.sees(staff.support, "customers") == 1
    return staff, connector


def test_a_row_that_names_its_customer_in_other_letters_is_hidden_with_it(mariadb_world: World) -> None:
    staff, _ = walled(mariadb_world)
    mariadb_world.do("INSERT INTO orders VALUES (1, 'k1', 'a'), (2, 'K1', 'b'), (3, 'k2', 'c'), (4, NULL, 'd')")
    assert staff.sees(staff.support, "orders") == 2


def test_a_row_that_hangs_by_another_column_than_the_key_is_hidden_with_it(mariadb_world: World) -> None:
    staff, _ = walled(mariadb_world)
    mariadb_world.do("INSERT INTO visits VALUES (1, 'B1', 'a'), (2, 'B2', 'b'), (3, NULL, 'c')")
    assert staff.sees(staff.support, "visits") == 2
