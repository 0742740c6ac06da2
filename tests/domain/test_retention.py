"""How long a record is kept (T-55, T-56), and that the day a database compares with is the same as the rule's."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.policy import Controller, Period, Policy, RetentionRule, Unit
from belofte.domain.retention import BookYear, KeptReason, book_year_of, cut_off, explain, is_due, keep_until

SEVEN_YEARS = Period(7, Unit.YEARS)
INVOICE = RetentionRule("invoice", floor=SEVEN_YEARS, ceiling=SEVEN_YEARS, after="book-year-of-settlement")
VISIT = RetentionRule("visit", ceiling=Period(14, Unit.MONTHS), after="collected")
PROFILE = RetentionRule("profile", until="left")
TODAY = date(2026, 11, 22)
JULY_YEAR = BookYear(7, 1)


def paid(day: date | None) -> dict[str, date | None]:
    return {"book-year-of-settlement": day}


def test_invoices_of_2019_stay_this_year_and_those_of_2018_should_be_gone() -> None:
    """T-55."""
    assert keep_until(INVOICE, paid(date(2019, 3, 4))).until == date(2026, 12, 31)
    assert not is_due(INVOICE, paid(date(2019, 3, 4)), TODAY)
    assert keep_until(INVOICE, paid(date(2018, 12, 31))).until == date(2025, 12, 31)
    assert is_due(INVOICE, paid(date(2018, 12, 31)), TODAY)
    assert not is_due(INVOICE, paid(date(2018, 12, 31)), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("day", "until"), [(date(2019, 6, 30), date(2026, 6, 30)), (date(2019, 7, 1), date(2027, 6, 30))]
)
def test_a_broken_financial_year(day: date, until: date) -> None:
    """T-56."""
    assert keep_until(INVOICE, paid(day), JULY_YEAR).until == until


def test_an_invoice_of_2020_paid_in_2021_counts_as_2021() -> None:
    assert keep_until(INVOICE, paid(date(2021, 1, 5))).until == date(2028, 12, 31)


def test_an_unpaid_invoice_has_no_start_and_says_so() -> None:
    kept = keep_until(INVOICE, paid(None))
    assert (kept.until, kept.reason) == (None, KeptReason.NO_START)
    assert not is_due(INVOICE, paid(None), date(2099, 1, 1))
    assert "not begun" in explain(kept).in_("en") and "niet begonnen" in explain(kept).in_("nl")


def test_a_ceiling_counts_from_its_event() -> None:
    kept = keep_until(VISIT, {"collected": date(2025, 9, 22)})
    assert kept.until == kept.gone_by == date(2026, 11, 22)
    assert not is_due(VISIT, {"collected": date(2025, 9, 22)}, TODAY)
    assert is_due(VISIT, {"collected": date(2025, 9, 21)}, TODAY)


def test_until_an_event_ends_on_that_day() -> None:
    assert keep_until(PROFILE, {"left": None}).reason is KeptReason.EVENT_OPEN
    assert keep_until(PROFILE, {"left": TODAY}).gone_by == TODAY
    assert not is_due(PROFILE, {"left": TODAY}, TODAY)
    assert is_due(PROFILE, {"left": date(2026, 11, 21)}, TODAY)


def test_a_floor_and_a_higher_ceiling_are_two_days() -> None:
    rule = RetentionRule("x", floor=Period(1, Unit.YEARS), ceiling=Period(2, Unit.YEARS), after="collected")
    kept = keep_until(rule, {"collected": date(2024, 2, 29)})
    assert (kept.until, kept.gone_by) == (date(2025, 2, 28), date(2026, 2, 28))


def test_a_floor_alone_makes_nothing_due() -> None:
    rule = RetentionRule("x", floor=Period(1, Unit.YEARS), after="collected")
    assert keep_until(rule, {"collected": date(2020, 1, 1)}).until == date(2021, 1, 1)
    assert not is_due(rule, {"collected": date(2020, 1, 1)}, TODAY)
    assert cut_off(rule, TODAY) is None


def test_until_somebody_leaves_and_at_least_a_year() -> None:
    rule = RetentionRule("x", floor=Period(1, Unit.YEARS), after="signed", until="left")
    signed = {"signed": date(2026, 1, 1)}
    assert keep_until(rule, {**signed, "left": None}).gone_by is None
    assert keep_until(rule, {**signed, "left": date(2026, 2, 1)}).gone_by == date(2027, 1, 1)
    assert keep_until(rule, {**signed, "left": date(2028, 2, 1)}).gone_by == date(2028, 2, 1)


def test_a_rule_without_a_number_says_so() -> None:
    kept = keep_until(RetentionRule("invoice", applicable_term=True), {})
    assert (kept.until, kept.reason) == (None, KeptReason.NO_TERM)


PERIODS = st.builds(Period, st.integers(1, 40), st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS]))
STARTS = st.sampled_from([BookYear(), JULY_YEAR, BookYear(4, 6), BookYear(12, 31)])


@given(
    period=PERIODS,
    event=st.sampled_from(["collected", "book-year-of-settlement"]),
    today=st.dates(date(2024, 1, 1), date(2040, 12, 31)),
    happened=st.dates(date(1990, 1, 1), date(2040, 12, 31)),
    book_year=STARTS,
)
def test_the_cut_off_is_the_rule(period: Period, event: str, today: date, happened: date, book_year: BookYear) -> None:
    rule = RetentionRule("x", ceiling=period, after=event)
    limit = cut_off(rule, today, book_year)
    assert limit is not None
    assert (happened <= limit) == is_due(rule, {event: happened}, today, book_year)


def test_the_company_says_where_its_financial_year_starts() -> None:
    broken = Policy(controller=Controller(book_year_starts="07-01"))
    assert book_year_of(broken) == JULY_YEAR and book_year_of(Policy()) == BookYear()
    assert keep_until(INVOICE, paid(date(2019, 6, 30)), book_year_of(broken)).until == date(2026, 6, 30)
