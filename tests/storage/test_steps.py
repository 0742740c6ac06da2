"""Steps are claimed once, in order, and never by two; what a killed drive held can be taken up again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from belofte.domain.plan import Decision, Line
from belofte.domain.system_map import Verb
from belofte.ports import Batch
from belofte.storage.places import Places
from belofte.storage.store import SqlStore
from belofte.store_port import Approval, StepState, StoreError

from .conftest import NOW, TODAY, a_plan, a_receipt, approved_case, open_case


def test_a_plan_comes_back_as_it_was_kept(store: SqlStore) -> None:
    plan = approved_case(store)
    with store.reading() as tx:
        assert tx.plans.get(plan.id) == plan
        assert tx.plans.newest("c-1") == plan
        assert tx.plans.approval(plan.id) == Approval(plan.id, "office", NOW)
        assert tx.plans.newest("c-2") is None


def test_nothing_is_due_before_approval_nor_before_its_time(store: SqlStore) -> None:
    open_case(store)
    plan = a_plan("c-1")
    with store.transaction() as tx:
        tx.plans.add(plan)
        assert tx.steps.due(NOW) == []
        tx.plans.approve(Approval(plan.id, "office", NOW), NOW + timedelta(days=1))
        assert tx.steps.due(NOW) == []
        assert tx.steps.due(NOW + timedelta(days=1)) == [Batch("shop", Verb.ERASE, 1)]


def test_approval_is_for_the_newest_plan_only(store: SqlStore) -> None:
    open_case(store)
    with store.transaction() as tx:
        tx.plans.add(a_plan("c-1", "old"))
        tx.plans.add(a_plan("c-1", "new"))
    with pytest.raises(StoreError, match="no longer the newest"), store.transaction() as tx:
        tx.plans.approve(Approval("old-c-1", "office", NOW), NOW)
    with store.reading() as tx:
        assert tx.steps.due(NOW) == []
        dropped = [stored.plan for stored in tx.steps.of_request("c-1") if stored.state is StepState.DROPPED]
        assert set(dropped) == {"old-c-1"}


def test_what_comes_after_waits_for_its_receipt(store: SqlStore) -> None:
    plan = approved_case(store)
    with store.transaction() as tx:
        assert tx.steps.claim("b", "shop", Verb.PURGE, NOW) == []
        erase = tx.steps.claim("b", "shop", Verb.ERASE, NOW)
        assert [stored.step for stored in erase] == [plan.steps[0]]
        assert (erase[0].state, erase[0].attempts, erase[0].batch) == (StepState.INTENDED, 1, "b")
        tx.steps.mark([plan.steps[0].id], StepState.ACTED)
    with store.transaction() as tx:
        assert tx.steps.claim("b", "shop", Verb.PURGE, NOW) == []
        tx.receipts.add([("c-1", a_receipt(plan.steps[0].id))], TODAY)
        assert [stored.step for stored in tx.steps.claim("b", "shop", Verb.PURGE, NOW)] == [plan.steps[1]]


def test_what_a_killed_drive_held_is_taken_up_by_who_holds_its_lane(store: SqlStore) -> None:
    plan = approved_case(store)
    with store.transaction() as tx:
        tx.steps.claim("killed", "shop", Verb.ERASE, NOW)
    with store.transaction() as tx:
        assert tx.steps.claim("other", "shop", Verb.ERASE, NOW) == []
        assert tx.steps.due(NOW) == [Batch("shop", Verb.ERASE, 1)]  # whoever gets the lane will find it
        assert tx.steps.reclaim("shop", Verb.PURGE) == 0
        assert tx.steps.reclaim("shop", Verb.ERASE) == 1
        (again,) = tx.steps.claim("other", "shop", Verb.ERASE, NOW)
    assert (again.step.id, again.state, again.attempts) == (plan.steps[0].id, StepState.INTENDED, 2)


def test_what_waits_for_a_person_is_not_taken_up(store: SqlStore) -> None:
    plan = approved_case(store)
    with store.transaction() as tx:
        tx.steps.claim("b", "shop", Verb.ERASE, NOW)
        tx.steps.mark([plan.steps[0].id], StepState.ACTED)
        assert tx.steps.reclaim("shop", Verb.ERASE) == 0
        assert tx.steps.due(NOW) == []


def test_a_step_never_goes_back(store: SqlStore) -> None:
    plan = approved_case(store)
    with store.transaction() as tx:
        tx.receipts.add([("c-1", a_receipt(plan.steps[0].id))], TODAY)
    with pytest.raises(StoreError), store.transaction() as tx:
        tx.steps.mark([plan.steps[0].id], StepState.ACTED)


def test_a_system_that_is_away_is_tried_later(store: SqlStore) -> None:
    plan = approved_case(store)
    later = NOW + timedelta(minutes=5)
    with store.transaction() as tx:
        tx.steps.claim("b", "shop", Verb.ERASE, NOW)
        tx.steps.postpone([plan.steps[0].id], later)
        assert tx.steps.due(NOW) == []
        assert tx.steps.due(later) == [Batch("shop", Verb.ERASE, 1)]


def test_stopping_drops_what_was_never_begun(store: SqlStore) -> None:
    plan = approved_case(store)
    with store.transaction() as tx:
        tx.steps.claim("b", "shop", Verb.ERASE, NOW)
        assert tx.steps.drop("c-1") == 1
        states = {stored.step.id: stored.state for stored in tx.steps.of_request("c-1")}
    assert states == {plan.steps[0].id: StepState.INTENDED, plan.steps[1].id: StepState.DROPPED}


def test_more_records_under_the_same_line_are_written_into_the_step(store: SqlStore) -> None:
    plan = approved_case(store)
    step = plan.steps[0]
    more = (Line("shop", "customers", Decision.DELETE, 2, items="v-2"), step.lines[1])
    with store.transaction() as tx:
        tx.steps.replace([type(step)(step.id, step.request, step.system, step.verb, more)])
        assert tx.plans.get(plan.id).steps[0].lines == more


def test_two_workers_never_get_the_same_step(places: Places, open_it: Callable[[Places], SqlStore]) -> None:
    first, second = open_it(places), open_it(places)
    plans = [a_plan(f"c-{number}") for number in range(200)]
    first.open_cases([plan.request for plan in plans])
    with first.transaction() as tx:
        tx.plans.add_many(plans)
        tx.plans.approve_many([Approval(plan.id, "office", NOW) for plan in plans], NOW)
    got: dict[str, list[str]] = {"first": [], "second": []}

    def work(name: str, store: SqlStore) -> None:
        while True:
            with store.transaction() as tx:
                claimed = tx.steps.claim(name, "shop", Verb.ERASE, NOW, limit=7)
            if not claimed:
                return
            got[name] += [stored.step.id for stored in claimed]

    threads = [threading.Thread(target=work, args=pair) for pair in (("first", first), ("second", second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got["first"] + got["second"]) == sorted(plan.steps[0].id for plan in plans)
