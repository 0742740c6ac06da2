"""Whether a record dates from before an act, by its own days; and in which order entries are done once more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.located import Found
from belofte.domain.plan import Decision
from belofte.domain.replaying import Age, Fate, Forgotten, age_of, fate_of, turns

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
ON, TODAY = AT.date(), date(2026, 11, 23)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
KEYS = {"customers": frozenset({(1,)}), "views": frozenset[tuple[int, ...]]()}
FORGOTTEN = Forgotten(ON, AT, KEYS, {"invoices": frozenset({(7,)})})


def record(
    collection: str = "customers",
    key: int = 1,
    since: datetime | None = None,
    days: tuple[date | None, ...] = (),
    shared: bool = False,
) -> Found:
    events = {f"event-{n}": day for n, day in enumerate(days)}
    known = {"email": since} if since else {}
    return Found("x", collection, (key,), "email", events=events, known_since=known, shared=shared)


@pytest.mark.parametrize(
    ("found", "age"),
    [
        (record(since=AT - HOUR), Age.BEFORE),
        (record(since=AT + HOUR), Age.SINCE),
        (record(since=AT + HOUR, days=(ON - DAY,)), Age.BEFORE),
        (record(days=(ON - DAY, ON + DAY)), Age.BEFORE),
        (record(days=(ON + DAY,)), Age.SINCE),
        (record(days=(ON,)), Age.UNTOLD),
        (record(days=(TODAY + DAY,)), Age.UNTOLD),
        (record(days=(None,)), Age.UNTOLD),
        (record(), Age.UNTOLD),
    ],
)
def test_what_a_record_says_of_its_own_time(found: Found, age: Age) -> None:
    assert age_of(found, AT, ON, TODAY) is age


@pytest.mark.parametrize(
    ("found", "judged", "fate"),
    [
        (record(), Decision.CLEAR, Fate.AGAIN),
        (record(since=AT + HOUR), Decision.CLEAR, Fate.ANEW),
        (record(), Decision.KEEP, Fate.KEPT),
        (record(shared=True), Decision.CLEAR, Fate.ASKED),
        (record(key=2), Decision.CLEAR, Fate.ASKED),
        (record(key=2, since=AT - HOUR), Decision.CLEAR, Fate.AGAIN),
        (record(key=2, shared=True), Decision.CLEAR, Fate.KEPT),
        (record("invoices", 7, since=AT - HOUR), Decision.DELETE, Fate.KEPT),
        (record("views", 99), Decision.DELETE, Fate.AGAIN),
    ],
)
def test_what_becomes_of_a_record_that_is_found_again(found: Found, judged: Decision, fate: Fate) -> None:
    assert fate_of(found, FORGOTTEN, judged, TODAY) is fate


def test_without_the_moment_only_what_the_ledger_knows_by_key_goes() -> None:
    older = Forgotten(ON, None, KEYS)
    assert fate_of(record(days=(ON - DAY,)), older, Decision.CLEAR, TODAY) is Fate.AGAIN
    assert fate_of(record(key=2, days=(ON - DAY,)), older, Decision.CLEAR, TODAY) is Fate.ASKED


@given(st.lists(st.frozensets(st.integers(0, 4), max_size=3), max_size=12))
def test_an_entry_comes_after_every_earlier_one_that_touches_the_same(touched: list[frozenset[int]]) -> None:
    order = turns([frozenset[object](things) for things in touched])
    for later, things in enumerate(touched):
        for earlier in range(later):
            if things & touched[earlier]:
                assert order[earlier] < order[later]
