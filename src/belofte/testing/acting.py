"""How a connector erases: exactly what was ordered, for many as for one, safely twice, and looked at afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from belofte.domain.located import Found
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Verb
from belofte.ports import Order, OrderLine, SystemConnector
from belofte.testing.orders import act, ends, erasure, found_of, must, only_one, order, places
from belofte.testing.world import World

_TYPED = frozenset(Outcome) - {Outcome.FAILED}


class Erases:
    """The behaviours of erasing, one test each. A connector that does not offer it has none of them."""

    def test_erasing_leaves_the_other_and_says_what_it_came_to(self, world: World) -> None:
        connector, wanted = _erasing(world)
        if wanted is None:
            return
        theirs = _seen_of_other(connector, world)
        result = only_one(connector.erase([wanted]))
        must(result.outcome in _TYPED, f"erasing ended as {result.outcome}: {result.problem}")
        looked = only_one(connector.read_back([wanted]))
        must(looked.outcome is not Outcome.FAILED, f"a look afterwards finds what should be gone: {looked.problem}")
        if result.outcome is Outcome.DONE:
            must(all(not line.remains for line in looked.lines), "done, and something remains")
            did = {(line.collection, line.acted) for line in result.lines if line.acted}
            must(_counted(wanted) <= did, "not every record that was ordered is counted as acted on")
            if _goes_whole(world, connector, wanted):
                must(not any(world.holds(one.value) for one in world.person), "a value of the person is still held")
        must(_seen_of_other(connector, world) == theirs, "the other person lost something")

    def test_the_same_order_again_changes_nothing_more(self, world: World) -> None:
        """Also what somebody does who was killed before the receipt was written: another connector does it anew."""
        connector, wanted = _erasing(world)
        if wanted is None:
            return
        first = only_one(connector.erase([wanted]))
        state, calls = world.state(), world.writing_calls()
        again = world.connector()
        second = only_one(again.erase([wanted]))
        must(second.outcome is first.outcome, f"the same order again ends as {second.outcome}: {second.problem}")
        must(world.state() == state, "the same order again changes something more")
        must(world.writing_calls() == calls or first.outcome is not Outcome.DONE, "it writes although nothing is left")
        looked = only_one(again.read_back([wanted]))
        must(looked.outcome is not Outcome.FAILED, f"a look after the second time fails: {looked.problem}")

    def test_many_people_are_erased_as_each_alone(self, world: World) -> None:
        connector, wanted = _erasing(world)
        if wanted is None or not world.other:
            return
        found = found_of(connector, world.other, "two")
        orders = [wanted, erasure(world, world.system, found, world.other, "two")]
        results = {result.request: result for result in connector.erase(orders)}
        must(sorted(results) == ["r", "two"], "not one result an order")
        must(all(result.outcome in _TYPED for result in results.values()), "one of many fails")
        looked = {result.request: result for result in connector.read_back(orders)}
        must(sorted(looked) == ["r", "two"], "not one look an order")
        must(all(one.outcome is not Outcome.FAILED for one in looked.values()), "something is left of one")

    def test_what_one_order_cannot_do_stops_no_other(self, world: World) -> None:
        connector, wanted = _erasing(world)
        if wanted is None or not world.other:
            return
        strange = Order("strange", world.other, (OrderLine("no-such-collection", Decision.DELETE, None),), Verb.ERASE)
        theirs = _seen_of_other(connector, world)
        results = {result.request: result for result in connector.erase([strange, wanted])}
        must(results["strange"].outcome is Outcome.FAILED, "an order over what is not there was carried out")
        must(results["r"].outcome in _TYPED, "an order that fits was stopped by one that does not")
        must(_seen_of_other(connector, world) == theirs, "something was changed under a plan that does not fit")

    def test_a_plan_that_no_longer_fits_changes_nothing(self, world: World) -> None:
        connector, wanted = _erasing(world)
        if wanted is None:
            return
        before, state = world.writing_calls(), world.state()
        strange = replace(wanted, lines=(OrderLine("no-such-collection", Decision.DELETE, None),))
        for stale in (strange, replace(wanted, lines=())):
            result = only_one(connector.erase([stale]))
            must(result.outcome is Outcome.FAILED and result.problem is not None, "the order is not sent back")
        looked = only_one(connector.read_back([strange]))
        must(looked.outcome is Outcome.FAILED, "what the map does not have was looked at")
        must(world.writing_calls() == before, "something was written under a plan that does not fit")
        must(world.state() == state, "something was changed under a plan that does not fit")

    def test_what_is_kept_stays_as_it_is(self, world: World) -> None:
        connector, wanted = _erasing(world)
        if wanted is None:
            return
        before, state = world.writing_calls(), world.state()
        own = [line for line in wanted.lines if line.decision is not Decision.ASK]
        lines = [replace(line, decision=Decision.KEEP, ground="AWR-52-4") for line in own]
        kept = replace(wanted, lines=(*lines, *(line for line in wanted.lines if line not in own)))
        result = only_one(connector.erase([kept]))
        must(result.outcome is Outcome.DONE, f"keeping ended as {result.outcome}: {result.problem}")
        looked = only_one(connector.read_back([kept]))
        must(looked.outcome is Outcome.DONE, f"what is kept is not found again: {looked.problem}")
        counted = [line for line in looked.lines if line.decision is Decision.KEEP]
        must(all(line.present == line.planned for line in counted if line.planned), "what is kept is not counted")
        must(all(not line.acted for line in result.lines), "something that is kept was acted on")
        must(world.state() == state and world.writing_calls() == before, "what is kept was changed")

    def test_a_purge_is_done_or_has_its_day(self, world: World) -> None:
        connector, wanted = _erasing(world)
        if wanted is None or Verb.PURGE not in connector.can:
            return
        connector.erase([wanted])
        result = only_one(act(connector, Verb.PURGE, [wanted]))
        said = result.outcome is Outcome.DONE or result.until is not None or result.problem is not None
        must(said, f"purging ended as {result.outcome}, without a day or a reason")
        if world.system.backups is not None and result.outcome is not Outcome.DONE:
            must(result.until is not None, "the map says how long copies live, and no day is named")


def _erasing(world: World) -> tuple[SystemConnector, Order | None]:
    """A connector that may do everything, and the order of the person's erasure; None where there is nothing to do."""
    connector = world.connector()
    if Verb.ERASE not in connector.can or not world.person:
        return connector, None
    wanted = erasure(world, world.system, found_of(connector, world.person), world.person)
    return connector, wanted if wanted.lines else None


def _seen_of_other(connector: SystemConnector, world: World) -> tuple[object, ...]:
    """What is found of the other, and what a copy of it says."""
    found: Sequence[Found] = found_of(connector, world.other)
    copies: list[str] = []
    if Verb.EXPORT in connector.can:
        asked = order(found, world.other, Decision.EXPORT, Verb.EXPORT)
        lines = tuple(x for x in asked.lines if world.system.does(Verb.EXPORT, x.collection))
        copies = sorted(
            str((r.collection, r.key, dict(r.fields))) for r in connector.export([replace(asked, lines=lines)])
        )
    return places(found), copies


def _counted(wanted: Order) -> set[tuple[str, int | None]]:
    """What an act that is done must have acted on, for lines that name records."""
    going = [x for x in wanted.lines if x.decision in (Decision.DELETE, Decision.CLEAR)]
    return {(line.collection, len(line.keys)) for line in going if line.keys is not None}


def _goes_whole(world: World, connector: SystemConnector, wanted: Order) -> bool:
    return ends(wanted) and {f.collection for f in found_of(connector, world.person)} == set()
