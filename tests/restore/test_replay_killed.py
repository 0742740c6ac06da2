"""The process is killed between any two durable steps of a replay; the next one ends where history ended."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

from tests.crash.test_crash_matrix import KILLED, Kill, Watched, WatchedStore, in_its_place, watch
from tests.restore.backups import backup, erase, put_back, rows_of
from tests.rights.commands import received, typed
from tests.worlds import World, copied

from belofte.bootstrap import Belofte
from belofte.procedures.restoring.replay_desk import ReplayDesk, replay_due


class WatchedLedger(WatchedStore):
    @property
    def ledger(self) -> Watched:
        return Watched(self.inner.ledger, self.kill, ("begin_again", "finish"))


def until_killed(belofte: Belofte, kill: Kill) -> None:
    parts = belofte.parts
    connectors = {name: watch(one, kill, "sweep", "look_again") for name, one in parts.connectors.items()}
    store = in_its_place(WatchedLedger(parts.store, kill, (), ("transaction",)))
    replay_due(replace(parts, store=store, connectors=connectors))


def in_a_child(world: World, at: int) -> bool:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with world.open() as belofte:
                until_killed(belofte, Kill(at))
            status = 0
        finally:
            os._exit(status)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED)
    return code == KILLED


def test_killed_anywhere_it_ends_where_history_ended(world: World, tmp_path: Path) -> None:
    copy = backup(world)
    erase(world, world.made.leaves)
    restricted = received(world, "restriction", world.made.asks)
    assert typed(world, "request", "confirm", restricted)[0] == 0
    with world.open() as belofte:
        plan = belofte.office.show(restricted).plan
        assert plan is not None
    assert typed(world, "request", "approve", restricted, "--plan", plan.id, "--by", "P. de Boer")[0] == 0
    wanted = rows_of(world)
    put_back(world, copy)
    with world.open() as belofte:
        desk = belofte.desk(ReplayDesk)
        shown = desk.propose("crm")
        assert {line.verb for line in shown.lines} == {"erase", "restrict"}
        desk.approve(shown.id, "P. de Boer")
    at = 0
    while True:
        at += 1
        other = copied(world, tmp_path / "killed")
        if not in_a_child(other, at):
            break
        with other.open() as belofte:
            desk = belofte.desk(ReplayDesk)
            (again,) = [one for one in desk.all() if one.approved_by]
            if again.ended_at is None:
                assert desk.carry_out(again, lambda *_: None).stopped is None
            (ended,) = [one for one in desk.all() if one.approved_by]
            assert ended.ended_at is not None
            assert not belofte.parts.store.ledger.find_unfinished()
        assert rows_of(other) == wanted
        assert typed(other, "verify")[0] == 0
        shutil.rmtree(tmp_path / "killed")
    assert at > 12, "the matrix met too few moments to prove anything"
