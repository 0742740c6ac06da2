"""Every record is in exactly one standing, whatever the policy says and whatever happened to it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from belofte.domain.book_year import BookYear, Changed
from belofte.domain.policy import Period, RetentionRule, Unit
from belofte.domain.retention import KeptReason, due_in, is_due, keep_until, use_has_ended
from belofte.domain.sweeping import Claim, Standing, standing_of

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2005, 1, 1), date(2030, 12, 31))
PERIODS = st.builds(Period, st.integers(0, 130), st.sampled_from([Unit.DAYS, Unit.MONTHS])) | st.builds(
    Period, st.integers(0, 12), st.just(Unit.YEARS)
)
AFTER = st.sampled_from(["collected", "left", "book-year-of-settlement"])
FIELDS = {
    "category": st.just("order"),
    "floor": st.none() | PERIODS,
    "ceiling": st.none() | PERIODS,
    "until": st.none() | st.sampled_from(["left", "consent-withdrawn"]),
    "after": st.none() | AFTER,
}
PLAIN = st.builds(RetentionRule, **FIELDS)
PURPOSES = st.builds(RetentionRule, **FIELDS, begins=st.none() | st.just("consent-given"))


def concerns_every_record(rule: RetentionRule) -> bool:
    """A rule with no term but for what began is none that the linter lets pass (retention-before-any-purpose)."""
    has_own = rule.floor is not None or rule.ceiling is not None or rule.until is not None
    return has_own or not rule.by_purpose or any(part.begins is None for part in rule.by_purpose.values())


RULES = st.builds(
    RetentionRule,
    **FIELDS,
    tagged=st.dictionaries(st.sampled_from(["oss", "real-estate"]), PLAIN, max_size=2),
    by_purpose=st.dictionaries(st.sampled_from(["service", "post"]), PURPOSES, max_size=2),
).filter(concerns_every_record)
NAMES = ("collected", "left", "book-year-of-settlement", "consent-withdrawn", "consent-given")
EVENTS = st.fixed_dictionaries({name: st.none() | DAYS for name in (*NAMES, "tagged-oss", "tagged-real-estate")})
CHANGES = (Changed(date(2018, 7, 1), 1, 1), Changed(date(2021, 10, 1), 7, 1, runs_on=True))
BOOK_YEARS = st.sampled_from([BookYear(), BookYear(7, 1), BookYear(2, 28), BookYear(10, 1, CHANGES)])
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
    due = due_in(rule, today, book_year)
    assert (bool(due.past) and due.holds_for(events)) == is_due(rule, events, today, book_year)


@settings(max_examples=300, deadline=None)
@given(RULES, EVENTS, DAYS, BOOK_YEARS)
def test_a_record_goes_when_the_last_use_ends_and_each_use_ends_on_its_own_day(
    rule: RetentionRule, events: dict[str, date | None], today: date, book_year: BookYear
) -> None:
    gone = is_due(rule, events, today, book_year)
    began = [name for name, one in rule.by_purpose.items() if one.begins is None or events[one.begins] is not None]
    if gone and began:
        ended = [use_has_ended(rule, purpose, events, today, book_year) for purpose in began]
        terms = [name for name in began if rule.by_purpose[name].until or rule.by_purpose[name].ceiling]
        assert sum(ended) >= len(terms), "nothing that may still be used has gone"


def test_t_56_a_broken_book_year_starts_the_term_after_its_own_end() -> None:
    rule = RetentionRule(
        "invoice", Period(7, Unit.YEARS), Period(7, Unit.YEARS), after="book-year-of-settlement", law="AWR art. 52(4)"
    )
    broken = BookYear(7, 1)
    for settled, last in ((date(2019, 6, 30), date(2026, 6, 30)), (date(2019, 7, 1), date(2027, 6, 30))):
        events = {"book-year-of-settlement": settled}
        assert standing_of(rule, events, last, broken, None) is Standing.NOT_DUE
        assert standing_of(rule, events, last + timedelta(days=1), broken, None) is Standing.DUE


@settings(max_examples=300, deadline=None)
@given(DAYS, BOOK_YEARS)
def test_every_day_lies_in_exactly_one_book_year(on: date, book_year: BookYear) -> None:
    first, last = book_year.first_day(on), book_year.last_day(on)
    assert first <= on <= last
    assert (book_year.first_day(last), book_year.last_day(first)) == (first, last)
    assert book_year.first_day(last + timedelta(days=1)) == last + timedelta(days=1)
    assert (last - first).days < 2 * 366


def test_t_56_a_company_that_changed_its_book_year_counts_each_record_from_its_own() -> None:
    short = BookYear(7, 1, (Changed(date(2019, 7, 1), 1, 1),))
    assert (short.first_day(date(2019, 3, 1)), short.last_day(date(2019, 3, 1))) == (
        date(2019, 1, 1),
        date(2019, 6, 30),
    )
    assert short.last_day(date(2018, 3, 1)) == date(2018, 12, 31)
    assert short.last_day(date(2019, 7, 1)) == date(2020, 6, 30)
    long = BookYear(7, 1, (Changed(date(2019, 7, 1), 1, 1, runs_on=True),))
    assert (long.first_day(date(2019, 3, 1)), long.last_day(date(2018, 3, 1))) == (date(2018, 1, 1), date(2019, 6, 30))


def test_t_59_a_tag_chooses_the_longer_term() -> None:
    ten = Period(10, Unit.YEARS)
    rule = RetentionRule(
        "invoice",
        Period(7, Unit.YEARS),
        Period(7, Unit.YEARS),
        after="book-year-of-settlement",
        law="AWR art. 52(4)",
        tagged={
            "oss": RetentionRule("invoice", ten, ten, after="year-of-supply", law="Regulation (EU) 282/2011 art. 63c"),
            "real-estate": RetentionRule(
                "invoice",
                Period(9, Unit.YEARS),
                Period(9, Unit.YEARS),
                after="year-of-first-use",
                law="Wet OB art. 34a",
            ),
        },
    )
    settled = {"book-year-of-settlement": date(2019, 11, 30), "year-of-supply": date(2019, 11, 2)}
    first_used = {"year-of-first-use": date(2021, 5, 1)}
    tagged = date(2019, 11, 30)
    for events, last in (
        (settled, date(2026, 12, 31)),
        ({**settled, "tagged-oss": tagged}, date(2029, 12, 31)),
        ({**settled, **first_used, "tagged-real-estate": tagged}, date(2030, 12, 31)),
    ):
        assert standing_of(rule, events, last, BookYear(), None) is Standing.NOT_DUE
        assert standing_of(rule, events, last + timedelta(days=1), BookYear(), None) is Standing.DUE
    unknown = {**settled, "tagged-real-estate": tagged}
    assert standing_of(rule, unknown, date(2040, 1, 1), BookYear(), None) is Standing.UNDECIDED


def test_t_64_an_inactive_customer_is_never_due() -> None:
    rule = RetentionRule("profile", until="left")
    events = {"left": None, "last-order": date(2005, 1, 1)}
    assert standing_of(rule, events, date(2040, 1, 1), BookYear(), None) is Standing.NOT_DUE
