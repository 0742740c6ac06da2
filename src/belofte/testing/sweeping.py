"""How a connector that finds records by their age sweeps: what is past its term and nothing younger, each by key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from belofte.domain.plan import Decision, Outcome
from belofte.domain.retention import Term
from belofte.domain.system_map import Collection, EraseClear, Verb
from belofte.ports import DueAsk, SweepOrder, SweptByTerm, UndatedAsk
from belofte.testing.orders import must
from belofte.testing.world import World

_LONG_AGO, _LATER = date(1990, 1, 1), date(2200, 1, 1)
"""No record of a world is as old as the one, or younger than the other."""


class Sweeps:
    """The behaviours of sweeping, one test each. A connector that is not :class:`belofte.ports.SweptByTerm` has none of
    them: every sweep names it as not looked at."""

    def test_what_is_past_its_term_is_due_and_nothing_younger(self, world: World) -> None:
        before = world.writing_calls()
        for connector, mapped, event in _swept(world):
            must(not list(connector.due(_ask(mapped, event, _LONG_AGO))), f"{mapped.name}: younger records are due")
            due = list(connector.due(_ask(mapped, event, _LATER)))
            undated = list(connector.undated(UndatedAsk(mapped.name, (event,))))
            for one in due:
                must(one.collection == mapped.name and one.events.get(event) is not None, "a record is due by no day")
            for one in undated:
                must(one.events.get(event) is None, "a record counts as without a day, and has one")
            must(not {one.key for one in due} & {one.key for one in undated}, "a record has a day, and has none")
        must(world.writing_calls() == before, "looking for what is due made a writing call")

    def test_what_is_swept_is_gone_and_nothing_else_is(self, world: World) -> None:
        for connector, mapped, event in _swept(world):
            due = [one.key for one in connector.due(_ask(mapped, event, _LATER)) if one.key]
            if not due or not world.system.does(Verb.ERASE, mapped.name):
                continue
            clears = isinstance(mapped.erase, EraseClear)
            decision = Decision.CLEAR if clears else Decision.DELETE
            young = SweepOrder("s-1", mapped.name, decision, (due[0],), (Term(event, _LONG_AGO),))
            state = world.state()
            must(connector.sweep(young).outcome is Outcome.DONE, "a record that is no longer due stops the sweep")
            must(world.state() == state, "a record that is not due at the act was swept")
            order = SweepOrder("s-2", mapped.name, decision, (due[0],), (Term(event, _LATER),))
            result = connector.sweep(order)
            must(result.outcome is Outcome.DONE, f"{mapped.name}: a sweep ended as {result.outcome}: {result.problem}")
            if any(line.present for line in result.lines):
                continue  # something else still refers to it
            looked = connector.look_again(order)
            must(looked.outcome is Outcome.DONE, f"{mapped.name}: a look afterwards finds it: {looked.problem}")
            left = [one.key for one in connector.due(_ask(mapped, event, _LATER)) if one.key]
            must(
                sorted(map(str, left)) == sorted(map(str, due[1:])), f"{mapped.name}: more went, or less, than was due"
            )
            state = world.state()
            must(connector.sweep(order).outcome is Outcome.DONE, "the same sweep again is a failure")
            must(world.state() == state, "the same sweep again changes something more")

    def test_a_sweep_that_is_only_looked_for_changes_nothing(self, world: World) -> None:
        state = world.state()
        for connector, mapped, event in _swept(world):
            connector.without_index(_ask(mapped, event, _LATER))
            list(connector.due(_ask(mapped, event, _LATER)))
        must(world.state() == state, "looking for what is due changed something")


def _swept(world: World) -> Iterator[tuple[SweptByTerm, Collection, str]]:
    """Every collection that is swept, by an event of its own."""
    connector = world.connector()
    if not isinstance(connector, SweptByTerm) or Verb.ERASE not in connector.can:
        return
    for name in connector.write_order():
        mapped = world.system.collections[name]
        for event, column in list(mapped.clock.items())[:1]:
            if "." not in column:
                yield connector, mapped, event


def _ask(mapped: Collection, event: str, last: date) -> DueAsk:
    return DueAsk(mapped.name, (Term(event, last),))
