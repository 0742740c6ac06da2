"""The list of our own people, and the report that joins it with who can read what in every system."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from belofte.domain.errors import BelofteError, Refused, WrongUse
from belofte.domain.staff import Finding, Member, Reader, declared_role, findings, member_of
from belofte.domain.staff_wall import roles_that_read
from belofte.domain.system_map import SystemMap
from belofte.loading.documents import read_digests
from belofte.ports import SystemConnector, SystemUnreachable
from belofte.procedures.intake.taking_over_members import keep_member
from belofte.procedures.parts import Current, Parts
from belofte.procedures.staffing.people_from import TakenOver, take_over_people
from belofte.staff_port import AccessReader, Untold, WalledOff

Say = Callable[[str, bool], None]
"""Told (system, whether it could be looked at)."""


@dataclass(frozen=True, slots=True)
class WhoReads:
    """One account that can read: whose it is (an id of the list), and under which role the map declares it."""

    reader: Reader
    member: str | None
    declared: str | None


@dataclass(frozen=True, slots=True)
class Access:
    """Who can read one system, what is wrong with that, or why nobody could look."""

    system: str
    readers: tuple[WhoReads, ...] = ()
    findings: tuple[Finding, ...] = ()
    untold: tuple[str, ...] = ()  # what the system cannot tell of who reads
    why: str | None = None
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The list and every system at one moment. ``names`` are the members' names by id, for who may see them."""

    on: date
    members: tuple[Member, ...]
    systems: tuple[Access, ...]
    names: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(one for access in self.systems for one in access.findings)


class StaffDesk:
    """The list and the report: ``belofte.desk(StaffDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def members(self) -> list[Member]:
        """By name."""
        with self._parts.store.reading() as tx:
            return tx.members.all()

    def member(self, name: str) -> Member:
        """One of our people. Raises ``WrongUse`` where nobody is called so."""
        found = next((one for one in self.members() if one.name.casefold() == name.strip().casefold()), None)
        if found is None:
            raise WrongUse("Nobody on the list has this name.", "belofte staff list shows them")
        return found

    def end(self, name: str, last_day: date) -> Member:
        """Somebody's last day. Their access is reported from the day after on."""
        member = self.member(name)
        if last_day < member.starts_on:
            raise Refused("The last day lies before the first.", "belofte staff show NAME shows the first")
        changed = replace(member, ends_on=last_day)
        with self._parts.store.transaction() as tx:
            keep_member(self._parts, tx, changed)
        return changed

    def sign(self, name: str, document: str, on: date) -> Member:
        """Somebody signed for secrecy: the document of the policy folder, whose hash goes on record, and its day."""
        digest = read_digests(self._parts.folder, [document])[document]
        if digest is None:
            raise WrongUse("The signed document is not in the policy folder.", "put it there, or correct its path")
        changed = replace(self.member(name), document=document, digest=digest, signed_on=on)
        with self._parts.store.transaction() as tx:
            keep_member(self._parts, tx, changed)
        return changed

    def take_over(self, system: str, by: str, *, is_trial: bool = False) -> TakenOver:
        """Take over the list that a system holds of our own people (:mod:`belofte.procedures.staffing.people_from`)."""
        return take_over_people(self._parts, system, by, is_trial=is_trial)

    def report(self, only: str | None = None, say: Say = lambda _system, _seen: None) -> Report:
        """Ask every system who can read there, and hold it against the list."""
        parts = self._parts
        if only is not None and only not in parts.systems:
            raise WrongUse(f"There is no system {only}.", f"use one of: {', '.join(parts.systems)}")
        members = self.members()
        names = [only] if only else list(parts.systems)
        systems = tuple(look(parts, parts.systems[name], members, say) for name in names)
        return Report(parts.today(), tuple(members), systems, {one.id: one.name for one in members})


def look(parts: Parts, system: SystemMap, members: Sequence[Member], say: Say = lambda _s, _b: None) -> Access:
    """Who can read one system, and what is wrong with that."""
    try:
        readers = _readers(parts.connectors[system.name])
    except SystemUnreachable as away:
        say(system.name, False)
        return Access(system.name, why=away.why, remedy=away.remedy)
    except BelofteError as wrong:
        say(system.name, False)
        return Access(system.name, why=wrong.message, remedy=wrong.remedy)
    say(system.name, readers is not None)
    if readers is None:
        return Access(
            system.name,
            why=f"System {system.name} does not tell who can read there.",
            remedy="Look in its own console, and note what you saw: belofte attest.",
        )
    who = tuple(_who(members, system, reader) for reader in readers)
    found = findings(members, system, readers, roles_that_read(parts.policy), parts.today())
    connector: object = parts.connectors[system.name]
    return Access(system.name, who, tuple(found), tuple(connector.untold()) if isinstance(connector, Untold) else ())


def _readers(connector: SystemConnector) -> list[Reader] | None:
    source: object = connector.walls if isinstance(connector, WalledOff) else connector
    return list(source.readers()) if isinstance(source, AccessReader) else None


def _who(members: Iterable[Member], system: SystemMap, reader: Reader) -> WhoReads:
    member = member_of(list(members), system.name, reader)
    return WhoReads(reader, member.id if member else None, declared_role(system, reader))
