"""Who is this about? Strong identifiers find records; weak ones only show candidates (design: identity).

A *strong* identifier finds records and is carried from system to system, round after round, until nothing new appears.
Two anchors that share a strong value are one person only if a second field marked ``agrees`` is equal and none differs;
else the value is *shared*: it finds nothing by itself and what hangs on it alone is asked.

The rules of :func:`resolve`, each with its test:

1. Two anchors are *linked* when they share a strong value, or when one refers to the other, and they agree.
2. Linked anchors form a group. A group in which any two anchors differ is no person: all its anchors stand apart. A
   chain of look-alikes (father, son of the same name, the son's second account) must not end as one person.
3. A value held by two groups is shared. So is a value that two anchors of one dissolved group hold.
4. A group is the asked person when it holds an asked value that is not shared; then all its own values count as asked.
   An asked value without scope fits any scope; held by two groups, in whatever scopes, it is shared.
5. When a plan was approved, its anchors *are* the person: they stay one group and hold every asked value, even those
   they lost when they were cleared. Whoever else holds one is somebody else, unless the two agree.
6. Of the others, only those that hold an asked shared value *which no group of the asked person holds* are shown, as
   shared. Whoever merely shares an address with the asked person is somebody else and stays out of the case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

KEY = "key"
"""The kind of an identifier that is a record key of one system, named by another system's reference."""

WORLD_WIDE = frozenset({"email", "phone", "iban", "bsn", "national-number", "social-account"})
"""Kinds whose values mean the same person everywhere; any other kind is unique in one place only."""


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A value that points at a person. ``scope`` "" is world-wide, else ``system.collection.column`` or a name the
    policy gives. ``value`` is normalised for its kind (:func:`belofte.domain.kinds.normalise`)."""

    kind: str
    scope: str
    value: str

    def fits(self, kind: str, scope: str) -> bool:
        """May this identifier be looked for in a column of ``kind`` and ``scope``? An unscoped value fits everywhere:
        a customer number that somebody wrote down does not say whose number it is."""
        return self.kind == kind and self.scope in ("", scope)


@dataclass(frozen=True, slots=True)
class Anchor:
    """One row a person, as identity needs it. ``strong`` are its strong values; ``agrees`` are the parts of each kind
    that must be equal before two rows are one person, normalised, "" where nothing is filled in."""

    place: str  # system.collection
    key: tuple[object, ...]
    strong: frozenset[Identifier]
    agrees: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])


@dataclass(frozen=True, slots=True)
class Resolved:
    """The answer for one request; numbers are positions in the anchors given."""

    own: frozenset[int]
    shared: frozenset[int]
    carried: frozenset[Identifier]  # find records by themselves
    shared_values: frozenset[Identifier]  # what hangs on these alone is asked


def resolve(
    asked: Iterable[Identifier],
    anchors: Sequence[Anchor],
    links: Iterable[tuple[int, int]] = (),
    planned: frozenset[int] | None = None,
) -> Resolved:
    """Which anchors are the asked person. ``links`` are pairs of anchors of which one refers to the other; ``planned``
    are the anchors an approved plan took for the person, as far as they are there, None where there is no such plan.

    The outcome does not depend on the order of the anchors.
    """
    pairs, wanted = list(links), set(asked)
    if len(anchors) == 1 and not pairs and planned != frozenset():
        return _alone(wanted, anchors[0].strong | wanted if planned else anchors[0].strong)
    if planned is not None:
        anchors = [replace(a, strong=a.strong | wanted) if n in planned else a for n, a in enumerate(anchors)]
    groups = _groups(anchors, pairs, planned or frozenset())
    held = [frozenset[Identifier]().union(*(anchors[n].strong for n in group)) for group in groups]
    if planned is not None and not planned:
        groups, held = [*groups, ()], [*held, frozenset(wanted)]  # they are gone; their values are still theirs
    shared = _shared(held)
    for loose in [i for i in wanted if i.scope == ""]:
        fitting = [[i for i in values if (i.kind, i.value) == (loose.kind, loose.value)] for values in held]
        scoped = {i for values in fitting for i in values}
        wanted |= scoped
        if sum(map(bool, fitting)) > 1:
            shared |= scoped | {loose}
    own: set[int] = set()
    while True:
        more = {g for g, values in enumerate(held) if g not in own and (values & wanted) - shared}
        if not more:
            break
        own |= more
        wanted |= frozenset[Identifier]().union(*(held[g] for g in more))
    known = frozenset[Identifier]().union(*(held[g] for g in own))
    doubtful = (wanted & shared) - known
    referring = {n for pair in pairs for n in pair if {_group_of(m, groups) for m in pair} & own}
    others = {n for g, group in enumerate(groups) if g not in own for n in group}
    return Resolved(
        own=frozenset(n for g in own for n in groups[g]),
        shared=frozenset(n for n in others if anchors[n].strong & doubtful or n in referring),
        carried=frozenset(wanted - shared),
        shared_values=frozenset(wanted & shared),
    )


def _alone(asked: set[Identifier], held: frozenset[Identifier]) -> Resolved:
    """:func:`resolve` where one anchor was seen, which nearly every person is: nobody is there to share with."""
    unscoped = {(i.kind, i.value) for i in asked if i.scope == ""}
    wanted = asked | {i for i in held if (i.kind, i.value) in unscoped}
    own = not wanted.isdisjoint(held)
    carried = frozenset(wanted | held) if own else frozenset(wanted)
    return Resolved(frozenset({0} if own else ()), frozenset(), carried, frozenset())


def agree(one: Anchor, other: Anchor) -> bool:
    """Is some ``agrees`` field equal, and does none differ? A field that one side lacks says nothing."""
    kinds = one.agrees.keys() & other.agrees.keys()
    answers = [_compare(kind, one.agrees[kind], other.agrees[kind]) for kind in kinds]
    return True in answers and False not in answers


def differ(one: Anchor, other: Anchor) -> bool:
    """Does a field that both have differ?"""
    kinds = one.agrees.keys() & other.agrees.keys()
    return any(_compare(kind, one.agrees[kind], other.agrees[kind]) is False for kind in kinds)


def _compare(kind: str, one: tuple[str, ...], other: tuple[str, ...]) -> bool | None:
    """True equal, False different, None: one side says nothing. Parts are compared one by one where both sides have
    the same number of them. Else they are joined (``full_name`` beside ``first_name, last_name``), but where each part
    is a whole value (``phone, mobile`` beside ``phone``) all of one side must be among the other's."""
    if len(one) != len(other) and kind in WORLD_WIDE:
        few, many = sorted((set(filter(None, one)), set(filter(None, other))), key=len)
        return few <= many if few else None
    if len(one) != len(other):
        one, other = (" ".join(filter(None, one)),), (" ".join(filter(None, other)),)
    both = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
    return all(a == b for a, b in both) if both else None


