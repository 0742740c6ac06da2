"""What the checks of the rights share: the open cases of one right with what became of them, and places that name a
case by its random id, which leads to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from belofte.checks.shape import Parameters, Records, broken, unknown
from belofte.domain.carried_out import CarriedOut
from belofte.domain.policy import Text
from belofte.domain.promise import Instance, Verdict
from belofte.domain.request import Request, RequestState
from belofte.domain.system_map import Verb
from belofte.domain.worded import worded

MINUTES = "minutes"
"""The parameter of a clause: within how many minutes something has happened after a receipt."""
ENDED = (RequestState.REFUSED, RequestState.STOPPED)
Course = tuple[Request, CarriedOut]


def courses(records: Records, right: str) -> list[Course]:
    """The open cases of one right, and what became of each."""
    return [(c.request, c.carried) for c in records.cases if c.carried is not None and c.request.right == right]


def answered(own: Iterable[Course]) -> list[Course]:
    """Those that were answered."""
    return [(request, course) for request, course in own if request.state is RequestState.ANSWERED]


def came_back(own: Iterable[Course]) -> int:
    """How many had an answer that was sent and never reached the person."""
    return sum(
        request.state is RequestState.ACTING and any(step.place is not None for step in course.of(Verb.TELL))
        for request, course in own
    )


def bound(parameters: Parameters) -> timedelta:
    """Within what time something must have happened: the clause's own, else as old as its evidence may be."""
    minutes = parameters.values.get(MINUTES)
    return timedelta(minutes=minutes) if isinstance(minutes, int) else parameters.fresh


def at(request: Request, what: str, count: int = 1) -> Instance:
    """A place in one case."""
    return Instance(f"{request.id}: {what}", count)


def otherwise(own: Iterable[Course]) -> Iterator[Instance]:
    """Systems in which today's look found records that are not as they were left."""
    for request, course in own:
        yield from (at(request, one.system, one.otherwise) for one in course.stands if one.otherwise)


def blind(own: Iterable[Course]) -> list[str]:
    """Systems that nobody could look into today."""
    return sorted({one.system for _, course in own for one in course.stands if one.why})


def could_not_look(parameters: Parameters, now: datetime, names: Iterable[str]) -> Verdict:
    """Unknown: of these systems nobody can say today."""
    told = worded("in {names} kon niet gekeken worden", "could not look in {names}", names=", ".join(names))
    return unknown(parameters, now, told)


def not_as_promised(
    parameters: Parameters, now: datetime, found: Iterable[tuple[Text, list[Instance]]]
) -> Verdict | None:
    """Broken by the first of these that has places; None where none has."""
    for told, places in found:
        if places:
            return broken(parameters, now, told, places)
    return None
