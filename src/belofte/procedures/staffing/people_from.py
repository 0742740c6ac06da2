"""The list of our own people out of a system that holds one: who is new is added, whose days or function changed is
changed.

A role of the policy follows from a group that the system's map declares (``readers:``), else from a function that is
called like a role, else it stays what it was; whoever has none of these is named and not put on the list. What the
system does not know stays as it was: the signed document on secrecy, and accounts elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from belofte.domain.account import NotAName, tidy_name
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.kinds import normalise
from belofte.domain.staff import EVERYWHERE, Listed, Member, Reader, declared_role
from belofte.domain.staff_wall import roles_that_read
from belofte.domain.system_map import SystemMap
from belofte.procedures.intake.taking_over_members import keep_member
from belofte.procedures.parts import Parts
from belofte.staff_port import AccessReader, OwnPeople


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What became of a system's list: members that were new, that changed, how many stayed as they were, and who was
    left out, by name: they have no role of the policy, or no first day."""

    system: str
    added: tuple[Member, ...]
    changed: tuple[Member, ...]
    known: int
    without_role: tuple[str, ...]


def take_over_people(parts: Parts, name: str, by: str, *, is_trial: bool) -> TakenOver:
    """Take the list of one system over; ``is_trial``: only tell what would become of it. Raises ``WrongUse``,
    ``Refused`` where the system holds no list, and ``SystemUnreachable``."""
    if not is_trial:
        require_name(by, "takes the list over")
    system = parts.systems.get(name)
    if system is None:
        raise WrongUse(f"There is no system {name}.", f"use one of: {', '.join(parts.systems)}")
    connector: object = parts.connectors[name]
    if not isinstance(connector, OwnPeople):
        raise Refused(
            f"System {name} holds no list of your own people.", "belofte staff import FILE takes a table over"
        )
    listed = connector.own_people()
    groups = _groups(connector) if system.readers and isinstance(connector, AccessReader) else dict[str, Reader]()
    with parts.store.transaction() as tx:
        found = _compared(parts, system, listed, groups, tx.members.all())
        if not is_trial:
            for member in (*found.added, *found.changed):
                keep_member(parts, tx, member)
    return found


def _groups(connector: AccessReader) -> Mapping[str, Reader]:
    """By each name of an account: the account, with the groups that the map may declare."""
    return {_folded(name): one for one in connector.readers() for name in (one.account, *one.names)}


def _compared(
    parts: Parts, system: SystemMap, listed: Sequence[Listed], groups: Mapping[str, Reader], members: Sequence[Member]
) -> TakenOver:
    added: list[Member] = []
    changed: list[Member] = []
    left_out: list[str] = []
    same = 0
    by_name = {one.name.casefold(): one for one in members}
    by_account = {_folded(account): one for one in members for _, account in one.accounts}
    roles = roles_that_read(parts.policy)
    for person in listed:
        held = next((by_account[key] for key in _keys(person) if key in by_account), None)
        held = held or by_name.get(person.name.casefold())
        role = _role(system, person, groups, roles) or (held.role if held else None)
        starts_on = person.starts_on or (held.starts_on if held else None)
        if role is None or starts_on is None or not _has_name(person):
            left_out.append(person.name or person.email)
            continue
        member = _member(parts, system.name, person, held, role, starts_on)
        if held is None:
            added.append(member)
        elif member != held:
            changed.append(member)
        else:
            same += 1
    return TakenOver(system.name, tuple(added), tuple(changed), same, tuple(left_out))


def _member(parts: Parts, system: str, person: Listed, held: Member | None, role: str, starts_on: date) -> Member:
    accounts = dict.fromkeys([(EVERYWHERE, person.email)] if person.email else [])
    accounts |= dict.fromkeys((system, account) for account in person.accounts)
    accounts |= dict.fromkeys(held.accounts if held else ())
    before = held or Member(parts.new_id("member"), "", "", starts_on, source=system)
    ends_on = person.ends_on or before.ends_on
    if not person.is_active and ends_on is None:
        ends_on = parts.today()  # the account was shut, and nobody said since when: from the day it is seen
    return replace(
        before,
        name=tidy_name(person.name),
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        bond=person.bond,
        accounts=tuple(sorted(accounts)),
    )


def _role(system: SystemMap, person: Listed, groups: Mapping[str, Reader], roles: frozenset[str]) -> str | None:
    """Of a declared group, else of a function that is called like a role."""
    for key in _keys(person):
        declared = declared_role(system, groups[key]) if key in groups else None
        if declared is not None and declared in roles:
            return declared
    function = "-".join(person.function.casefold().split())
    return next((role for role in roles if role == function), None)


def _keys(person: Listed) -> Iterator[str]:
    yield from (_folded(one) for one in (person.email, *person.accounts) if one)


def _folded(account: str) -> str:
    return normalise("email", account) if "@" in account else account.casefold()


def _has_name(person: Listed) -> bool:
    try:
        tidy_name(person.name)
    except NotAName:
        return False
    return True
