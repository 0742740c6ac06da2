"""Every record is in exactly one standing, whatever the policy says and whatever happened to it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from belofte.domain.policy import Period, RetentionRule, Unit
from belofte.domain.retention import BookYear, KeptReason, is_due, keep_until, terms_of
from belofte.domain.sweeping import Claim, Standing, standing_of

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2005, 1, 1), date(2030, 12, 31))
PERIODS = st.builds(Period, st.integers(0, 130), st.sampled_from([Unit.DAYS, Unit.MONTHS])) | st.builds(
    Period, st.integers(0, 12), st.just(Unit.YEARS)
)
AFTER = st.sampled_from(["collected", "left", "book-year-of-settlement"])
RULES = st.builds(
    RetentionRule,
    category=st.just("order"),
    floor=st.none() | PERIODS,
    ceiling=st.none() | PERIODS,
    until=st.none() | st.sampled_from(["left", "consent-withdrawn"]),
    after=st.none() | AFTER,
)
EVENTS = st.fixed_dictionaries(
    {name: st.none() | DAYS for name in ("collected", "left", "book-year-of-settlement", "consent-withdrawn")}
)
BOOK_YEARS = st.sampled_from([BookYear(), BookYear(7, 1), BookYear(2, 28)])
CLAIMS = st.none() | st.sampled_from(
    [Claim(standing, "x") for standing in (Standing.HELD, Standing.REQUESTED, Standing.RESTRICTED)]
)


@settings(max_examples=400, deadline=None)
@given(RULES, EVENTS, DAYS, BOOK_YEARS, CLAIMS)
def test_a_record_is_in_one_standing_and_goes_only_when_nothing_keeps_it(
    rule: RetentionRule, events: dict[str, date | None], today: date, book_year: BookYear, claim: Claim | None
) -> None:
    standing = standing_of(rule, events, today, book_year, claim)
    past = is_due(rule, events, today, book_year)
    undecided = keep_until(rule, events, book_year).reason is KeptReason.NO_START
    expected = [
        (Standing.UNDECIDED, undecided),
        (Standing.NOT_DUE, not undecided and not past),
        (Standing.DUE, past and claim is None),
        (Standing.HELD, past and claim is not None and claim.standing is Standing.HELD),
        (Standing.REQUESTED, past and claim is not None and claim.standing is Standing.REQUESTED),
        (Standing.RESTRICTED, past and claim is not None and claim.standing is Standing.RESTRICTED),
    ]
    assert [name for name, holds in expected if holds] == [standing]


@settings(max_examples=600, deadline=None)
@given(RULES, EVENTS, DAYS, BOOK_YEARS)
def test_what_a_database_is_asked_for_is_what_is_due(
    rule: RetentionRule, events: dict[str, date | None], today: date, book_year: BookYear
) -> None:
    terms = terms_of(rule, today, book_year)
    found = bool(terms) and all((day := events[term.event]) is not None and day <= term.last for term in terms)
    assert found == is_due(rule, events, today, book_year)


def test_t_56_a_broken_book_year_starts_the_term_after_its_own_end() -> None:
    rule = RetentionRule(
        "invoice", Period(7, Unit.YEARS), Period(7, Unit.YEARS), after="book-year-of-settlement", law="AWR art. 52(4)"
    )
    broken = BookYear(7, 1)
    for settled, last in ((date(2019, 6, 30), date(2026, 6, 30)), (date(2019, 7, 1), date(2027, 6, 30))):
        events = {"book-year-of-settlement": settled}
        assert standing_of(rule, events, last, broken, None) is Standing.NOT_DUE
        assert standing_of(rule, events, last + timedelta(days=1), broken, None) is Standing.DUE
