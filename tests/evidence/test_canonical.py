"""One value, one line, the same bytes everywhere (RFC 8785)."""

from __future__ import annotations

import json
import math
import struct
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.canonical import NotCanonical, canonical_json
from belofte.domain.lossless import NotWritable, read_lossless, write_lossless
from belofte.domain.plan import Blind

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("bits", "written"),
    [  # RFC 8785 appendix B
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_the_standard_shows(bits: str, written: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical_json(number) == written


def test_keys_and_signs_are_written_as_the_standard_shows() -> None:
    keys = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\xf6": 7}  # RFC 8785 §3.2.3
    assert list(json.loads(canonical_json(keys)).values()) == [2, 4, 6, 7, 1, 5, 3]
    assert canonical_json('€$\x0f\nA\'B"\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\"/"'


@given(JSON)
def test_it_can_be_read_back_and_written_again(value: object) -> None:
    line = canonical_json(value)
    assert "\n" not in line
    assert json.loads(line) == value
    assert canonical_json(json.loads(line)) == line


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_comes_back(number: float) -> None:
    assert float(canonical_json(number)) == number


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53, "\ud800", b"bytes", object(), datetime(2026, 1, 1)])
def test_what_json_cannot_hold_is_refused_without_repeating_it(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)


def test_records_and_days_are_written_plainly() -> None:
    moment = datetime(2026, 11, 22, 11, 30, tzinfo=timezone(timedelta(hours=1)))
    assert canonical_json([moment, date(2026, 1, 2)]) == '["2026-11-22T10:30:00Z","2026-01-02"]'
    assert canonical_json(Blind("exact", "w", "r")) == '{"remedy":"r","system":"exact","until":null,"why":"w"}'


def test_record_keys_come_back_with_their_types() -> None:
    keys = [
        1,
        "01234567",
        Decimal("1.10"),
        UUID(int=9),
        b"\x00\xff",
        date(2026, 1, 2),
        datetime(2026, 1, 2, tzinfo=UTC),
    ]
    assert read_lossless(write_lossless({"keys": keys, "span": timedelta(seconds=3)})) == {
        "keys": keys,
        "span": timedelta(seconds=3),
    }
    with pytest.raises(NotWritable, match="set"):
        write_lossless({1, 2})
