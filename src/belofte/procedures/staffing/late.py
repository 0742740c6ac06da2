"""Reads that should not have been there, sought in the systems' own access logs: after somebody's last day with us, and
of what a person left behind after they left.

A person's records are known while their case is open; after that nobody can look for them, which is what closing means.
A look goes back a month: it comes every day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from belofte.domain.clock import local_date
from belofte.domain.errors import BelofteError, WrongUse
from belofte.domain.kinds import KINDS, Strength
from belofte.domain.late_reads import NO_LOG, LateRead, LogSeen, Readership, Sought, late_reads
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import RESTRICTION
from belofte.domain.staff import Member
from belofte.domain.staff_wall import sees_what_is_kept
from belofte.domain.system_map import SystemMap
from belofte.ports import SystemUnreachable
from belofte.procedures.parts import ITEMS, Current, Parts
from belofte.procedures.planning.items import decode_items
from belofte.procedures.rights.standing import identifiers_of
from belofte.procedures.staffing.wall_desk import is_kept_from_staff
from belofte.staff_port import AccessLog
from belofte.store_port import Transaction

BACK = timedelta(days=31)
"""So far back a look goes where nobody says how far."""
_OPEN = tuple(state for state in RequestState if state not in (RequestState.CLOSED, RequestState.REFUSED))


def logs_seen(
    parts: Parts, members: Sequence[Member], since: datetime | None = None, only: str | None = None
) -> tuple[LogSeen, ...]:
    """The access log of every system with personal data, or why nobody could look into it."""
    since = since or parts.now() - BACK
    with parts.store.reading() as tx:
        kept = (one for one in tx.requests.in_states(list(_OPEN), None) if is_kept_from_staff(parts, one))
        left = [_left_behind(tx, one) for one in kept]
    systems = [one for one in parts.systems.values() if one.collections and only in (None, one.name)]
    return tuple(
        _seen(parts, system, members, [one.sought_in(system.name) for one in left], since) for system in systems
    )


def _seen(
    parts: Parts, system: SystemMap, members: Sequence[Member], sought: Sequence[Sought], since: datetime
) -> LogSeen:
    connector: object = parts.access_logs.get(system.name) or parts.connectors[system.name]
    if not isinstance(connector, AccessLog):
        return LogSeen(system.name, why=NO_LOG)
    excepted = frozenset(
        role
        for one in system.collections.values()
        if one.category is not None
        for role in sees_what_is_kept(parts.policy, one.category)
    )
    day_of = partial(local_date, time_zone=parts.country.time_zone)
    try:
        told = connector.reads(since, sought)
        found = late_reads(system, told, Readership(members, excepted), {one.case: one for one in sought}, day_of)
        return LogSeen(system.name, found, coarse=connector.coarse())
    except SystemUnreachable as away:
        return LogSeen(system.name, why=away.why)
    except BelofteError as wrong:
        return LogSeen(system.name, why=wrong.message)


@dataclass(frozen=True, slots=True)
class _Left:
    """Whose records nobody should read any more, and by which words a log would name them: values that are theirs
    alone, and, by system, keys of records that are text, such as the path of an object."""

    case: str
    since: datetime
    words: frozenset[str]
    keys: Mapping[str, frozenset[str]]

    def sought_in(self, system: str) -> Sought:
        return Sought(self.case, self.since, self.words | self.keys.get(system, frozenset()))


def _left_behind(tx: Transaction, request: Request) -> _Left:
    """Read once a case, for all systems together."""
    words = (one.value for one in identifiers_of(tx, request.id) if KINDS[one.kind].strength is Strength.STRONG)
    return _Left(request.id, _since(request), frozenset(words), _keys(tx, request.id))


def _keys(tx: Transaction, case: str) -> Mapping[str, frozenset[str]]:
    plan, data = tx.plans.newest(case), tx.vault.newest(ITEMS, [case]).get(case)
    if plan is None or data is None:
        return {}
    items = decode_items(data, plan.id).keys
    found: dict[str, set[str]] = defaultdict(set)
    for step in plan.steps:
        for line in step.lines:
            for key in items.get(line.items or "", ()):
                found[step.system] |= {part for part in key if isinstance(part, str)}
    return {system: frozenset(keys) for system, keys in found.items()}


def _since(request: Request) -> datetime:
    """From when on nobody should read: the notice, the later last day, or the restriction."""
    decided = request.approved_at or request.registered_at
    ends_on = request.course.ends_on
    if request.right == RESTRICTION or ends_on is None:
        return decided
    return max(decided, datetime.combine(ends_on, time.min, decided.tzinfo))


@dataclass(frozen=True, slots=True)
class LateReport:
    """Every log that was looked into, since when."""

    since: datetime
    logs: tuple[LogSeen, ...]

    @property
    def reads(self) -> tuple[LateRead, ...]:
        return tuple(read for log in self.logs for read in log.reads)


class LateDesk:
    """Reads that should not have been there: ``belofte.desk(LateDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def report(self, only: str | None = None, since: date | None = None) -> LateReport:
        """Look into the access log of one system, or of all. Raises ``WrongUse`` for a system that is not there."""
        parts = self._current.parts
        if only is not None and only not in parts.systems:
            raise WrongUse(f"There is no system {only}.", f"use one of: {', '.join(parts.systems)}")
        with parts.store.reading() as tx:
            members = tx.members.all()
        begins = datetime.combine(since, time.min, ZoneInfo(parts.country.time_zone)) if since else parts.now() - BACK
        return LateReport(begins, logs_seen(parts, members, begins, only))
