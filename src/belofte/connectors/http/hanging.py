"""Copies in a REST system of records elsewhere: a message about an invoice, the account of who has left.

They are found by what both hold: a reference of the map (``of: {subject: crm.invoices.number}``), or a strong kind of
identifier. A record that is about somebody else too is shared, and goes with nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from belofte.connectors.http.asking import Asking
from belofte.connectors.http.columns import Cells
from belofte.connectors.http.finding import strong_kinds
from belofte.connectors.http.people import Rounds
from belofte.domain.identity import KEY, Identifier
from belofte.domain.located import Found, Key
from belofte.domain.system_map import Reference, SystemMap


def hanging_on(
    system: SystemMap, asking: Asking, name: str, holders: Sequence[Sequence[Identifier]]
) -> Iterator[tuple[int, Found]]:
    """The records of one collection that name what a holder is known by, each with the holder's number."""
    rows: dict[Key, Cells] = {}
    whose: dict[Key, dict[int, str]] = defaultdict(dict)
    columns = asking.columns[name]
    for number, via, cells in (*_by_reference(system, asking, name, holders), *_by_kind(system, asking, name, holders)):
        if (key := columns.key(cells)) is not None:
            rows[key] = cells
            whose[key].setdefault(number, via)
    for key, numbers in whose.items():
        known: defaultdict[str, set[str]] = defaultdict(set)
        for identifier in (one for number in numbers for one in holders[number]):
            known[identifier.kind].add(identifier.value)
        others = columns.others(rows[key], {kind: frozenset(values) for kind, values in known.items()})
        for number, via in numbers.items():
            yield number, Found("", name, key, via, shared=others or len(numbers) > 1)


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
    return [one for one in values if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text, re.IGNORECASE)]
