"""What restriction, objection and withdrawal share: rows of a person are marked so that a use stops, and later they
get back what they had.

Where the map says what to put, the system does it; where it says nothing, a person of ours does it. A row that stood
so already is left alone, for else lifting would start what somebody had stopped before.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from belofte.domain.located import Found, Key, Located
from belofte.domain.plan import Decision, Line, Plan, Step
from belofte.domain.rights.planning import LETTERS, Drafted, NewId, PlanHead, questions_of
from belofte.domain.system_map import Collection, SystemMap, Verb

BEFORE = "before-the-mark"
"""Vault column: what the marked rows held before, so that lifting gives it back."""
ALREADY, COVERED, UNTOUCHED = "was-so-already", "covered-by-its-customer", "not-concerned"
"""Why a record is left as it is (a line's ground)."""
HIDDEN, HIDDEN_ONLY = "hidden-from-staff", "only-hidden-from-staff"
"""Beside the values, the row gets a mark that hides it from staff; or nothing but that mark (a line's ground)."""
VIA = " → "

Values = Mapping[str, object]
Place = tuple[str, str, Key]
"""System, collection and record key."""
Held = Mapping[Place, Values]
"""What records hold now, as far as it was read."""


@dataclass(frozen=True, slots=True)
class Marking:
    """What is to be marked: which collections are ``concerned``, what to ``put`` into their rows ({}: the map says
    nothing), and whether a row is covered by a marked row that it hangs on."""

    concerned: Callable[[Collection], bool]
    put: Callable[[Collection], Values]
    covers: frozenset[str] = frozenset()  # "system.collection" whose mark also covers the rows that hang on it
    hidden: Callable[[SystemMap, Collection], bool] = lambda _system, _collection: False  # a mark hides it from staff


@dataclass(frozen=True, slots=True)
class Order:
    """How the steps follow one another: told afterwards (the rule), told first (a stop is lifted), or not at all."""

    verb: Verb
    told: str = "after"  # after | first | not


MARKED_THEN_TOLD, LIFTED_THEN_TOLD = Order(Verb.RESTRICT), Order(Verb.LIFT)


@dataclass(slots=True)
class _Sheet:
    """The lines of one system: those the system does, those a person does, and their record keys."""

    system: SystemMap
    own: list[Line] = field(default_factory=list[Line])
    by_hand: list[Line] = field(default_factory=list[Line])


Sorted = Mapping[tuple[str, Decision, str | None, str], list[Found]]
_VALUES = "values"


def plan_marks(
    head: PlanHead,
    located: Located,
    systems: Mapping[str, SystemMap],
    marking: Marking,
    held: Held,
    new_id: NewId,
    order: Order = MARKED_THEN_TOLD,
) -> Drafted:
    """Put the mark. What each row held before is kept apart, in the vault."""

    def judge(system: SystemMap, record: Found) -> tuple[Decision, str | None, Values | None]:
        collection = system.collections[record.collection]
        if not marking.concerned(collection):
            return Decision.WITHHOLD, UNTOUCHED, None
        put, hidden = marking.put(collection), marking.hidden(system, collection)
        if not put:
            return (Decision.DO, HIDDEN_ONLY, None) if hidden else _by_itself(system, record, marking)
        now = held.get((system.name, record.collection, record.key))
        if now is not None and all(now.get(column) == value for column, value in put.items()):
            return (Decision.DO, HIDDEN_ONLY, None) if hidden else (Decision.WITHHOLD, ALREADY, None)
        return Decision.DO, HIDDEN if hidden else None, put

    drafted, marked = _drafted(head, located, systems, judge, new_id, order)
    before = [
        (*place, {column: held[place].get(column) for column in put}) for place, put in marked.items() if place in held
    ]
    return Drafted(drafted.plan, drafted.items, drafted.values, {BEFORE: encode_before(before)})


def plan_lift(
    head: PlanHead,
    located: Located,
    systems: Mapping[str, SystemMap],
    marking: Marking,
    before: Held,
    new_id: NewId,
    order: Order = LIFTED_THEN_TOLD,
) -> Drafted:
    """Give every marked row back what it held; what a person marked, a person lifts."""

    def judge(system: SystemMap, record: Found) -> tuple[Decision, str | None, Values | None]:
        collection = system.collections[record.collection]
        given = before.get((system.name, record.collection, record.key))
        hidden = marking.concerned(collection) and marking.hidden(system, collection)
        if given is not None:
            return Decision.DO, HIDDEN if hidden else None, given
        if hidden:
            return Decision.DO, HIDDEN_ONLY, None
        if not marking.concerned(collection) or marking.put(collection):
            return Decision.WITHHOLD, UNTOUCHED, None
        return _by_itself(system, record, marking)

    return _drafted(head, located, systems, judge, new_id, order)[0]


def _by_itself(system: SystemMap, record: Found, marking: Marking) -> tuple[Decision, str | None, Values | None]:
    """A row the map has no mark for: covered by a marked row it hangs on, or left to a person."""
    covered = any(f"{system.name}.{name}" in marking.covers for name in record.via.split(VIA))
    return (Decision.WITHHOLD, COVERED, None) if covered else (Decision.DO, None, None)


Judge = Callable[[SystemMap, Found], tuple[Decision, str | None, Values | None]]
"""For one record: what is done, why it is left, and what is put there (None with ``do``: by a person)."""


def _drafted(
    head: PlanHead,
    located: Located,
    systems: Mapping[str, SystemMap],
    judge: Judge,
    new_id: NewId,
    order: Order,
) -> tuple[Drafted, dict[Place, Values]]:
    items: dict[str, tuple[Key, ...]] = {}
    values: dict[str, Values] = {}
    marked: dict[Place, Values] = {}
    sheets: list[_Sheet] = []
    for name, records in located.found.items():
        sheet = _Sheet(systems[name])
        for (collection, decision, ground, put), members in _sorted(systems[name], records, judge).items():
            line = _line(name, collection, decision, ground, members, items, new_id)
            own = systems[name].does(order.verb, collection)
            by_person = decision is Decision.DO and not (own and (put or ground == HIDDEN_ONLY))
            if put and not by_person and line.items:
                values[line.items] = json.loads(put)
                marked |= {(name, collection, member.key): values[line.items] for member in members}
            (sheet.by_hand if by_person else sheet.own).append(line)
            if by_person:
                sheet.own.append(_line(name, collection, Decision.WITHHOLD, "by-hand", members, items, new_id))
        sheets.append(sheet)
    steps = _steps(head.request, sheets, order, new_id)
    plan = Plan(
        id=f"p-{new_id()}",
        request=head.request,
        right=head.right,
        policy_version=head.policy_version,
        maps=located.maps,
        made_at=head.made_at,
        steps=steps,
        questions=questions_of(located),
        blind=located.blind,
    )
    return Drafted(plan, items, values), marked


def _sorted(system: SystemMap, records: Iterable[Found], judge: Judge) -> Sorted:
    """Records that share collection, decision, ground and values, in the order of the map."""
    groups: dict[tuple[str, Decision, str | None, str], list[Found]] = defaultdict(list)
    for record in records:
        if record.candidate:
            continue
        decision, ground, put = (Decision.ASK, "shared", None) if record.shared else judge(system, record)
        groups[record.collection, decision, ground, json.dumps(put, sort_keys=True) if put else ""].append(record)
    place = {name: n for n, name in enumerate(system.collections)}
    return dict(sorted(groups.items(), key=lambda one: (place.get(one[0][0], -1), *map(str, one[0][1:]))))


def _line(
    system: str,
    collection: str,
    decision: Decision,
    ground: str | None,
    members: Sequence[Found],
    items: dict[str, tuple[Key, ...]],
    new_id: NewId,
) -> Line:
    listed = tuple(member.key for member in members if member.key)
    item = f"i-{new_id()}" if listed else None
    if item:
        items[item] = listed
    return Line(system, collection, decision, sum(member.count for member in members), ground, items=item)


def _steps(request: str, sheets: Iterable[_Sheet], order: Order, new_id: NewId) -> tuple[Step, ...]:
    told = Step(f"s-{new_id()}", request, LETTERS, Verb.TELL)
    first = (told.id,) if order.told == "first" else ()
    made: list[Step] = []
    for sheet in sheets:
        if any(line.decision is Decision.DO for line in sheet.own):
            made.append(Step(f"s-{new_id()}", request, sheet.system.name, order.verb, tuple(sheet.own), first))
        if sheet.by_hand:
            by_hand = tuple(sheet.by_hand)
            made.append(Step(f"s-{new_id()}", request, sheet.system.name, Verb.ASK_PERSON, by_hand, first))
    match order.told:
        case "first":
            return (told, *made)
        case "after":
            return (*made, Step(told.id, request, LETTERS, Verb.TELL, (), tuple(step.id for step in made)))
        case _:
            return tuple(made)


def encode_before(rows: Iterable[tuple[str, str, Key, Values]]) -> bytes:
    """What rows held, as it lies in the vault."""
    return json.dumps([[s, c, list(key), dict(values)] for s, c, key, values in rows], ensure_ascii=False).encode()


def decode_before(data: bytes | None) -> dict[Place, Values]:
    """What rows held before, from the vault; nothing where nothing was marked."""
    rows: Sequence[tuple[str, str, Sequence[int | str | bool], Values]] = json.loads(data) if data else []
    return {(system, collection, tuple(key)): values for system, collection, key, values in rows}
