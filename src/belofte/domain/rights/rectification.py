"""Rectification (Art. 16 GDPR): per value, put right, kept as it is on a named ground, or decided by a person.

- What a statute wants kept (an invoice) is never altered: the wrong value in it stays, the answer says why, and a named
  person makes a credit note, a new invoice or a note.
- What another system feeds (``synced_from``) is put right at its source first, else the old value would come back.
- An opinion, and a value whose truth is disputed, wait for a named person's ruling; the person's own statement can
  stand beside it (second sentence).
- New values lie in the vault (:attr:`Drafted.values`); the plan names systems, tables and columns only.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from belofte.domain.located import Located
from belofte.domain.plan import Decision, Plan
from belofte.domain.policy import Policy
from belofte.domain.retention import book_year_of, kept_by_law
from belofte.domain.rights.corrections import Held, Place, Ruling, Wanted, Wrong, find_wrong
from belofte.domain.rights.planning import Drafted, Judged, NewId, PlanHead, questions_of
from belofte.domain.rights.rectification_sheet import BY_HAND, Groups, RectificationSheet
from belofte.domain.rights.synced import Feeds
from belofte.domain.system_map import EraseKeep, SystemMap

CHANGES = "changes"
"""Vault column: before and after of every value the newest plan is about, for the office."""
OPINION = "opinion"
"""Ground of what is asked: somebody's words about the person."""
DISPUTED = "disputed"
"""Ground of what is asked, and question: whether the value is true is disputed."""
PUT_RIGHT = (None, Ruling.CORRECT, Ruling.ERASE)
"""What was decided of a correction that is carried out."""
CONFIRMED = "accuracy-confirmed"
"""Ground of what is kept: a named person looked, and it was right."""
OWN_STATEMENT = "own-statement"
"""Ground of what is done: nothing was changed but that the person's own words stand with it now."""
STATEMENT_BY_HAND = "statement-by-hand"
"""Question: no table has a place for the person's own statement; a person of ours stores it with the record."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a rectification: the corrections, with what was decided of each, and the person's statement."""

    corrections: tuple[Wanted, ...]
    statement: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """What a rectification is planned in: facts, maps, and the values that stand in the records now."""

    policy: Policy
    systems: Mapping[str, SystemMap]
    held: Held
    today: date
    calling_code: str = ""


def plan_rectification(head: PlanHead, located: Located, asked: Asked, world: World, new_id: NewId) -> Drafted:
    """The plan, and per item of it the new values. Nothing in the plan itself is personal data."""
    wrong, questions = _wrong(located, asked, world)
    by_place: dict[Place, list[Wrong]] = defaultdict(list)
    for one in wrong:
        by_place[one.place].append(one)
    groups: dict[tuple[str, str], Groups] = defaultdict(dict)
    for place, values in by_place.items():
        for judged, new in _judge(place, values, asked, located, world):
            groups[place[0], place[1]].setdefault((judged, tuple(sorted(new.items()))), []).append(place[2])
    for place, new in _beside_the_person(asked, groups, located, world):
        judged = Judged(Decision.DO, OWN_STATEMENT)
        groups[place[0], place[1]].setdefault((judged, tuple(new.items())), []).append(place[2])
    drafting = RectificationSheet(head, world.systems, new_id)
    for (system, collection), members in groups.items():
        drafting.add(system, collection, members)
    drafting.ask_keepers(located, [one.correction for one in asked.corrections if one.ruling in PUT_RIGHT])
    drafting.ask_shared(located, {wanted.kind for wanted in asked.corrections})
    if asked.statement and not drafting.has_statement(asked.statement):
        questions.append(STATEMENT_BY_HAND)
    steps, conflicts = drafting.steps(_feeds(wrong, located, world))
    plan = Plan(
        id=f"p-{new_id()}",
        request=head.request,
        right=head.right,
        policy_version=head.policy_version,
        maps=located.maps,
        made_at=head.made_at,
        steps=steps,
        questions=(*questions_of(located), *dict.fromkeys((*questions, *conflicts))),
        blind=located.blind,
    )
    return Drafted(plan, drafting.items, drafting.values, {CHANGES: _shown(plan, wrong)})


def _wrong(located: Located, asked: Asked, world: World) -> tuple[list[Wrong], list[str]]:
    wrong: list[Wrong] = []
    questions: list[str] = []
    for number, wanted in enumerate(asked.corrections, start=1):
        found, doubts = find_wrong(wanted, world.systems, located.found, world.held, world.calling_code)
        wrong += found
        questions += [str(doubt) for doubt in doubts]
        if wanted.ruling is Ruling.DISPUTED:
            questions.append(f"{DISPUTED}: {number} {wanted.kind}")
        elif wanted.ruling is None and any(one.opinion for one in found):
            questions.append(f"{OPINION}: {number} {wanted.kind}")
    return wrong, questions


