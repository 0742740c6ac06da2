"""A plan is made of what was read before a long look: what somebody decides meanwhile is not undone by it."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from tests.rights.commands import received, told, typed
from tests.worlds import World

from belofte.domain.errors import Refused

BY = ("--by", "P. de Boer")
GROUND = "AVG 15(4): van een ander"


def planned(world: World) -> str:
    reference = received(world, "access", world.made.asks)
    assert typed(world, "request", "confirm", reference)[0] == 0
    return reference


def look_again(world: World, reference: str, *meanwhile: str, turned: bool = True) -> None:
    """Plan again; while the systems are looked at somebody types ``meanwhile``. ``turned``: no plan is made then."""
    done: list[int] = []

    def progress(*_seen: object) -> None:
        if not done:
            done.append(typed(world, *meanwhile)[0])

    with world.open() as belofte, pytest.raises(Refused) if turned else nullcontext():
        belofte.office.plan(reference, progress)
    assert done == [0]


def test_a_request_that_is_stopped_while_it_is_looked_for_stays_stopped(world: World) -> None:
    reference = planned(world)
    look_again(world, reference, "request", "stop", reference, *BY)
    with world.open() as belofte:
        belofte.work.tend()
        belofte.work.tend()
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == "stopped"


def test_a_decision_about_a_record_stands_in_the_newest_plan(world: World) -> None:
    reference = planned(world)
    handle = told(world, "request", "records", reference)["records"][0]["handle"]
    decided = ("request", "decide-record", reference, handle, "--ground", GROUND, *BY)
    look_again(world, reference, *decided, turned=False)
    records = told(world, "request", "records", reference)["records"]
    (one,) = [one for one in records if one["handle"] == handle]
    assert (one["decision"], one["ground"]) == ("withhold", GROUND)


def test_an_extension_during_a_look_is_not_lost(world: World) -> None:
    reference = planned(world)
    more = ("--ground", "complexity", "--reasons", "zeven systemen")
    look_again(world, reference, "request", "extend", reference, *more, *BY)
    clock = told(world, "request", "show", reference)["case"]["clock"]
    assert clock["extension"] is not None
