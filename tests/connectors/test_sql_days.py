"""A sweep by days takes exactly what a sweep record by record takes, in every database, and says which keys went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.connectors.world import Noon, World, mapped, of

from belofte.connectors.sql.connector import SqlConnector
from belofte.domain.book_year import BookYear
from belofte.domain.hold import Hold
from belofte.domain.keys_digest import digest_of_keys
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Outcome
from belofte.domain.policy import Period, RetentionRule, Unit
from belofte.domain.retention import Term, Unless, due_in, is_due
from belofte.domain.sweeping import Claim, Standing, claim_on, standing_of
from belofte.domain.system_map import Collection, EraseClear, EraseRow, FoundBy, SystemMap
from belofte.ports import DaysOrder, DueAsk, SweepOrder, SystemUnreachable
from belofte.procedures.retaining.by_days import stand_by_days
from belofte.procedures.retaining.claims import Claimed
from belofte.sweep_port import SweptByDays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LAST = date(2025, 3, 30)  # the clocks go forward on this day
COLLECTED = Term("collected", LAST)
SALT = "salt"
SCHEMA = (
    "CREATE TABLE visits (id {key} PRIMARY KEY, email VARCHAR(80), at {moment}, day DATE, page VARCHAR(40))",
    "CREATE INDEX visits_at ON visits (at)",
    "CREATE INDEX visits_day ON visits (day)",
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, visit {key}, words VARCHAR(40), "
    "FOREIGN KEY (visit) REFERENCES visits (id))",
    "CREATE INDEX notes_visit ON notes (visit)",
)
MOMENTS = {"sqlite": "TIMESTAMP", "postgresql": "TIMESTAMPTZ", "mariadb": "DATETIME"}
KEYS = {"number": "INTEGER", "text": "VARCHAR(20)"}


def visits(column: str, *, clear: bool = False) -> Collection:
    return Collection(
        "visits",
        "visit",
        {"email": ("email",), "site-use": ("page",)},
        not_personal=("id", *({"at", "day"} - {column})),
        found_by=(FoundBy("email", "email"),),
        clock={"collected": column},
        erase=EraseClear({"page": None, "email": "gone"}) if clear else EraseRow(),
    )


NOTES = Collection(
    "notes",
    "note",
    {"correspondence": ("words",)},
    not_personal=("id",),
    of=(of("visits", "visit:id"),),
    erase=EraseRow(),
)


def shop(column: str, *, clear: bool = False) -> SystemMap:
    return mapped(visits(column, clear=clear), NOTES)


def connected(world: World, system: SystemMap, zone: ZoneInfo = AMSTERDAM) -> SqlConnector:
    connector = SqlConnector(system, world.url, Noon(), zone=zone)
    world.connectors.append(connector)
    return connector


def filled(world: World, rows: Sequence[tuple[Any, date | datetime | None]], key: str = "number") -> None:
    """Visits with these keys and moments, made anew."""
    world.do("DROP TABLE IF EXISTS notes", "DROP TABLE IF EXISTS visits")
    world.do(*(one.format(moment=MOMENTS[world.dialect], key=KEYS[key]) for one in SCHEMA))
    world.insert(
        "visits",
        [
            {"id": id_, "email": f"p{n}@post.example", "at": at, "day": at and at.date(), "page": "/"}
            for n, (id_, at) in enumerate(rows)
        ],
    )


def left(world: World) -> list[Any]:
    return [row[0] for row in world.rows("SELECT id FROM visits WHERE page IS NOT NULL ORDER BY id")]


def by_days(connector: SqlConnector, decision: Decision, besides: Sequence[Key] = ()) -> list[str | None]:
    """Let go of everything by its days; the digest of each batch. What was counted goes, unless others refer to it."""
    ask = DueAsk("visits", (COLLECTED,))
    assert connector.one_by_one(ask, decision) is None
    digests: list[str | None] = []
    for span in connector.due_by_day(ask, besides).spans:
        order = DaysOrder(
            "sweep-1", "visits", decision, COLLECTED, span.first, span.last, span.count, tuple(besides), SALT
        )
        acted, looked = connector.sweep_days(order), connector.look_again_at_days(order)
        assert (acted.problem, looked.problem, looked.outcome) == (None, None, Outcome.DONE)
        assert (acted.lines[0].acted or 0) + (looked.lines[0].present or 0) == span.count
        assert (acted.lines[0].remains, acted.lines[0].present) == (looked.lines[0].remains, looked.lines[0].present)
        digests.append(acted.lines[0].digest)
    assert isinstance(connector, SweptByDays)
    return digests


def one_by_one(connector: SqlConnector, decision: Decision, besides: Sequence[Key] = ()) -> list[Key]:
    """The same record by record; the keys that were due."""
    ask = DueAsk("visits", (COLLECTED,))
    keys = [found.key for found in connector.due(ask) if found.key not in besides]
    connector.sweep(SweepOrder("sweep-2", "visits", decision, tuple(keys), (COLLECTED,)))
    return keys


MIDNIGHT = datetime(2025, 3, 31)
EDGE = st.sampled_from([-7201, -7200, -7199, -3601, -3600, -1, 0, 1]).map(lambda s: MIDNIGHT + timedelta(seconds=s))
"""About the first moment of the day after the last, there and in UTC."""
NEAR = EDGE | st.datetimes(datetime(2025, 3, 28, 20), datetime(2025, 4, 1, 4))
FAR = st.datetimes(datetime(2019, 1, 1), datetime(2026, 12, 31))
MOMENT = st.none() | (NEAR | FAR).map(lambda at: at.replace(microsecond=0))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=st.lists(MOMENT, max_size=14),
    kept=st.sets(st.integers(1, 16), max_size=5),
    referred=st.sets(st.integers(1, 14), max_size=4),
    column=st.sampled_from(["at", "day"]),
    key=st.sampled_from(["number", "text"]),
    clear=st.booleans(),
)
def test_by_days_and_record_by_record_take_the_same(
    world: World,
    moments: list[datetime | None],
    kept: set[int],
    referred: set[int],
    column: str,
    key: str,
    clear: bool,
) -> None:
    keyed = (lambda n: n) if key == "number" else (lambda n: f"Sleutel-{n % 3}é{n}")
    rows = [(keyed(n), at and at.replace(tzinfo=UTC) if world.dialect == "postgresql" else at)
            for n, at in enumerate(moments, start=1)]  # fmt: skip
    besides = tuple((keyed(n),) for n in sorted(kept))
    notes = [{"id": n, "visit": keyed(n)} for n in sorted(referred) if n <= len(rows)]
    decision = Decision.CLEAR if clear else Decision.DELETE
    connector = connected(world, shop(column, clear=clear))
    seen: list[tuple[list[Any], object]] = []
    for way in (one_by_one, by_days):
        filled(world, rows, key) if rows else filled(world, [(keyed(99), None)], key)
        if notes:
            world.insert("notes", notes)
        connector.fingerprint()  # the tables were made anew
        before = left(world)
        told = way(connector, decision, besides)
        after = left(world)
        gone = [(id_,) for id_ in before if id_ not in after]
        seen.append((after, gone))
        if way is by_days and len(told) == 1:
            assert told == [digest_of_keys(SALT, gone)]
    assert seen[0] == seen[1]
    connector.close()


RULE = RetentionRule("visit", None, Period(14, Unit.MONTHS), after="collected")
CLAIMS = st.sampled_from([Standing.HELD, Standing.REQUESTED, Standing.RESTRICTED])
TODAYS = st.dates(date(2025, 3, 20), date(2025, 4, 10))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=st.lists(MOMENT, min_size=1, max_size=14),
    claims=st.dictionaries(st.integers(1, 16), CLAIMS, max_size=5),
    secret=st.sets(st.integers(1, 16), max_size=2),
    whole=st.none() | CLAIMS,
    column=st.sampled_from(["at", "day"]),
    today=TODAYS,
)
def test_each_record_is_in_exactly_one_standing(
    world: World,
    moments: list[datetime | None],
    claims: dict[int, Standing],
    secret: set[int],
    whole: Standing | None,
    column: str,
    today: date,
) -> None:
    aware = [at and at.replace(tzinfo=UTC) if world.dialect == "postgresql" else at for at in moments]
    filled(world, list(enumerate(aware, start=1)))
    day_of_ = {n: _day_of(at, column, world.dialect) for n, at in enumerate(moments, start=1)}
    hold = Hold("hold", "ground", "N. N.", today, today)
    places = {("shop", "visits", (n,)): Claim(standing, "x") for n, standing in claims.items()}
    places |= {("shop", "visits", ()): Claim(whole, "x")} if whole else {}
    claimed = Claimed(places, {("shop", "visits", (n,)): hold for n in secret})
    expected = Counter[Standing]()
    for n, day in day_of_.items():
        claim = claim_on(places, ("shop", "visits", (n,)))
        expected[standing_of(RULE, {"collected": day}, today, BookYear(), claim)] += n not in secret
    connector = connected(world, shop(column))
    ask = DueAsk("visits", due_in(RULE, today).past)
    stands = stand_by_days(connector, "shop", ask, claimed, lambda d, c: standing_of(RULE, d, today, BookYear(), c))
    missing = sum(day is None for n, day in day_of_.items() if n not in secret)
    wanted = +expected - Counter({Standing.NOT_DUE: len(moments), Standing.UNDECIDED: missing})
    assert stands.counts == wanted
    days = [day for n, day in day_of_.items() if day and n not in {*claims, *secret} and not whole]
    due = [day for day in days if is_due(RULE, {"collected": day}, today)]
    assert [one["collected"] for one in stands.due.longest] == ([min(due)] if due else [])
    connector.close()


def _day_of(at: datetime | None, column: str, dialect: str) -> date | None:
    if at is None or column == "day" or dialect != "postgresql":
        return at and at.date()
    return at.replace(tzinfo=UTC).astimezone(AMSTERDAM).date()


def test_what_is_no_date_is_said_aloud_and_nothing_is_counted(sqlite_world: World) -> None:
    filled(sqlite_world, [(1, datetime(2020, 1, 1)), (2, datetime(2020, 1, 2))])
    sqlite_world.do("UPDATE visits SET at = '2020-13-45' WHERE id = 2")
    connector = connected(sqlite_world, shop("at"))
    with pytest.raises(SystemUnreachable, match="no date"):
        connector.due_by_day(DueAsk("visits", (COLLECTED,)), ())


def test_where_a_database_would_decide_otherwise_it_is_done_one_by_one(world: World) -> None:
    filled(world, [(1, datetime(2020, 1, 1))])
    ask = DueAsk("visits", (COLLECTED,))
    assert connected(world, shop("at")).one_by_one(ask, Decision.DELETE) is None

    def why(system: SystemMap, ask: DueAsk = ask, decision: Decision = Decision.DELETE, zone: str = "UTC") -> str:
        reason = connected(world, system, ZoneInfo(zone)).one_by_one(ask, decision)
        return reason.in_("en") if reason else ""

    assert "does not read the day" in why(shop("page"))
    assert "does not name every day" in why(shop("at"), DueAsk("visits", (COLLECTED,), (Unless("tagged-x", ()),)))
    assert "does not name every day" in why(shop("at"), DueAsk("visits", (COLLECTED, Term("left", LAST))))
    own = replace(visits("at"), erase=EraseClear({"page": "gone-{random}", "email": ""}))
    assert "value of its own" in why(mapped(own, NOTES), decision=Decision.CLEAR)
    back = DueAsk("visits", (Term("collected", date(2024, 11, 2)),))  # in Havana 00:30 on the 3rd comes twice
    assert "does not read the day" in why(shop("at"), back, zone="America/Havana")
    world.do("DROP INDEX visits_at ON visits" if world.dialect == "mariadb" else "DROP INDEX visits_at")
    connector = connected(world, shop("at"))
    reason = connector.one_by_one(ask, Decision.DELETE)
    assert (reason is not None) == (world.dialect == "mariadb"), "there the statement would lock the whole table"
    assert list(connector.without_index(ask)) == ["visits.at"]


PUT_BACK = (
    "CREATE FUNCTION put_back() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN INSERT INTO visits SELECT old.*; RETURN NULL; END'",
    "CREATE CONSTRAINT TRIGGER undone AFTER DELETE ON visits DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
    "WHEN (old.id = 2) EXECUTE FUNCTION put_back()",
)


def test_what_the_database_puts_back_at_the_end_of_a_transaction_is_seen_by_the_look(postgres_world: World) -> None:
    filled(postgres_world, [(n, datetime(2025, 3, 1, tzinfo=AMSTERDAM)) for n in (1, 2, 3)])
    postgres_world.do(*PUT_BACK)
    order = DaysOrder("s", "visits", Decision.DELETE, COLLECTED, date(2025, 3, 1), LAST, 3, (), SALT)
    acted = connected(postgres_world, shop("at")).sweep_days(order)
    assert (acted.outcome, acted.lines[0].acted, acted.lines[0].remains) == (Outcome.FAILED, 3, 1)
    assert left(postgres_world) == [2]
    postgres_world.do("DROP TRIGGER undone ON visits", "DROP FUNCTION put_back()")
