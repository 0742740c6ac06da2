"""An approved erasure waits for the policy's pause and can be stopped until then; a large plan is approved twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.worlds import World, carry_out

from belofte.bootstrap import Belofte
from belofte.domain.errors import Refused
from belofte.domain.policy import Period, Policy, Unit

PAUSE = Period(2, Unit.DAYS)


def with_policy(belofte: Belofte, change: Policy) -> None:
    belofte.current.parts = replace(belofte.parts, policy=change)


def in_earnest(belofte: Belofte, **rights: object) -> None:
    """The same company outside a sandbox, with these rights."""
    policy = belofte.parts.policy
    with_policy(belofte, replace(policy, environment="production", rights=replace(policy.rights, **rights)))


def test_nothing_irreversible_happens_before_the_pause_is_over(world: World) -> None:
    with world.open() as belofte:
        in_earnest(belofte, pause=PAUSE)
        reference = world.ask(belofte, "erasure", world.made.leaves)
        case = world.approve(belofte, reference)
        assert (case.row.state, case.row.waiting) == ("approved", "pause")
        assert case.act_after is not None
        assert case.receipts == ()
        later = (belofte.parts.now() + timedelta(days=2, minutes=1)).isoformat()
    with world.open(later) as belofte:
        in_earnest(belofte, pause=PAUSE)
        carry_out(belofte)
        assert belofte.office.show(reference).row.state == "answered"


def test_within_the_pause_the_erasure_can_be_stopped(world: World) -> None:
    with world.open() as belofte:
        in_earnest(belofte, pause=PAUSE)
        reference = world.ask(belofte, "erasure", world.made.leaves)
        world.approve(belofte, reference)
        belofte.office.stop(reference, "P. de Boer")
        later = (belofte.parts.now() + timedelta(days=3)).isoformat()
    with world.open(later) as belofte:
        carry_out(belofte)
        assert belofte.office.show(reference).receipts == ()


def test_a_copy_does_not_wait(world: World) -> None:
    with world.open() as belofte:
        in_earnest(belofte, pause=PAUSE)
        assert world.approve(belofte, world.ask(belofte, "access", world.made.asks)).row.state == "answered"


def test_a_plan_above_the_policys_number_stops_and_asks(world: World) -> None:
    with world.open() as belofte:
        in_earnest(belofte, ask_above=5, pause=None)
        reference = world.ask(belofte, "erasure", world.made.leaves)
        plan = belofte.office.show(reference).plan
        assert plan is not None
        with pytest.raises(Refused, match=str(plan.records)):
            belofte.office.approve(reference, plan.id, "P. de Boer")
        with pytest.raises(Refused):
            belofte.office.approve(reference, plan.id, "P. de Boer", records=plan.records - 1)
        belofte.office.approve(reference, plan.id, "P. de Boer", records=plan.records)
        assert belofte.office.show(reference).approved
