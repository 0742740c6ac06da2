"""What a connector says when it cannot: the system is away, a verb is not its own, a person does it by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol, runtime_checkable

from belofte.domain.plan import Decision, Outcome
from belofte.domain.promise import Reach
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Ask, Order, PlanOutdated, SystemConnector, SystemUnreachable
from belofte.testing.orders import ACTS, act, erasure, found_of, must, names_nobody, only_one, order, places, refusal
from belofte.testing.world import World


@runtime_checkable
class _Reaching(Protocol):
    def reach(self) -> None: ...


class Refuses:
    """The behaviours of saying no, one test each."""

    def test_there_and_away_are_told_apart(self, world: World) -> None:
        _reached(world.connector())
        away = world.away()
        if away is None:
            must(world.connector().can == {}, "a system that no program looks at offers nothing")
            return
        with away:
            told = _unreachable(lambda: _reached(world.connector()))
            must(told is not None, "a system that is away counts as reached")

    def test_could_not_look_is_never_nothing_found(self, world: World) -> None:
        """Nor a setting that is fine, nor a record that is gone."""
        connector, away = world.connector(), world.away()
        offered, found = set(connector.can), found_of(connector, world.person)
        asked = [order(found, world.person, Decision.DELETE, Verb.ERASE)]
        if away is None:
            must(all(one.count == 0 for one in connector.find([Ask("r", world.person)])), "it is said what is there")
            return
        looks: dict[Verb, Callable[[], Iterable[object]]] = {
            Verb.FIND: lambda: world.connector().find([Ask("r", world.person)]),
            Verb.EXPORT: lambda: world.connector().export([order(found, world.person, Decision.EXPORT, Verb.EXPORT)]),
            Verb.READ_BACK: lambda: world.connector().read_back(asked),
        }
        with away:
            for verb in looks.keys() & offered:
                told = _unreachable(lambda verb=verb: list(looks[verb]()))
                must(told is not None, f"{verb}: a system that is away was looked at")
            if Verb.OBSERVE in offered:
                seen = _observed(world.connector(), world.facts)
                must(not seen, f"{', '.join(seen)} is seen in a system that is away")

    def test_an_act_on_a_system_that_is_away_is_never_done(self, world: World) -> None:
        connector, away = world.connector(), world.away()
        if away is None or Verb.ERASE not in connector.can:
            return
        wanted = erasure(world, world.system, found_of(connector, world.person), world.person)
        before = world.state()
        with away:
            try:
                results = list(world.connector().erase([wanted]))
            except SystemUnreachable as told:
                must(bool(told.why and told.remedy), "it says why, and what would help")
            else:
                must(all(one.outcome is Outcome.FAILED for one in results), "erased in a system that is away")
        must(world.state() == before, "something was changed in a system that was away")
        result = only_one(world.connector().erase([wanted]))
        must(result.outcome is not Outcome.FAILED, f"the work does not go on afterwards: {result.problem}")

    def test_what_it_does_not_offer_is_refused_before_it_is_tried(self, world: World) -> None:
        connector, before, state = world.connector(), world.writing_calls(), world.state()
        found = found_of(connector, world.person)
        for verb in ACTS.keys() - set(connector.can):
            decision = Decision.DELETE if verb in (Verb.ERASE, Verb.PURGE) else Decision.DO
            names_nobody(refusal(connector, verb, [order(found, world.person, decision, verb)]), world)
        must(world.writing_calls() == before and world.state() == state, "it tried what it does not offer")

    def test_what_is_left_to_a_person_is_not_tried(self, world: World) -> None:
        """``by_hand`` in a map: neither done nor copied, and no hindrance to the rest."""
        offered, found = set(world.connector().can), found_of(world.connector(), world.person)
        for verb in offered & {Verb.ERASE, Verb.RESTRICT, Verb.EXPORT}:
            name = next((f.collection for f in found if not f.shared and _by_program(world, verb, f.collection)), None)
            if name is None:
                continue
            left = _left(world.system, name, verb)
            connector, state = world.connect(left), world.state()
            own = [one for one in found if one.collection == name]
            if verb is Verb.EXPORT:
                _copied_without(world, connector, left, name)
                continue
            decision = Decision.DELETE if verb is Verb.ERASE else Decision.DO
            wanted = order(own, world.person, decision, verb)
            result = only_one(act(connector, verb, [wanted]))
            must(result.outcome in (Outcome.MANUAL, Outcome.FAILED), f"{verb}: what a person does was {result.outcome}")
            must(result.problem is not None and bool(result.problem.remedy), "it is not said that a person does it")
            must(world.state() == state, f"{verb}: what a person does was tried")
            looked = only_one(connector.read_back([wanted]))
            must(looked.outcome is not Outcome.DONE or verb is not Verb.ERASE, "what waits for a person counts as gone")

    def test_the_rest_is_done_beside_what_is_left_to_a_person(self, world: World) -> None:
        connector = world.connector()
        if Verb.ERASE not in connector.can or not world.person:
            return
        found = found_of(connector, world.person)
        name = next((f.collection for f in reversed(found) if _by_program(world, Verb.ERASE, f.collection)), None)
        if name is None:
            return
        left = _left(world.system, name, Verb.ERASE)
        beside = world.connect(left)
        wanted = erasure(world, left, found, world.person)
        wanted = replace(wanted, lines=tuple(x for x in wanted.lines if x.collection != name))
        result = only_one(beside.erase([wanted]))
        must(result.outcome is not Outcome.FAILED, f"what a person does by hand outdates the plan: {result.problem}")
        looked = only_one(beside.read_back([wanted]))
        must(looked.outcome is not Outcome.FAILED, f"what waits for a person counts as left over: {looked.problem}")
        mine = {place for place in places(found) if place[0] == name}
        must(mine <= places(found_of(beside, world.person)) or _hangs_on(world.system, name), "it was erased after all")

    def test_nothing_it_says_names_a_person_or_holds_a_secret(self, world: World) -> None:
        connector, away = world.connector(), world.away()
        found, offered = found_of(connector, world.person), set(connector.can)
        names_nobody(repr(connector), world)
        if Verb.ERASE in offered:
            stale = Order("r", world.person, (), Verb.ERASE)
            names_nobody(str([str(result) for result in connector.erase([stale])]), world)
        if away is None:
            return
        with away:
            for verb in offered & (ACTS.keys() | {Verb.FIND, Verb.OBSERVE}):
                names_nobody(
                    _said(world.connector(), verb, world, order(found, world.person, Decision.DELETE, verb)), world
                )


def _reached(connector: SystemConnector) -> None:
    """As ``belofte doctor`` looks whether a system is there."""
    if isinstance(connector, _Reaching):
        connector.reach()
    connector.fingerprint()
    list(connector.can)


def _unreachable(look: Callable[[], object]) -> SystemUnreachable | None:
    try:
        look()
    except SystemUnreachable as told:
        must(bool(told.why and told.remedy), "it says why, and what would help")
        return told
    return None


def _observed(connector: SystemConnector, names: Iterable[str]) -> list[str]:
    try:
        return [one.name for one in connector.observe(list(names)) if one.reach is not Reach.UNREACHABLE]
    except SystemUnreachable:
        return []


def _by_program(world: World, verb: Verb, name: str) -> bool:
    mapped = world.system.collections[name]
    marked = verb is not Verb.RESTRICT or bool(mapped.restrict)
    return marked and name not in world.kept and world.system.does(verb, name)


def _left(system: SystemMap, name: str, verb: Verb) -> SystemMap:
    mapped = system.collections[name]
    own = replace(mapped, by_hand=mapped.by_hand | {verb})
    return replace(system, collections={**system.collections, name: own})


def _copied_without(world: World, connector: SystemConnector, left: SystemMap, name: str) -> None:
    found = [one for one in found_of(connector, world.person) if left.does(Verb.EXPORT, one.collection)]
    rest = order(found, world.person, Decision.EXPORT, Verb.EXPORT)
    try:
        records = list(connector.export([rest]))
    except PlanOutdated:
        must(False, "what a person copies by hand outdates the plan")
    else:
        must(all(record.collection != name for record in records), "what a person copies by hand is in the copy")


def _hangs_on(system: SystemMap, name: str) -> bool:
    """Whether records are found by others that are erased: then nobody finds them afterwards, and they are there."""
    return any(reference.target_system is None for reference in system.collections[name].of)


def _said(connector: SystemConnector, verb: Verb, world: World, wanted: Order) -> str:
    try:
        match verb:
            case Verb.FIND:
                return str(len(list(connector.find([Ask("r", world.person)]))))
            case Verb.OBSERVE:
                return str([one.why for one in connector.observe(list(world.facts))])
            case _:
                return str([result.problem for result in act(connector, verb, [wanted])])
    except SystemUnreachable as told:
        return f"{told!r} {told} {told.why} {told.remedy}"
