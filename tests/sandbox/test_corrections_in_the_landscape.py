"""A new name and a new address, put right in MailChimp and at AWS as well as in the customer database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.rights.test_rectification import ask
from tests.sandbox.landscape_world import whole_landscape
from tests.worlds import World

from belofte.bootstrap import open_landscape
from belofte.domain.plan import Outcome
from belofte.domain.system_map import Verb
from belofte.domain.task import TaskState
from belofte.domain.wish import Correction
from belofte.sandbox.seeds.mailchimp import NEWSLETTER, digest

pytest.importorskip("moto", reason="2026-11-23: without moto there is no cloud to look at.")
if PROGRAM is None:
    pytest.skip(ABSENT, allow_module_level=True)


@pytest.fixture
def world() -> Iterator[World]:
    with whole_landscape() as made:
        yield made


def members(world: World, email: str) -> list[dict[str, object]]:
    """What MailChimp holds under an address, in the newsletter's audience."""
    with open_landscape(world.made.home.policy) as landscape:
        rows = landscape.simulator("mailchimp").rows("members", email_address=email, list_id=NEWSLETTER)
    return [dict(row) for row in rows]


def test_a_new_address_moves_the_member_and_the_consent_goes_along(world: World) -> None:
    """T-41: MailChimp names a member by the hash of its address: the old one is gone, and when somebody said yes
    stands with the new one. T-37: confirmed after the last write."""
    old, new = world.made.company.cast.canary.email, "kanarie@nieuw.example"
    (before,) = members(world, old)
    with world.open() as belofte:
        reference = ask(world, belofte, old, Correction("email", old, new))
        case = world.approve(belofte, reference)
    changed = {one.system: one.outcome for one in case.receipts if one.verb is Verb.RECTIFY}
    assert changed["crm"] is changed["mailchimp"] is Outcome.DONE, changed
    assert members(world, old) == []
    (after,) = members(world, new)
    assert after["id"] == digest(new) != before["id"]
    kept = ("timestamp_opt", "timestamp_signup", "ip_opt", "status", "contact_id")
    assert {name: after.get(name) for name in kept} == {name: before.get(name) for name in kept}


def test_an_old_name_that_a_nightly_sync_puts_back_is_seen_the_next_day(world: World) -> None:
    """T-38: what writes the address book from an old list brings the old name back; somebody is asked, by system."""
    email, old = world.made.company.cast.anna.email, world.made.company.cast.anna.name
    with world.open() as belofte:
        reference = ask(world, belofte, email, Correction("name", old, "Anna Bakker"))
        case = world.approve(belofte, reference)
        changed = {one.system for one in case.receipts if one.verb is Verb.RECTIFY and one.outcome is Outcome.DONE}
        tomorrow = belofte.parts.now() + timedelta(days=1, minutes=1)
    left = {(one.system, str(one.outcome)) for one in case.receipts}
    assert {"crm", "exact", "microsoft365"} <= changed, left
    with open_landscape(world.made.home.policy) as landscape:
        book = landscape.simulator("microsoft365")
        (now,) = [row for row in book.rows("contacts") if row["displayName"] == "Anna Bakker"]
        book.put("contacts", [{**now, "displayName": old}])
    with world.open(tomorrow.isoformat()) as belofte:
        belofte.work.tend()
        with belofte.parts.store.reading() as tx:
            tasks = {(task.kind, task.system) for task in tx.tasks.in_state(TaskState.OPEN)}
    assert ("old-value-came-back", "microsoft365") in tasks
    assert ("old-value-came-back", "crm") not in tasks