def _groups(
    anchors: Sequence[Anchor], links: Sequence[tuple[int, int]], planned: frozenset[int]
) -> list[tuple[int, ...]]:
    """Rules 1, 2 and 5: the persons, each as positions in ``anchors``."""
    holders: dict[Identifier, list[int]] = defaultdict(list)
    for number, anchor in enumerate(anchors):
        for value in anchor.strong:
            holders[value].append(number)
    leader = list(range(len(anchors)))

    def find(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    candidates = {pair for numbers in holders.values() if len(numbers) > 1 for pair in combinations(numbers, 2)}
    for one, other in candidates | set(links):
        if {one, other} <= planned or agree(anchors[one], anchors[other]):
            leader[find(one)] = find(other)
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(anchors)):
        members[find(number)].append(number)
    groups: list[tuple[int, ...]] = []
    for group in members.values():
        pairs = ((a, b) for a, b in combinations(group, 2) if not {a, b} <= planned)
        if any(differ(anchors[a], anchors[b]) for a, b in pairs):
            groups += [(number,) for number in group if number not in planned]
            groups += [tuple(together)] if (together := [n for n in group if n in planned]) else []
        else:
            groups.append(tuple(group))
    return groups


def _shared(held: Sequence[frozenset[Identifier]]) -> frozenset[Identifier]:
    """Rule 3: values that two persons hold."""
    seen, twice = set[Identifier](), set[Identifier]()
    for values in held:
        twice |= values & seen
        seen |= values
    return frozenset(twice)


def _group_of(number: int, groups: Sequence[tuple[int, ...]]) -> int:
    return next(g for g, group in enumerate(groups) if number in group)
