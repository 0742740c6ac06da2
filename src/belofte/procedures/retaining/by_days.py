"""Records of one collection by their days: counted, and let go, without one of them leaving its system.

The rule, which every list shows: where the database reads every day and tag that decides as we do, whole days go in one
statement. Where a day lies in another system, copies elsewhere hang on the records, or each gets a value of its own,
they are gone through one by one. Both give the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from belofte.domain.hanging import hanging_on
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Receipt
from belofte.domain.policy import Text
from belofte.domain.sweep_order import Days
from belofte.domain.sweeping import Claim, Standing, decision_of
from belofte.domain.system_map import Collection, SystemMap
from belofte.domain.worded import worded
from belofte.ports import DueAsk, DueDays
from belofte.procedures.acting.sweeping_days import days_order, sweep_days
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.claims import Claimed, ClaimsNow, seen_in
from belofte.sweep_port import ClaimCame, SweptByDays


@dataclass(frozen=True, slots=True)
class ByDays:
    """How the records past their term stand: ``due`` are days that go, ``counts`` all standings. ``besides`` stay."""

    due: DueDays
    counts: Counter[Standing] = field(default_factory=Counter[Standing])
    besides: tuple[Key, ...] = ()
    untold: int = 0  # of these: due, and kept for an order nobody may know of


def one_by_one(parts: Parts, system: SystemMap, collection: Collection, ask: DueAsk) -> Text | None:
    """Why the records of a collection are gone through one by one; None where they go by their days."""
    if any(place.partition(".")[0] in parts.systems and "." in place for place in collection.clock.values()):
        return worded("de dag staat in een ander systeem", "the day stands in another system")
    if any(True for _ in hanging_on(parts.systems, parts.policy.retention, system.name, collection.name)):
        return worded("kopieën in andere systemen gaan eerst", "copies in other systems go first")
    connector = parts.connectors.get(system.name)
    if not isinstance(connector, SweptByDays):
        return worded("dit systeem kent ze alleen één voor één", "this system knows them only one by one")
    return connector.one_by_one(ask, decision_of(collection))


Judge = Callable[[Days, Claim | None], Standing]
"""The standing of a record with these days, under the rule of its collection, today."""


def stand_by_days(connector: SweptByDays, system: str, ask: DueAsk, claimed: Claimed, judge: Judge) -> ByDays:
    """How the records past their term stand today. What is kept for an order nobody may know of is in no count."""
    name = ask.collection
    if claimed.is_untold((system, name, ())):
        return ByDays(DueDays())
    besides = claimed.keys(system, name)
    due = connector.due_by_day(ask, besides)
    counts, untold = Counter[Standing](), 0
    for found in due.besides:
        place = (system, name, found.key)
        if claimed.is_untold(place):
            untold += ask.due.holds_for(found.events)
        else:
            counts[judge(found.events, claimed.on(place))] += 1
    whole = claimed.on((system, name, ()))
    for days, count in due.unsure:
        counts[judge(days, whole)] += count
    counts[whole.standing if whole else Standing.DUE] += due.count
    del counts[Standing.NOT_DUE]
    return ByDays(DueDays() if whole else due, +counts, besides, untold)


@dataclass(frozen=True, slots=True)
class LetGo:
    """A collection that is let go by its days, while others may place holds."""

    parts: Parts
    connector: SweptByDays
    system: str
    sweep: str
    ask: DueAsk
    decision: Decision
    claiming: ClaimsNow
    judge: Judge
    stood: list[ByDays] = field(default_factory=list[ByDays])

    @property
    def claimed(self) -> Counter[Standing | None]:
        """What was claimed while the batches went, of what was due; under None what nobody may know of."""
        if len(self.stood) < 2:
            return Counter()
        first, newest = self.stood[0], self.stood[-1]
        came = Counter[Standing | None]({s: newest.counts[s] - first.counts[s] for s in newest.counts})
        came[Standing.DUE], came[None] = 0, newest.untold - first.untold
        return +came

    def batches(self) -> Iterator[Receipt | None]:
        """The receipt of each batch. None, and no more: the database refuses, so the rest is gone through one by one.
        Where somebody's claim came in, what is left is counted anew: nothing of that batch went. Raises
        ``SystemUnreachable``, also where the system cannot be looked at for a claim that came in."""
        while True:
            claimed = seen_in(self.claiming, self.system)
            try:
                yield from self._batches(claimed)
            except ClaimCame:
                continue
            return

    def _batches(self, claimed: Claimed) -> Iterator[Receipt | None]:
        """Raises ``ClaimCame``."""
        stands = stand_by_days(self.connector, self.system, self.ask, claimed, self.judge)
        self.stood.append(stands)
        for span in stands.due.spans:
            if not self._may_go(stands.besides):
                raise ClaimCame
            order = days_order(self.parts, self.ask, self.decision, span, stands.besides)
            receipt = sweep_days(
                self.parts, self.connector, self.system, self.sweep, order, lambda: self._may_go(stands.besides)
            )
            yield receipt
            if receipt is None:
                return

    def _may_go(self, besides: Sequence[Key]) -> bool:
        """Whether by now nothing more stays than what was left out. Where it cannot be seen, it may not."""
        claimed, name = self.claiming.now(), self.ask.collection
        if claimed.is_whole(self.system, name) or self.system in claimed.blind:
            return False
        return set(besides).issuperset(claimed.keys(self.system, name))
