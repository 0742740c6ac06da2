"""The clock of a request: golden dates worked out by hand, and what must hold for every day."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.clocks import GOLDEN

from belofte.domain.clock import Because, after, before, due_dates, local_date, promise_for
from belofte.domain.country import Holidays, OutsideCalendar
from belofte.domain.policy import Period, Rights, Unit
from belofte.loading.countries import UnknownCountry, country_of, load_countries, load_holidays

THIRTY_DAYS = Period(30, Unit.DAYS)
DUTCH = load_holidays("NL", 2023, 2042)
EVERY_DAY = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize("row", GOLDEN)
def test_golden_dates(row: str) -> None:
    """T-18, T-19, T-20."""
    received, law_due, promise_due, due, work_by, law_ext_due = map(date.fromisoformat, row.split())
    dates = due_dates(received, THIRTY_DAYS, DUTCH)
    assert (dates.law_due, dates.promise_due, dates.due) == (law_due, promise_due, due)
    assert (dates.work_by, dates.law_ext_due) == (work_by, law_ext_due)


@given(received=EVERY_DAY)
def test_what_holds_for_every_day(received: date) -> None:
    dates = due_dates(received, THIRTY_DAYS, DUTCH)
    assert dates.promise_due == received + timedelta(days=30)
    assert dates.due == min(dates.law_due, dates.promise_due)
    assert received < dates.work_by <= dates.due <= dates.law_due < dates.law_ext_due
    for day, holidays in ((dates.law_due, DUTCH.undisputed), (dates.law_ext_due, DUTCH.undisputed)):
        assert day.weekday() < 5 and day not in holidays
    assert dates.work_by.weekday() < 5 and dates.work_by not in DUTCH.widest
    skipped = [dates.work_by + timedelta(days=n) for n in range(1, (dates.due - dates.work_by).days + 1)]
    assert all(day.weekday() >= 5 or day in DUTCH.widest for day in skipped)


def test_the_law_never_gives_more_than_a_month_and_the_days_until_work_begins_again() -> None:
    day = date(2024, 1, 1)
    while day <= date(2040, 12, 31):
        dates = due_dates(day, None, DUTCH)
        month = day.month % 12 + 1
        assert dates.law_due.month in (month, month % 12 + 1)
        assert dates.due == dates.law_due
        assert 28 <= (dates.law_due - day).days <= 31 + 4
        day += timedelta(days=1)


@given(received=EVERY_DAY)
def test_later_receipt_is_never_due_earlier(received: date) -> None:
    today, tomorrow = (due_dates(received + timedelta(days=n), THIRTY_DAYS, DUTCH) for n in (0, 1))
    assert today.law_due <= tomorrow.law_due
    assert today.due <= tomorrow.due


@given(
    start=EVERY_DAY,
    period=st.builds(Period, st.integers(1, 120), st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS])),
)
def test_counting_back_finds_the_last_day_that_has_run(start: date, period: Period) -> None:
    begun = before(after(start, period), period)
    assert begun >= start
    assert after(begun, period) <= after(start, period) < after(begun + timedelta(days=1), period)


def test_good_friday_is_a_day_off_for_the_office_and_not_for_the_law() -> None:
    dates = due_dates(date(2026, 3, 3), None, DUTCH)
    assert (dates.law_due, dates.work_by) == (date(2026, 4, 3), date(2026, 4, 2))


def test_a_decreed_day_counts_once_somebody_has_written_it_down(tmp_path: Path) -> None:
    """T-25: 5 May and Ascension Day lie side by side in 2027; the Friday after may be decreed free."""
    received = date(2027, 4, 5)
    assert due_dates(received, None, DUTCH).law_due == date(2027, 5, 7)
    own = tmp_path / "countries.yaml"
    shipped = (Path(__file__).parents[2] / "src/belofte/data/countries.yaml").read_text("utf-8")
    own.write_text(shipped.replace("decreed: []", "decreed: [2027-05-07]", 1), "utf-8")
    assert due_dates(received, None, load_holidays("NL", 2027, 2027, own)).law_due == date(2027, 5, 10)


def test_each_date_has_its_reason() -> None:
    dates = due_dates(date(2026, 3, 6), THIRTY_DAYS, DUTCH)
    assert {reason.of for reason in dates.reasons} == {"promise_due", "law_due", "due", "work_by", "law_ext_due"}
    easter = [r for r in dates.reasons if r.of == "law_due" and r.because is Because.HOLIDAY]
    assert [r.holiday.in_("nl") for r in easter if r.holiday] == ["Tweede paasdag"]
    assert any(r.because is Because.PROMISE_FIRST for r in dates.reasons)


def test_waiting_for_proof_of_identity_moves_the_law_and_never_the_promise() -> None:
    plain = due_dates(date(2026, 8, 31), THIRTY_DAYS, DUTCH)
    waited = due_dates(date(2026, 8, 31), THIRTY_DAYS, DUTCH, suspended_days=9)
    assert waited.promise_due == plain.promise_due
    assert waited.law_due == date(2026, 10, 9)


def test_a_day_outside_the_calendar_is_refused_and_not_guessed() -> None:
    empty = Holidays(date(2026, 1, 1), date(2026, 12, 31), frozenset(), frozenset())
    with pytest.raises(OutsideCalendar, match="load more years"):
        due_dates(date(2026, 11, 30), None, empty)


def test_the_day_of_receipt_is_the_day_where_the_company_is() -> None:
    assert local_date(datetime(2026, 1, 30, 23, 30, tzinfo=UTC), "Europe/Amsterdam") == date(2026, 1, 31)
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2026, 1, 30, 23, 30), "Europe/Amsterdam")


def test_each_right_has_its_own_promise() -> None:
    rights = Rights(answer_within=THIRTY_DAYS, objection_answer_within=Period(5, Unit.DAYS))
    assert promise_for(rights, "access") == THIRTY_DAYS
    assert promise_for(rights, "objection") == Period(5, Unit.DAYS)
    assert promise_for(Rights(), "access") is None


def test_belgium_has_its_own_days() -> None:
    belgian = load_holidays("BE", 2026, 2026)
    assert due_dates(date(2026, 6, 21), None, belgian).law_due == date(2026, 7, 22)
    assert date(2026, 4, 3) in belgian.widest - belgian.undisputed


def test_what_a_country_brings() -> None:
    countries = load_countries()
    dutch = country_of(countries, "NL")
    assert dutch.authority.url == "https://autoriteitpersoonsgegevens.nl"
    assert dutch.court.term == Period(6, Unit.WEEKS)
    assert countries.name("US", "nl") == "de Verenigde Staten"
    assert "US" not in countries.eea and "NO" in countries.eea
    with pytest.raises(UnknownCountry, match=r"countries\.yaml"):
        country_of(countries, "XX")
