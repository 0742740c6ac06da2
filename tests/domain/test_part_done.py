"""The receipts of a plan that was made anew: no record is told of twice, and none is left out."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from belofte.domain.part_done import as_done, as_ended
from belofte.domain.plan import Decision, Outcome, Receipt, ReceiptLine
from belofte.domain.system_map import Verb

D = Decision
LATER = date(2027, 11, 2)


def line(
    decision: Decision, planned: int, acted: int | None = 0, remains: int | None = 0, present: int | None = None
) -> ReceiptLine:
    return ReceiptLine("records", decision, planned, acted=acted, remains=remains, present=present)


def receipt(outcome: Outcome, *lines: ReceiptLine, verb: Verb = Verb.ERASE, until: date | None = None) -> Receipt:
    return Receipt("r", "s", "shop", verb, outcome, until=until, lines=lines)


def told(*receipts: Receipt) -> dict[Decision, int]:
    sums = Counter[Decision]()
    for one in as_done(receipts):
        for each in one.lines:
            sums[each.decision] += each.planned
    return {decision: count for decision, count in sums.items() if count}


CLEARED = receipt(Outcome.DONE, line(D.CLEAR, 1, 1, 0))
GOES_LATER = receipt(Outcome.PENDING, line(D.DELETE, 3, 0, 3), until=LATER)
UNSEEN = receipt(Outcome.PENDING, line(D.DELETE, 1, 1, None), until=LATER)
KEPT = receipt(Outcome.DONE, line(D.KEEP, 7, None, None, 7))
COPIED = receipt(Outcome.DONE, line(D.EXPORT, 4, 4, None), verb=Verb.EXPORT)
MARKED = receipt(Outcome.DONE, line(D.DO, 2, 2, 0), verb=Verb.RESTRICT)


@pytest.mark.parametrize("one", [CLEARED, GOES_LATER, UNSEEN, KEPT, COPIED, MARKED])
@pytest.mark.parametrize("plans", [2, 3])
def test_what_stays_in_sight_is_told_of_once_however_often_it_was_planned(one: Receipt, plans: int) -> None:
    (only,) = one.lines
    assert told(*[one] * plans) == {only.decision: only.planned}


@pytest.mark.parametrize(
    "one",
    [
        receipt(Outcome.DONE, line(D.DELETE, 2, 2, 0)),
        receipt(Outcome.DONE, line(D.DO, 2, 2, 0), verb=Verb.RECTIFY),
    ],
)
def test_what_was_seen_to_be_gone_or_right_and_what_came_afterwards_are_both_told_of(one: Receipt) -> None:
    (only,) = one.lines
    assert told(one, one) == {only.decision: 4}


def test_what_came_since_the_first_plan_is_told_of_as_well() -> None:
    assert told(KEPT, receipt(Outcome.DONE, line(D.KEEP, 9, None, None, 9))) == {D.KEEP: 9}
    assert told(CLEARED, receipt(Outcome.DONE, line(D.CLEAR, 1, 1, 0), line(D.DELETE, 2, 2, 0))) == {
        D.CLEAR: 1,
        D.DELETE: 2,
    }


def test_what_was_found_no_more_stays_told_of() -> None:
    first = receipt(Outcome.DONE, line(D.CLEAR, 3, 3, 0), line(D.KEEP, 7, None, None, 7))
    assert told(first, KEPT) == {D.CLEAR: 3, D.KEEP: 7}
    assert told(receipt(Outcome.PENDING, line(D.DELETE, 3, 1, 2)), receipt(Outcome.DONE, line(D.DELETE, 2, 2, 0))) == {
        D.DELETE: 3
    }


def test_the_newest_decision_about_a_record_is_told() -> None:
    assert told(KEPT, receipt(Outcome.DONE, line(D.KEEP, 6, None, None, 6), line(D.CLEAR, 1, 1, 0))) == {
        D.KEEP: 6,
        D.CLEAR: 1,
    }


def test_a_kept_record_that_had_gone_is_not_hidden_by_a_later_plan() -> None:
    first = receipt(Outcome.DONE, line(D.KEEP, 7, None, None, 6))
    narrowed, _ = as_done([first, receipt(Outcome.DONE, line(D.KEEP, 6, None, None, 6))])
    assert [(one.planned, one.present) for one in narrowed.lines] == [(1, 0)]


def test_what_failed_counts_as_far_as_it_came_over_three_plans() -> None:
    failed = receipt(Outcome.FAILED, line(D.DELETE, 3, None, None))
    again = receipt(Outcome.FAILED, line(D.DELETE, 2, None, None))
    assert told(failed, again, receipt(Outcome.DONE, line(D.DELETE, 1, 1, 0))) == {D.DELETE: 3}
    assert [sum(each.planned for each in one.lines) for one in as_done([failed, again])] == [1, 2]


def test_what_a_vendor_showed_late_is_told_of_once_a_fresh_search_finds_it_no_more() -> None:
    late = receipt(Outcome.FAILED, line(D.DELETE, 2, None, 1))
    assert told(late) == {D.DELETE: 2}, "planned anew, and not found"
    assert told(late, receipt(Outcome.DONE, line(D.DELETE, 1, 1, 0))) == {D.DELETE: 2}
    (stopped,) = as_ended([late])
    assert [each.planned for each in stopped.lines] == [1], "nobody looked once more"


def test_purges_looks_and_letters_are_as_they_are() -> None:
    for verb in (Verb.PURGE, Verb.READ_BACK, Verb.TELL):
        one = receipt(Outcome.DONE, line(D.DELETE, 2, 0, 2), verb=verb)
        assert as_done([one, one]) == (one, one)
