"""What every connector that finds by age keeps to, whatever it speaks with: one contract, tried on each."""

from __future__ import annotations

from belofte.domain.located import Key
from belofte.domain.plan import Decision, Outcome
from belofte.domain.retention import Term
from belofte.ports import DueAsk, SweepOrder, SweptByTerm, UndatedAsk


def due_keys(connector: SweptByTerm, collection: str, *past: Term) -> set[Key]:
    """What is past these terms."""
    found = list(connector.due(DueAsk(collection, past)))
    assert all(one.collection == collection and set(one.events) == {term.event for term in past} for one in found)
    assert len({one.key for one in found}) == len(found), "each once"
    return {one.key for one in found}


def goes_by_term(connector: SweptByTerm, collection: str, old: Term, none: Term) -> None:
    """What is past ``old`` goes, what is not stays, a second time is no failure, and a look tells what remains."""
    assert isinstance(connector, SweptByTerm)
    assert collection in connector.write_order()
    assert due_keys(connector, collection, none) == set()
    going = due_keys(connector, collection, old)
    assert going
    order = SweepOrder("sweep-1", collection, Decision.DELETE, tuple(sorted(going)), (old,))
    before = connector.look_again(order)
    assert (before.outcome, before.lines[0].remains) == (Outcome.FAILED, len(going)), "nothing has gone yet"
    younger = SweepOrder("sweep-0", collection, Decision.DELETE, tuple(sorted(going)), (none,))
    assert connector.sweep(younger).lines[0].acted == 0, "what was used since does not go"
    assert due_keys(connector, collection, old) == going
    done = connector.sweep(order)
    assert (done.outcome, done.lines[0].acted, done.problem) == (Outcome.DONE, len(going), None)
    looked = connector.look_again(order)
    assert (looked.outcome, looked.lines[0].remains) == (Outcome.DONE, 0)
    assert due_keys(connector, collection, old) == set()
    again = connector.sweep(order)
    assert (again.outcome, again.lines[0].acted) == (Outcome.DONE, 0)


def lacking(connector: SweptByTerm, collection: str, event: str) -> set[Key]:
    """The records without a first day."""
    return {one.key for one in connector.undated(UndatedAsk(collection, (event,)))}
