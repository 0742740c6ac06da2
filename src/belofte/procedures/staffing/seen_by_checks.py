"""What the checks are told of our own people: who can read every system, and whether the walls stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from belofte.domain.errors import BelofteError
from belofte.domain.staff import Member, SystemAccess, WallSeen
from belofte.domain.staff_wall import wall_of
from belofte.domain.system_map import SystemMap
from belofte.ports import SystemUnreachable
from belofte.procedures.parts import Parts
from belofte.procedures.staffing.staff_desk import look
from belofte.procedures.staffing.wall_desk import TAKEN_DOWN, TRIED, WALL
from belofte.staff_port import WalledOff


def access_seen(parts: Parts, members: Sequence[Member]) -> tuple[SystemAccess, ...]:
    """Who can read every system with personal data. Nobody is asked while there is no list to hold it against."""
    if not members:
        return ()
    looked = [look(parts, system, members) for system in parts.systems.values() if system.collections]
    return tuple(SystemAccess(one.system, len(one.readers), one.findings, one.why, one.untold) for one in looked)


def walls_seen(parts: Parts) -> tuple[WallSeen, ...]:
    """The walls of all systems whose map says that rows are hidden."""
    return tuple(_seen(parts, system) for system in parts.systems.values() if system.hides)


def _seen(parts: Parts, system: SystemMap) -> WallSeen:
    connector: object = parts.connectors[system.name]
    if not isinstance(connector, WalledOff):
        return WallSeen(system.name, why="it has no roles of ours")
    try:
        standing = connector.walls.standing(wall_of(parts.policy, system))
    except SystemUnreachable as away:
        return WallSeen(system.name, why=away.why)
    except BelofteError as wrong:
        return WallSeen(system.name, why=wrong.message)
    tried_at, held = _last_try(parts, system.name)
    return WallSeen(system.name, standing.is_built, standing.open, len(standing.leaks), tried_at, held)


def _last_try(parts: Parts, system: str) -> tuple[datetime | None, bool]:
    with parts.store.reading() as tx:
        events = [one for one in tx.events.about(f"{WALL}{system}") if one.kind in (TRIED, TAKEN_DOWN)]
    last = max(events, key=lambda one: one.number, default=None)
    if last is None or last.kind == TAKEN_DOWN:
        return None, False
    return last.at, last.data.get("holds") is True
