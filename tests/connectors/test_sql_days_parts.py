"""A sweep by days takes exactly what a sweep record by record takes where more than one day decides: a floor beside an
event that ends the keeping, tags, purposes with terms of their own, a day in the row a record refers to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.connectors.test_sql_days import AMSTERDAM, MOMENTS, SALT, connected
from tests.connectors.world import World, mapped, of

from belofte.connectors.sql.by_days import AT_ONCE
from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.book_year import BookYear
from belofte.domain.hold import Hold
from belofte.domain.keys_digest import digest_of_keys
from belofte.domain.plan import Decision, Outcome
from belofte.domain.policy import Period, RetentionRule, Unit
from belofte.domain.retention import due_in, is_due, tag_event
from belofte.domain.sweeping import Claim, Standing, days_late, standing_of
from belofte.domain.system_map import Collection, EraseClear, EraseRow, FoundBy, SystemMap
from belofte.ports import DaysOrder, DueAsk, SweepOrder
from belofte.procedures.retaining.by_days import ByDays, stand_by_days
from belofte.procedures.retaining.claims import Claimed

TODAY = date(2025, 4, 1)
YEARS = BookYear()
SCHEMA = (
    "CREATE TABLE buyers (id INTEGER PRIMARY KEY, email VARCHAR(80), left_on DATE)",
    "CREATE TABLE bills (id INTEGER PRIMARY KEY, email VARCHAR(80), buyer INTEGER, paid_on DATE, seen_at {moment}, "
    "supplied_on DATE, study_from {moment}, study_to DATE, scheme VARCHAR(8), words VARCHAR(40), "
    "FOREIGN KEY (buyer) REFERENCES buyers (id))",
    *(f"CREATE INDEX bills_{c} ON bills ({c})" for c in ("paid_on", "seen_at", "supplied_on", "buyer")),
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, bill INTEGER, FOREIGN KEY (bill) REFERENCES bills (id))",
)
CLOCK = {
    "paid": "paid_on",
    "book-year-of-paid": "paid_on",
    "seen": "seen_at",
    "supplied": "supplied_on",
    "study-began": "study_from",
    "study-ended": "study_to",
    "left": "buyers.left_on",
}
TAGGED = {"oss": {"scheme": ("oss",)}, "plain": {"scheme": ("b2b", None)}}


def bills(*, clear: bool) -> Collection:
    return Collection(
        "bills",
        "bill",
        {"email": ("email",), "correspondence": ("words",)},
        not_personal=("id", "paid_on", "seen_at", "supplied_on", "study_from", "study_to", "scheme"),
        found_by=(FoundBy("email", "email"),),
        of=(of("buyers", "buyer:id"),),
        clock=CLOCK,
        tagged=TAGGED,
        erase=EraseClear({"words": None}) if clear else EraseRow(),
    )


BUYERS = Collection(
    "buyers",
    "bill",
    {"email": ("email",)},
    not_personal=("id",),
    found_by=(FoundBy("email", "email"),),
    clock={"left": "left_on"},
    erase=EraseClear({"email": "gone"}),
)
NOTES = Collection("notes", "note", {}, not_personal=("id",), of=(of("bills", "bill:id"),), erase=EraseRow())


def shop(*, clear: bool) -> SystemMap:
    return mapped(bills(clear=clear), BUYERS, NOTES)


@dataclass(frozen=True)
class Bill:
    """One row. ``seen`` and ``began`` are moments, in UTC where the database keeps a zone."""

    paid: date | None
    seen: datetime | None
    supplied: date | None
    began: datetime | None
    ended: date | None
    left: date | None
    scheme: str | None

    def events(self, dialect: str) -> dict[str, date | None]:
        """What the rule knows of it."""
        return {
            "paid": self.paid,
            "book-year-of-paid": self.paid,
            "seen": _day(self.seen, dialect),
            "supplied": self.supplied,
            "study-began": _day(self.began, dialect),
            "study-ended": self.ended,
            "left": self.left,
            tag_event("oss"): TODAY if self.scheme == "oss" else None,
            tag_event("plain"): TODAY if self.scheme in ("b2b", None) else None,
        }


def _day(at: datetime | None, dialect: str) -> date | None:
    if at is None or dialect != "postgresql":
        return at and at.date()
    return at.replace(tzinfo=UTC).astimezone(AMSTERDAM).date()


def filled(world: World, rows: Sequence[Bill], referred: set[int]) -> None:
    world.do(*(f"DROP TABLE IF EXISTS {one}" for one in ("notes", "bills", "buyers")))
    world.do(*(one.format(moment=MOMENTS[world.dialect]) for one in SCHEMA))
    zone = UTC if world.dialect == "postgresql" else None
    world.insert(
        "buyers", [{"id": n, "email": f"b{n}@post.example", "left_on": one.left} for n, one in enumerate(rows, 1)]
    )
    world.insert("bills", [
        {"id": n, "email": f"p{n}@post.example", "buyer": n, "paid_on": one.paid,
         "seen_at": one.seen and one.seen.replace(tzinfo=zone), "supplied_on": one.supplied,
         "study_from": one.began and one.began.replace(tzinfo=zone), "study_to": one.ended, "scheme": one.scheme,
         "words": "x"}
        for n, one in enumerate(rows, 1)
    ])  # fmt: skip
    if notes := [{"id": n, "bill": n} for n in sorted(referred) if n <= len(rows)]:
        world.insert("notes", notes)


DAY = st.none() | st.dates(date(2023, 3, 28), date(2025, 4, 3)) | st.dates(date(2025, 3, 28), date(2025, 4, 3))
MOMENT = st.none() | st.datetimes(datetime(2023, 3, 28), datetime(2025, 4, 3)).map(lambda at: at.replace(microsecond=0))
BILL = st.builds(Bill, DAY, MOMENT, DAY, MOMENT, DAY, DAY, st.sampled_from(["oss", "b2b", "OSS", "", None]))
TERM = st.integers(1, 24).map(lambda n: Period(n, Unit.MONTHS))
START = st.sampled_from(["paid", "book-year-of-paid", "seen", "supplied", "left"])


@st.composite
def parts(draw: st.DrawFn, more: tuple[str, ...] = ()) -> RetentionRule:
    """A term of its own: a ceiling, a floor and a ceiling, an event that ends it, or that beside a floor."""
    start = draw(START if not more else st.sampled_from([*more, "paid", "supplied", "seen"]))
    until = draw(st.sampled_from(["left", "study-ended", "supplied"]))
    floor, ceiling = draw(TERM), draw(TERM)
    return draw(st.sampled_from([
        RetentionRule("bill", None, ceiling, after=start),
        RetentionRule("bill", ceiling, ceiling, after=start, law="a law"),
        RetentionRule("bill", None, None, until=until),
        RetentionRule("bill", floor, None, until=until, after=start, law="a law"),
        RetentionRule("bill", floor, None, after=start, law="a law"),
    ]))  # fmt: skip


@st.composite
def rules(draw: st.DrawFn) -> RetentionRule:
    """A rule, with tags and purposes."""
    tagged = {tag: draw(parts()) for tag in sorted(draw(st.sets(st.sampled_from(sorted(TAGGED)))))}
    study = replace(draw(parts(("study-began", "study-ended"))), begins="study-began")
    purposes = draw(st.sampled_from([{}, {"study": study}, {"use": draw(parts()), "study": study}]))
    own = draw(parts())
    has_own = not purposes or "use" not in purposes or draw(st.booleans())
    return replace(own if has_own else RetentionRule("bill"), tagged=tagged, by_purpose=purposes)


CLAIMS = st.dictionaries(st.integers(1, 12), st.sampled_from([Standing.HELD, Standing.REQUESTED, Standing.RESTRICTED]))


@pytest.fixture(autouse=True)
def small_batches() -> Any:
    """A day or two in a batch."""
    before = dict(AT_ONCE)
    AT_ONCE.update(dict.fromkeys(AT_ONCE, 2))
    yield
    AT_ONCE.update(before)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rule=rules(),
    rows=st.lists(BILL, min_size=1, max_size=10),
    claims=CLAIMS,
    untold=st.sets(st.integers(1, 12), max_size=2),
    referred=st.sets(st.integers(1, 10), max_size=2),
    clear=st.booleans(),
)
@example(
    rule=RetentionRule("bill", Period(1, Unit.YEARS), until="supplied", after="paid", law="a law"),
    rows=[Bill(paid, None, date(2025, 3, 1), None, None, None, None) for paid in (date(2023, 1, 1), date(2025, 1, 1))],
    claims={},
    untold=set(),
    referred=set(),
    clear=False,
)  # one day on which the keeping ended for both, and a floor that holds one of them
@example(
    rule=RetentionRule(
        "bill",
        None,
        Period(1, Unit.MONTHS),
        after="seen",
        tagged={"oss": RetentionRule("bill", None, Period(1, Unit.MONTHS), after="paid")},
    ),
    rows=[Bill(None, datetime(2023, 3, 28), None, None, None, None, scheme) for scheme in ("oss", "OSS", "oss ")],
    claims={},
    untold=set(),
    referred=set(),
    clear=False,
)  # a tag is written as in the map, whatever a collation takes for the same
@example(
    rule=RetentionRule(
        "bill", None, Period(1, Unit.MONTHS), after="seen", tagged={"oss": RetentionRule("bill", until="left")}
    ),
    rows=[Bill(None, datetime(2023, 3, 28), None, None, None, left, "oss") for left in (None, date(2024, 1, 1))],
    claims={},
    untold=set(),
    referred=set(),
    clear=False,
)  # the day that ends a tag's keeping is another table's
def test_both_ways_give_the_same_fate_for_every_record(
    world: World,
    rule: RetentionRule,
    rows: list[Bill],
    claims: dict[int, Standing],
    untold: set[int],
    referred: set[int],
    clear: bool,
) -> None:
    due = due_in(rule, TODAY, YEARS)
    if not due.past:
        return  # nothing is ever due under this rule
    filled(world, rows, referred)
    ask, decision = DueAsk("bills", due.past, due.unless), Decision.CLEAR if clear else Decision.DELETE
    hold = Hold("hold", "ground", "N. N.", TODAY, TODAY)
    places = {("shop", "bills", (n,)): Claim(standing, "x") for n, standing in claims.items()}
    claimed = Claimed(places, {("shop", "bills", (n,)): hold for n in untold})
    connector = connected(world, shop(clear=clear))
    if reason := connector.one_by_one(ask, decision):
        assert world.dialect == "mariadb", reason
        connector.close()
        return
    judged = judge_each(world, connector, rule, ask, claimed)
    stands = stand_by_days(connector, "shop", ask, claimed, lambda d, c: standing_of(rule, d, TODAY, YEARS, c))
    assert stands.counts == +Counter(judged.values())
    free = [n for n, standing in judged.items() if standing is Standing.DUE]
    past = {n for n, one in enumerate(rows, 1) if is_due(rule, one.events(world.dialect), TODAY, YEARS)}
    assert set(free) == past - {*claims, *untold}
    assert _latest(rule, list(stands.due.longest)) == _latest(rule, [rows[n - 1].events(world.dialect) for n in free])
    by_days(connector, ask, decision, stands)
    after = left(world)
    filled(world, rows, referred)
    connector.fingerprint()
    connector.sweep(SweepOrder("sweep-2", "bills", decision, tuple((n,) for n in free), ask.past, ask.unless))
    assert after == left(world)
    connector.close()


def judge_each(
    world: World, connector: SqlConnector, rule: RetentionRule, ask: DueAsk, claimed: Claimed
) -> dict[int, Standing]:
    """Record by record, as a sweep does that cannot do it by days."""
    found: dict[int, Standing] = {}
    for one in connector.due(ask):
        place = ("shop", "bills", one.key)
        standing = standing_of(rule, one.events, TODAY, YEARS, claimed.on(place))
        if not claimed.is_untold(place) and standing is not Standing.NOT_DUE:
            found[int(one.key[0])] = standing
    return found


def by_days(connector: SqlConnector, ask: DueAsk, decision: Decision, stands: ByDays) -> None:
    """Batch by batch; what was counted goes, unless others refer to it."""
    for span in stands.due.spans:
        order = DaysOrder("sweep-1", "bills", decision, ask.past[0], span.first, span.last, span.count,
                          stands.besides, SALT, ask.past[1:], ask.unless)  # fmt: skip
        acted, looked = connector.sweep_days(order), connector.look_again_at_days(order)
        assert (acted.problem, looked.problem, looked.outcome) == (None, None, Outcome.DONE)
        assert (acted.lines[0].acted or 0) + (looked.lines[0].present or 0) == span.count
        assert (acted.lines[0].remains, acted.lines[0].present) == (looked.lines[0].remains, looked.lines[0].present)


def left(world: World) -> list[Any]:
    return [row[0] for row in world.rows("SELECT id FROM bills WHERE words IS NOT NULL ORDER BY id")]


def _latest(rule: RetentionRule, found: Sequence[Any]) -> int:
    return max((days_late(rule, events, TODAY, YEARS) for events in found), default=-1)


def test_a_day_in_the_row_it_refers_to_takes_whole_days_with_a_digest_of_what_went(world: World) -> None:
    rows = [Bill(None, None, None, None, None, TODAY - timedelta(days=n), None) for n in (400, 400, 399, 2, 0)]
    filled(world, rows, set())
    rule = RetentionRule("bill", until="left")
    connector = connected(world, shop(clear=False))
    ask = DueAsk("bills", due_in(rule, TODAY, YEARS).past)
    reason = connector.one_by_one(ask, Decision.DELETE)
    if world.dialect == "mariadb":
        assert reason is not None and "whole table" in reason.in_("en")
        return
    assert reason is None
    (first, second) = connector.due_by_day(ask, ()).spans
    order = DaysOrder("s", "bills", Decision.DELETE, ask.past[0], first.first, first.last, first.count, (), SALT)
    (line,) = connector.sweep_days(order).lines
    assert (first.count, second.count, line.acted, line.digest) == (2, 2, 2, digest_of_keys(SALT, [(1,), (2,)]))
    assert left(world) == [3, 4, 5]


def test_where_a_reference_may_lead_to_more_than_one_row_it_is_done_one_by_one(world: World) -> None:
    filled(world, [Bill(None, None, None, None, None, date(2020, 1, 1), None)], set())
    loose = replace(bills(clear=True), of=(of("buyers", "scheme:note"),))
    loose = replace(loose, not_personal=(*loose.not_personal, "buyer"), tagged={})
    world.do("ALTER TABLE buyers ADD COLUMN note VARCHAR(8)")
    connector = connected(world, mapped(loose, replace(BUYERS, not_personal=("id", "note")), NOTES))
    ask = DueAsk("bills", due_in(RetentionRule("bill", until="left"), TODAY, YEARS).past)
    reason = connector.one_by_one(ask, Decision.DELETE)
    assert reason is not None
    assert "more than one row" in reason.in_("en")
