"""A new name and a new address, put right in MailChimp and at AWS as well as in the customer database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.rights.test_rectification import ask
from tests.sandbox.landscape_world import whole_landscape
from tests.worlds import World

from belofte.bootstrap import open_landscape
from belofte.domain.plan import Outcome
from belofte.domain.system_map import Verb
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
