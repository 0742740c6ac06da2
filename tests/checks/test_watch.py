"""Watching a whole installation: what breaks is seen, raises an alarm, is evidenced, and stays visible when mended."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.clocks import in_days
from tests.worlds import World, fresh_world

from belofte.domain.policy import Text
from belofte.domain.promise import Verdict, VerdictState
from belofte.domain.task import TaskState
from belofte.loading.countries import load_countries
from belofte.procedures.watching.watch import Watched, exit_status, watch

COUNTRIES = load_countries()
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BROKEN, UNKNOWN, KEPT = VerdictState.BROKEN, VerdictState.UNKNOWN, VerdictState.KEPT
LEFT_WITH_DATA = (
    "UPDATE customers SET left_on = '2026-01-01' WHERE id = (SELECT min(id) FROM customers WHERE full_name IS NOT NULL)"
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return fresh_world(tmp_path / "home")


def look(world: World, now: str | None = None) -> Watched:
    with world.open(now) as belofte:
        return watch(belofte.parts, COUNTRIES, world.made.home.policy)


def of(watched: Watched, clause: str) -> Verdict:
    return next(verdict for verdict in watched.verdicts if verdict.clause == clause)


def in_the_company(world: World, *statements: str) -> None:
    """What the company's own application does to its own database."""
    found = [p for p in world.made.home.path.rglob("*.sqlite") if _has_customers(p)]
    with closing(sqlite3.connect(found[0])) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def _has_customers(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as database:
        return bool(database.execute("SELECT 1 FROM sqlite_master WHERE name = 'customers'").fetchone())


NOBODY_LEFT = "UPDATE customers SET left_on = NULL"


def test_every_clause_gets_a_verdict_with_a_leaf_of_evidence(world: World) -> None:
    watched = look(world)
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        assert {v.clause for v in watched.verdicts} == {str(c) for c in belofte.parts.policy.clauses}
        for verdict in watched.verdicts:
            leaf = json.loads(tx.evidence.leaf(verdict.evidence[0]))
            assert (leaf["kind"], leaf["clause"], leaf["state"]) == ("verdict", verdict.clause, verdict.state.value)
    assert sum(watched.counts.values()) == len(watched.verdicts)


def test_looking_again_adds_no_evidence_where_nothing_changed(world: World) -> None:
    first, second = look(world), look(world)
    assert [v.evidence for v in first.verdicts] == [v.evidence for v in second.verdicts]
    assert [v.since for v in first.verdicts] == [v.since for v in second.verdicts]


def test_data_of_somebody_who_left_breaks_the_promise_and_mending_it_leaves_the_break_visible(world: World) -> None:
    in_the_company(world, NOBODY_LEFT)
    assert of(look(world, f"{in_days(8)}T09:00:00Z"), "RET-1").state is UNKNOWN
    in_the_company(world, LEFT_WITH_DATA)

    broken = look(world, f"{in_days(9)}T09:00:00Z")
    verdict = of(broken, "RET-1")
    assert verdict.state is BROKEN
    assert [i.count for i in verdict.instances if i.place == "crm.customers"] == [1]
    alarm = next(alarm for alarm in broken.alarms if alarm.clause == "RET-1")
    assert alarm.not_broken_at.date() == in_days(8) and alarm.seen_at.date() == in_days(9)
    with world.open(f"{in_days(9)}T10:00:00Z") as belofte, belofte.parts.store.reading() as tx:
        assert any(task.kind == "promise-broken" for task in tx.tasks.in_state(TaskState.OPEN))
        assert [event.kind for event in tx.events.about("RET-1")] == ["promise.broken"]

    again = look(world, f"{in_days(10)}T09:00:00Z")
    assert not again.alarms and of(again, "RET-1").since == verdict.since

    in_the_company(world, NOBODY_LEFT)
    mended = look(world, f"{in_days(11)}T09:00:00Z")
    assert of(mended, "RET-1").state is UNKNOWN
    past = mended.past_breaks["RET-1"]
    assert [(b.since.date(), b.until.date()) for b in past] == [(in_days(9), in_days(11))]


def test_a_database_that_is_away_makes_it_unknown_and_never_fine(world: World) -> None:
    """T-82."""
    for path in world.made.home.path.rglob("*.sqlite"):
        if _has_customers(path):
            path.rename(path.with_suffix(".away"))
    watched = look(world)
    verdict = of(watched, "RET-4")
    assert verdict.state is UNKNOWN and "crm" in verdict.reason.in_("en")
    assert all(v.state is not KEPT for v in watched.verdicts if v.clause.startswith("RET"))


def test_an_answer_in_time_is_kept_and_a_forgotten_request_breaks_it(world: World) -> None:
    assert of(look(world), "RGT-9").state is UNKNOWN
    with world.open(f"{in_days(8)}T09:00:00Z") as belofte:
        reference = world.ask(belofte, "access", world.made.asks)
        belofte.work.tend()
        world.approve(belofte, reference)
    kept = look(world, f"{in_days(8)}T10:00:00Z")
    assert of(kept, "RGT-9").state is KEPT
    assert of(kept, "ACC-2").state is KEPT and of(kept, "ACC-4").state is KEPT and of(kept, "RGT-6").state is KEPT
    with world.open(f"{in_days(9)}T09:00:00Z") as belofte:
        world.ask(belofte, "access", world.made.leaves)
    late = look(world, f"{in_days(84)}T09:00:00Z")
    assert of(late, "RGT-9").state is BROKEN
    assert any(alarm.clause == "RGT-9" for alarm in late.alarms)


def test_exit_status_one_before_three_before_zero() -> None:
    def verdict(state: VerdictState) -> Verdict:
        return Verdict("X", state, NOW, Text({"nl": "waarom", "en": "why"}))

    states = VerdictState
    assert exit_status([verdict(states.KEPT), verdict(states.ATTESTED), verdict(states.NOT_CHECKABLE)]) == 0
    assert exit_status([verdict(states.KEPT), verdict(states.UNKNOWN)]) == 3
    assert exit_status([verdict(states.UNKNOWN), verdict(states.BROKEN)]) == 1
    assert exit_status([verdict(states.UNKNOWN), verdict(states.CONTRADICTED)]) == 1
