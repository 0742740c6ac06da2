"""What a case must remember of two people on one value: in the vault, for the act and for a plan made anew.

Once one of the two has been erased nothing in the systems says any more that there were two. So the case keeps which
values were found to be somebody else's too, and the rows that stood for its own person, until it closes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from belofte.domain.across_systems import Row
from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Key, Located
from belofte.store_port import Transaction

TOLD_APART = "told-apart"
"""Vault column: what a case remembers of two people on one value."""
ROWS_DECIDED = "rows-decided"
"""Note of a plan: a named person said of so many rows that they are who asks."""


@dataclass(frozen=True, slots=True)
class Theirs:
    """A row that a named person decided to be who asks. ``values``: all strong ones in it; ``alone``: those of them
    that nobody else has. They tell who is meant everywhere. A row without any is known by what it shares: in its own
    system that then counts."""

    system: str
    collection: str
    key: Key
    values: frozenset[Identifier]
    alone: frozenset[Identifier]

    @property
    def place(self) -> tuple[str, str, Key]:
        return self.system, self.collection, self.key


@dataclass(frozen=True, slots=True)
class Apart:
    """``doubtful``: system → values that are somebody else's too. ``own``: the rows that stood for the person.
    ``theirs``: the rows of which a named person decided so."""

    doubtful: Mapping[str, frozenset[Identifier]] = field(default_factory=dict[str, "frozenset[Identifier]"])
    own: tuple[Row, ...] = ()
    theirs: tuple[Theirs, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the plan says of it, for who approves."""
        return (f"{ROWS_DECIDED}: {len(self.theirs)}",) if self.theirs else ()

    @property
    def known(self) -> frozenset[Identifier]:
        """The values by which the decided rows are found for sure."""
        return frozenset[Identifier]().union(*(one.alone for one in self.theirs))

    @property
    def remembered(self) -> tuple[Row, ...]:
        """The rows that stood for the person, as they are compared: once somebody decided, they are one person's."""
        return tuple(replace(row, theirs=True) for row in self.own) if self.theirs else self.own

    def counts_in(self, system: str) -> frozenset[Identifier]:
        """Shared values that are theirs in this system, because a decided row there is known by nothing else."""
        rows = (one for one in self.theirs if one.system == system and not one.alone)
        return frozenset[Identifier]().union(*(one.values for one in rows))

    def is_theirs(self, system: str, record: Found) -> bool:
        """Did a named person decide that this record is who asks?"""
        return any((system, record.collection, record.key) == one.place for one in self.theirs)


NOTHING_YET = Apart()
"""Of a case whose systems were not searched before."""


def somebody_elses_too(tx: Transaction, case: str) -> frozenset[Identifier]:
    """The values of a case that are another person's too, in whatever system that was seen."""
    apart = decode_apart(tx.vault.newest(TOLD_APART, [case]).get(case))
    return frozenset[Identifier]().union(*apart.doubtful.values())


def rows_of(system: str, found: Sequence[Found], before: Apart = NOTHING_YET) -> list[Row]:
    """The rows of one system that stand for somebody, whoever that is."""
    return [
        Row(system, frozenset(record.holds), record.agrees, before.is_theirs(system, record))
        for record in found
        if record.agrees is not None and not record.candidate
    ]


def apart_of(located: Located, before: Apart = NOTHING_YET) -> Apart:
    """What is to be remembered after a search, beside what was remembered before. Where there is one system, nobody
    else can know somebody else."""
    if len(located.found) + len(located.blind) < 2:
        return Apart(located.doubtful, before.own, before.theirs)
    now = [
        row
        for name, found in located.found.items()
        for row in rows_of(name, [record for record in found if not record.shared])
    ]
    own = (*still_needed(before.own, now), *(row for row in now if row.agrees))
    return Apart(located.doubtful, own, before.theirs)


def still_needed(remembered: Sequence[Row], now: Sequence[Row]) -> list[Row]:
    """Those remembered rows that no row of the same system replaces: what stands there today counts."""
    return [row for row in remembered if not any(one.system == row.system and one.strong & row.strong for one in now)]


def encode_apart(apart: Apart) -> bytes:
    """As it lies in the vault."""
    rows = [[row.system, _listed(row.strong), {k: list(v) for k, v in row.agrees.items()}] for row in apart.own]
    doubtful = {system: _listed(values) for system, values in apart.doubtful.items()}
    theirs = [
        [one.system, one.collection, list(one.key), _listed(one.values), _listed(one.alone)] for one in apart.theirs
    ]
    return json.dumps({"doubtful": doubtful, "own": rows, "theirs": theirs}, ensure_ascii=False).encode()


def decode_apart(data: bytes | None) -> Apart:
    """What lies in the vault; :data:`NOTHING_YET` where nothing does."""
    if data is None:
        return NOTHING_YET
    kept: dict[str, Any] = json.loads(data)
    return Apart(
        {system: _read(values) for system, values in kept["doubtful"].items()},
        tuple(
            Row(system, _read(strong), {kind: tuple(parts) for kind, parts in agrees.items()})
            for system, strong, agrees in kept["own"]
        ),
        tuple(
            Theirs(system, collection, tuple(key), _read(values), _read(alone))
            for system, collection, key, values, alone in kept.get("theirs", ())
        ),
    )


def _listed(values: frozenset[Identifier]) -> list[list[str]]:
    return [[one.kind, one.scope, one.value] for one in sorted(values)]


def _read(values: Sequence[Sequence[str]]) -> frozenset[Identifier]:
    return frozenset(Identifier(*one) for one in values)
