"""What the checks say of our own people: kept, broken or unknown, with real servers behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.checks.small_worlds import LOG, POLICY, WALL, about, case
from tests.checks.small_worlds import told as told_of
from tests.checks.test_worlds import judge
from tests.connectors.staff_world import Staff
from tests.rights.commands import told, typed
from tests.staff.people import person, put_on_the_list
from tests.worlds import World

from belofte.domain.promise import VerdictState
from belofte.domain.request import RequestState

BY = ("--by", "P. de Boer")


def verdict(world: World, clause: str) -> dict[str, Any]:
    found = told(world, "check", clause)
    return next(one for one in found["verdicts"] if one["clause"] == clause)


def test_who_can_read_is_judged_by_the_list_t_83(world: World, postgres_company: Staff) -> None:
    company = postgres_company
    assert verdict(world, "OWN-3")["state"] == "unknown"
    support, books = company.people[company.support], company.people[company.books]
    put_on_the_list(
        world,
        person("Jan Jansen", accounts=f"crm={support}"),
        person("Els de Wit", "bookkeeper", accounts=f"crm={books}"),
    )
    assert (verdict(world, "OWN-3")["state"], verdict(world, "OWN-4")["state"]) == ("kept", "kept")
    put_on_the_list(
        world,
        person("Jan Jansen", accounts=f"crm={support}", end="2026-01-31"),
        person("Els de Wit", "bookkeeper", accounts=f"crm={books}", signed=""),
    )
    left, unsigned = verdict(world, "OWN-3"), verdict(world, "OWN-4")
    assert (left["state"], [one["place"] for one in left["instances"]]) == ("broken", ["crm: after-the-end"])
    assert (unsigned["state"], unsigned["instances"][0]["place"]) == ("broken", "crm: before-the-signature")
    assert "Jan" not in str(left)


def test_that_nobody_sees_what_was_left_is_kept_only_when_it_was_tried(world: World, postgres_company: Staff) -> None:
    assert verdict(world, "RET-5")["state"] == "unknown"
    assert typed(world, "staff", "enforce", "crm", "--apply", *BY)[0] == 0
    unlogged = verdict(world, "RET-5")
    assert (unlogged["state"], "has no access log" in unlogged["reason"]["en"]) == ("unknown", True)
    log_reads(world)
    kept = verdict(world, "RET-5")
    assert kept["state"] == "kept", kept["reason"]
    postgres_company.world.do("ALTER TABLE orders DISABLE ROW LEVEL SECURITY")
    broken = verdict(world, "RET-5")
    assert (broken["state"], broken["instances"]) == (
        "broken",
        [{"place": "crm: tables without the rule", "count": 1}],
    )
    assert typed(world, "staff", "enforce", "crm", "--apply", *BY)[0] == 0
    assert verdict(world, "RET-5")["state"] == "kept"
    assert typed(world, "staff", "enforce", "crm", "--undo", *BY)[0] == 0
    assert verdict(world, "RET-5")["state"] == "unknown"


def log_reads(world: World) -> None:
    """The application that staff use keeps a log of its own, in which nobody read what they should not."""
    log = world.made.home.path / "reads.log"
    log.write_text('{"at": "2026-11-22T10:00:00Z", "account": "jan", "page": "start"}\n', "utf-8")
    file = world.made.home.policy / "systems" / "crm.yaml"
    line = f'access_log: {{format: json, paths: ["{log}"]}}\nif_not_allowed:'
    file.write_text(file.read_text("utf-8").replace("if_not_allowed:", line, 1), "utf-8")


def test_a_notice_that_waits_longer_than_the_clause_allows_breaks_the_promise() -> None:
    leaving = case(right="leaving", state=RequestState.APPROVED)
    fact = "retention.visit.staff_access"
    world = told_of(POLICY, fact, walls=(WALL,), logs=(LOG,), cases=(leaving,))
    bound = replace(world, clause=about(fact, parameters={"minutes": 60}))
    found = judge(bound)
    assert (found.state, found.instances[0].place) == (VerdictState.BROKEN, "notices of leaving")
    done = told_of(
        POLICY, fact, walls=(WALL,), logs=(LOG,), cases=(case(right="leaving", state=RequestState.ANSWERED),)
    )
    assert judge(replace(done, clause=bound.clause)).state is VerdictState.KEPT
