"""One entry of the ledger over the records that are found now, and what a connector is asked about them.

It is asked whether records hold the values that were put there; it reads nothing out and changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision
from belofte.domain.replaying import Age, Fate, Seen, age_of
from belofte.domain.system_map import Verb
from belofte.ports import Order, OrderLine
from belofte.procedures.restoring.places import Place, Ready, day_of, listed, named, order_of
from belofte.store_port import LedgerEntry

LOOKS_AT_ONCE = 500
"""Records looked at in one call of a connector."""


@dataclass(slots=True)
class Sheet:
    """One entry while its records are judged. An entry puts something in one collection."""

    place: Place
    entry: LedgerEntry
    records: Sequence[Found]
    collection: str
    seen: Seen = field(default_factory=Counter[tuple[Verb, str, Fate]])
    asked: set[str] = field(default_factory=set[str])
    again: set[Key] = field(default_factory=set[Key])
    in_force: Fate | None = None
    """Whether what was stopped still is; None: not asked yet."""

    @property
    def values(self) -> Mapping[str, object]:
        return self.entry.values.get(self.collection, {})

    def own(self) -> Iterator[Found]:
        """The records of its collection that are this person's alone."""
        return (one for one in self.records if one.collection == self.collection and not one.shared)

    def is_known(self, record: Found) -> bool:
        """Whether the entry names the record; no key at all stands for more than could be listed."""
        keys = listed(self.entry.keys).get(self.collection, frozenset())
        return record.key in keys or not keys

    def was_left(self, record: Found) -> bool:
        """Whether the record was left as it was then: a statute or a person kept a value that was called wrong. Of
        entries that do not tell it, all that they do not name. What stood marked already has to be so still."""
        if self.is_known(record):
            return False
        kept = listed(self.entry.kept).get(self.collection, frozenset())
        return not self.entry.right or (self.entry.verb is Verb.RECTIFY and record.key in kept)

    def age(self, record: Found) -> Age:
        return age_of(record, self.entry.at, day_of(self.place, self.entry), self.place.today)

    def note(self, record: Found, fate: Fate) -> None:
        """What becomes of one record. What this system does not (or no longer) do by itself, a person does."""
        if fate is Fate.AGAIN and not self.place.system.does(self.entry.verb, self.collection):
            fate = Fate.ASKED
        self.seen[self.entry.verb, self.collection, fate] += record.count or 1
        if fate is Fate.ASKED:
            self.asked.add(self._question(record))
        if fate is Fate.AGAIN:
            self.again.add(record.key)

    def note_unseen(self) -> None:
        """Records of a collection that the map no longer has: nobody looks there, so a person is asked."""
        self.seen[self.entry.verb, self.collection, Fate.ASKED] += len(self.entry.keys[self.collection]) or 1
        self.asked.add(repr((self.entry.id, self.collection)))

    def _question(self, record: Found) -> str:
        """What a person does is asked about after each backup that came back, the rest once: it can be seen since."""
        came_back = self.place.since or self.place.today
        return f"{named(self.entry, record)} {came_back if self.entry.by_hand else ''}".strip()

    def ready(self) -> Ready:
        """What is to be done about the entry."""
        under: dict[tuple[str, Decision], set[Key]] = defaultdict(set)
        for one in self.records:
            stays = Decision.ASK if one.shared else Decision.KEEP
            again = one.collection == self.collection and one.key in self.again and not one.shared
            under[one.collection, Decision.DO if again else stays].add(one.key)
        order = order_of(self.entry, under) if self.again else None
        return Ready(self.entry, self.seen, order, frozenset(self.asked))


@dataclass(frozen=True, slots=True)
class Look:
    """One question to the connector: do these records hold these values? None: are they marked as the map says?"""

    sheet: Sheet
    records: tuple[Found, ...]
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def record(self) -> Found:
        """The record, where the question is about one."""
        return self.records[0]


def unlike(looks: Iterable[Look]) -> list[Look]:
    """Those that do not hold what they were given, record by record. Mostly all of a person's do: so they are looked at
    together first."""
    asked = list(looks)
    other = [look for look, holds in zip(asked, hold(asked), strict=True) if not holds]
    return [Look(look.sheet, (one,), look.values) for look in other for one in look.records]


def hold(looks: Sequence[Look]) -> list[bool]:
    """Whether each record holds what its look asks; not where nobody could see it."""
    answers: list[bool] = []
    for start in range(0, len(looks), LOOKS_AT_ONCE):
        part = looks[start : start + LOOKS_AT_ONCE]
        orders = [_order(str(number), look) for number, look in enumerate(part)]
        told = {result.request: result for result in part[0].sheet.place.connector.read_back(orders)}
        for number, look in enumerate(part):
            lines = told[str(number)].lines if str(number) in told else ()
            remains = [one.remains for one in lines if _is_about(one.collection, one.decision, look)]
            answers.append(bool(remains) and all(left == 0 for left in remains))
    return answers


def _is_about(collection: str, decision: Decision, look: Look) -> bool:
    return decision is Decision.DO and collection == look.sheet.collection


def _order(request: str, look: Look) -> Order:
    """All that was found stands in the order, so that it fits; only the records of the look are looked at."""
    sheet, keys = look.sheet, frozenset(one.key for one in look.records)
    looked = OrderLine(
        sheet.collection, Decision.DO, None if () in keys else keys, sheet.entry.ground, values=look.values
    )
    others: dict[tuple[str, Decision], set[Key]] = defaultdict(set)
    for one in sheet.records:
        if one.collection != sheet.collection or one.key not in keys:
            others[one.collection, Decision.ASK if one.shared else Decision.WITHHOLD].add(one.key)
    lines = (
        OrderLine(name, decision, None if () in its else frozenset(its)) for (name, decision), its in others.items()
    )
    return Order(request, sheet.entry.identifiers, (looked, *lines), sheet.entry.verb, sheet.entry.cause)
