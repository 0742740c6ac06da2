"""A backup of the customer database comes back: what was forgotten goes again, and nothing else (issue: restore)."""

from __future__ import annotations

import json

from tests.restore.backups import BY, backup, erase, put_back, rows_of
from tests.rights.commands import crm, told, typed
from tests.worlds import World


def test_what_was_erased_goes_again_and_all_else_stays(world: World) -> None:
    copy = backup(world)
    before = rows_of(world)
    erase(world, world.made.leaves)
    wanted = rows_of(world)
    assert wanted != before
    put_back(world, copy)
    assert rows_of(world) == before
    dry = told(world, "restore-replay", "crm", "--dry-run")
    assert rows_of(world) == before, "a dry run changes nothing"
    assert dry["list"]["again"] > 0
    assert dry["list"]["asked"] == 0
    assert world.made.leaves not in json.dumps(dry)
    waiting = told(world, "restore-replay", "crm")
    assert rows_of(world) == before, "a list waits for a named person"
    status, said = typed(world, "restore-replay", "crm", "--approve", waiting["list"]["id"], *BY)
    assert status == 0, said
    assert rows_of(world) == wanted
    again = told(world, "restore-replay", "crm", *BY)
    assert (again["done"]["went"], again["list"]["again"]) == (0, 0), "done twice it finds nothing left to do"
    assert rows_of(world) == wanted
    leaves = (world.made.home.data / "evidence" / "leaves.jsonl").read_text("utf-8").splitlines()
    (leaf,) = [leaf for leaf in map(json.loads, leaves) if leaf["kind"] == "replay"]
    assert leaf["counts"]["acted"] == dry["list"]["again"]
    assert leaf["counts"]["remains"] == 0
    assert typed(world, "verify")[0] == 0
    assert crm(world, "SELECT count(*) FROM customers WHERE email = ?", world.made.leaves) == [(0,)]
