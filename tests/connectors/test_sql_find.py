"""Who is found, and what hangs on whom: the same on SQLite, Postgres and MariaDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.connectors import shop
from tests.connectors.world import Noon, World, ask, connect, mail, number, of, places, shared

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.identity import Identifier
from belofte.domain.system_map import Reference

ANNA, BORIS = "anna@dvries.example", "boris@vos.example"


@pytest.fixture
def filled(world: World) -> World:
    shop.build(world)
    world.insert(
        "customers",
        [
            shop.customer(1, "Anna de Vries", ANNA, "+31600000001"),
            shop.customer(2, "Boris Vos", BORIS, "+31600000002"),
            shop.customer(3, "Els Blom", "thuis@blom.example", "+31600000003"),
            shop.customer(4, "Joris Blom", "thuis@blom.example", "+31600000003"),
            shop.customer(5, "Carla Hoek", "carla@hoek.example", "+31600000005"),
            shop.customer(6, "carla  HOEK", "carla@hoek.example", None, "K77"),
            shop.customer(7, "Carla Hoek", "other@hoek.example", "+31600000005", "K78"),
        ],
    )
    world.insert(
        "orders",
        [shop.order(10, 1, "bel mij"), shop.order(11, 2), shop.order(12, 3), shop.order(13, 6), shop.order(14, None)],
    )
    world.insert("order_lines", [shop.order_line(o, n) for o in (10, 11, 12, 13, 14) for n in (1, 2)])
    world.insert(
        "invoices",
        [
            shop.invoice(20, 1, 10, date(2025, 6, 1)),
            shop.invoice(21, 2, 11, None),
            shop.invoice(22, 1, 14, None),
            shop.invoice(23, 1, 11, None),
        ],
    )
    world.insert(
        "mails",
        [
            shop.letter(30, ANNA),
            shop.letter(31, "Anna@DVries.Example"),
            shop.letter(32, " " + ANNA),
            shop.letter(33, "thuis@blom.example"),
            shop.letter(34, "niemand@x.example"),
        ],
    )
    world.insert(
        "posts",
        [
            shop.post(40, 1),
            shop.post(41, 2, 40),
            shop.post(42, 1, 41),
            shop.post(43, None, 40),
            shop.post(44, None, 41),
        ],
    )
    return world


def test_everything_that_hangs_on_one_person_is_found_with_its_path(filled: World) -> None:
    found = list(connect(filled, shop.shop()).find([ask("r1", mail(ANNA))]))
    assert places(found) >= {("customers", (1,)), ("orders", (10,)), ("order_lines", (10, 1)), ("order_lines", (10, 2))}
    via = {(f.collection, f.key): f.via for f in found}
    assert via["order_lines", (10, 2)] == "email → customers → orders → order_lines"
    assert via["mails", (30,)] == "email → mails"
    person = next(f for f in found if f.collection == "customers")
    assert person.known_since == {"email": datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)}
    assert person.identifiers == (
        Identifier("customer-number", "shop.customers.number", "K1"), mail(ANNA),
    )  # fmt: skip


def test_events_come_from_the_row_and_from_rows_it_refers_to(filled: World) -> None:
    found = {(f.collection, f.key): f for f in connect(filled, shop.shop()).find([ask("r1", mail(ANNA))])}
    assert found["order_lines", (10, 1)].events == {"left": date(2026, 1, 31)}
    assert found["invoices", (20,)].events == {"book-year-of-settlement": date(2025, 6, 1)}
    assert found["invoices", (22,)].events == {"book-year-of-settlement": None}
    assert found["orders", (10,)].has_text


def test_an_address_is_found_however_it_was_typed(filled: World) -> None:
    found = list(connect(filled, shop.shop()).find([ask("r1", mail(ANNA))]))
    assert {key for collection, key in places(found) if collection == "mails"} == {(30,), (31,), (32,)}


def test_a_record_that_names_two_people_is_asked_about(filled: World) -> None:
    found = list(connect(filled, shop.shop()).find([ask("r1", mail(ANNA))]))
    assert ("invoices", (23,)) in shared(found)  # her invoice, another man's order
    assert ("invoices", (22,)) in places(found)  # her invoice, an order that is nobody's


def test_a_thread_goes_in_circles_and_whose_a_reply_is_stays_clear(filled: World) -> None:
    found = list(connect(filled, shop.shop()).find([ask("r1", mail(ANNA))]))
    posts = {key[0] for collection, key in places(found) if collection == "posts"}
    asked = {key[0] for collection, key in shared(found) if collection == "posts"}
    assert posts == {40, 42, 43}  # her own, and an unsigned answer to her
    assert asked == {41, 44}  # another's answer to her, and what hangs on that alone


def test_a_couple_with_one_address_is_not_one_person(filled: World) -> None:
    connector = connect(filled, shop.shop())
    by_address = list(connector.find([ask("r1", mail("thuis@blom.example"))]))
    assert places(by_address) == set()
    assert shared(by_address) >= {("customers", (3,)), ("customers", (4,)), ("orders", (12,)), ("mails", (33,))}
    by_number = list(connector.find([ask("r1", mail("thuis@blom.example"), number("K3"))]))
    assert places(by_number) >= {("customers", (3,)), ("orders", (12,)), ("order_lines", (12, 1))}
    assert shared(by_number) == {("mails", (33,))}
    assert all(f.key != (4,) for f in by_number if f.collection == "customers")


def test_two_customer_numbers_of_one_person_are_followed_to_the_end(filled: World) -> None:
    system = shop.shop(sure=("email", "customer-number", "phone"))
    found = list(connect(filled, system).find([ask("r1", mail("carla@hoek.example"))]))
    assert {("customers", (5,)), ("customers", (6,)), ("customers", (7,)), ("orders", (13,))} <= places(found)


def test_many_people_are_told_apart_in_one_search(filled: World) -> None:
    asks = [ask("r1", mail(ANNA)), ask("r2", mail(BORIS)), ask("r3", mail("niemand@x.example"))]
    found = list(connect(filled, shop.shop()).find(asks))
    assert {f.key for f in found if f.request == "r2" and f.collection == "orders"} == {(11,)}
    assert [(f.collection, f.key) for f in found if f.request == "r3"] == [("mails", (34,))]
    assert list(connect(filled, shop.shop()).find([ask("r9", mail("weg@x.example"))])) == []


def test_what_is_held_as_a_customers_processor_is_never_searched(filled: World) -> None:
    theirs = replace(shop.MAILS, controller=False)
    system = shop.mapped(*(c for c in shop.ALL if c.name != "mails"), theirs)
    found = list(connect(filled, system).find([ask("r1", mail(ANNA))]))
    assert "mails" not in {f.collection for f in found}


def test_a_reference_between_two_people_is_no_reason_to_take_them_for_one(filled: World) -> None:
    filled.do("UPDATE customers SET invited_by = 1 WHERE id = 2")
    invited = replace(shop.CUSTOMERS, of=(of("customers", "invited_by:id"),))
    system = shop.mapped(invited, *shop.ALL[1:])
    found = list(connect(filled, system).find([ask("r1", mail(ANNA))]))
    assert ("customers", (2,)) in shared(found)
    assert ("orders", (11,)) not in places(found)


def test_a_namesake_at_the_same_address_is_shown_and_not_taken_for_the_same_person(filled: World) -> None:
    filled.insert("customers", [shop.customer(8, "Anna de Vries", "else@where.example", "+31600000001")])
    filled.insert("orders", [shop.order(15, 8)])
    system = shop.shop(hints=(("name", "phone"),))
    found = list(connect(filled, system).find([ask("r1", mail(ANNA)), ask("r2", mail(BORIS))]))
    perhaps = [(f.request, f.collection, f.key, f.via) for f in found if f.candidate]
    assert perhaps == [("r1", "customers", (8,), "name + phone → customers")]
    assert ("orders", (15,)) not in {(f.collection, f.key) for f in found}


def test_a_reference_into_another_system_is_followed_both_ways(filled: World) -> None:
    elsewhere = Reference(("author",), "customers", ("id",), "crm")
    posts = replace(shop.POSTS, of=(elsewhere, of("posts", "answers:id")))
    system = shop.mapped(*(c for c in shop.ALL if c.name != "posts"), posts)
    connector = connect(filled, system)
    there = Identifier("key", "crm.customers.id", "2")
    found = {(f.collection, f.key): f for f in connector.find([ask("r1", there)])}
    assert found["posts", (41,)].via == "crm.customers.id → posts"
    named = SqlConnector(shop.shop(), filled.url, Noon(), referred_to=frozenset({"customers.id"}))
    filled.connectors.append(named)
    here = Identifier("key", "shop.customers.id", "1")
    told = next(f for f in named.find([ask("r1", mail(ANNA))]) if f.collection == "customers")
    assert here in told.identifiers
    assert ("orders", (10,)) in places(named.find([ask("r1", here)]))
