"""Records of one collection by their days: counted, and let go, without one of them leaving its system.

The rule, which every list shows: where one day of the record itself decides and the database reads it as we do, whole
days go in one statement. Where a day lies in another system, more than one day decides, copies elsewhere hang on the
records, or a statute wants each of them to be seen unaltered, they are gone through one by one. Both give the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from belofte.domain.hanging import hanging_on
from belofte.domain.hold import hold_of
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Receipt
from belofte.domain.policy import RetentionRule, Text
from belofte.domain.sweeping import Standing, claim_on, decision_of
from belofte.domain.system_map import Collection, SystemMap
from belofte.domain.worded import worded
from belofte.ports import DueAsk, DueDays
from belofte.procedures.acting.sweeping_days import days_order, sweep_days
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.claims import Claimed
from belofte.procedures.retaining.unaltered import is_by_law
from belofte.sweep_port import SweptByDays


@dataclass(frozen=True, slots=True)
class ByDays:
    """How the records past their term stand: ``due`` are days that go, ``counts`` all standings. ``besides`` stay."""

    due: DueDays
    counts: Counter[Standing] = field(default_factory=Counter[Standing])
    besides: tuple[Key, ...] = ()


def one_by_one(
    parts: Parts, system: SystemMap, collection: Collection, rule: RetentionRule, ask: DueAsk
) -> Text | None:
    """Why the records of a collection are gone through one by one; None where they go by their days."""
    if any(place.partition(".")[0] in parts.systems and "." in place for place in collection.clock.values()):
        return worded("de dag staat in een ander systeem", "the day stands in another system")
    if any(True for _ in hanging_on(parts.systems, parts.policy.retention, system.name, collection.name)):
        return worded("kopieën in andere systemen gaan eerst", "copies in other systems go first")
    if is_by_law(rule):
        return worded("de wet wil elk record onveranderd zien", "a statute wants each record to be seen unaltered")
    connector = parts.connectors.get(system.name)
    if not isinstance(connector, SweptByDays):
        return worded("dit systeem kent ze alleen één voor één", "this system knows them only one by one")
    return connector.one_by_one(ask, decision_of(collection))


def stand_by_days(connector: SweptByDays, system: str, ask: DueAsk, claimed: Claimed) -> ByDays:
    """How the records past their term stand today. What is kept for an order nobody may know of is in no count."""
    name = ask.collection
    if hold_of(claimed.untold, (system, name, ())):
        return ByDays(DueDays())
    besides = claimed_keys(claimed, system, name)
    due = connector.due_by_day(ask, besides)
    counts = Counter[Standing]()
    for key in due.besides:
        claim = claim_on(claimed.places, (system, name, key))
        if claim is not None and not hold_of(claimed.untold, (system, name, key)):
            counts[claim.standing] += 1
    whole = claimed.places.get((system, name, ()))
    counts[whole.standing if whole else Standing.DUE] += due.count
    return ByDays(DueDays() if whole else due, +counts, besides)


def claimed_keys(claimed: Claimed, system: str, collection: str) -> tuple[Key, ...]:
    """The records of a collection that stay whatever their age."""
    places = (*claimed.places, *claimed.untold)
    return tuple(dict.fromkeys(key for on, name, key in places if key and (on, name) == (system, collection)))


def let_go_by_days(
    parts: Parts, connector: SweptByDays, system: str, sweep: str, ask: DueAsk, decision: Decision, claimed: Claimed
) -> Iterator[Receipt | None]:
    """The receipt of each batch. None, and no more: the database refuses, so the rest is gone through one by one."""
    stands = stand_by_days(connector, system, ask, claimed)
    for span in stands.due.spans:
        order = days_order(parts, ask.collection, decision, ask.past[0], span, stands.besides)
        receipt = sweep_days(parts, connector, system, sweep, order)
        yield receipt
        if receipt is None:
            return