def _judge(
    place: Place, values: Sequence[Wrong], asked: Asked, located: Located, world: World
) -> list[tuple[Judged, Mapping[str, object]]]:
    """What happens to one record: values that are put right, and values that stay or are asked about."""
    kept = _kept(place, located, world)
    if kept is not None:
        return [(kept, {})]
    new: dict[str, object] = {}
    other: dict[Judged, None] = {}
    fixed = _not_written(world.systems[place[0]], place[1])
    for one in values:
        judged = _ruled(one)
        if judged is None and fixed(one.column):
            other[Judged(Decision.DO, BY_HAND)] = None
        elif judged is None:
            new[one.column] = one.after
        else:
            other[judged] = None
    corrected = bool(new)
    if asked.statement:
        new |= _statement(place, asked.statement, world)
    if new:
        by_hand = [(judged, dict[str, object]()) for judged in other if judged.ground == BY_HAND]
        return [(Judged(Decision.DO, None if corrected else OWN_STATEMENT), new), *by_hand]
    return [(judged, {}) for judged in other]


def _not_written(system: SystemMap, collection: str) -> Callable[[str], bool]:
    """Whether a column is one that no program can write: the vendor makes it of others (a full name of its parts), or
    offers no way to change it (the sender of a message)."""
    record = system.rest.records.get(collection) if system.rest else None
    if record is None or record.change is None:
        return lambda _column: False
    fields, top = record.change.fields, {*record.key, *record.each, *record.columns}
    inside = any(name in fields for name in record.inside)
    return lambda column: column in record.clear.follows or not (column in fields or (inside and column not in top))


def _ruled(one: Wrong) -> Judged | None:
    """What a named person's ruling makes of one value; None: it is put right."""
    match one.wanted.ruling:
        case Ruling.DISPUTED:
            return Judged(Decision.ASK, DISPUTED)
        case Ruling.KEEP | Ruling.STATEMENT:
            return Judged(Decision.KEEP, CONFIRMED)
        case None if one.opinion:
            return Judged(Decision.ASK, OPINION)
        case _:
            return None


def _kept(place: Place, located: Located, world: World) -> Judged | None:
    """A record that a statute or the map wants to stay as it is: its ground, and until when."""
    collection = world.systems[place[0]].collections[place[1]]
    rule = world.policy.retention.get(collection.category or "")
    record = next(r for r in located.found[place[0]] if (r.collection, r.key) == place[1:])
    if rule is not None and (kept := kept_by_law(rule, record.events, book_year_of(world.policy))):
        return Judged(Decision.KEEP, kept.law, kept.until if kept.until and kept.until >= world.today else None)
    if isinstance(collection.erase, EraseKeep):
        return Judged(Decision.KEEP, collection.erase.ground)
    return Judged(Decision.KEEP, collection.as_it_was) if collection.as_it_was else None


def _beside_the_person(
    asked: Asked, groups: Mapping[tuple[str, str], Groups], located: Located, world: World
) -> list[tuple[Place, Mapping[str, object]]]:
    """Where the disputed record has no place for the person's words: the person's own row, where that has one."""
    stored = any(asked.statement in str(value) for members in groups.values() for _, new in members for _, value in new)
    if not asked.statement or stored:
        return []
    own = [
        (name, record.collection, record.key)
        for name, records in located.found.items()
        for record in records
        if not record.shared and not record.candidate and world.systems[name].collections[record.collection].person
    ]
    beside = [(place, _statement(place, asked.statement, world)) for place in own if place in world.held]
    return [(place, new) for place, new in beside if new]


def _statement(place: Place, statement: str, world: World) -> dict[str, object]:
    """The person's words, after what stands in the record's own place for them; nothing where the map has none."""
    column = world.systems[place[0]].collections[place[1]].statement
    if column is None:
        return {}
    before = str(world.held[place].get(column) or "")
    return {} if statement in before else {column: f"{before}\n{statement}".strip()}


def _feeds(wrong: Sequence[Wrong], located: Located, world: World) -> list[Feeds]:
    """Every wrong value that another system would write back, with the state its source is in."""
    found: list[Feeds] = []
    for one in wrong:
        source = world.systems[one.place[0]].collections[one.place[1]].synced_from.get(one.column)
        if source is None or source.system == one.place[0]:
            continue
        old = [
            other
            for other in wrong
            if (other.place[0], other.place[1], other.column) == (source.system, source.collection, source.column)
        ]
        stays = any(_kept(other.place, located, world) or _ruled(other) for other in old)
        found.append(Feeds(f"{one.place[0]}.{one.place[1]}.{one.column}", one.place[0], source, bool(old) and stays))
    return found


def _shown(plan: Plan, wrong: Sequence[Wrong]) -> bytes:
    """Before and after, for the vault: what the office reads before it approves."""
    rows = [
        {
            "system": one.place[0],
            "collection": one.place[1],
            "column": one.column,
            "kind": one.wanted.kind,
            "before": str(one.before or ""),
            "after": one.after if _ruled(one) is None else None,
        }
        for one in wrong
    ]
    return json.dumps({"plan": plan.id, "changes": rows}, ensure_ascii=False).encode()
