"""Two people of the office decide about one request in the same moment: one of them does, the other is told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from tests.rights.commands import received, told, typed
from tests.worlds import World

from belofte.bootstrap import Belofte
from belofte.domain.errors import Refused
from belofte.domain.request import Request, RequestState
from belofte.procedures.clock.clocks import extend
from belofte.procedures.identity.identifying import vouch
from belofte.procedures.office.office_desk import Office
from belofte.procedures.parts import Parts
from belofte.procedures.planning.approving import refuse

Deed = Callable[[Office], None]

BY = "P. de Boer"
GROUND = "Art. 15(4) GDPR"


def identified(world: World, right: str) -> tuple[str, str]:
    """A request that waits for a decision, and its plan."""
    reference = received(world, right, world.made.asks)
    status, said = typed(
        world, "request", "identify", reference, "--how", "called back on the number we know", "--by", BY
    )
    assert status == 0, said
    assert typed(world, "request", "read", reference, "--by", BY)[0] == 0
    return reference, told(world, "request", "show", reference)["case"]["plan"]["id"]


def at_once(world: World, *deeds: Deed) -> list[str]:
    """Every deed from an installation of its own, all in one moment; what became of each."""
    start, ended = threading.Barrier(len(deeds)), list[str]()

    def do(deed: Deed) -> None:
        with world.open() as belofte:
            start.wait(30)
            try:
                deed(belofte.office)
            except Refused as no:
                ended.append(str(no))
            else:
                ended.append("done")

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(ended, key=lambda said: said != "done")


def approves(reference: str, plan: str, by: str) -> Deed:
    return lambda office: office.approve(reference, plan, by)


def refuses(reference: str, by: str) -> Deed:
    return lambda office: office.refuse(reference, by, GROUND, "the facts")


@pytest.mark.parametrize("right", ["access", "erasure"])
def test_what_one_refuses_while_another_approves_has_one_outcome(world: World, right: str) -> None:
    reference, plan = identified(world, right)
    first, second = at_once(world, approves(reference, plan, BY), refuses(reference, "M. Visser"))
    assert first == "done"
    assert "meanwhile" in second or "cannot become" in second
    typed(world, "work")
    case = told(world, "request", "show", reference)["case"]
    was_refused = any("15(4)" in letter for letter in world.letters_to(world.made.asks))
    assert was_refused is (case["row"]["state"] == "refused"), "the letter says what happened"
    assert not (was_refused and case["receipts"]), "nothing is carried out of what was refused"


def test_two_who_approve_in_one_moment_approve_once(world: World) -> None:
    reference, plan = identified(world, "erasure")
    first, second = at_once(world, approves(reference, plan, BY), approves(reference, plan, "M. Visser"))
    assert first == "done" and ("meanwhile" in second or "cannot become" in second)


def stands(belofte: Belofte, reference: str) -> Request:
    with belofte.parts.store.reading() as tx:
        return tx.requests.by_reference(reference)


def extends(parts: Parts, read: Request) -> None:
    extend(parts, read, "M. Visser", "complexity", "seven systems hold the data")


def is_vouched_for(parts: Parts, read: Request) -> None:
    vouch(parts, read, "M. Visser", "called back on the number we know")


def is_refused(parts: Parts, read: Request) -> None:
    refuse(parts, read, "M. Visser", GROUND, "the facts")


@pytest.mark.parametrize("late", [extends, is_vouched_for, is_refused])
def test_an_extension_made_while_another_decided_is_not_lost(
    world: World, late: Callable[[Parts, Request], None]
) -> None:
    """The state is the same, the term is not: who read the request before it was extended is told to look again."""
    reference, _ = identified(world, "access")
    with world.open() as belofte:
        read = stands(belofte, reference)
        extend(belofte.parts, read, BY, "number", "forty requests in one week")
        extended = stands(belofte, reference)
        assert extended.state is read.state and extended.course.extension_ground == "number"
        with pytest.raises(Refused, match="meanwhile") as told_so:
            late(belofte.parts, read)
        assert "intussen" in told_so.value.message_in("nl")
        assert stands(belofte, reference) == extended


@pytest.mark.parametrize("late", [extends, is_vouched_for])
def test_what_was_refused_meanwhile_stays_refused(world: World, late: Callable[[Parts, Request], None]) -> None:
    reference, _ = identified(world, "access")
    with world.open() as belofte:
        read = stands(belofte, reference)
        refuse(belofte.parts, read, BY, GROUND, "the facts")
        with pytest.raises(Refused, match="meanwhile"):
            late(belofte.parts, read)
        assert stands(belofte, reference).state is RequestState.REFUSED
