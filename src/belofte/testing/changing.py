"""How a connector corrects, restricts and lifts: the ordered records, read back, and given back as they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Verb
from belofte.ports import Order, OrderLine, SystemConnector
from belofte.testing.orders import act, found_of, must, only_one, order, places
from belofte.testing.world import World


class Changes:
    """The behaviours of changing, one test each."""

    def test_a_correction_is_made_and_read_back(self, world: World) -> None:
        connector = world.connector()
        if world.correction is None:
            does = [name for name in world.system.collections if world.system.does(Verb.RECTIFY, name)]
            must(Verb.RECTIFY not in connector.can or not does, "the world names no correction, and it is offered")
            return
        collection, column, value = world.correction
        keys = frozenset(f.key for f in found_of(connector, world.person) if f.collection == collection)
        line = OrderLine(collection, Decision.DO, keys, values={column: value})
        wanted = Order("r", world.person, (line,), Verb.RECTIFY)
        must(only_one(connector.read_back([wanted])).outcome is Outcome.FAILED, "a correction is read back unmade")
        for _ in range(2):
            result = only_one(connector.rectify([wanted]))
            must(result.outcome is Outcome.DONE, f"a correction ended as {result.outcome}: {result.problem}")
            looked = only_one(connector.read_back([wanted]))
            must(looked.outcome is Outcome.DONE, f"a correction is not seen afterwards: {looked.problem}")
        values = [value for each in _copied(connector, world, collection) for name, value in each if name == column]
        must(value in values, "the new value is not there afterwards")
        others = Order("o", world.other, (replace(line, keys=frozenset()),), Verb.RECTIFY)
        must(only_one(connector.rectify([others])).outcome is not Outcome.MANUAL, "an empty correction is for a person")

    def test_a_look_tells_one_value_from_another(self, world: World) -> None:
        """After a backup came back a look tells what stands in a record: nothing is read out, nothing changes."""
        if world.correction is None:
            return
        collection, column, value = world.correction
        connector, before = world.connector(), world.state()
        found = [one for one in found_of(connector, world.person) if one.collection == collection and one.key]
        held = dict(_cells(connector, world, collection, column))
        for one in (one for one in found if not one.shared and one.key in held):
            rest = _as_they_are(connector, world, [one])
            for asked, left in ((held[one.key], 0), (value, 1)):
                line = OrderLine(collection, Decision.DO, frozenset({one.key}), values={column: asked})
                looked = only_one(connector.read_back([Order("r", world.person, (line, *rest), Verb.RECTIFY)]))
                remains = [told.remains for told in looked.lines if told.decision is Decision.DO]
                must(remains == [left], f"a look at a value said {remains}, it is {left}")
        must(world.state() == before, "a look at a value changed something")

    def test_a_restriction_is_put_and_lifted_again(self, world: World) -> None:
        connector = world.connector()
        marked = _markable(world, connector)
        if not marked:
            return
        before, names = _marks(connector, world), {one.collection for one in marked}
        values = _values(connector, world)
        marking = order(marked, world.person, Decision.DO, Verb.RESTRICT)
        wanted = replace(marking, lines=(*marking.lines, *_as_they_are(connector, world, marked)))
        must(only_one(connector.read_back([wanted])).outcome is Outcome.FAILED, "a restriction is read back unmade")
        for _ in range(2):
            result = only_one(connector.restrict([wanted]))
            must(result.outcome is Outcome.DONE, f"restricting ended as {result.outcome}: {result.problem}")
        looked = only_one(connector.read_back([wanted]))
        must(looked.outcome is Outcome.DONE, f"a restriction is not seen afterwards: {looked.problem}")
        held = [one for one in found_of(connector, world.person) if one.collection in names and not one.shared]
        must(len(held) == len(marked), "a restricted record is found no longer")
        back = tuple(_lifted(world, one, values) for one in held)
        lifting = Order("r", world.person, (*back, *_as_they_are(connector, world, held)), Verb.LIFT)
        result = only_one(act(connector, Verb.LIFT, [lifting]))
        must(result.outcome is Outcome.DONE, f"lifting ended as {result.outcome}: {result.problem}")
        must(_marks(connector, world) == before, "what was lifted is not as it was")


def _markable(world: World, connector: SystemConnector) -> Sequence[Found]:
    """The person's records that the map says a mark of, or a folder, for both ways."""
    if not {Verb.RESTRICT, Verb.LIFT} <= set(connector.can):
        return ()
    found = found_of(connector, world.person)
    return [one for one in found if one.key and not one.shared and _is_markable(world, one.collection)]


def _as_they_are(connector: SystemConnector, world: World, besides: Sequence[Found]) -> tuple[OrderLine, ...]:
    """Lines for the rest of what is found: a plan names it, and says that it stays as it is."""
    named = places(besides)
    rest = [one for one in found_of(connector, world.person) if (one.collection, one.key) not in named]
    return order(rest, world.person, Decision.WITHHOLD, Verb.RESTRICT).lines


def _is_markable(world: World, name: str) -> bool:
    does = world.system.does(Verb.RESTRICT, name) and world.system.does(Verb.LIFT, name)
    return does and bool(world.system.collections[name].restrict)


def _marks(connector: SystemConnector, world: World) -> list[str]:
    """What a copy says of the columns that a restriction sets, and where the records lie."""
    said: list[str] = []
    for name, collection in world.system.collections.items():
        own = collection.restrict or {}
        said += [str((name, [pair for pair in each if pair[0] in own])) for each in _copied(connector, world, name)]
    return sorted(said)


def _values(connector: SystemConnector, world: World) -> dict[tuple[str, Key], dict[str, object]]:
    """What the columns of a mark hold in each record."""
    found = [one for one in found_of(connector, world.person) if world.system.does(Verb.EXPORT, one.collection)]
    marks = {name: collection.restrict or {} for name, collection in world.system.collections.items()}
    asked = order(found, world.person, Decision.EXPORT, Verb.EXPORT)
    return {
        (r.collection, r.key): {name: value for name, value in r.fields.items() if name in marks[r.collection]}
        for r in connector.export([asked])
    }


def _lifted(world: World, found: Found, before: Mapping[tuple[str, Key], Mapping[str, object]]) -> OrderLine:
    """What gives a record back: a mark of yes or no turns by itself, any other is told what was there."""
    marks = world.system.collections[found.collection].restrict or {}
    turns = all(isinstance(value, bool) for value in marks.values())
    values: Mapping[str, object] = {} if turns else before.get((found.collection, found.key), {})
    return OrderLine(found.collection, Decision.DO, frozenset({found.key}), values=values)


def _cells(connector: SystemConnector, world: World, name: str, column: str) -> list[tuple[Key, object]]:
    found = [one for one in found_of(connector, world.person) if world.system.does(Verb.EXPORT, one.collection)]
    asked = order(found, world.person, Decision.EXPORT, Verb.EXPORT)
    return [
        (record.key, record.fields.get(column)) for record in connector.export([asked]) if record.collection == name
    ]


def _copied(connector: SystemConnector, world: World, name: str) -> list[list[tuple[str, object]]]:
    found = [one for one in found_of(connector, world.person) if world.system.does(Verb.EXPORT, one.collection)]
    asked = order(found, world.person, Decision.EXPORT, Verb.EXPORT)
    return [list(record.fields.items()) for record in connector.export([asked]) if record.collection == name]
