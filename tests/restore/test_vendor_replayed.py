"""A newsletter service puts a backup back, or somebody imports an old list: what was corrected and stopped there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.journeys.test_outcomes import A_PERSON, connect, service
from tests.restore.backups import BY
from tests.rights.commands import approve, done_by_hand, received, told, typed
from tests.rights.test_rectification import ask
from tests.worlds import World

from belofte.domain.wish import Correction
from belofte.sandbox.rest.simulator import Simulator

__all__ = ["service"]
NEW = "kort@nieuw.example"
Rows = list[dict[str, Any]]


@pytest.fixture
def listed(world: World, service: Simulator) -> Simulator:
    """The service, with what its map puts there to stop the newsletter."""
    connect(world, service, A_PERSON)
    file = world.made.home.policy / "systems" / "list.yaml"
    text = file.read_text("utf-8")
    stop = "stop: {newsletter: {status: unsubscribed}}"
    file.write_text(text.replace("category: subscription}", f"category: subscription, {stop}}}"), "utf-8")
    return service


def members(service: Simulator, address: str) -> Rows:
    return [dict(row) for row in service.rows("members", email_address=address)]


def put(service: Simulator, rows: Rows, **values: object) -> None:
    """The rows as a backup or an import brings them, in place of what stood there under their ids."""
    service.put("members", [{**row, **values} for row in rows])


def reader(world: World, service: Simulator) -> str:
    address = world.made.company.cast.subscriber.email
    assert any(row["status"] == "subscribed" for row in members(service, address))
    return address


def shown(world: World, *words: str) -> Mapping[tuple[str, str], Mapping[str, int]]:
    lines = told(world, "restore-replay", "list", "--dry-run", *words)["list"]["lines"]
    return {(line["verb"], line["collection"]): line["fates"] for line in lines}


def stopped(world: World, address: str) -> str:
    """An objection to the newsletter stops it at once."""
    return received(world, "objection", address, "--purpose", "newsletter")


def statuses(service: Simulator, address: str) -> set[str]:
    return {str(row["status"]) for row in members(service, address)}


def test_an_address_that_an_old_list_brought_back_is_put_right_again(world: World, listed: Simulator) -> None:
    old = reader(world, listed)
    before = members(listed, old)
    with world.open() as belofte:
        world.approve(belofte, ask(world, belofte, old, Correction("email", old, NEW)))
    moved = members(listed, NEW)
    assert (len(moved), members(listed, old)) == (len(before), [])
    assert shown(world) == {}, "nothing came back"
    with listed.state.database as database:
        database.execute("DELETE FROM rows WHERE tbl = 'members' AND doc LIKE ?", (f"%{NEW}%",))
    put(listed, before)
    assert shown(world) == {("rectify", "members"): {"again": len(before)}}
    assert members(listed, old), "a dry run changes nothing"
    done = told(world, "restore-replay", "list", *BY)
    assert (done["done"]["went"], done["done"]["refused"], done["list"]["asked"]) == (len(before), [], 0)
    assert (len(members(listed, NEW)), members(listed, old)) == (len(before), [])
    assert shown(world) == {}, "done twice it finds nothing left to do"
    assert typed(world, "verify")[0] == 0


def test_an_old_list_that_brings_somebody_back_beside_themselves_is_corrected_too(
    world: World, listed: Simulator
) -> None:
    """Under another number, which the ledger does not know: exactly the old value tells, and a day from before."""
    old = reader(world, listed)
    before = members(listed, old)
    with world.open() as belofte:
        world.approve(belofte, ask(world, belofte, old, Correction("email", old, NEW)))
    put(listed, before, contact_id="0123456789abcdef0123456789abcdef")
    assert shown(world) == {("rectify", "members"): {"again": len(before)}}
    assert told(world, "restore-replay", "list", *BY)["done"]["went"] == len(before)
    assert members(listed, old) == []


def test_a_stop_that_the_service_lost_is_set_again(world: World, listed: Simulator) -> None:
    address = reader(world, listed)
    before = members(listed, address)
    stopped(world, address)
    assert "subscribed" not in statuses(listed, address)
    put(listed, before)
    assert shown(world) == {("restrict", "members"): {"again": 1}}
    assert told(world, "restore-replay", "list", *BY)["done"]["went"] == 1
    assert "subscribed" not in statuses(listed, address)


def test_who_signed_up_anew_at_the_service_is_not_stopped_again(world: World, listed: Simulator) -> None:
    address = reader(world, listed)
    before = members(listed, address)
    stopped(world, address)
    opted = (datetime.now(UTC) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    put(listed, before, timestamp_opt=opted)
    assert shown(world) == {("restrict", "members"): {"given-anew": 1}}
    assert told(world, "restore-replay", "list", *BY)["done"]["went"] == 0
    assert "subscribed" in statuses(listed, address)


def test_who_said_yes_anew_is_not_stopped_again(world: World, listed: Simulator) -> None:
    address = reader(world, listed)
    before = members(listed, address)
    stopped(world, address)
    give = ("consent", "give", address, "--purpose", "newsletter", "--by", "site form", "--method", "double-opt-in")
    assert typed(world, *give)[0] == 0
    put(listed, before)
    assert shown(world) == {("restrict", "members"): {"given-anew": 1}}


def test_what_was_lifted_is_not_restricted_again_and_what_is_restricted_is(world: World, listed: Simulator) -> None:
    address = reader(world, listed)
    before = members(listed, address)
    reference = received(world, "restriction", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    done_by_hand(world)
    during = members(listed, address)
    assert "subscribed" not in statuses(listed, address)
    assert typed(world, "request", "lift", reference, "--from", address)[0] == 0
    put(listed, before)
    assert shown(world) == {("restrict", "members"): {"again": 1}}, "not lifted yet: the person has not said so"
    put(listed, during)
    assert typed(world, "request", "lift", reference, "--token", world.link_for(address))[0] == 0
    done_by_hand(world)
    assert "subscribed" in statuses(listed, address)
    assert shown(world) == {}
    put(listed, during)
    assert shown(world) == {("lift", "members"): {"again": 1}}
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    put(listed, during, last_changed=tomorrow.strftime("%Y-%m-%dT%H:%M:%S+00:00"))
    later = (tomorrow + timedelta(days=1)).isoformat(timespec="seconds")
    asked = shown(world, "--now", later)
    assert asked == {("lift", "members"): {"asked": 1}}, "somebody took them off the list since: nobody puts them on it"


def test_what_was_lifted_stays_so_under_another_number_and_what_is_restricted_is_so(
    world: World, listed: Simulator
) -> None:
    """An export that is read in again gives new numbers: the day tells that the record is from before."""
    address = reader(world, listed)
    before = members(listed, address)
    reference = received(world, "restriction", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    done_by_hand(world)
    put(listed, before, contact_id="0123456789abcdef0123456789abcdef")
    assert shown(world) == {("restrict", "members"): {"again": 1}}
    assert typed(world, "request", "lift", reference, "--from", address)[0] == 0
    assert typed(world, "request", "lift", reference, "--token", world.link_for(address))[0] == 0
    done_by_hand(world)
    put(listed, before, contact_id="0123456789abcdef0123456789abcdef")
    assert shown(world) == {}


def test_a_membership_that_stood_still_before_is_to_stand_still_too(world: World, listed: Simulator) -> None:
    """Nothing had to be marked there then; a backup from before it ended writes to somebody who is restricted."""
    address = world.made.company.cast.canary.email
    first, second = members(listed, address)
    put(listed, [second], status="unsubscribed")
    reference = received(world, "restriction", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    done_by_hand(world)
    assert shown(world) == {}
    put(listed, [first, second], status="subscribed")
    assert shown(world) == {("restrict", "members"): {"again": 2}}


def test_what_the_map_no_longer_allows_is_a_persons_task(world: World, listed: Simulator) -> None:
    address = reader(world, listed)
    before = members(listed, address)
    stopped(world, address)
    put(listed, before)
    file = world.made.home.policy / "systems" / "list.yaml"
    file.write_text(file.read_text("utf-8").replace("allow: all", "allow: [find, export]"), "utf-8")
    assert shown(world) == {("restrict", "members"): {"asked": 1}}
    done = told(world, "restore-replay", "list", *BY)
    assert (done["done"]["went"], done["list"]["asked"]) == (0, 1)
    assert [t["count"] for t in told(world, "task", "list")["tasks"] if t["kind"] == "restored-asked"] == [1]


def test_what_the_service_refuses_to_set_again_is_told_and_is_a_task(world: World, listed: Simulator) -> None:
    address = reader(world, listed)
    before = members(listed, address)
    stopped(world, address)
    put(listed, before)
    listed.break_("refused,on=patch")
    status, said = typed(world, "restore-replay", "list", *BY)
    assert status == 1, said
    assert "refused at members" in said
    assert any(task["kind"] == "restored-failed" for task in told(world, "task", "list")["tasks"])
    listed.mend()
    assert shown(world) == {("restrict", "members"): {"again": 1}}, "and it is not taken for done"
