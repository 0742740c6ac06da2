"""Comparing terms: on which days can one end after the other?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.policy import Period, Unit
from belofte.domain.policy_rules.terms import days_longer, days_of_year, end_of, is_longer

ONE_MONTH = Period(1, Unit.MONTHS)


@pytest.mark.parametrize(
    ("received", "law"),
    [
        ("2025-01-31", "2025-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2026-08-31", "2026-09-30"),
        ("2026-12-01", "2027-01-01"),
    ],
)
def test_a_month_ends_on_the_same_date_or_on_the_last_day(received: str, law: str) -> None:
    assert end_of(date.fromisoformat(received), ONE_MONTH) == date.fromisoformat(law)


def test_thirty_days_end_after_a_month_only_around_february() -> None:
    late = days_longer(Period(30, Unit.DAYS), ONE_MONTH)
    assert days_of_year(late).by_language == {"nl": "30 januari – 29 februari", "en": "30 January – 29 February"}
    assert date(2028, 1, 30) not in late  # a leap year: 29 February is both the month's end and the thirtieth day
    assert date(2027, 1, 30) in late


@pytest.mark.parametrize(("count", "longer"), [(28, False), (29, True), (31, True)])
def test_which_terms_can_be_late(count: int, longer: bool) -> None:
    assert is_longer(Period(count, Unit.DAYS), ONE_MONTH) is longer


def test_hours_and_weeks() -> None:
    assert end_of(date(2026, 3, 1), Period(72, Unit.HOURS)) == date(2026, 3, 4)
    assert end_of(date(2026, 3, 1), Period(73, Unit.HOURS)) == date(2026, 3, 5)
    assert not is_longer(Period(4, Unit.WEEKS), ONE_MONTH)


periods = st.builds(Period, st.integers(1, 60), st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS]))


@given(periods)
def test_no_term_is_longer_than_itself(period: Period) -> None:
    assert not is_longer(period, period)


@given(st.integers(1, 40))
def test_a_year_is_twelve_months(count: int) -> None:
    years, same = Period(count, Unit.YEARS), Period(12 * count, Unit.MONTHS)
    assert not is_longer(years, same)
    assert not is_longer(same, years)


@pytest.mark.parametrize("unit", list(Unit))
def test_a_term_beyond_the_calendar_ends_on_its_last_day(unit: Unit) -> None:
    end = end_of(date(2026, 11, 22), Period(99_999_999, unit))
    assert end == date.max
    assert not is_longer(Period(9_999, Unit.YEARS), Period(10_000, Unit.YEARS))
    assert not is_longer(Period(99_999, Unit.YEARS), Period(99_999_999, Unit.DAYS))


@given(periods, periods)
def test_comparing_by_length_agrees_with_comparing_by_day(period: Period, limit: Period) -> None:
    start = date(2025, 1, 1)
    days = [start + timedelta(days=n) for n in range(0, 1461, 7)] + [date(2028, 2, 29), date(2027, 1, 31)]
    by_day = any(end_of(day, period) > end_of(day, limit) for day in days)
    assert not by_day or is_longer(period, limit)
