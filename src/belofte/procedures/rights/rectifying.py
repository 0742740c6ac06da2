"""Rectification around its planner: reads what stands in the systems now.

What is read is kept in the vault only, as before and after of what the plan is about. A new address or number that
leads to anybody else is not taken: whoever controls it would get their data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from belofte.domain.identity import Identifier
from belofte.domain.kinds import KINDS, Strength, normalise
from belofte.domain.located import Found, Key, Located
from belofte.domain.plan import Blind, Decision
from belofte.domain.rights.corrections import Held, Place, Wanted, columns_of
from belofte.domain.rights.planning import Drafted
from belofte.domain.rights.rectification import Asked, World, plan_rectification
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.domain.wish import Correction, Wish
from belofte.ports import Ask, Order, OrderLine, PlanOutdated, SystemUnreachable
from belofte.procedures.identity.reaching import wish_of
from belofte.procedures.parts import Parts
from belofte.procedures.planning.locate import locate
from belofte.procedures.planning.to_plan import ToPlan
from belofte.procedures.rights.rulings import rulings_of

NEW_VALUE_TAKEN = "new-value-is-somebody-elses"
"""Question: the new address or number stands with somebody else already."""
NOTHING_SAID = "nothing-to-correct-yet"
"""Question: the request does not say what is wrong, or nobody has noted it."""
NOT_READ = "too-many-records-to-read"
"""Question: a table holds so many records of the person that single values are not looked at."""


def plan_rectified(parts: Parts, wanted: ToPlan) -> Drafted:
    """The plan of one rectification, with the values that stand in the records now."""
    case = wanted.request.id
    with parts.store.reading() as tx:
        wish = wish_of(tx, case)
        rulings = {decided.number: decided.ruling for decided in rulings_of(tx, case)}
    corrections = tuple(Wanted(one, rulings.get(n)) for n, one in enumerate(wish.corrections, start=1))
    held, blind = read_held(parts, wanted.located, wish)
    located = replace(wanted.located, blind=(*wanted.located.blind, *blind))
    world = World(parts.policy, parts.systems, held, parts.today(), parts.country.calling_code)
    drafted = plan_rectification(wanted.head, located, Asked(corrections, wish.statement), world, parts.short_id)
    more = [NOTHING_SAID] if not corrections and not wish.statement else []
    more += [*_taken(parts, case, wish, located), *_unread(located, parts.systems, wish)]
    questions = (*drafted.plan.questions, *more)
    return replace(drafted, plan=replace(drafted.plan, questions=questions))


def read_held(parts: Parts, located: Located, wish: Wish) -> tuple[Held, tuple[Blind, ...]]:
    """The values of every record that a correction can be about; a system that cannot be read is blind."""
    held: dict[Place, Mapping[str, object]] = {}
    blind: list[Blind] = []
    for name, records in located.found.items():
        system = parts.systems[name]
        order = _to_read(located, system, records, wish)
        if order is None:
            continue
        if Verb.EXPORT not in system.allow:
            blind.append(Blind(name, "its map does not allow: export", "allow export: values must be read first"))
            continue
        try:
            for record in parts.connectors[name].export([order]):
                held[name, record.collection, record.key] = record.fields
        except SystemUnreachable as away:
            blind.append(Blind(name, away.why, away.remedy))
        except PlanOutdated:
            blind.append(Blind(name, "its records changed while they were read", "plan again"))
    return held, tuple(blind)


def is_concerned(system: SystemMap, collection: Collection, wish: Wish) -> bool:
    """Whether a correction, or the person's statement, can be about this table."""
    return bool(wish.statement and collection.statement) or any(
        columns_of(correction, system.name, collection) for correction in wish.corrections
    )


def _to_read(located: Located, system: SystemMap, records: Sequence[Found], wish: Wish) -> Order | None:
    keys: dict[tuple[str, Decision], set[Key]] = defaultdict(set)
    for record in records:
        if record.candidate:
            continue
        read = record.key and is_concerned(system, system.collections[record.collection], wish)
        decision = Decision.ASK if record.shared else Decision.EXPORT if read else Decision.KEEP
        keys[record.collection, decision].add(record.key)
    if not any(decision is Decision.EXPORT for _, decision in keys):
        return None
    lines = tuple(
        OrderLine(collection, decision, frozenset(listed) if all(listed) else None)
        for (collection, decision), listed in keys.items()
    )
    return Order(located.request, located.identifiers, lines)


def _unread(located: Located, systems: Mapping[str, SystemMap], wish: Wish) -> list[str]:
    return [
        f"{NOT_READ}: {name}.{record.collection} {record.count}"
        for name, records in located.found.items()
        for record in records
        if not record.key and not record.shared and record.count
        if is_concerned(systems[name], systems[name].collections[record.collection], wish)
    ]


def _taken(parts: Parts, case: str, wish: Wish, located: Located) -> list[str]:
    """Kinds whose new value stands with somebody else already: it would join two people."""
    own = {(name, r.collection, r.key) for name, records in located.found.items() for r in records if not r.shared}
    taken: list[str] = []
    for correction in wish.corrections:
        identifier = finder_of(correction)
        if identifier is None:
            continue
        there = locate(parts.connectors, [Ask(case, (identifier,))])[case].found
        others = {(name, r.collection, r.key) for name, records in there.items() for r in records if r.is_record}
        if others - own:
            taken.append(f"{NEW_VALUE_TAKEN}: {correction.kind}")
    return taken


def finder_of(correction: Correction) -> Identifier | None:
    """The new value as an identifier, where its kind finds people."""
    kind = KINDS.get(correction.kind)
    if kind is None or kind.strength is not Strength.STRONG or not correction.should_be.strip():
        return None
    return Identifier(correction.kind, "", normalise(correction.kind, correction.should_be))
