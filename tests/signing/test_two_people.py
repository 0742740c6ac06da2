"""Two people approve where the policy wants two; one person is one person however the name is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.worlds import World, fresh_world

from belofte.bootstrap import Belofte
from belofte.domain.account import Role
from belofte.domain.errors import Refused
from belofte.procedures.parts import Parts
from belofte.procedures.planning.approving import approve_many
from belofte.procedures.sign_in.accounts_desk import Accounts

MIEKE, JAN = "Mieke de Boer", "Jan Smit"


def with_rule(belofte: Belofte, **rights: object) -> Parts:
    parts = belofte.parts
    policy = replace(parts.policy, rights=replace(parts.policy.rights, **rights))
    belofte.current.parts = replace(parts, policy=policy)
    return belofte.parts


@pytest.fixture
def world(tmp_path: Path) -> World:
    return fresh_world(tmp_path / "home")


@pytest.fixture
def belofte(world: World) -> Iterator[Belofte]:
    with world.open() as opened:
        with_rule(opened, two_people=("erasure",))
        accounts = opened.desk(Accounts)
        for name, role in ((MIEKE, Role.PRIVACY_OFFICER), (JAN, Role.STAFF), ("Els Auditor", Role.AUDITOR)):
            accounts.add(name, role)
        yield opened


@pytest.fixture
def reference(belofte: Belofte, world: World) -> str:
    """A request for erasure with a plan to approve."""
    return world.ask(belofte, "erasure", world.made.leaves)


def approve(belofte: Belofte, reference: str, by: str) -> str:
    """Approve the newest plan; returns where the request then stands."""
    plan = belofte.office.show(reference).plan
    assert plan is not None
    belofte.office.approve(reference, plan.id, by)
    return belofte.office.show(reference).row.state


def test_the_first_approval_does_nothing_yet_and_the_second_carries_out(belofte: Belofte, reference: str) -> None:
    assert approve(belofte, reference, MIEKE) == "planned"
    case = belofte.office.show(reference)
    assert (case.first_approver, case.approved, case.row.waiting) == (MIEKE, False, "office")
    assert not belofte.work.due(), "nothing may be carried out on one approval"
    assert approve(belofte, reference, JAN) == "approved"
    assert belofte.office.show(reference).first_approver is None
    assert belofte.work.due()


@pytest.mark.parametrize("same", [MIEKE, "mieke  de BOER", " Mieke de Boer "])
def test_the_same_person_twice_is_refused_however_the_name_is_written(
    belofte: Belofte, reference: str, same: str
) -> None:
    approve(belofte, reference, MIEKE)
    with pytest.raises(Refused, match="You approved this plan already") as refused:
        approve(belofte, reference, same)
    assert refused.value.message_in("nl").startswith("U keurde dit plan al goed")
    assert belofte.office.show(reference).row.state == "planned"


@pytest.mark.parametrize("who", ["Somebody Else", "Els Auditor", ""])
def test_who_has_no_account_that_may_approve_is_neither_first_nor_second(
    belofte: Belofte, reference: str, who: str
) -> None:
    for _ in range(2):
        with pytest.raises(Exception, match=r"two people|must be named"):
            approve(belofte, reference, who)
        if belofte.office.show(reference).first_approver is None:
            approve(belofte, reference, MIEKE)
    assert belofte.office.show(reference).row.state == "planned"


def test_a_disabled_account_does_not_count(belofte: Belofte, reference: str) -> None:
    approve(belofte, reference, MIEKE)
    belofte.desk(Accounts).disable(JAN)
    with pytest.raises(Refused, match="two people"):
        approve(belofte, reference, JAN)


def test_a_plan_made_anew_needs_both_again(belofte: Belofte, reference: str) -> None:
    approve(belofte, reference, MIEKE)
    belofte.office.plan(reference)
    assert belofte.office.show(reference).first_approver is None
    assert approve(belofte, reference, JAN) == "planned"
    assert approve(belofte, reference, MIEKE) == "approved"


def test_other_rights_need_one_person(belofte: Belofte, world: World) -> None:
    reference = world.ask(belofte, "access", world.made.asks)
    belofte.office.read(reference, "P. de Boer")
    assert approve(belofte, reference, "P. de Boer") == "approved"


def test_a_plan_of_many_records_needs_two_whatever_its_right(belofte: Belofte, world: World) -> None:
    with_rule(belofte, two_people=(), two_people_above=1)
    reference = world.ask(belofte, "access", world.made.asks)
    belofte.office.read(reference, MIEKE)
    assert approve(belofte, reference, MIEKE) == "planned"
    assert approve(belofte, reference, JAN) == "approved"


def test_many_at_once_do_not_get_round_it(belofte: Belofte, reference: str) -> None:
    with belofte.parts.store.reading() as tx:
        request = tx.requests.by_reference(reference)
        plan = tx.plans.newest(request.id)
    assert plan is not None
    with pytest.raises(Refused, match="two people"):
        approve_many(belofte.parts, [(request, plan)], MIEKE)


def test_both_stand_in_the_books_by_account(belofte: Belofte, reference: str) -> None:
    approve(belofte, reference, MIEKE)
    approve(belofte, reference, JAN)
    ids = {row.name: row.id for row in belofte.desk(Accounts).rows()}
    with belofte.parts.store.reading() as tx:
        request = tx.requests.by_reference(reference)
        events = {event.kind: event.data.get("account") for event in tx.events.about(request.id)}
    assert events["request.approved-first"] == ids[MIEKE]
    assert events["request.approved-second"] == ids[JAN]
    assert request.course.first_approver == ids[MIEKE]
    assert request.approved_by == JAN
