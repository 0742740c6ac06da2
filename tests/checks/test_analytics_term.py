"""At most 14 months at Google Analytics: both terms, and no visit that starts them anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from belofte.checks import Records, judge_all
from belofte.domain.observing import PastTerm, WithoutStart, name_of
from belofte.domain.promise import Observation, Reach, Verdict, VerdictState
from belofte.domain.retention import CALENDAR_YEAR, cut_off
from belofte.loading.countries import load_countries
from belofte.loading.folder import load_policy_folder

FOLDER = load_policy_folder(Path(__file__).parents[2] / "examples" / "linprofs")
COUNTRIES = load_countries()
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
AS_PROMISED: Mapping[str, str | int | bool] = {
    "event-retention": "14 months",
    "user-retention": "14 months",
    "retention-reset": False,
    "bigquery-links": 0,
}


def own_tables() -> list[Observation]:
    """In the company's own tables nothing is past its term."""
    end = cut_off(FOLDER.policy.retention["visit"], NOW.date(), CALENDAR_YEAR)
    assert end is not None
    asked = [
        (system.name, name_of(question))
        for system in FOLDER.systems.values()
        for name, table in system.collections.items()
        if table.category == "visit" and "collected" in table.clock
        for question in (PastTerm(name, "collected", end), WithoutStart(name, "collected"))
    ]
    return [Observation(system, name, 0, Reach.SEEN, NOW) for system, name in asked]


def verdict(seen: Mapping[str, str | int | bool] = AS_PROMISED, reach: Reach = Reach.SEEN) -> Verdict:
    told = {**AS_PROMISED, **seen}
    observed = [
        Observation("google-analytics", f"setting/{name}", value if reach is Reach.SEEN else None, reach, NOW)
        for name, value in told.items()
    ]
    only = replace(FOLDER.policy, clauses={c: k for c, k in FOLDER.policy.clauses.items() if str(c) == "ANA-3"})
    records = Records(today=NOW.date(), systems=FOLDER.systems)
    (found,) = judge_all(only, COUNTRIES, [*own_tables(), *observed], records, NOW)
    return found


def test_both_terms_of_14_months_without_a_new_start_keep_it() -> None:
    found = verdict()
    assert found.state is VerdictState.KEPT, found.reason.in_("en")
    assert verdict({"event-retention": "2 months"}).state is VerdictState.KEPT


@pytest.mark.parametrize(
    "otherwise",
    [
        {"event-retention": "26 months"},
        {"user-retention": "50 months"},
        {"retention-reset": True},
        {"retention-reset": "[false,true]"},
        {"event-retention": '["14 months","38 months"]'},
        {"bigquery-links": 1},
    ],
    ids=lambda one: " ".join(one),
)
def test_a_longer_term_a_visit_that_starts_it_anew_or_a_copy_outside_breaks_it(otherwise: dict[str, str | int]) -> None:
    found = verdict(otherwise)
    assert found.state is VerdictState.BROKEN, found.reason.in_("en")


def test_a_term_that_google_does_not_name_or_nobody_could_see_is_unknown() -> None:
    assert verdict({"event-retention": "RETENTION_DURATION_UNSPECIFIED"}).state is VerdictState.UNKNOWN
    assert verdict(reach=Reach.UNREACHABLE).state is VerdictState.UNKNOWN
    assert verdict(reach=Reach.ABSENT).state is VerdictState.UNKNOWN
