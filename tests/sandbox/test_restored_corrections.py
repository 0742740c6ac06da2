"""Every system comes back from its backup: what was put right is right again, what was restricted is restricted, and
what was lifted stays lifted; what a program cannot do there is somebody's task."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.inbox.dovecot import ABSENT, PROGRAM
from tests.rights.commands import approve, done_by_hand, received, typed
from tests.rights.test_rectification import ask
from tests.sandbox.landscape_world import standing, whole_landscape
from tests.sandbox.test_restored_landscape import SIGNED_IN, put_back, rows_of
from tests.worlds import World

from belofte.bootstrap import open_landscape
from belofte.domain.replaying import Replay
from belofte.domain.task import TaskState
from belofte.domain.wish import Correction
from belofte.procedures.restoring.replay_desk import ReplayDesk

pytest.importorskip("moto", reason="2026-11-23: without moto there is no cloud to look at.")
if PROGRAM is None:
    pytest.skip(ABSENT, allow_module_level=True)

SYSTEMS = ("crm", "disk", "mailbox", "mailchimp", "exact", "microsoft365", "aws")
NEW_NAME, NEW_ADDRESS = "Anna Bakker", "lezer@nieuw.example"


def restricted(world: World, address: str) -> str:
    reference = received(world, "restriction", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    done_by_hand(world)
    return reference


def lifted(world: World, reference: str, address: str) -> None:
    assert typed(world, "request", "lift", reference, "--from", address)[0] == 0
    assert typed(world, "request", "lift", reference, "--token", world.link_for(address))[0] == 0
    done_by_hand(world)


def corrected(world: World, address: str, *corrections: Correction) -> None:
    with world.open() as belofte:
        world.approve(belofte, ask(world, belofte, address, *corrections))
    done_by_hand(world)


def seen(world: World) -> dict[str, Any]:
    """What the vendors themselves hold of the values that this test is about."""
    with open_landscape(world.made.home.policy) as landscape:
        chimp, exact, graph = (landscape.simulator(name) for name in ("mailchimp", "exact", "microsoft365"))
        return {
            "members": sorted((row["email_address"], row["status"], row["list_id"]) for row in chimp.rows("members")),
            "accounts": sorted(
                (row["ID"], row["Name"], row["Email"], row["Blocked"]) for row in exact.rows("accounts")
            ),
            "contacts": sorted(
                (row["id"], row["displayName"], str(row["categories"])) for row in graph.rows("contacts")
            ),
            "mail": sorted(landscape.part("mailbox").holds("Proefvogel")),
        }


def came_back(world: World, begin: str) -> None:
    """Every system is again as it was; a vendor does not forget who signed in since."""
    sandbox, kept = world.made.home.sandbox, world.made.home.path / begin
    signed_in = {name: rows_of(sandbox / f"{name}.sqlite", "tokens") for name in SIGNED_IN}
    shutil.rmtree(sandbox)
    shutil.copytree(kept, sandbox, symlinks=True)
    for name, tokens in signed_in.items():
        put_back(sandbox / f"{name}.sqlite", tokens)


def replayed(world: World, hours: int) -> dict[str, Replay]:
    """Shown, let through by a named person and done, in every system; what was shown."""
    now = (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="seconds")
    shown: dict[str, Replay] = {}
    with world.open(now) as belofte:
        desk = belofte.desk(ReplayDesk)
        for system in SYSTEMS:
            shown[system] = desk.propose(system)
            assert shown[system].problem is None, (system, shown[system].problem)
            came = desk.carry_out(desk.approve(shown[system].id, "P. de Boer"), lambda *_: None)
            assert (came.stopped, came.refused, came.went) == (None, {}, shown[system].again), system
    return shown


def fates(shown: Replay) -> dict[tuple[str, str], dict[str, int]]:
    return {
        (line.verb.value, line.collection): {fate.value: n for fate, n in line.fates.items()} for line in shown.lines
    }


def test_what_was_corrected_and_restricted_in_each_kind_of_system_is_so_again() -> None:
    with whole_landscape() as world:
        cast = world.made.company.cast
        anna, reader, canary, again = cast.anna, cast.subscriber, cast.canary, cast.debtor
        standing(world, canary.email)  # every system has been there once
        shutil.copytree(world.made.home.sandbox, world.made.home.path / "begin", symlinks=True)
        before = seen(world)
        corrected(world, anna.email, Correction("name", anna.name, NEW_NAME))
        corrected(world, reader.email, Correction("email", reader.email, NEW_ADDRESS))
        restricted(world, canary.email)
        lifted(world, restricted(world, again.email), again.email)
        wanted = seen(world)
        assert {name for name in wanted if wanted[name] != before[name]} == set(wanted), "each is about something"
        nothing = replayed(world, 2)
        assert {name: shown.again for name, shown in nothing.items() if shown.again} == {}, "nothing has come back yet"
        came_back(world, "begin")
        assert seen(world) == before
        shown = replayed(world, 4)
        assert seen(world) == wanted
        assert fates(shown["disk"])["restrict", "scans"] == {"asked": 1}, "no program can look at what a person did"
        with world.open() as belofte, belofte.parts.store.reading() as tx:
            tasks = {task.system for task in tx.tasks.in_state(TaskState.OPEN) if task.kind == "restored-asked"}
        assert "disk" in tasks
        leaves = (world.made.home.data / "evidence" / "leaves.jsonl").read_text("utf-8").splitlines()
        done = [leaf for leaf in map(json.loads, leaves) if leaf["kind"] == "replay" and leaf["counts"]["acted"]]
        assert {leaf["counts"]["remains"] for leaf in done} == {0}
        assert {(leaf["system"], leaf["verb"]) for leaf in done} >= {
            ("mailchimp", "rectify"), ("mailchimp", "restrict"), ("exact", "rectify"), ("exact", "restrict"),
            ("microsoft365", "rectify"), ("microsoft365", "restrict"), ("aws", "restrict"), ("mailbox", "restrict"),
        }  # fmt: skip
        assert typed(world, "verify")[0] == 0
