"""Lines, items and steps of one rectification while its plan is put together; values go to the vault, names stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace

from belofte.domain.located import Key, Located
from belofte.domain.plan import Decision, Line, Step
from belofte.domain.rights.corrections import columns_of
from belofte.domain.rights.planning import LETTERS, Judged, PlanHead
from belofte.domain.rights.synced import Feeds, order_by_source
from belofte.domain.system_map import SystemMap, Verb
from belofte.domain.wish import Correction

BY_HAND = "by-hand"
"""The ground of what only a person can put right: it becomes a task, and no ground of the line."""
Groups = dict[tuple[Judged, tuple[tuple[str, object], ...]], list[Key]]
"""Records of one collection by what is decided of them and the new values they get."""


class RectificationSheet:
    """Lines, items and steps of one plan while it is put together."""

    def __init__(self, head: PlanHead, systems: Mapping[str, SystemMap], new_id: Callable[[], str]) -> None:
        self._head, self._systems, self._new_id = head, systems, new_id
        self._lines: dict[str, list[Line]] = defaultdict(list)
        self._by_hand: set[str] = set()  # items that a person puts right in a system that does the rest
        self.items: dict[str, tuple[Key, ...]] = {}
        self.values: dict[str, Mapping[str, object]] = {}

    def add(self, system: str, collection: str, groups: Groups) -> None:
        """One line for the records that share a decision, its ground and their new values."""
        for (judged, new), keys in sorted(groups.items(), key=lambda group: str(group[0][0])):
            item = f"i-{self._new_id()}"
            self.items[item] = tuple(sorted(keys))
            if judged.ground == BY_HAND:
                self._by_hand.add(item)
            if new:
                self.values[item] = dict(new)
            self._lines[system].append(
                Line(
                    system=system,
                    collection=collection,
                    decision=judged.decision,
                    count=len(keys),
                    ground=None if judged.ground == BY_HAND else judged.ground,
                    until=judged.until,
                    items=item,
                    note=", ".join(column for column, _ in new) or None,
                )
            )

    def ask_shared(self, located: Located, kinds: Set[str]) -> None:
        """What stands in one record for two people is not changed for the one who asked."""
        for name, records in located.found.items():
            counts: dict[str, int] = defaultdict(int)
            for record in records:
                if record.shared and kinds & set(self._systems[name].collections[record.collection].kinds):
                    counts[record.collection] += record.count
            self._lines[name] += [
                Line(name, collection, Decision.ASK, count, "shared") for collection, count in counts.items()
            ]

    def ask_keepers(self, located: Located, corrections: Sequence[Correction]) -> None:
        """A system that people keep is asked too: what lies there nobody knows, and nothing is passed over."""
        for name, records in located.found.items():
            system = self._systems[name]
            for record in records if system.is_kept_by_people else ():
                if any(columns_of(one, name, system.collections[record.collection]) for one in corrections):
                    self._lines[name].append(Line(name, record.collection, Decision.DO, record.count))

    def has_statement(self, statement: str) -> bool:
        """Whether some record gets the person's words."""
        return any(statement in str(value) for new in self.values.values() for value in new.values())

    def steps(self, feeds: Sequence[Feeds]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
        """A step a system, sources first, then one that tells the person: after the last write."""
        made = {name: self._steps(name, lines) for name, lines in self._lines.items() if lines}
        after, conflicts = order_by_source(feeds, list(made))
        steps = [
            replace(step, after=tuple(first.id for source in after.get(name, ()) for first in made[source]))
            for name, own in made.items()
            for step in own
        ]
        told = tuple(step.id for step in steps)
        steps.append(Step(f"s-{self._new_id()}", self._head.request, LETTERS, Verb.TELL, (), told))
        return tuple(steps), conflicts

    def _steps(self, name: str, lines: Sequence[Line]) -> list[Step]:
        """What the system does, and what a person does by hand there."""
        system = self._systems[name]
        order = {collection: place for place, collection in enumerate(system.collections)}
        ordered = sorted(lines, key=lambda line: (order.get(line.collection, -1), line.decision))
        parted = {verb: tuple(line for line in ordered if self._verb(system, line) is verb) for verb in _VERBS}
        return [Step(f"s-{self._new_id()}", self._head.request, name, verb, own) for verb, own in parted.items() if own]

    def _verb(self, system: SystemMap, line: Line) -> Verb:
        by_person = line.items in self._by_hand or not system.does(Verb.RECTIFY, line.collection)
        return Verb.ASK_PERSON if by_person else Verb.RECTIFY


_VERBS = (Verb.RECTIFY, Verb.ASK_PERSON)
