"""Whether records are there that somebody names by their key: each connector is asked, and changes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from belofte.domain.errors import BelofteError
from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Blind, Decision
from belofte.domain.record_decision import RecordPlace
from belofte.domain.system_map import Verb
from belofte.ports import Order, OrderLine, SystemUnreachable
from belofte.procedures.parts import Parts

NOBODY_LOOKS = "no program can look one record up here"
LOOK_THERE = "look in the system itself whether the record is there"


@dataclass(frozen=True, slots=True)
class There:
    """How many of these records are there; how many are not, by ``system.collection``; and the systems nobody could
    look into."""

    there: int = 0
    missing: Mapping[str, int] = field(default_factory=dict[str, int])
    blind: tuple[Blind, ...] = ()


def are_there(
    parts: Parts, hold: str, places: Sequence[RecordPlace], identifiers: tuple[Identifier, ...] = ()
) -> There:
    """Look for records by key. A number that is looked for as number and as text is one record."""
    by_system: dict[str, dict[str, set[Key]]] = defaultdict(lambda: defaultdict(set))
    for system, collection, key in places:
        if key:
            by_system[system][collection].add(key)
    there, missing, blind = 0, Counter[str](), list[Blind]()
    for system, keys in by_system.items():
        present = _present(parts, Order(hold, identifiers, (), Verb.ERASE), system, keys)
        if isinstance(present, Blind):
            blind.append(present)
            continue
        for name, listed in keys.items():
            expected = len(set(map(as_written, listed)))
            here = min(expected, present[name])
            there += here
            missing[f"{system}.{name}"] += expected - here
    return There(there, {where: count for where, count in missing.items() if count}, tuple(blind))


def counted_once(places: Iterable[RecordPlace]) -> dict[str, int]:
    """Records by ``system.collection``; one that is looked for as number and as text counts once."""
    once = {(system, collection, as_written(key)) for system, collection, key in places}
    return dict(Counter(f"{system}.{collection}" for system, collection, _ in once))


def as_written(key: Key) -> tuple[str, ...]:
    """A key as somebody writes it: the same whether its column holds numbers or text."""
    return tuple(map(str, key))


def _present(parts: Parts, order: Order, system: str, keys: Mapping[str, set[Key]]) -> Mapping[str, int] | Blind:
    """How many records of each collection are there, or why nobody could look."""
    connector = parts.connectors.get(system)
    if connector is None:
        return Blind(system, NOBODY_LOOKS, LOOK_THERE)
    forms = {name: _forms(listed) for name, listed in keys.items()}
    most = Counter[str]()
    for turn in range(max(map(len, forms.values()))):
        listed = {name: its[turn] for name, its in forms.items() if turn < len(its)}
        lines = tuple(OrderLine(name, Decision.KEEP, its) for name, its in listed.items())
        try:
            (result,) = connector.read_back([replace(order, lines=lines)])
        except SystemUnreachable as away:
            return Blind(system, away.why, away.remedy, away.until)
        except BelofteError as wrong:  # a wrong map or secret of one system hides no other
            return Blind(system, wrong.message, wrong.remedy)
        for line in result.lines:
            if line.decision is not Decision.KEEP:
                continue
            if line.present is None:
                return Blind(system, NOBODY_LOOKS, LOOK_THERE)
            most[line.collection] = max(most[line.collection], line.present)
    return most


def _forms(listed: set[Key]) -> list[frozenset[Key]]:
    """The same records with their numbers as numbers, and where that differs as text. A column holds one of the two;
    asked for together, a database that takes either would count a record twice."""
    by_record: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key in listed:
        by_record[as_written(key)].append(key)
    numbers = frozenset(max(forms, key=_numbers) for forms in by_record.values())
    texts = frozenset(min(forms, key=_numbers) for forms in by_record.values())
    return list(dict.fromkeys((numbers, texts)))


def _numbers(key: Key) -> int:
    return sum(not isinstance(part, str) for part in key)
