"""A fifth of all calls fails, everywhere at once: every request still ends right, nothing is done twice that must not
be, and no limit is passed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.sandbox.landscape_world import CARRIERS, later, standing, whole_landscape
from tests.worlds import World

from belofte.bootstrap import open_landscape
from belofte.sandbox.local.aws_account import AwsAccount
from belofte.sandbox.rest.simulator import Simulator

pytest.importorskip("moto", reason="2026-11-23: without moto there is no cloud to look at.")
if PROGRAM is None:
    pytest.skip(ABSENT, allow_module_level=True)

BROKEN = ("500,chance=0.14,seed=7", "lost-answer,chance=0.06,seed=11")
"""Together a fifth: errors of the vendor's, and calls that were carried out while the answer got lost."""


def done_writes(simulator: Simulator) -> dict[str, int]:
    """Writing operation -> how often it was carried out, its answer lost or not."""
    asked = "SELECT operation, count(*) FROM calls WHERE writes AND status < 300 GROUP BY operation"
    return dict(simulator.state.database.execute(asked).fetchall())


@pytest.fixture
def world() -> Iterator[World]:
    with whole_landscape() as made:
        yield made


def test_every_request_ends_right_while_a_fifth_of_the_calls_fails(world: World) -> None:
    canary, policy = world.made.company.cast.canary, world.made.home.policy
    with open_landscape(policy) as landscape:
        for name in landscape.names:
            landscape.simulator(name).break_(*BROKEN)
        account = landscape.part("aws")
        assert isinstance(account, AwsAccount)
        account.kept.break_(0.2)
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", canary.email)
    done = _until_done(world, reference)
    with open_landscape(policy) as landscape:
        struck = {name: landscape.simulator(name).calls() for name in landscape.names}
        carried_out = done_writes(landscape.simulator("mailchimp"))
        for simulator in map(landscape.simulator, landscape.names):
            simulator.mend()
        account = landscape.part("aws")
        assert isinstance(account, AwsAccount)
        busy = sum(times for call, times in account.kept.calls().items() if call.endswith("busy"))
    assert busy and struck["mailchimp"].struck, "the faults did strike"
    assert carried_out == {"delete-permanent": 2}
    for name, calls in struck.items():
        assert not calls.by_status.get(429), f"{name}: a limit was passed"
    left = standing(world, canary.email, "Proefvogel", canary.phone)
    assert (left.pop("aws"), left.pop("microsoft365")) == (["event"], ["purges"]), "until the day that was told"
    assert {name: places for name, places in left.items() if name not in CARRIERS} == {}
    erased = [system for system, verb, outcome in done if verb == "erase" and outcome in ("done", "pending")]
    assert len(erased) == len(set(erased)), "one receipt for each system"


def _until_done(world: World, reference: str) -> list[tuple[str, str, str]]:
    """A search that could not see everything is made again; an act that failed is tried again on its own."""
    with world.open() as belofte:
        case = belofte.office.show(reference)
        for _ in range(8):
            if case.plan is not None and not case.plan.blind:
                break
            belofte.office.plan(reference)
            case = belofte.office.show(reference)
        world.approve(belofte, reference)
    for hours in (1, 6, 24, 48, 72):
        done = later(world, reference, hours=hours)
    return done
