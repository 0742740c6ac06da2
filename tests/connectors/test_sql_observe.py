"""Counting rows past their term in real databases: exact at the boundary, and nothing but counts comes back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.connectors.shop import ALL, build, customer, invoice, order, shop
from tests.connectors.world import Noon, World

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.observing import Distinct, PastTerm, Question, Rows, Setting, Undeclared, WithoutStart, name_of
from belofte.domain.promise import Observation, Reach
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import SystemUnreachable


def observe(world: World, system: SystemMap, *questions: Question | str) -> list[Observation]:
    connector = SqlConnector(system, world.url, Noon(), zone=ZoneInfo("Europe/Amsterdam"))
    world.connectors.append(connector)
    return list(connector.observe([q if isinstance(q, str) else name_of(q) for q in questions]))


def values(observations: Sequence[Observation]) -> list[object]:
    assert all(o.reach is Reach.SEEN for o in observations), observations
    return [o.value for o in observations]


@pytest.fixture
def filled(world: World) -> World:
    build(world)
    world.insert("customers", [customer(n, f"Person {n}", f"p{n}@post.example") for n in range(1, 7)])
    world.insert("orders", [order(n, n, "a note" if n != 3 else None) for n in range(1, 7)])
    world.insert("invoices", [invoice(n, n, n, date(2018 + n, 12, 31) if n < 5 else None) for n in range(1, 7)])
    return world


def test_rows_as_old_as_the_day_are_counted_and_one_day_younger_are_not(filled: World) -> None:
    """Odd customers left on 31 January 2026."""
    before, on = PastTerm("customers", "left", date(2026, 1, 30)), PastTerm("customers", "left", date(2026, 1, 31))
    assert values(observe(filled, shop(), before, on)) == [0, 3]


def test_a_clock_in_another_table_is_followed(filled: World) -> None:
    """The order's own note is gone for one of the three: an empty shell is not counted."""
    assert values(observe(filled, shop(), PastTerm("orders", "left", date(2026, 6, 1)))) == [2]


def test_a_cleared_row_that_stays_is_not_past_its_term(filled: World) -> None:
    filled.do(
        "UPDATE customers SET full_name = NULL, phone = NULL, email = 'erased-00ff@invalid' WHERE id = 1",
    )
    assert values(observe(filled, shop(), PastTerm("customers", "left", date(2026, 6, 1)))) == [2]


def test_invoices_past_their_term_and_unpaid_ones(filled: World) -> None:
    asked = (PastTerm("invoices", "book-year-of-settlement", date(2020, 12, 31)), Rows("invoices"))
    unpaid = WithoutStart("invoices", "book-year-of-settlement")
    assert values(observe(filled, shop(), *asked, unpaid)) == [2, 6, 2]


def test_a_time_stamp_belongs_to_the_day_it_was_where_the_company_is(world: World) -> None:
    """22:30 UTC on 31 March is 1 April in Amsterdam, where the column keeps a zone; without one it is as written."""
    build(world)
    world.insert("customers", [{**customer(1, "A", "a@post.example"), "since": datetime(2026, 3, 31, 22, 30)}])
    if world.dialect == "postgresql":
        world.do("UPDATE customers SET since = TIMESTAMPTZ '2026-03-31 22:30:00+00'")
    customers = replace(ALL[0], clock={"left": "left_on", "since": "since"})
    system = shop()
    system = replace(system, collections={**system.collections, "customers": customers})
    days = (date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1))
    counted = values(observe(world, system, *(PastTerm("customers", "since", day) for day in days)))
    assert counted == ([0, 0, 1] if world.dialect == "postgresql" else [0, 1, 1])


def test_an_undeclared_column_is_counted_and_nothing_else_is_guessed(filled: World) -> None:
    filled.do("ALTER TABLE orders ADD COLUMN gift_for VARCHAR(60)")
    undeclared, past = observe(filled, shop(), Undeclared(), PastTerm("orders", "left", date(2026, 6, 1)))
    assert (undeclared.reach, undeclared.value) == (Reach.SEEN, 1)
    assert past.reach is Reach.UNREACHABLE and "gift_for" in (past.why or "")


def test_where_everything_is_declared_the_count_is_zero(filled: World) -> None:
    assert values(observe(filled, shop(), Undeclared())) == [0]


def test_what_cannot_be_answered_says_why(filled: World) -> None:
    other, event, table = observe(
        filled,
        shop(),
        "region",
        PastTerm("mails", "left", date(2026, 1, 1)),
        PastTerm("none", "left", date(2026, 1, 1)),
    )
    assert other.reach is Reach.ABSENT
    assert event.reach is Reach.UNREACHABLE and "no column for the event left" in (event.why or "")
    assert table.reach is Reach.UNREACHABLE and "not in the map" in (table.why or "")


def test_observing_must_be_allowed(filled: World) -> None:
    with pytest.raises(SystemUnreachable, match="does not allow observe"):
        observe(filled, shop(allow={Verb.FIND}), Undeclared())


def test_a_column_that_names_a_recipient_is_counted_by_its_values(filled: World) -> None:
    """Only a column the map calls not personal: the values of any other stay where they are."""
    table = next(name for name, one in shop().collections.items() if "line" in one.not_personal or one.not_personal)
    column = shop().collections[table].not_personal[0]
    (seen,) = observe(filled, shop(), Distinct(table, column))
    told = json.loads(str(seen.value)) if seen.reach is Reach.SEEN else {}
    rows = filled.rows(f"SELECT {column}, count(*) FROM {table} WHERE {column} IS NOT NULL GROUP BY {column}")
    assert told == {str(value): count for value, count in rows}
    personal, nothing = Distinct("customers", "email"), Distinct("nowhere", "x")
    answers = observe(filled, shop(), personal, nothing)
    assert [one.reach for one in answers] == [Reach.UNREACHABLE, Reach.UNREACHABLE]
    assert all(one.value is None for one in answers) and "not_personal" in str(answers[0].why)


def test_what_a_database_sends_on_by_itself_is_named(filled: World) -> None:
    (before,) = observe(filled, shop(), Setting("outgoing"))
    if filled.dialect == "mariadb":
        assert before.reach is Reach.ABSENT and "administrator" in str(before.why)
        return
    assert (before.reach, before.value) == (Reach.SEEN, "[]")
    if filled.dialect == "postgresql":
        filled.do("CREATE PUBLICATION to_somebody FOR TABLE customers")
        try:
            (after,) = observe(filled, shop(), Setting("outgoing"))
        finally:
            filled.do("DROP PUBLICATION to_somebody")
        assert after.value == '["publication to_somebody"]'
