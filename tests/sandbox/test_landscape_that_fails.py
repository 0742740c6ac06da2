"""A fifth of all calls fails, everywhere at once: every request still ends right, nothing is done twice that must not
be, and no limit is passed."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.sandbox.landscape_world import CARRIERS, later, standing, whole_landscape
from tests.worlds import World

from belofte.bootstrap import open_landscape
from belofte.domain.errors import CouldNotLook, Refused
from belofte.domain.part_done import as_done
from belofte.domain.plan import CHANGING, Decision
from belofte.domain.request import RequestState
from belofte.domain.system_map import Verb
from belofte.sandbox.local.aws_account import AwsAccount
from belofte.sandbox.rest.simulator import Simulator
from belofte.store_port import StepState

pytest.importorskip("moto", reason="2026-11-23: without moto there is no cloud to look at.")
if PROGRAM is None:
    pytest.skip(ABSENT, allow_module_level=True)

VENDORS = frozenset({"exact", "google-analytics", "mailchimp", "microsoft365", "transip"})
ASKED_AGAIN = frozenset({"google-analytics"})
"""To ask Google twice to delete a visitor is to ask once; it is done where the visitor is still seen after an answer
was lost."""
WRITTEN = VENDORS | {"aws", "crm", "disk", "mailbox"}
ENDED = ("done", "pending", "retained", "manual")
BROKEN_OFF = "failed"
"""What ended a step for good after it had begun: its receipt tells what was done; the rest has a step of its own."""
FAULTS = (
    "429,chance=0.04",
    "500,chance=0.04",
    "slow,seconds=0.05,chance=0.02",
    "half-page,chance=0.04",
    "expired-token,chance=0.02",
    *(f"lost-answer,chance=0.02,on={kind}" for kind in ("get", "put", "delete")),
    "cut-off,chance=0.02,on=get",
)
"""Together a fifth of all calls, at every vendor: too many calls, errors of the vendor's, slow answers, pages that stop
halfway, a sign-in that ran out, answers that got lost or were cut off. Not the answer that renews a sign-in: where that
is lost a person signs in again, and no waiting helps."""
LATE = "late,seconds=20"
"""What is deleted is seen for a while yet."""
SEED = int(os.environ.get("BELOFTE_SEED") or 14168)
"""Each run fails in the same places; ``BELOFTE_SEED`` fails in others. Open since 2026-11-23: with 840060 the receipts
of a plan that was made anew count more records than were planned first; everything is gone all the same."""


def broken(simulator: Simulator) -> None:
    """Everything at once; which calls are hit differs from vendor to vendor."""
    for number, fault in enumerate(FAULTS):
        simulator.break_(f"{fault},seed={SEED + number}")
    simulator.break_(f"{LATE},chance=0.2,seed={SEED + len(FAULTS)}")


def posted(simulator: Simulator) -> dict[str, int]:
    """Writing operation that is not the same twice as once -> how often it was carried out, its answer lost or not."""
    asked = (
        "SELECT operation, count(*) FROM calls WHERE writes AND method = 'POST' AND status < 300"
        " AND coalesce(fault, '') NOT IN ('429', '500', 'expired-token', 'down') GROUP BY operation"
    )
    return dict(simulator.state.database.execute(asked).fetchall())


def passed(simulator: Simulator) -> int:
    """How often a limit was passed: what was refused as too much although nobody broke it."""
    asked = "SELECT count(*) FROM calls WHERE status = 429 AND coalesce(fault, '') <> '429'"
    return simulator.state.database.execute(asked).fetchone()[0]


@pytest.fixture
def world() -> Iterator[World]:
    with whole_landscape() as made:
        yield made


def test_every_request_ends_right_while_a_fifth_of_the_calls_fails(world: World) -> None:
    logging.getLogger("belofte.tests").warning("repeat with BELOFTE_SEED=%d", SEED)
    canary, policy = world.made.company.cast.canary, world.made.home.policy
    with open_landscape(policy) as landscape:
        for name in landscape.names:
            broken(landscape.simulator(name))
        account = landscape.part("aws")
        assert isinstance(account, AwsAccount)
        account.kept.break_(0.2)
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", canary.email)
    plan = _until_done(world, reference)
    with open_landscape(policy) as landscape:
        simulators = {name: landscape.simulator(name) for name in landscape.names}
        struck = {name: one.calls().struck for name, one in simulators.items()}
        posts = {name: posted(one) for name, one in simulators.items()}
        over = {name: passed(one) for name, one in simulators.items()}
        for simulator in simulators.values():
            simulator.mend()
        account = landscape.part("aws")
        assert isinstance(account, AwsAccount)
        busy = sum(times for call, times in account.kept.calls().items() if call.endswith("busy"))
    assert busy, "the faults did strike the cloud"
    assert {name for name, faults in struck.items() if faults} >= VENDORS, struck
    assert set(over.values()) == {0}, f"a limit was passed: {over}"
    assert posts["mailchimp"] == {"delete-permanent": 2}
    for name in VENDORS - ASKED_AGAIN:
        assert sum(posts[name].values()) <= plan.get(name, 0), f"{name}: {posts[name]} for {plan}"
    left = standing(world, canary.email, "Proefvogel", canary.phone)
    assert (left.pop("aws"), left.pop("microsoft365")) == (["event"], ["purges"]), "until the day that was told"
    assert {name: places for name, places in left.items() if name not in CARRIERS} == {}
    _each_act_has_its_receipt(world, reference)


def _each_act_has_its_receipt(world: World, reference: str) -> None:
    """One receipt for each step that began, and each system has one; where something broke off for good a new plan was
    made, with steps of its own. What the receipts count as done is what was planned, each record once."""
    with world.open() as belofte, belofte.parts.store.reading() as tx:
        case = tx.requests.by_reference(reference).id
        steps = [one for one in tx.steps.of_request(case) if one.step.verb is Verb.ERASE]
        receipts = [one for one in tx.receipts.of_request(case) if one.verb is Verb.ERASE]
    begun = [one.step.id for one in steps if one.attempts and one.state is not StepState.DROPPED]
    assert sorted(one.step for one in receipts) == sorted(begun), "one receipt a step"
    assert {one.system for one in receipts} >= WRITTEN, "each system has its receipt"
    assert all(str(one.outcome) in (*ENDED, BROKEN_OFF) for one in receipts)
    if not any(str(one.outcome) == BROKEN_OFF for one in receipts):
        assert max(Counter(one.system for one in receipts).values()) == 1, "one receipt for each system"
    first = {(one.step.system, line.collection): line.count for one in reversed(steps) for line in one.step.lines}
    told = Counter[tuple[str, str]]()
    for one in as_done(receipts):
        told.update({(one.system, line.collection): line.planned for line in one.lines if line.decision in CHANGING})
    over = {place: count for place, count in told.items() if count > first.get(place, 0)}
    assert over == {}, "no record is told of twice"


def _until_done(world: World, reference: str) -> Counter[str]:
    """A search that could not see everything is made again; an act that failed is tried again on its own. Gives the
    records that go, by system, as they were planned first."""
    going = Counter[str]()
    for minutes in range(0, 125, 10):  # a vendor that wants fewer calls is asked again a while later
        now = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat(timespec="seconds")
        with world.open(now) as belofte, suppress(Refused, CouldNotLook):
            if minutes:
                belofte.office.plan(reference)
            case = belofte.office.show(reference)
            if case.plan is None or case.plan.blind:
                continue
            going.clear()
            for line in (line for step in case.plan.steps for line in step.lines if step.verb is Verb.ERASE):
                going[line.system] += line.count if line.decision in (Decision.DELETE, Decision.CLEAR) else 0
            world.approve(belofte, reference)
            break
    assert going, "planned and approved within two hours"
    for hours in (1, 6, 24, 48, 72, 96):
        _look_again(world, reference, hours)
        later(world, reference, hours=hours)
    return going


def _look_again(world: World, reference: str, hours: int) -> None:
    """What came back to the office is planned and approved once more, as a person does it."""
    now = (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="seconds")
    with world.open(now) as belofte, suppress(Refused, CouldNotLook):
        if belofte.office.show(reference).row.state == RequestState.PLANNED:
            belofte.office.plan(reference)
            world.approve(belofte, reference)
