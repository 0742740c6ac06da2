"""A receipt is one line, the same line everywhere, and its leaf tells only what may be told."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.canonical import canonical_json
from belofte.domain.evidence import LEAVES, LeafRefused, leaf_line, receipt_json, receipt_leaf
from belofte.domain.plan import Decision, Failure, Outcome, Receipt, ReceiptLine
from belofte.domain.system_map import Verb

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
COUNTS = st.integers(0, 2**40)
LINES = st.builds(
    ReceiptLine,
    WORDS,
    st.sampled_from(Decision),
    COUNTS,
    st.none() | COUNTS,
    st.none() | COUNTS,
    st.none() | COUNTS,
    st.none() | WORDS,
    st.none() | st.dates(),
    st.none() | WORDS,
)
RECEIPTS = st.builds(
    Receipt,
    WORDS,
    WORDS,
    st.just("shop"),
    st.sampled_from(Verb),
    st.sampled_from(Outcome),
    st.none() | st.dates(),
    st.none() | WORDS,
    st.lists(LINES, max_size=3).map(tuple),
    st.lists(WORDS, max_size=2).map(tuple),
    st.integers(1, 9),
    st.none() | st.builds(Failure, st.booleans(), WORDS, WORDS),
    st.dictionaries(st.sampled_from(["rows", "bytes"]), COUNTS),
)


@given(RECEIPTS)
def test_the_quick_writer_writes_the_canonical_form(receipt: Receipt) -> None:
    line = receipt_json(receipt)
    assert line == canonical_json(json.loads(line))
    leaf = leaf_line(7, "receipt", receipt_leaf(receipt, "0" * 64, date(2026, 11, 22)))
    assert leaf == canonical_json(json.loads(leaf))


def test_the_receipt_of_the_design() -> None:
    lines = (
        ReceiptLine("emails", Decision.DELETE, 3, acted=3, remains=0),
        ReceiptLine("invoices", Decision.KEEP, 1, present=1, ground="AWR-52-4", until=date(2031, 12, 31)),
    )
    looked = ("keys", "identifiers")
    assert json.loads(
        receipt_json(Receipt("r-8f2c", "s-19", "shop", Verb.ERASE, Outcome.DONE, lines=lines, looked=looked))
    ) == {
        "schema": "belofte.receipt/1",
        "id": "r-8f2c",
        "step": "s-19",
        "system": "shop",
        "verb": "erase",
        "outcome": "done",
        "until": None,
        "lines": [
            {"collection": "emails", "decision": "delete", "planned": 3, "acted": 3, "remains": 0},
            {
                "collection": "invoices",
                "decision": "keep",
                "ground": "AWR-52-4",
                "until": "2031-12-31",
                "planned": 1,
                "present": 1,
            },
        ],
        "looked": ["keys", "identifiers"],
        "attempts": 1,
        "problem": None,
    }


def test_what_a_crash_made_unknown_stays_unknown_in_the_leaf() -> None:
    lines = (ReceiptLine("a", Decision.DELETE, 3, None, 1), ReceiptLine("b", Decision.DELETE, 2, 2, 0))
    receipt = Receipt("r", "s", "shop", Verb.ERASE, Outcome.FAILED, lines=lines)
    assert receipt_leaf(receipt, "0" * 64, date(2026, 11, 22))["counts"] == {"kept": 0, "remains": 1}
    assert json.loads(receipt_json(receipt))["lines"][0]["acted"] is None


@pytest.mark.parametrize("kind", LEAVES)
@given(value=WORDS | st.integers() | st.dictionaries(WORDS, WORDS, min_size=1) | st.lists(WORDS) | st.none())
def test_free_text_finds_no_place_in_any_leaf(kind: str, value: object) -> None:
    for name, fits in LEAVES[kind].items():
        if fits(value):  # what fits is a count, or short words of the closed forms: never a space, an @ or long digits
            assert isinstance(value, int | str), name
            assert not isinstance(value, str) or not (set(value) & set(" @+()/:"))


@given(
    st.from_regex(r"[a-z.]{1,10}@[a-z]{1,8}\.example", fullmatch=True) | st.from_regex(r"[0-9]{5,12}", fullmatch=True)
)
def test_addresses_and_numbers_are_refused_everywhere(value: str) -> None:
    for kind, fields in LEAVES.items():
        for name in fields:
            with pytest.raises(LeafRefused) as refused:
                leaf_line(1, kind, {**dict.fromkeys(fields, value), name: value})
            assert value not in str(refused.value)
