"""The first day on which more is due is found in every database without a record being read, for every kind of rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from tests.connectors.test_sql_days import connected
from tests.connectors.test_sql_days_parts import BILL, TODAY, YEARS, Bill, filled, rules, shop
from tests.connectors.world import World

from belofte.domain.observing import Oldest, name_of
from belofte.domain.policy import Period, RetentionRule, Unit
from belofte.domain.retention import ONE_DAY, due_in, keep_until
from belofte.ports import DueAsk
from belofte.procedures.retaining.next_day import FARTHEST, first_day

FLOORED = RetentionRule("bill", Period(3, Unit.MONTHS), None, until="left", after="paid", law="a law")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(BILL, min_size=1, max_size=6), rule=rules(), clear=st.booleans())
@example(rows=[Bill(date(2025, 3, 1), None, None, None, None, date(2025, 2, 1), None)], rule=FLOORED, clear=False)
def test_the_next_day_is_the_first_on_which_a_record_goes(
    world: World, rows: list[Bill], rule: RetentionRule, clear: bool
) -> None:
    assume(due_in(rule, TODAY, YEARS).past)
    if world.dialect == "mariadb":  # there OSS is oss: a text compares as its column does
        rows = [replace(row, scheme="oss") if row.scheme == "OSS" else row for row in rows]
    filled(world, rows, set())
    connector = connected(world, shop(clear=clear))
    connector.fingerprint()

    def ask(day: date) -> DueAsk:
        due = due_in(rule, day, YEARS)
        return DueAsk("bills", due.past, due.unless)

    found = first_day(TODAY, lambda day: connector.more_due(ask(TODAY), ask(day)))
    goes = [keep_until(rule, row.events(world.dialect), YEARS).gone_by for row in rows]
    later = [day + ONE_DAY for day in goes if day is not None and TODAY <= day <= TODAY + FARTHEST]
    assert found == (min(later, default=None), True)
    connector.close()


def test_the_oldest_day_behind_another_is_told_also_where_days_are_text(world: World) -> None:
    rows = [Bill(day, None, None, None, None, None, None) for day in (date(2024, 1, 2), date(2024, 5, 1), None)]
    filled(world, rows, set())
    connector = connected(world, shop(clear=False))

    def oldest(after: date | None) -> object:
        (seen,) = connector.observe([name_of(Oldest("bills", "paid", after))])
        return seen.value

    assert oldest(None) == "2024-01-02"
    assert oldest(date(2024, 1, 1)) == "2024-01-02"
    assert oldest(date(2024, 1, 2)) == "2024-05-01"
    assert oldest(date(2024, 5, 1)) is None
    connector.close()
