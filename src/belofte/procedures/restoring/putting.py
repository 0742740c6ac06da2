"""What a correction, a restriction or a lifting of the ledger comes to in a system as it is now.

The connector looks whether each record is as it was put; nothing is read out. One that is not:

- *corrected*: holds it exactly what stood there before, a backup or an import brought that back, and it is put right
  again. Any other value was put there since, by the person or the company: it stays, and a person is asked.
- *restricted*: it is set again, unless it was lifted since; a stop also not where the person said yes anew.
- *lifted*: it is lifted again, unless it was restricted anew, or the record changed since.

What a person did by hand no program can look at: whoever keeps it is asked. So is what a system no longer allows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision
from belofte.domain.replaying import Age, Fate, Seen, age_of
from belofte.domain.rights import names
from belofte.domain.subject_state import RESTRICTED, any_of, consents_to, objection_bit
from belofte.domain.system_map import Verb
from belofte.ports import Order, OrderLine
from belofte.procedures.restoring.places import Place, Ready, day_of, listed, named, order_of
from belofte.store_port import LedgerEntry

LOOKS_AT_ONCE = 500
"""Records looked at in one call of a connector."""


@dataclass(slots=True)
class _Sheet:
    """One entry while its records are judged. An entry puts something in one collection."""

    place: Place
    entry: LedgerEntry
    records: Sequence[Found]
    collection: str
    seen: Seen = field(default_factory=Counter[tuple[Verb, str, Fate]])
    asked: set[str] = field(default_factory=set[str])
    again: set[Key] = field(default_factory=set[Key])

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
class _Look:
    """One question to the connector: does this record hold these values? None: is it marked as the map says?"""

    sheet: _Sheet
    record: Found
    values: Mapping[str, object] = field(default_factory=dict[str, object])


def put_again(
    place: Place, verb: Verb, entries: Sequence[LedgerEntry], found: Mapping[str, Sequence[Found]]
) -> list[Ready]:
    """Each entry of one group with what is to be done. Raises ``SystemUnreachable``."""
    sheets = [_Sheet(place, entry, found.get(entry.id, ()), name) for entry in entries for name in entry.keys]
    for sheet in sheets:
        _ask_at_once(sheet)
    looks = [_Look(sheet, one, sheet.values) for sheet in sheets for one in _to_look_at(sheet)]
    unlike = [look for look, holds in zip(looks, _hold(looks), strict=True) if not holds]
    if verb is Verb.RECTIFY:
        _judge_corrected(unlike)
    else:
        for look in unlike:
            fate = _of_lifted(look) if verb is Verb.LIFT else _of_restricted(look)
            if fate is not None:
                look.sheet.note(look.record, fate)
    return [sheet.ready() for sheet in sheets]


def _is_by_hand(sheet: _Sheet) -> bool:
    by_hand = sheet.place.system.collections[sheet.collection].by_hand if _is_mapped(sheet) else frozenset[Verb]()
    return sheet.entry.by_hand or sheet.entry.verb in by_hand


def _is_mapped(sheet: _Sheet) -> bool:
    return sheet.collection in sheet.place.system.collections


def _ask_at_once(sheet: _Sheet) -> None:
    """What no program can look at: a person did it there by hand, or two people share the record now."""
    over = sheet.place.history.is_over(sheet.entry, sheet.collection)
    for one in sheet.records if not over else ():
        its = one.collection == sheet.collection and sheet.is_known(one)
        if its and (one.shared or (_is_by_hand(sheet) and not _is_settled(sheet, one))):
            sheet.note(one, Fate.ASKED)


def _is_settled(sheet: _Sheet, record: Found) -> bool:
    """Of what a person did: undone by a person since, or the record is from after it, or no backup holds it so."""
    place, entry = sheet.place, sheet.entry
    undone = place.history.is_undone(entry, sheet.collection, record.key)
    undone = undone or (entry.verb is Verb.RESTRICT and _in_force(sheet) is Fate.ANEW)
    return undone or sheet.age(record) is Age.SINCE or place.history.is_whole(entry, sheet.collection, place.since)


def _to_look_at(sheet: _Sheet) -> Iterator[Found]:
    if _is_by_hand(sheet) or not _is_mapped(sheet) or sheet.place.history.is_over(sheet.entry, sheet.collection):
        return iter(())
    return (one for one in sheet.own() if not sheet.was_left(one))


def _hold(looks: Sequence[_Look]) -> list[bool]:
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


def _is_about(collection: str, decision: Decision, look: _Look) -> bool:
    return decision is Decision.DO and collection == look.sheet.collection


def _order(request: str, look: _Look) -> Order:
    """All that was found stands in the order, so that it fits; only the record of the look is looked at."""
    sheet, record = look.sheet, look.record
    keys = frozenset({record.key}) if record.key else None
    looked = OrderLine(sheet.collection, Decision.DO, keys, sheet.entry.ground, values=look.values)
    others: dict[tuple[str, Decision], set[Key]] = defaultdict(set)
    for one in sheet.records:
        if one is not record and (one.collection, one.key) != (sheet.collection, record.key):
            others[one.collection, Decision.ASK if one.shared else Decision.WITHHOLD].add(one.key)
    lines = (
        OrderLine(name, decision, None if () in its else frozenset(its)) for (name, decision), its in others.items()
    )
    return Order(request, sheet.entry.identifiers, (looked, *lines), sheet.entry.verb, sheet.entry.cause)


def _judge_corrected(unlike: Sequence[_Look]) -> None:
    """A record with another value than was put: is it one of before, or a newer one? Each column is looked at."""
    right = _by_column(unlike, _newer)
    old = _by_column(unlike, _older)
    for look in unlike:
        sheet, record = look.sheet, look.record
        place = id(look)
        wrong = [column for column in sheet.values if (place, column) not in right]
        if wrong and (fate := _of_corrected(look, wrong, {column for at, column in old if at == place})) is not None:
            sheet.note(record, fate)


def _newer(look: _Look, column: str) -> list[object]:
    history, sheet = look.sheet.place.history, look.sheet
    return [sheet.values[column], *history.put_later(sheet.entry, sheet.collection, look.record.key, column)]


def _older(look: _Look, column: str) -> list[object]:
    history, sheet = look.sheet.place.history, look.sheet
    stood = history.stood_before(sheet.entry, sheet.collection, look.record.key, column)
    return [*stood, None] if "" in stood else stood


def _by_column(looks: Sequence[_Look], values: Callable[[_Look, str], Iterable[object]]) -> set[tuple[int, str]]:
    """Which columns of which records hold one of these values."""
    asked = [(look, column, value) for look in looks for column in look.sheet.values for value in values(look, column)]
    held = _hold([_Look(look.sheet, look.record, {column: value}) for look, column, value in asked])
    return {(id(look), column) for (look, column, _), holds in zip(asked, held, strict=True) if holds}


def _of_corrected(look: _Look, wrong: Sequence[str], old: Set[str]) -> Fate | None:
    """Of a record that the entry does not name only what stood before tells that it is wrong."""
    sheet, record = look.sheet, look.record
    age, before = sheet.age(record), sheet.entry.before.get(sheet.collection, {})
    is_old = all(column in old for column in wrong)
    if not sheet.is_known(record):
        if not is_old or age is Age.SINCE:
            return None
        return Fate.AGAIN if age is Age.BEFORE and sheet.entry.at is not None else Fate.ASKED
    if is_old:
        return Fate.AGAIN
    if age is Age.SINCE:
        return Fate.ANEW
    told = all(column in before for column in wrong if column not in old)
    return Fate.ASKED if told or sheet.place.since is None else Fate.AGAIN


def _of_restricted(look: _Look) -> Fate | None:
    """A record that lost its mark."""
    sheet, record = look.sheet, look.record
    if sheet.place.history.is_undone(sheet.entry, sheet.collection, record.key):
        return None
    if (now := _in_force(sheet)) is not Fate.AGAIN:
        return None if sheet.entry.right == names.RESTRICTION else now
    if not sheet.entry.right:
        return Fate.ANEW if sheet.age(record) is Age.SINCE else Fate.AGAIN
    known = sheet.is_known(record)
    if _is_anew(sheet, record) and (known or sheet.age(record) is not Age.SINCE):
        return Fate.ASKED if sheet.entry.right == names.RESTRICTION else Fate.ANEW
    return Fate.AGAIN if known else _of_unknown(sheet, record)


def _of_lifted(look: _Look) -> Fate | None:
    """A record that is marked again, or that changed since: nobody takes up again what the person stopped."""
    sheet, record = look.sheet, look.record
    if sheet.place.history.is_undone(sheet.entry, sheet.collection, record.key):
        return None
    if not sheet.is_known(record):
        return None if sheet.values else _of_unknown(sheet, record)
    on = day_of(sheet.place, sheet.entry)
    happened = any(day and on < day <= sheet.place.today for day in record.events.values())
    return Fate.ASKED if happened or _is_anew(sheet, record) else Fate.AGAIN


def _of_unknown(sheet: _Sheet, record: Found) -> Fate | None:
    """A record of the same person that the ledger does not know: brought back under another key, or theirs since."""
    age = sheet.age(record)
    if age is Age.SINCE:
        return None
    return Fate.AGAIN if age is Age.BEFORE and sheet.entry.at is not None else Fate.ASKED


def _is_anew(sheet: _Sheet, record: Found) -> bool:
    """Whether an address in it was given, or came in, after the act."""
    at = sheet.entry.at
    return at is not None and any(since is not None and since > at for since in record.known_since.values())


def _in_force(sheet: _Sheet) -> Fate:
    """Whether what was stopped here still is, by the person's state today: the same, ended, or ended in part."""
    entry = sheet.entry
    with sheet.place.parts.store.reading() as tx:
        bits = tx.states.bits()
        state = any_of(one.state for one in tx.states.of(entry.identifiers))
    match entry.right:
        case names.RESTRICTION:
            ended = [not state & RESTRICTED]
        case names.OBJECTION:
            ended = [not state & bits.get(objection_bit(purpose), 0) for purpose in entry.purposes]
        case names.WITHDRAWAL:
            ended = [bool(state & consents_to(bits, purpose)) for purpose in entry.purposes]
        case _:
            ended = [False]
    return Fate.AGAIN if not any(ended) else Fate.ANEW if all(ended) else Fate.ASKED
