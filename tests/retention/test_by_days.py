"""Whole days go at once where one day of the record decides: in batches, finished after a kill, done again after a
restore; and a list says where it is done record by record."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.retention.test_hold import placed
from tests.retention.test_sweep import BY, line, listed, swept
from tests.rights.commands import crm, told, typed
from tests.worlds import World

from belofte.domain.keys_digest import digest_of_keys
from belofte.domain.plan import Receipt
from belofte.procedures.acting.sweeping_days import DAYS, sealed_days
from belofte.procedures.retaining.claims import Claiming
from belofte.procedures.retaining.sweep_desk import SweepDesk
from belofte.procedures.retaining.sweeping import sweep_system
from belofte.store_port import LedgerEntry

OLD = ("2019-05-01", "2019-05-02")


def views(world: World, day: str, count: int) -> list[int]:
    """So many page views of the first customer on this day; their row numbers."""
    before = int(crm(world, "SELECT coalesce(max(id), 0) FROM page_views")[0][0])
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
    crm(
        world,
        f"{numbers} INSERT INTO page_views(at, customer_id, ip, agent, path) "
        "SELECT ?, 1, '10.0.0.1', 'a browser', '/' FROM n",
        f"{day} 12:00:00",
    )
    return [int(row[0]) for row in crm(world, "SELECT id FROM page_views WHERE id > ? ORDER BY id", before)]


def gone(world: World) -> dict[str, int]:
    """One sweep; how many went of which collection."""
    return told(world, "sweep", "--system", "crm")["done"][0]["went"]


def left_of(world: World, keys: list[int]) -> int:
    """How many of these are still there."""
    return int(crm(world, f"SELECT count(*) FROM page_views WHERE id BETWEEN {keys[0]} AND {keys[-1]}")[0][0])


def sealed_and_told(world: World) -> tuple[list[LedgerEntry], list[Receipt]]:
    """What the ledger has of batches by days, and every receipt of page views by days."""
    with world.open() as belofte:
        parts = belofte.parts
        entries = [e for e in parts.store.ledger.replay("crm", parts.today()) if sealed_days(parts, e) is not None]
        with parts.store.reading() as tx:
            lists = tx.sweeps.of_system("crm")
            receipts = [receipt for one in lists for receipt in tx.sweeps.receipts(one.id)]
    return entries, [one for one in receipts if one.lines[0].days is not None]


def leaves(world: World) -> list[dict[str, Any]]:
    """What the evidence log has of page views that went."""
    lines = (world.made.home.data / "evidence" / "leaves.jsonl").read_text("utf-8").splitlines()
    return [leaf for leaf in map(json.loads, lines) if leaf["kind"] == "sweep" and leaf["collection"] == "page_views"]


def test_the_receipt_says_which_went_without_naming_them(world: World) -> None:
    swept(world)
    keys = views(world, OLD[0], 3) + views(world, OLD[1], 2)
    young = views(world, "2026-11-01", 1)
    assert gone(world)["page_views"] == 5
    assert (left_of(world, keys), left_of(world, young)) == (0, 1)
    entries, receipts = sealed_and_told(world)
    mine = [one for one in receipts if one.lines[0].planned == 5]
    (receipt,) = mine
    with world.open() as belofte:
        days = [sealed_days(belofte.parts, entry) for entry in entries]
        assert not belofte.parts.store.ledger.find_unfinished()
    (sealed,) = [one for one in days if one is not None and one.days == receipt.lines[0].days]
    assert receipt.lines[0].digest == digest_of_keys(sealed.salt, [(key,) for key in keys])
    assert (receipt.lines[0].acted, receipt.lines[0].remains, receipt.looked) == (5, 0, ("days",))
    assert all(not listed_ for entry in entries for listed_ in entry.keys.values()), "no key is sealed"
    assert all(DAYS in entry.values["page_views"] for entry in entries if "page_views" in entry.values)
    assert leaves(world)[-1]["counts"] == {"acted": 5, "kept": 0, "remains": 0}
    assert sealed.salt not in (world.made.home.data / "evidence" / "leaves.jsonl").read_text("utf-8")
    assert typed(world, "verify")[0] == 0


def test_a_list_says_what_goes_one_by_one_and_why(world: World) -> None:
    shown = listed(world, "--dry-run")
    assert line(shown, "page_views")["one_by_one"] is None
    reasons = {one["collection"]: one["one_by_one"] for one in shown["collections"] if one["one_by_one"]}
    assert list(reasons) == ["customers"], "all others go by days: kept by law, or by the day on which a customer left"
    assert "value of its own" in reasons["customers"]["by_language"]["en"]
    crm(world, "UPDATE customers SET left_on = '2026-01-01' WHERE id = 1")
    assert "one by one: each record gets a value of its own" in typed(world, "sweep", "--dry-run", "--system", "crm")[1]


def test_what_is_held_stays_among_the_days_that_go_and_goes_when_it_is_released(world: World) -> None:
    swept(world)
    keys = views(world, OLD[0], 4)
    hold = placed(world, "--record", f"crm.page_views:{keys[1]}")
    shown = line(listed(world, "--dry-run"), "page_views")
    assert {one: n for one, n in shown["counts"].items() if one in ("due", "held")} == {"due": 3, "held": 1}
    assert gone(world)["page_views"] == 3
    assert crm(world, "SELECT id FROM page_views WHERE at < '2019-12-31'") == [(keys[1],)]
    assert typed(world, "hold", "release", hold, *BY)[0] == 0
    assert gone(world)["page_views"] == 1


def test_a_row_the_database_does_not_let_go_stops_no_other(world: World) -> None:
    swept(world)
    keys = views(world, OLD[0], 4)
    crm(
        world,
        "CREATE TRIGGER never BEFORE DELETE ON page_views WHEN old.path = '/kept' BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    crm(world, "UPDATE page_views SET path = '/kept' WHERE id = ?", keys[2])
    status, said = typed(world, "sweep", "--system", "crm")
    assert status == 1, said
    assert crm(world, "SELECT id FROM page_views WHERE at < '2019-12-31'") == [(keys[2],)]
    assert [task for task in told(world, "task", "list")["tasks"] if task["kind"] == "sweep-failed"]
    crm(world, "DROP TRIGGER never")
    assert gone(world)["page_views"] == 1


class Dies:
    """A connector whose process is killed before or after the n-th time it acts."""

    def __init__(self, inner: Any, moment: int) -> None:
        self.inner, self.left = inner, moment

    def passed(self) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


def _through(name: str) -> Callable[..., Any]:
    def call(self: Dies, *given: Any) -> Any:
        counted = name == "sweep_days"
        if counted:
            self.passed()
        answer = getattr(self.inner, name)(*given)
        if counted:
            self.passed()
        return answer

    return call


for _name in (
    *("write_order", "without_index", "due", "undated", "sweep", "look_again", "one_by_one", "due_by_day", "more_due"),
    *("sweep_days", "sweep_keys", "look_again_at_days", "hanging_on", "contents", "shows", "observe", "purge", "find"),
):
    setattr(Dies, _name, _through(_name))


def killed(world: World, moment: int) -> bool:
    """Whether a sweep in a process of its own was killed at this moment; False: it ended before."""
    child = os.fork()
    if child == 0:
        try:
            with world.open() as belofte:
                connectors = {**belofte.parts.connectors, "crm": Dies(belofte.parts.connectors["crm"], moment)}
                parts = replace(belofte.parts, connectors=connectors)
                sweep_system(parts, parts.systems["crm"], Claiming(parts), lambda _system, _collection, _went: None)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


BATCH = 26_000
"""More than half a batch: two such days are two batches."""


@pytest.mark.parametrize("moment", range(5))
def test_killed_at_any_moment_the_next_sweep_finishes_and_no_receipt_is_missing(world: World, moment: int) -> None:
    swept(world)
    old = [*views(world, OLD[0], BATCH), *views(world, OLD[1], BATCH)]
    young = views(world, "2026-11-01", 3)
    earlier, before = len(sealed_and_told(world)[0]), len(leaves(world))
    shown = listed(world)
    with world.open() as belofte:  # so many at once stop and ask
        belofte.desk(SweepDesk).approve(shown["id"], BY[1])
    was_killed = killed(world, moment)
    assert was_killed == (moment < 4), "two batches: each acts, before and after"
    assert left_of(world, young) == 3
    came = gone(world).get("page_views", 0)
    assert (left_of(world, old), left_of(world, young)) == (0, 3)
    told_ = leaves(world)[before:]
    assert len(told_) == len(sealed_and_told(world)[0]) - earlier, "a receipt a batch, whatever was killed"
    unknown = [one for one in told_ if "acted" not in one["counts"]]
    assert len(unknown) == int(was_killed), "nobody can say how many went of the one that was cut short"
    assert sum(one["counts"].get("acted", 0) for one in told_) in (2 * BATCH, BATCH if was_killed else 2 * BATCH)
    assert came <= 2 * BATCH
    with world.open() as belofte:
        assert not belofte.parts.store.ledger.find_unfinished()


def test_a_backup_that_comes_back_is_swept_again_by_the_rule_and_keeps_what_is_held_now(world: World) -> None:
    swept(world)
    keys = views(world, OLD[0], 4)
    young = views(world, "2026-11-01", 1)
    file = world.made.home.sandbox / "crm.sqlite"
    backup = file.with_suffix(".backup")
    shutil.copy(file, backup)
    assert gone(world)["page_views"] == 4
    shutil.copy(backup, file)
    placed(world, "--record", f"crm.page_views:{keys[0]}")
    lines = told(world, "restore-replay", "crm", "--dry-run")["list"]["lines"]
    assert [one["fates"] for one in lines if one["collection"] == "page_views"] == [{"again": 3}]
    told(world, "restore-replay", "crm", *BY)
    assert crm(world, "SELECT id FROM page_views WHERE at < '2019-12-31'") == [(keys[0],)]
    assert left_of(world, young) == 1
