"""One erasure through everything that is connected: afterwards nothing of the canary is left in any system."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.worlds import World, carry_out

from belofte.bootstrap import make_demo, open_landscape
from belofte.bootstrap.installation import Belofte
from belofte.domain.plan import Receipt
from belofte.domain.recipients import Notice, NoticeState
from belofte.domain.system_map import Verb
from belofte.sandbox.seeds.mailchimp import CUSTOMERS, NEWSLETTER

CARRIERS = frozenset({"postnl", "dhl"})
"""They decide for themselves about what they hold; nothing can be deleted there by a program."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(make_demo(tmp_path / "demo", 60, systems=None))


def test_nothing_of_the_canary_is_left_where_it_was_erased(world: World) -> None:
    canary, policy = world.made.company.cast.canary, world.made.home.policy
    with open_landscape(policy) as landscape:
        before = {name: landscape.simulator(name).holds(canary.email) for name in landscape.names}
        assert before["mailchimp"] == ["members", "opened"]
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", canary.email)
        case = world.approve(belofte, reference)
        by_hand = {step.system for step in case.plan.steps if step.verb is Verb.ASK_PERSON} if case.plan else set()
        assert by_hand == set(), "nobody of ours can erase anything at a carrier"
        belofte.work.tend()
        told = {row.recipient: row.state for row in notices(belofte, reference)}
        assert {told[name] for name in CARRIERS} == {NoticeState.TOLD}, "they are told, and asked what they did"
        assert not {receipt.system for receipt in belofte.office.show(reference).receipts} & CARRIERS
    with open_landscape(policy) as landscape:
        for name in landscape.names - CARRIERS:
            simulator = landscape.simulator(name)
            not_yet = ["purges"] if name == "microsoft365" else []  # out of sight, until the day that is told
            assert simulator.holds(canary.email) == not_yet, name
            assert simulator.holds(canary.name) == not_yet, name
        forgotten = landscape.simulator("mailchimp").rows("forgotten")
        assert {row["list_id"] for row in forgotten} == {NEWSLETTER, CUSTOMERS}
    with closing(sqlite3.connect(world.made.company.path)) as database:
        held = "SELECT count(*) FROM customers WHERE email = ? OR full_name = ?"
        assert database.execute(held, (canary.email, canary.name)).fetchone() == (0,)


def test_while_a_vendor_is_down_the_request_stays_open_and_ends_when_it_is_back(world: World) -> None:
    canary, policy = world.made.company.cast.canary, world.made.home.policy
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", canary.email)
        with open_landscape(policy) as landscape:
            landscape.simulator("mailchimp").break_("down,on=delete-permanent")
        world.approve(belofte, reference)
        assert not [row for row in belofte.office.show(reference).receipts if outcome(row) == ("mailchimp", "done")]
        with open_landscape(policy) as landscape:
            assert landscape.simulator("mailchimp").holds(canary.email) == ["members", "opened"]
            assert landscape.simulator("mailchimp").mend() == 1
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="seconds")
    with world.open(later) as belofte:
        belofte.work.tend()
        carry_out(belofte)
        assert [row for row in belofte.office.show(reference).receipts if outcome(row) == ("mailchimp", "done")]
    with open_landscape(policy) as landscape:
        assert landscape.simulator("mailchimp").holds(canary.email) == []


def notices(belofte: Belofte, reference: str) -> Sequence[Notice]:
    """What was told to others about this case (Art. 19)."""
    with belofte.parts.store.reading() as tx:
        return tx.recipients.of_request(tx.requests.by_reference(reference).id)


def outcome(receipt: Receipt) -> tuple[str, str]:
    return receipt.system, str(receipt.outcome)
