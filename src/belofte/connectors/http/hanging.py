"""Copies in a REST system of records elsewhere: a message about an invoice, the account of who has left.

They are found by what both hold: a reference of the map (``of: {subject: crm.invoices.number}``), or a strong kind of
identifier. A record that is about somebody else too is shared, and goes with nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from belofte.connectors.http.asking import Asking
from belofte.connectors.http.columns import Cells
from belofte.connectors.http.finding import strong_kinds
from belofte.connectors.http.people import Rounds, referring
from belofte.domain.identity import KEY, Identifier
from belofte.domain.located import Found, Key
from belofte.domain.standing import stands_in
from belofte.domain.system_map import Reference, SystemMap


def hanging_on(
    system: SystemMap, asking: Asking, name: str, holders: Sequence[Sequence[Identifier]]
) -> Iterator[tuple[int, Found]]:
    """The records of one collection that name what a holder is known by, each with the holder's number."""
    for key, (cells, numbers) in _held(system, asking, name, holders, frozenset()).items():
        known: defaultdict[str, set[str]] = defaultdict(set)
        for identifier in (one for number in numbers for one in holders[number]):
            known[identifier.kind].add(identifier.value)
        theirs = {kind: frozenset(values) for kind, values in known.items()}
        others = asking.columns[name].others(cells, theirs)
        for number, via in numbers.items():
            yield number, Found("", name, key, via, shared=others or len(numbers) > 1)


def _held(
    system: SystemMap, asking: Asking, name: str, holders: Sequence[Sequence[Identifier]], passed: frozenset[str]
) -> dict[Key, tuple[Cells, dict[int, str]]]:
    """The records of a collection, and by what each hangs on which holders."""
    found: dict[Key, tuple[Cells, dict[int, str]]] = {}
    ways = (
        _by_reference(system, asking, name, holders),
        _by_kind(system, asking, name, holders),
        _by_what_it_belongs_to(system, asking, name, holders, passed),
    )
    for number, via, cells in (one for way in ways for one in way):
        if (key := asking.columns[name].key(cells)) is not None:
            found.setdefault(key, (cells, {}))[1].setdefault(number, via)
    return found


def _by_what_it_belongs_to(
    system: SystemMap, asking: Asking, name: str, holders: Sequence[Sequence[Identifier]], passed: frozenset[str]
) -> Iterator[tuple[int, str, Cells]]:
    """The address of an account that is found so, the lines of its invoice."""
    for reference in system.collections[name].of:
        above = reference.target
        if reference.target_system is not None or above in passed or above not in asking.columns:
            continue
        held = _held(system, asking, above, holders, passed | {name})
        parents = [(n, (above, key), cells) for key, (cells, numbers) in held.items() for n in numbers]
        for number, _, cells in referring(asking, system.collections[name], reference, parents):
            yield number, above, cells


def _by_reference(
    system: SystemMap, asking: Asking, name: str, holders: Sequence[Sequence[Identifier]]
) -> Iterator[tuple[int, str, Cells]]:
    """By what the holder is called where it lies. In a text its name must stand as a word of its own."""
    collection = system.collections[name]
    for reference in collection.of:
        column = reference.columns[0]
        if reference.target_system is None or len(reference.columns) > 1 or not asking.can(name, column):
            continue
        scope = _scope(reference)
        wanted: dict[str, set[int]] = defaultdict(set)
        for number, holder in enumerate(holders):
            for identifier in holder:
                if (identifier.kind, identifier.scope) == (KEY, scope):
                    wanted[identifier.value].add(number)
        in_text = column in collection.free_text
        for cells in asking.rows(name, column, [{column: value} for value in sorted(wanted)]):
            for value in _named(str(cells.get(column, "")), wanted, in_text):
                yield from ((number, column, cells) for number in wanted[value])


def _by_kind(
    system: SystemMap, asking: Asking, name: str, holders: Sequence[Sequence[Identifier]]
) -> Iterator[tuple[int, str, Cells]]:
    kinds = strong_kinds(system, asking.columns)
    rounds, known = Rounds(system, asking, kinds), [(n, one) for n, holder in enumerate(holders) for one in holder]
    for kind in kinds:
        if any(one.kind == kind for _, one in known):
            for number, cells in rounds.holding(system.collections[name], kind, known):
                yield number, kind, cells


def _scope(reference: Reference) -> str:
    return f"{reference.target_system}.{reference.target}.{reference.target_columns[0]}"


def _named(text: str, values: Iterable[str], in_text: bool) -> list[str]:
    if not in_text:
        return [text] if text in set(values) else []
    return [one for one in values if stands_in(one, text)]
