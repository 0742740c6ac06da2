"""What a person did by hand no program can look at: after a backup whoever keeps the system is asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.restore.backups import BY
from tests.restore.test_asked_once import PAPER
from tests.rights.commands import approve, done_by_hand, received, told, typed
from tests.worlds import World

BY_HAND = {"mails", "tickets"}


@pytest.fixture
def restricted(world: World) -> str:
    """Somebody with tickets and mails, which the map has no mark for: a person sets them apart. The reference."""
    reference = received(world, "restriction", world.made.asks)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    assert done_by_hand(world)
    return reference


def lifted(world: World, reference: str) -> None:
    address = world.made.asks
    assert typed(world, "request", "lift", reference, "--from", address)[0] == 0
    assert typed(world, "request", "lift", reference, "--token", world.link_for(address))[0] == 0
    assert done_by_hand(world)


def asked(world: World, *words: str) -> set[tuple[str, str]]:
    lines = told(world, "restore-replay", "crm", "--dry-run", *words)["list"]["lines"]
    assert all(set(line["fates"]) == {"asked"} for line in lines)
    return {(line["verb"], line["collection"]) for line in lines}


def test_what_a_person_set_apart_is_asked_about_and_is_a_task(world: World, restricted: str) -> None:
    about = asked(world)
    assert about
    assert about <= {("restrict", name) for name in BY_HAND}
    status, said = typed(world, "restore-replay", "crm", *BY)
    assert status == 0
    assert "a person has to look" in said
    (task,) = [task for task in told(world, "task", "list")["tasks"] if task["kind"] == "restored-asked"]
    assert task["system"] == "crm"
    assert typed(world, "task", "done", task["id"], *BY)[0] == 0
    typed(world, "restore-replay", "crm", *BY)
    tasks = told(world, "task", "list")["tasks"]
    assert not any(task["kind"] == "restored-asked" for task in tasks), "they looked, and nothing came back since"
    typed(world, "restore-replay", "crm", "--restored-from", "2026-01-01", *BY)
    tasks = told(world, "task", "list")["tasks"]
    assert any(task["kind"] == "restored-asked" for task in tasks), "another backup is another question"


def test_what_was_lifted_by_hand_is_asked_only_where_a_backup_may_hold_it(world: World, restricted: str) -> None:
    between = datetime.now(UTC).isoformat()
    lifted(world, restricted)
    assert asked(world, "--restored-from", "2020-01-01") == set(), "that backup is from before the restriction"
    held = {("lift", name) for name in BY_HAND}
    assert asked(world, "--restored-from", between)
    assert asked(world, "--restored-from", between) <= held
    assert asked(world) <= held, "nobody is restricted again"


def test_a_drawer_that_people_keep_is_asked_also_when_the_map_names_it_otherwise(world: World) -> None:
    file = world.made.home.policy / "systems" / "drawer.yaml"
    file.write_text(PAPER, "utf-8")
    reference = received(world, "restriction", world.made.asks)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    for task in told(world, "task", "list")["tasks"]:
        count = ("--count", "1") if task["system"] == "drawer" else ()
        assert typed(world, "task", "done", task["id"], *BY, *count)[0] == 0
    for name in ("folders", "boxes"):
        file.write_text(PAPER.replace("folders", name), "utf-8")
        shown = told(world, "restore-replay", "drawer", "--dry-run")["list"]
        assert [(line["verb"], line["fates"]) for line in shown["lines"]] == [("restrict", {"asked": 1})], name
