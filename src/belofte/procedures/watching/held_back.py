"""What is past its term and held, breaks no promise: it is taken off the counts before anything is judged.

A secret order's records are taken off too, in silence: a verdict that is broken because of them would be an alarm that
tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from belofte.domain.hold import Held, hold_of
from belofte.domain.observing import PastTerm, question_of
from belofte.domain.promise import Observation, Reach
from belofte.domain.retention import Term
from belofte.ports import DueAsk, SweptByTerm, SystemUnreachable
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.holds import held_now

MOST = 100_000
"""Rows past their term above which nobody counts the held ones: such a number is no matter of holds."""


def without_held(parts: Parts, seen: Sequence[Observation]) -> list[Observation]:
    """The observations, with what is held taken off the rows past their term."""
    now = held_now(parts)
    if not now.places and not now.untold:
        return list(seen)
    return [_without(parts, one, [now.places, now.untold]) for one in seen]


def _without(parts: Parts, one: Observation, held: Sequence[Held]) -> Observation:
    question = question_of(one.name)
    connector = parts.connectors.get(one.system)
    if one.reach is not Reach.SEEN or not isinstance(question, PastTerm) or not isinstance(connector, SweptByTerm):
        return one
    if not isinstance(one.value, int) or not 0 < one.value <= MOST:
        return one
    if not any(place[:2] == (one.system, question.collection) for holds in held for place in holds):
        return one
    ask = DueAsk(question.collection, (Term(question.event, question.day),))
    try:
        kept = sum(_is_held(held, one.system, found.collection, found.key) for found in connector.due(ask))
    except SystemUnreachable as away:
        return replace(one, value=None, reach=Reach.UNREACHABLE, why=away.why)
    return replace(one, value=max(0, one.value - kept))


def _is_held(held: Sequence[Held], system: str, collection: str, key: tuple[int | str | bool, ...]) -> bool:
    return any(hold_of(holds, (system, collection, key)) is not None for holds in held)
