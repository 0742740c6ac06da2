"""Google is asked to delete a visitor, and nobody can look whether it did: that is told, kept and never called seen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.worlds import World

from belofte.bootstrap import make_demo, open_landscape
from belofte.domain.plan import Outcome
from belofte.procedures.acting.outcomes import FINISH_BY_HAND, NOT_SEEN, STILL_THERE

UNSEEN = """kind: google_analytics
name: {nl: bezoekcijfers, en: visitor statistics}
recipient: google
service_account: env:GOOGLE_ANALYTICS_KEY
allow: [find, export, erase, observe]
scopes: {customer-number: linprofs}
tables:
  users: {category: visit, found_by: {user_id: customer-number}, not_personal: [user_id]}
ignore: [clients, reported-users, addresses]
expect: {event-retention: at_most 14 months}
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(make_demo(tmp_path / "demo", 60, systems=None))
    systems = made.made.home.policy / "systems"
    for path in systems.glob("*.yaml"):
        if path.stem not in ("crm", "google-analytics"):
            path.unlink()
    (systems / "google-analytics.yaml").write_text(UNSEEN, "utf-8")
    return made


def test_a_deletion_that_nobody_can_look_at_is_told_with_its_day_and_its_confirmation_is_kept(world: World) -> None:
    with world.open() as belofte:
        reference = world.ask(belofte, "erasure", world.made.leaves)
        world.approve(belofte, reference)
        receipts = [r for r in belofte.office.show(reference).receipts if r.system == "google-analytics"]
        erased = next(r for r in receipts if r.outcome is Outcome.PENDING)
        assert erased.until == belofte.parts.today() + timedelta(days=62)
        assert [(line.acted, line.remains) for line in erased.lines] == [(1, None)]
        assert all(line.confirmed and line.confirmed.endswith("Z") for line in erased.lines)
        assert "bezoekcijfers (1 gegeven): uiterlijk op" in world.letters_to(world.made.leaves)[-1]
        after = (belofte.parts.now() + timedelta(days=64)).isoformat()
    with open_landscape(world.made.home.policy) as landscape:
        assert [row["by"] for row in landscape.simulator("google-analytics").rows("deletions")] == ["userId"]
    with world.open(after) as belofte:
        belofte.work.tend()
        view = belofte.office.show(reference)
        last = [r for r in view.receipts if r.system == "google-analytics"][-1]
        assert (last.verb, last.outcome, last.looked) == ("read_back", Outcome.PENDING, ())
        with belofte.parts.store.reading() as tx:
            case = tx.requests.by_reference(reference).id
            kinds = {event.kind for event in tx.events.about(case)}
            tasks = {task.kind for task in tx.tasks.of_request(case)}
        assert NOT_SEEN in kinds
        assert "erasure.seen-gone" not in kinds
        assert not tasks & {STILL_THERE, FINISH_BY_HAND}
