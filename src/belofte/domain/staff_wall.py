"""Who of our own people no longer sees a record: the wall around what somebody left behind, table by table.

When somebody has left or is restricted, every record of theirs gets a mark in the database it lies in; a marked row is
hidden from the roles that staff read with. The record itself stays as it is. One role is excepted, on a ground that
the policy names: whoever keeps what the law makes us keep (``seen_by`` beside ``law`` in a retention rule).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from belofte.domain.policy import Policy, RetentionRule, Text
from belofte.domain.system_map import SystemMap

CUSTODIAN = "custodian"
"""The word of a retention rule for whoever the policy names as custodian."""


@dataclass(frozen=True, slots=True)
class Brick:
    """One table as one of the system's own roles meets it: hidden when marked, or excepted on a named ground."""

    collection: str
    account: str  # a role or account of the system
    role: str  # the policy's role it stands for
    ground: str | None = None  # why it goes on seeing marked rows; None: it does not

    @property
    def is_excepted(self) -> bool:
        """Goes on seeing what is marked."""
        return self.ground is not None


def wall_of(policy: Policy, system: SystemMap) -> tuple[Brick, ...]:
    """Every table that is hidden, for every role that reads here, in the order of the map."""
    return tuple(_bricks(policy, system))


def _bricks(policy: Policy, system: SystemMap) -> Iterator[Brick]:
    for collection in system.collections.values():
        if not system.is_hidden(collection) or collection.category is None:
            continue
        ground = ground_of(policy.retention.get(collection.category))
        seen_by = sees_what_is_kept(policy, collection.category)
        for role, accounts in system.readers.items():
            for account in accounts:
                yield Brick(collection.name, account, role, ground if role in seen_by else None)


def sees_what_is_kept(policy: Policy, category: str) -> frozenset[str]:
    """The roles that still see this category after its person left, because a named ground makes us keep it."""
    rule = policy.retention.get(category)
    if rule is None or ground_of(rule) is None:
        return frozenset()
    custodian = policy.staff.custodian
    named = {custodian if name == CUSTODIAN else name for name in rule.seen_by}
    return frozenset(name for name in named if name)


def ground_of(rule: RetentionRule | None) -> str | None:
    """The law behind a rule, as the policy names it."""
    return rule.law if rule else None


def roles_that_read(policy: Policy) -> frozenset[str]:
    """The roles of our own people that the policy lets see personal data at all."""
    custodian = (policy.staff.custodian,) if policy.staff.custodian else ()
    return frozenset((*policy.staff.roles, *custodian))


def unknown_roles(policy: Policy, system: SystemMap) -> tuple[str, ...]:
    """Roles that a map names as readers and the policy does not let see anything."""
    return tuple(sorted(set(system.readers) - roles_that_read(policy)))


def cause_of(case: str) -> str:
    """What a mark carries of the case that set it: enough to take this mark away and no other, and no way back."""
    return hashlib.sha256(f"wall of {case}".encode()).hexdigest()[:32]


def by_account(bricks: tuple[Brick, ...]) -> Mapping[str, tuple[Brick, ...]]:
    """The bricks of each role of the system."""
    accounts = dict.fromkeys(brick.account for brick in bricks)
    return {account: tuple(brick for brick in bricks if brick.account == account) for account in accounts}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a wall, and the one that takes it back; "" where nothing needs to be taken back."""

    text: str
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Leak:
    """A way past the wall that no statement of ours closes: ``who`` by ``what``, and what a person does about it."""

    who: str
    what: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Wall:
    """What would be carried out in one database, and what stands in the way of it holding."""

    system: str
    statements: tuple[Statement, ...]
    leaks: tuple[Leak, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """What one role saw of one table when it was tried for real: counts only.

    ``rows`` are there, ``marked`` of them are marked; the role sees ``sees`` of all and ``sees_marked`` of the marked
    (None: it may not read the table). ``trial``: one more row was marked for the try, and vanished (None: not tried).
    """

    account: str
    collection: str
    rows: int
    marked: int
    sees: int | None
    sees_marked: int | None
    ground: str | None = None
    trial: bool | None = None

    @property
    def holds(self) -> bool:
        """Nothing that is marked is seen, or seeing it is excepted on a named ground."""
        return self.ground is not None or (not self.sees_marked and self.trial is not False)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the wall stands: tables without it (``open``), ways past it, and how many rows are marked."""

    is_built: bool
    open: tuple[str, ...] = ()
    leaks: tuple[Leak, ...] = ()
    marked: int = 0
