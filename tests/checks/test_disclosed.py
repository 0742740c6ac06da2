"""Disclosures to authorities and holds as promises: each way to break them, and the real books behind the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.checks.small_worlds import COUNTRIES, FORCED, HANDED, NOW, TODAY, World, told
from tests.rights.commands import crm, typed
from tests.rights.commands import told as said
from tests.worlds import World as Installation
from tests.worlds import fresh_world

from belofte.checks import judge_clause
from belofte.domain.disclosure import Approval, HandedLine, RefusedBecause, refused
from belofte.domain.disclosure_scope import Scope
from belofte.domain.promise import Verdict, VerdictState

BOER = Approval("P. de Boer", TODAY, "p-1")
BROKEN: Mapping[str, dict[str, Any]] = {
    "no authority": {"authority": ""},
    "no article": {"article": ""},
    "no order": {"digest": ""},
    "no scope": {"scope": Scope()},
    "one approver": {"approvals": (BOER,)},
    "the same approver twice": {"approvals": (BOER, Approval("p. DE boer", TODAY, "p-1"))},
    "an investigation the policy does not name": {"ground": "civil"},
    "more than was asked": {"handed": (HandedLine("shop", "orders", "order", 1, 1, 1),)},
    "more than was approved": {"handed": (HandedLine("shop", "page_views", "visit", 1, 2, 2),)},
}


def judge(world: World) -> Verdict:
    policy = replace(world.policy, clauses={world.clause.id: world.clause})
    return judge_clause(policy, COUNTRIES, world.clause, world.seen, world.records, NOW)


@pytest.mark.parametrize("name", BROKEN)
def test_each_lack_breaks_it_and_names_the_entry(name: str) -> None:
    verdict = judge(told(FORCED, "authorities.grounds", disclosures=(HANDED, replace(HANDED, **BROKEN[name]))))
    assert verdict.state is VerdictState.BROKEN
    assert [instance.place for instance in verdict.instances] == ["disclosure-1"]


def test_a_changed_entry_breaks_it() -> None:
    world = told(FORCED, "authorities.grounds", disclosures=(HANDED,), disclosures_changed=frozenset({"disclosure-1"}))
    assert judge(world).state is VerdictState.BROKEN


def test_a_single_collection_is_a_scope_too_and_a_refusal_needs_none() -> None:
    named = replace(HANDED, scope=Scope(collections=("shop.page_views",)))
    no = refused(
        replace(HANDED, digest="", approvals=(), handed_on=None, handed=()), RefusedBecause.NO_DOCUMENT, "X", TODAY
    )
    verdict = judge(told(FORCED, "authorities.grounds", disclosures=(named, no)))
    assert verdict.state is VerdictState.KEPT
    assert "1 handed over, 1 refused" in verdict.reason.in_("en")


@pytest.mark.parametrize("lack", [{"article": ""}, {"digest": ""}])
def test_what_no_law_forced_breaks_the_other_promise(lack: dict[str, str]) -> None:
    world = told(FORCED, "authorities.when", disclosures=(replace(HANDED, **lack),))
    assert judge(world).state is VerdictState.BROKEN


@pytest.fixture
def world(tmp_path: Path) -> Installation:
    return fresh_world(tmp_path / "home")


def verdict_of(world: Installation, clause: str) -> dict[str, Any]:
    found = said(world, "check", clause)["verdicts"]
    return next(one for one in found if one["clause"] == clause)


def test_held_data_that_was_erased_by_hand_is_a_broken_promise(world: Installation) -> None:
    whom = world.made.leaves
    assert verdict_of(world, "DIS-2")["state"] == "unknown"
    placed = ("--person", whom, "--ground", "Art. 17(3)(e) GDPR", "--by", "P. de Boer", "--review", "2030-01-01")
    assert typed(world, "hold", "place", *placed)[0] == 0
    kept = verdict_of(world, "DIS-2")
    assert kept["state"] == "kept", kept
    crm(world, "DELETE FROM tickets WHERE customer_id = (SELECT id FROM customers WHERE email = ?)", whom)
    broken = verdict_of(world, "DIS-2")
    assert (broken["state"], len(broken["instances"])) == ("broken", 1)


def past_term(world: Installation) -> int:
    found = verdict_of(world, "RET-4")["instances"]
    return sum(one["count"] for one in found if one["place"] == "crm.invoices")


def test_what_is_past_its_term_and_held_breaks_no_promise(world: Installation) -> None:
    before = past_term(world)
    statement = "INSERT INTO invoices(number, issued_on, paid_on, bill_name, bill_address) VALUES (?, ?, ?, 'X', 'Y')"
    crm(world, statement, "F-OLD", "2010-01-01", "2010-01-01")
    (key,) = crm(world, "SELECT id FROM invoices WHERE number = 'F-OLD'")[0]
    assert past_term(world) == before + 1
    by = ("--by", "P. de Boer", "--review", "2030-01-01")
    assert (
        typed(world, "hold", "place", "--record", f"crm.invoices:{key}", "--ground", "Art. 17(3)(e) GDPR", *by)[0] == 0
    )
    assert past_term(world) == before
