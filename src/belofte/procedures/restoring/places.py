"""A system that came back as a replay works with it, and what is to be done about one entry of the ledger there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from belofte.domain.clock import local_date
from belofte.domain.hold import Held
from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision
from belofte.domain.replaying import Fate, Seen
from belofte.domain.rights.erasure import judge_erasure
from belofte.domain.rights.planning import Judge, held_or
from belofte.domain.system_map import SystemMap
from belofte.ports import DaysOrder, Order, OrderLine, SweepOrder, SystemConnector
from belofte.procedures.parts import Parts
from belofte.procedures.restoring.history import History
from belofte.procedures.retaining.claims import Claimed
from belofte.store_port import LedgerEntry


@dataclass(frozen=True, slots=True)
class Ready:
    """One entry and what is to be done about it now: an order about a person, or orders by term, of keys or of days.
    None of either: nothing. ``seen`` counts its records by their fate."""

    entry: LedgerEntry
    seen: Seen
    order: Order | None = None
    asked: frozenset[str] = frozenset()  # the records a person is asked about, by ids that name nobody
    swept: tuple[SweepOrder | DaysOrder, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One system as it is worked with here, what is held there, what an erasure decided today comes to, and what was
    put there since the ledger remembers."""

    parts: Parts
    system: SystemMap
    connector: SystemConnector
    claimed: Claimed
    judge: Judge
    today: date = field(default=date.min)
    since: datetime | None = None  # when the backup was made; None: nobody said
    history: History = field(default_factory=lambda: History(()))


def place_of(
    parts: Parts, system: SystemMap, connector: SystemConnector, claimed: Claimed, held: Held, since: datetime | None
) -> Place:
    """The system, with everything that keeps a record there. Raises ``SystemUnreachable`` nowhere: it only binds."""
    judge = held_or(judge_erasure(parts.policy, parts.today()), held)
    history = History(parts.store.ledger.put(system.name))
    return Place(parts, system, connector, claimed, judge, parts.today(), since, history)


def order_of(entry: LedgerEntry, under: Mapping[tuple[str, Decision], set[Key]]) -> Order:
    """The entry as an order about the records that were found, each under what becomes of it."""
    lines = tuple(
        OrderLine(
            collection=name,
            decision=decision,
            keys=None if () in keys else frozenset(keys),
            ground=entry.ground if decision is Decision.DO else None,
            values=entry.values.get(name, {}) if decision is Decision.DO else {},
        )
        for (name, decision), keys in under.items()
    )
    return Order(entry.id, entry.identifiers, lines, entry.verb, entry.cause)


def listed(keys: Mapping[str, Sequence[Sequence[object]]]) -> dict[str, frozenset[Key]]:
    """The keys of an entry, by collection."""
    return {name: frozenset(cast("Key", tuple(key)) for key in its) for name, its in keys.items()}


def counted(seen: Seen, fate: Fate) -> int:
    """How many records have this fate."""
    return sum(count for (_, _, its), count in seen.items() if its is fate)


def day_of(place: Place, entry: LedgerEntry) -> date:
    """The day of the act, in the company's time zone; where its moment is not known, the day on which it was sealed."""
    return entry.sealed_on if entry.at is None else local_date(entry.at, place.parts.country.time_zone)


def named(entry: LedgerEntry, record: Found) -> str:
    """A record somebody is asked about, by ids that name nobody."""
    return repr((entry.id, record.collection, record.key))
