"""Two clocks, two results (T-05, T-06, T-21 to T-24)."""

from datetime import date

from belofte.domain.clock import due_dates
from belofte.domain.policy import Period, Unit
from belofte.domain.timing import Timing, answer_timing, suspension
from belofte.loading.countries import load_holidays

DATES = due_dates(date(2026, 9, 1), Period(30, Unit.DAYS), load_holidays("NL", 2026, 2027))
LATER = date(2026, 12, 31)


def test_an_extension_told_in_time_keeps_the_law_and_breaks_the_promise() -> None:
    timing = answer_timing(DATES, LATER, answered_on=date(2026, 10, 31), extension_told_on=date(2026, 9, 21))
    assert (timing.promise, timing.law, timing.extension_void) == (Timing.BROKEN, Timing.KEPT, False)


def test_an_extension_told_too_late_is_void() -> None:
    timing = answer_timing(DATES, LATER, answered_on=date(2026, 10, 31), extension_told_on=date(2026, 10, 2))
    assert (timing.promise, timing.law, timing.extension_void) == (Timing.BROKEN, Timing.BROKEN, True)


def test_only_an_acknowledgement_is_no_answer() -> None:
    timing = answer_timing(DATES, date(2026, 10, 2), answered_on=None, extension_told_on=None)
    assert (timing.promise, timing.law) == (Timing.BROKEN, Timing.BROKEN)
    assert answer_timing(DATES, date(2026, 10, 1), answered_on=None, extension_told_on=None).promise is Timing.RUNNING


def test_an_answer_on_the_last_day_is_kept_and_one_day_later_is_not() -> None:
    assert answer_timing(DATES, LATER, answered_on=DATES.due, extension_told_on=None).promise is Timing.KEPT
    late = answer_timing(DATES, LATER, answered_on=date(2026, 10, 2), extension_told_on=None)
    assert (late.promise, late.law) == (Timing.BROKEN, Timing.BROKEN)


def test_where_nothing_is_promised_only_the_law_runs() -> None:
    dates = due_dates(date(2026, 9, 1), None, load_holidays("NL", 2026, 2027))
    assert answer_timing(dates, LATER, answered_on=date(2026, 9, 2), extension_told_on=None).promise is Timing.NONE


def test_the_clock_stands_still_from_a_timely_question_to_its_answer() -> None:
    asked = suspension(date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 11), Period(3, Unit.DAYS))
    assert (asked.days, asked.late_asked) == (9, False)


def test_a_question_asked_late_stops_nothing() -> None:
    asked = suspension(date(2026, 9, 1), date(2026, 9, 26), date(2026, 9, 30), Period(3, Unit.DAYS))
    assert (asked.days, asked.late_asked) == (0, True)
