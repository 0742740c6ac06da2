"""For whoever writes a connector: the behaviours every connector is held to, and the check of a file's contract.

With pytest, for a connector of your own::

    from belofte.testing import ConnectorSuite, World

    class TestMyConnector(ConnectorSuite):
        @pytest.fixture
        def world(self, tmp_path):
            with my_service() as service:
                yield MyWorld(service)

``world`` gives a system in which two people are known and a third is not (:class:`World`). Each test gets a fresh one.
:func:`lint_contract` compares a REST connector file with the vendor's OpenAPI contract.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from belofte.connectors.http.contract import lint_contract
from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision, Outcome
from belofte.domain.promise import Reach
from belofte.domain.system_map import Verb
from belofte.loading.rest_files import read_connector
from belofte.ports import Ask, Order, OrderLine, Result, SystemConnector, SystemUnreachable

__all__ = ["ConnectorSuite", "World", "lint_contract", "read_connector"]

LOOKING = frozenset({Verb.FIND, Verb.EXPORT, Verb.READ_BACK, Verb.OBSERVE})
_ACTS = {Verb.ERASE: "erase", Verb.RECTIFY: "rectify", Verb.RESTRICT: "restrict", Verb.LIFT: "lift"}
_TYPED = frozenset(Outcome) - {Outcome.FAILED}
_NOBODY = "nobody-there@stranger.example"


class World(Protocol):
    """A system to try a connector on. ``person`` and ``other`` are two people it holds records of, with nothing shared;
    ``correction`` is collection, column and new value of something of ``person`` that can be put right, None where the
    system cannot."""

    person: tuple[Identifier, ...]
    other: tuple[Identifier, ...]
    correction: tuple[str, str, object] | None

    def connector(self, allow: frozenset[Verb]) -> SystemConnector:
        """A connector to it under a map that allows these verbs."""
        ...

    def writing_calls(self) -> int:
        """How many calls changed, or could have changed, something since the world began."""
        ...

    def holds(self, text: str) -> bool:
        """Whether this text stands anywhere in the system: looked for in the system itself, not by the connector."""
        ...

    def away(self) -> AbstractContextManager[object]:
        """While this is open, the system does not answer."""
        ...


class ConnectorSuite:
    """The behaviours, one test each. ``world`` is your fixture."""

    def test_only_what_is_allowed_is_offered(self, world: World) -> None:
        for allow in (LOOKING, frozenset(Verb)):
            offered = world.connector(allow).can
            _must(set(offered) <= allow, "can offers a verb that the map does not allow")
            _must(all(ability.best is not Outcome.FAILED for ability in offered.values()), "no ability is to fail")

    def test_a_person_is_found_with_the_path_and_nobody_else(self, world: World) -> None:
        connector = world.connector(LOOKING)
        mine, theirs = _found(connector, world.person), _found(connector, world.other)
        _must(bool(mine) and bool(theirs), "both people of the world are found")
        _must(all(found.via for found in mine), "every record says by which path it was found")
        _must(not _places(mine) & _places(theirs), "records of one are not found for the other")

    def test_nobody_is_found_who_is_not_there(self, world: World) -> None:
        _must(_found(world.connector(LOOKING), (Identifier("email", "", _NOBODY),)) == [], "a stranger is not found")

    def test_many_people_are_found_as_each_alone(self, world: World) -> None:
        connector = world.connector(LOOKING)
        asks = [Ask("one", world.person), Ask("two", world.other), Ask("none", (Identifier("email", "", _NOBODY),))]
        together = _by_request(connector.find(asks))
        for ask in asks:
            alone = _places(connector.find([replace(ask, request="alone")]))
            _must(_places(together.get(ask.request, ())) == alone, f"{ask.request} is found as alone")

    def test_a_copy_has_every_record_once_and_changes_nothing(self, world: World) -> None:
        connector = world.connector(LOOKING)
        before, found = world.writing_calls(), _found(connector, world.person)
        records = list(connector.export([_order(world.person, found, Decision.EXPORT)]))
        _must(sorted(map(str, _places(found))) == sorted(str((r.collection, r.key)) for r in records), "each once")
        for record in records:
            json.dumps(dict(record.fields))
            _must(all(len(content) > 0 for content in record.files.values()), "an original is empty")
        _must(world.writing_calls() == before, "a copy made a writing call")

    def test_a_connector_that_may_only_look_never_writes(self, world: World) -> None:
        connector = world.connector(LOOKING)
        before, found = world.writing_calls(), _found(connector, world.person)
        list(connector.observe(["undeclared", "encrypted", "setting/none-such"]))
        for verb, decision in (
            (Verb.ERASE, Decision.DELETE),
            (Verb.RECTIFY, Decision.DO),
            (Verb.RESTRICT, Decision.DO),
        ):
            try:
                act = getattr(connector, _ACTS[verb])
                results: list[Result] = list(act([replace(_order(world.person, found, decision), verb=verb)]))
            except SystemUnreachable as refused:
                _must(not refused.transient, "waiting does not help where something is not allowed")
            else:
                _must(
                    all(r.outcome in (Outcome.FAILED, Outcome.IMPOSSIBLE) for r in results), f"{verb} was carried out"
                )
        _must(world.writing_calls() == before, "a connector that may only look made a writing call")

    def test_a_correction_is_made_and_read_back(self, world: World) -> None:
        connector = world.connector(frozenset(Verb))
        if world.correction is None:
            _must(Verb.RECTIFY not in connector.can, "the world names no correction, and the connector offers it")
            return
        collection, column, value = world.correction
        keys = frozenset(f.key for f in _found(connector, world.person) if f.collection == collection)
        line = OrderLine(collection, Decision.DO, keys, values={column: value})
        order = Order("r", world.person, (line,), Verb.RECTIFY)
        _done(connector.rectify([order]))
        _done(connector.read_back([order]))
        exported = _order(world.person, _found(connector, world.person), Decision.EXPORT)
        values = [r.fields.get(column) for r in connector.export([exported]) if r.collection == collection]
        _must(value in values, "the new value is there afterwards")

    def test_erasing_leaves_the_other_and_says_what_it_came_to(self, world: World) -> None:
        connector = world.connector(frozenset(Verb))
        if Verb.ERASE not in connector.can:
            return
        mine, theirs = _found(connector, world.person), _places(_found(connector, world.other))
        order = replace(_order(world.person, mine, Decision.DELETE), verb=Verb.ERASE)
        (result,) = connector.erase([order])
        _must(result.outcome in _TYPED, f"erasing ended as {result.outcome}")
        (looked,) = connector.read_back([order])
        _must(looked.outcome is not Outcome.FAILED, "a look afterwards finds what should be gone")
        if result.outcome is Outcome.DONE:
            _must(all(not line.remains for line in looked.lines), "done, and something remains")
            for identifier in world.person:
                _must(not world.holds(identifier.value), "the system still holds a value of the person")
        _must(_places(_found(connector, world.other)) == theirs, "the other person lost something")
        again = list(connector.erase([order]))
        _must(len(again) == 1 and again[0].outcome is not Outcome.FAILED, "the same order again is no failure")

    def test_a_plan_that_no_longer_fits_changes_nothing(self, world: World) -> None:
        connector = world.connector(frozenset(Verb))
        if Verb.ERASE not in connector.can:
            return
        before = world.writing_calls()
        order = Order("r", world.person, (OrderLine("no-such-collection", Decision.DELETE, None),), Verb.ERASE)
        (result,) = connector.erase([order])
        _must(result.outcome is Outcome.FAILED and result.problem is not None, "the order goes back")
        (looked,) = connector.read_back([order])
        _must(looked.outcome is Outcome.FAILED, "what the map does not have was looked at")
        _must(world.writing_calls() == before, "something was changed under a plan that does not fit")

    def test_every_order_gets_exactly_one_result(self, world: World) -> None:
        connector = world.connector(frozenset(Verb))
        orders = [
            Order(name, who, _order(who, _found(connector, who), Decision.KEEP).lines, Verb.ERASE)
            for name, who in (("one", world.person), ("two", world.other))
        ]
        if Verb.ERASE in connector.can:
            _must(sorted(r.request for r in connector.erase(orders)) == ["one", "two"], "one result an order")
        _must(sorted(r.request for r in connector.read_back(orders)) == ["one", "two"], "one look an order")

    def test_every_name_is_answered_once_and_none_is_guessed(self, world: World) -> None:
        names = ["setting/none-such", "undeclared", "encrypted", "no-such-question"]
        answers = list(world.connector(LOOKING).observe(names))
        _must(sorted(a.name for a in answers) == sorted(names), "one answer a name")
        for answer in answers:
            _must((answer.reach is Reach.SEEN) == (answer.value is not None), f"{answer.name} is guessed at")
            _must(answer.reach is Reach.SEEN or bool(answer.why), f"{answer.name} is not seen, and does not say why")
        unknown = {a.name: a.reach for a in answers if a.name in ("setting/none-such", "no-such-question")}
        _must(set(unknown.values()) == {Reach.ABSENT}, "what nobody knows is absent")

    def test_could_not_look_is_never_nothing_found(self, world: World) -> None:
        connector = world.connector(LOOKING)
        with world.away():
            try:
                found = list(connector.find([Ask("r", world.person)]))
            except SystemUnreachable as away:
                told = f"{away.why} {away.remedy}"
                _must(bool(away.why and away.remedy), "it says why, and what would help")
                values = (identifier.value for identifier in world.person)
                _must(not any(value in told for value in values), "the message holds a value of the person")
            else:
                _must(False, f"a system that is away was said to hold {len(found)} records")

    def test_the_fingerprint_stays_while_nothing_changes(self, world: World) -> None:
        first, second = world.connector(LOOKING), world.connector(LOOKING)
        _must(first.fingerprint() == first.fingerprint() == second.fingerprint(), "the fingerprint changes by itself")


def _must(holds: bool, sentence: str) -> None:
    if not holds:
        raise AssertionError(sentence)


def _found(connector: SystemConnector, who: tuple[Identifier, ...]) -> list[Found]:
    return list(connector.find([Ask("r", who)]))


def _places(found: Iterable[Found]) -> set[tuple[str, Key]]:
    return {(one.collection, one.key) for one in found}


def _by_request(found: Iterable[Found]) -> Mapping[str, list[Found]]:
    sorted_: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        sorted_[one.request].append(one)
    return sorted_


def _order(who: tuple[Identifier, ...], found: Sequence[Found], decision: Decision) -> Order:
    keys: dict[str, set[Key]] = defaultdict(set)
    for one in found:
        keys[one.collection].add(one.key)
    return Order("r", who, tuple(OrderLine(name, decision, frozenset(held)) for name, held in keys.items()))


def _done(results: Iterable[Result]) -> None:
    for result in results:
        _must(result.outcome is Outcome.DONE, f"ended as {result.outcome}: {result.problem}")
