"""A value stands in a text by itself, within something longer, or nothing tells: loose searches are held to this."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.standing import Standing, by_themselves, standing, stands_in

JAN = "jan@x.example"


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        (JAN, Standing.ALONE),
        ("Van: <JAN@x.example>, vandaag", Standing.ALONE),
        ("'jan@x.example'", Standing.ALONE),
        ("mailto:jan@x.example.", Standing.ALONE),
        ("jan@x.example's brief", Standing.ALONE),
        ("notjan@x.example en jan@x.example", Standing.ALONE),
        ("notjan@x.example", Standing.WITHIN),
        ("not.jan@x.example", Standing.WITHIN),
        ("not-jan@x.example", Standing.WITHIN),
        ("piet+jan@x.example", Standing.WITHIN),
        ("éjan@x.example", Standing.WITHIN),
        ("jan@x.example.org", Standing.WITHIN),
        ("jan@x.example-shop.nl", Standing.WITHIN),
        ("jan@x.examples", Standing.WITHIN),
        ("notjan@x.example, jan@x.example.org", Standing.WITHIN),
        ("o'jan@x.example", Standing.OTHERWISE),
        ("e-mail=jan@x.example", Standing.OTHERWISE),
        ("-jan@x.example", Standing.OTHERWISE),
        ("...jan@x.example", Standing.OTHERWISE),
        ("jan at x.example", Standing.OTHERWISE),
        ("", Standing.OTHERWISE),
    ],
)
def test_how_an_address_stands(text: str, stands: Standing) -> None:
    assert standing(JAN, text) is stands


@given(st.text("ab.@-+_' =/é\n", max_size=6), st.text("ab.@-+_' =/é\n", max_size=6))
def test_what_surely_stands_there_is_found_by_the_wider_look_too(before: str, after: str) -> None:
    told = standing(JAN, text := f"{before}{JAN}{after}")
    assert told is not Standing.ALONE or stands_in(JAN, text)
    assert told is not Standing.WITHIN or not stands_in(JAN, text)


def test_the_longest_of_several_is_seen() -> None:
    pattern = by_themselves(["LP-7", "LP-7-2"])
    assert pattern is not None
    assert pattern.findall("LP-7-2, lp-7 en LP-77, XLP-7, 2026-LP-7") == ["LP-7-2", "lp-7"]
    assert by_themselves([]) is None
