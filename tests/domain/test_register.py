"""What stays of a handled request (T-08, T-21, T-22, T-24, T-61)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from belofte.domain.plan import Decision, Outcome, Receipt, ReceiptLine
from belofte.domain.register import RegisterRow, handled_row
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.marking import ALREADY, UNTOUCHED
from belofte.domain.system_map import Verb

ZONE = "Europe/Amsterdam"
CLOSED = date(2027, 1, 11)
REQUEST = Request(
    id="case-1",
    right="erasure",
    channel="web",
    received_at=datetime(2026, 10, 31, 23, 30, tzinfo=UTC),
    registered_at=datetime(2026, 10, 31, 23, 30, tzinfo=UTC),
    language="nl",
    policy_version=3,
    state=RequestState.ANSWERED,
    promise_due=date(2026, 12, 1),
    law_due=date(2026, 12, 1),
    answered_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
)
LINES = (
    ReceiptLine("customers", Decision.CLEAR, 1, acted=1, remains=0),
    ReceiptLine("mails", Decision.DELETE, 3, acted=None, remains=0),
    ReceiptLine("invoices", Decision.KEEP, 2, present=2),
    ReceiptLine("letters", Decision.ASK, 1),
)
RECEIPTS = (
    Receipt("r-1", "s-1", "crm", Verb.ERASE, Outcome.DONE, lines=LINES),
    Receipt("r-2", "s-2", "crm", Verb.PURGE, Outcome.PENDING),
    Receipt("r-3", "s-3", "letters", Verb.TELL, Outcome.DONE),
)


def row(request: Request = REQUEST, receipts: tuple[Receipt, ...] = RECEIPTS) -> RegisterRow:
    return handled_row("reg-x", request, receipts, CLOSED, ZONE)


def test_the_row_of_an_erasure_has_months_and_counts_and_nothing_else() -> None:
    found = row()
    assert found == RegisterRow("2027-01", "reg-x", "2026-11", "erasure", "partly", True, True, 4, 2, 1, 3)
    words = {str(getattr(found, field.name)) for field in fields(found)}
    assert not words & {"case-1", "2026-11-01", "2026-11-20", "r-1", "s-1", "crm"}


@pytest.mark.parametrize(
    ("lines", "by_hand", "outcome"),
    [
        ((ReceiptLine("subscriptions", Decision.DO, 1, acted=1),), 0, "withdrawn-everywhere"),
        ((ReceiptLine("subscriptions", Decision.WITHHOLD, 1, ground=ALREADY),), 0, "withdrawn-everywhere"),
        ((ReceiptLine("invoices", Decision.WITHHOLD, 4, ground=UNTOUCHED),), 0, "nothing-used"),
        ((), 0, "nothing-used"),
        ((ReceiptLine("subscriptions", Decision.DO, 1, acted=1),), 1, "by-hand-open"),
    ],
)
def test_a_withdrawal_has_words_of_its_own(lines: tuple[ReceiptLine, ...], by_hand: int, outcome: str) -> None:
    """What the consent was never used for makes its withdrawal no less whole."""
    receipts = (Receipt("r-1", "s-1", "crm", Verb.RESTRICT, Outcome.DONE, lines=lines),)
    withdrawn = replace(REQUEST, right="withdrawal")
    assert handled_row("reg-x", withdrawn, receipts, CLOSED, ZONE, by_hand).outcome == outcome
    refused = replace(withdrawn, state=RequestState.REFUSED)
    assert handled_row("reg-x", refused, receipts, CLOSED, ZONE, by_hand).outcome == "refused"


def test_another_right_keeps_its_days() -> None:
    found = row(replace(REQUEST, right="access"))
    assert (found.received_on, found.answered_on) == (date(2026, 11, 1), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("changed", "promise", "law"),
    [
        ({"answered_at": datetime(2026, 12, 1, 22, 30, tzinfo=UTC)}, True, True),
        ({"answered_at": datetime(2026, 12, 1, 23, 30, tzinfo=UTC)}, False, False),
        ({"promise_due": None}, None, True),
        (
            {
                "answered_at": datetime(2026, 12, 20, 12, tzinfo=UTC),
                "extension_told_at": datetime(2026, 11, 21, 12, tzinfo=UTC),
                "law_ext_due": date(2027, 2, 1),
            },
            False,
            True,
        ),
        (
            {
                "answered_at": datetime(2026, 12, 20, 12, tzinfo=UTC),
                "extension_told_at": datetime(2026, 12, 2, 12, tzinfo=UTC),
                "law_ext_due": date(2027, 2, 1),
            },
            False,
            False,
        ),
        ({"answered_at": None, "state": RequestState.STOPPED}, True, True),
        ({"answered_at": None, "state": RequestState.REFUSED}, False, False),
    ],
)
def test_both_clocks_are_kept_apart(changed: dict[str, object], promise: bool | None, law: bool) -> None:
    found = row(replace(REQUEST, **changed))
    assert (found.promise_kept, found.law_kept) == (promise, law)


def test_what_was_kept_or_asked_is_not_counted_as_done() -> None:
    only_kept = (replace(RECEIPTS[0], lines=LINES[2:]),)
    assert (row(receipts=only_kept).records, row(receipts=only_kept).outcome) == (0, "partly")
    assert row(receipts=()).outcome == "nothing-found"
    assert row(replace(REQUEST, state=RequestState.REFUSED), ()).outcome == "refused"


@pytest.mark.parametrize(("field", "value"), [("outcome", "mailed jan@post.example"), ("month_in", "2026-11-20")])
def test_no_free_words_and_no_days_in_a_row(field: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"outcomes|month"):
        replace(row(), **{field: value})
