"""Two systems, each with one row on the same address: one person, or two?

Inside a system two rows are two people unless they agree (:mod:`belofte.domain.identity`): the system itself keeps them
apart. Across systems it is the other way round: everybody has one row in each, so that a shared value makes one person
of two rows unless they *contradict* each other in a field that both maps mark ``agrees``. Of a contradiction, and of a
chain of rows in which any two contradict, nothing is taken for the person who asks: the values that join them are
doubtful, find nothing by themselves, and a person is asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from belofte.domain.identity import Anchor, Identifier, agree, differ
from belofte.domain.kinds import KINDS, Form

_BETWEEN = re.compile(r"[.\-]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that stands for a person in one system. ``strong`` are its strong values; ``agrees`` the parts of each
    kind that the map marks so, normalised, "" where nothing is filled in; ``theirs``: a named person decided that it is
    who asks, so that two such rows contradict each other in nothing."""

    system: str
    strong: frozenset[Identifier]
    agrees: Mapping[str, tuple[str, ...]]
    theirs: bool = False


def contradict(one: Row, other: Row) -> bool:
    """Does a field that both fill in say of each what it does not say of the other?

    A name that says less contradicts nothing: ``Jan`` and ``J. Jansen`` beside ``Jan Jansen``. A date or a number
    contradicts where it differs.
    """
    if one.theirs and other.theirs:
        return False
    for kind in one.agrees.keys() & other.agrees.keys():
        if kind in KINDS and KINDS[kind].form is Form.WORDS:
            if not _says_less(_words(one.agrees[kind]), _words(other.agrees[kind])):
                return True
        elif differ(_anchor(one, kind), _anchor(other, kind)):
            return True
    return False


def doubtful_values(rows: Sequence[Row]) -> frozenset[Identifier]:
    """The values that join rows of different systems which cannot all be one person."""
    if len({row.system for row in rows}) < 2 or not any(row.agrees for row in rows):
        return frozenset()
    doubtful = set[Identifier]()
    for group in _joined(rows):
        if any(contradict(rows[a], rows[b]) for a, b in combinations(group, 2) if rows[a].system != rows[b].system):
            doubtful |= _joining([rows[number] for number in group])
    return frozenset(doubtful)


def _joined(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Rows that hang together by strong values across systems; inside a system only those that agree."""
    holders: dict[Identifier, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for value in row.strong:
            holders[value].append(number)
    leader = list(range(len(rows)))

    def find(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for numbers in holders.values():
        for a, b in combinations(numbers, 2):
            if rows[a].system != rows[b].system or agree(_anchor(rows[a]), _anchor(rows[b])):
                leader[find(a)] = find(b)
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(rows)):
        groups[find(number)].append(number)
    yield from (group for group in groups.values() if len(group) > 1)


def _joining(rows: Sequence[Row]) -> set[Identifier]:
    """The values that rows of two systems hold."""
    systems: dict[Identifier, set[str]] = defaultdict(set)
    for row in rows:
        for value in row.strong:
            systems[value].add(row.system)
    return {value for value, held_in in systems.items() if len(held_in) > 1}


def _anchor(row: Row, kind: str | None = None) -> Anchor:
    agrees = row.agrees if kind is None else {kind: row.agrees[kind]}
    return Anchor(row.system, (), row.strong, agrees)


def _words(parts: Iterable[str]) -> list[str]:
    return ["".join(c for c in word if c.isalnum()) for part in parts for word in _BETWEEN.sub(" ", part).split()]


def _says_less(one: Sequence[str], other: Sequence[str]) -> bool:
    """Is every word of the shorter name among those of the longer, or the initial of one of them?"""
    few, many = sorted((list(filter(None, one)), list(filter(None, other))), key=len)
    left = list(many)
    for word in sorted(few, key=len, reverse=True):  # whole words first: an initial takes what is left
        match = next((w for w in left if w == word), None) or next((w for w in left if _is_initial(word, w)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _is_initial(word: str, other: str) -> bool:
    return min(len(word), len(other)) == 1 and word[0] == other[0]
