"""The list of our own people, and whether who can read matches it: outside the role, before the signature, after the
end, or by nobody on the list. Art. 29 and 32(4) GDPR: who has access acts on instruction and is bound to secrecy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from belofte.domain.kinds import normalise
from belofte.domain.system_map import SystemMap

EVERYWHERE = ""
"""The system of an account name that is the person's own wherever it occurs: an e-mail address."""


class Bond(StrEnum):
    """How somebody works for us."""

    EMPLOYEE = "employee"
    CONTRACTOR = "contractor"


@dataclass(frozen=True, slots=True)
class Member:
    """One of our own people. ``accounts`` are (system, account) as the systems name them; ``digest`` is the SHA-256 of
    the signed document on secrecy, ``signed_on`` its day."""

    id: str
    name: str
    role: str
    starts_on: date
    bond: Bond = Bond.EMPLOYEE
    ends_on: date | None = None
    accounts: tuple[tuple[str, str], ...] = ()
    document: str | None = None
    digest: str | None = None
    signed_on: date | None = None
    source: str = "file"

    def works_on(self, day: date) -> bool:
        """Whether that day is one of theirs; the last day still is."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def is_bound_on(self, day: date) -> bool:
        """Whether they had signed by then, and the document is on record."""
        return self.signed_on is not None and self.signed_on <= day and self.digest is not None


@dataclass(frozen=True, slots=True)
class Listed:
    """One of our own people as another system lists them. ``accounts`` are what else they are known by there."""

    name: str
    email: str
    accounts: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    function: str = ""
    bond: Bond = Bond.EMPLOYEE
    is_active: bool = True


class ReaderKind(StrEnum):
    """What stands behind an account."""

    PERSON = "person"
    MACHINE = "machine"  # an application, a key of a program
    GUEST = "guest"  # somebody of another organisation
    ANYONE = "anyone"  # open to whoever has the address


@dataclass(frozen=True, slots=True)
class Reader:
    """One account that can read. ``ways`` say how ("member of crm_support", "SELECT on customers"); ``groups`` are the
    names by which a map may have declared it; ``is_active`` None: the system does not tell."""

    account: str
    ways: tuple[str, ...]
    groups: tuple[str, ...] = ()
    kind: ReaderKind = ReaderKind.PERSON
    is_active: bool | None = None
    names: tuple[str, ...] = ()  # what else the account is known by: its e-mail address


class Wrong(StrEnum):
    """Why an account that can read should not."""

    NOBODY = "nobody-on-the-list"
    NOT_BEGUN = "before-the-start"
    ENDED = "after-the-end"
    UNSIGNED = "before-the-signature"
    OUTSIDE = "outside-the-role"
    GUEST = "guest"
    ANYONE = "open-to-anyone"


@dataclass(frozen=True, slots=True)
class Finding:
    """One account that can read and should not, or whose person cannot be told. ``member`` is an id of the list."""

    system: str
    account: str
    wrong: Wrong
    ways: tuple[str, ...]
    member: str | None = None
    since: date | None = None  # the day from which on it should not


def findings(
    members: Sequence[Member],
    system: SystemMap,
    readers: Iterable[Reader],
    roles: frozenset[str],
    today: date,
) -> Iterator[Finding]:
    """What is wrong with who can read here. ``roles`` are those the policy lets see data at all; accounts that the map
    declares as machines (``readers: {machines: …}``) are ours to run and no person's. One of our own people who is in a
    group of machines is still a person, and reads outside the role."""
    known = _by_account(members)
    for reader in readers:
        if reader.is_active is False or _is_machine(known, system, reader):
            continue
        yield from _of_reader(known, system, reader, roles, today)


MACHINES = "machines"
"""The word of ``readers:`` for accounts of programs: nobody signs for them, and none of them is a person's."""


def declared_role(system: SystemMap, reader: Reader) -> str | None:
    """The policy's role under which the map declares this account, else the first under which it has one of its
    groups."""
    own = next((role for role, accounts in system.readers.items() if reader.account in accounts), None)
    return own or next(iter(declared_roles(system, reader)), None)


def declared_roles(system: SystemMap, reader: Reader) -> tuple[str, ...]:
    """Every role under which the map declares this account or one of its groups: it reads as each of them."""
    named = {reader.account, *reader.groups}
    return tuple(role for role, accounts in system.readers.items() if named & set(accounts))


def _is_machine(known: Mapping[tuple[str, str], Member], system: SystemMap, reader: Reader) -> bool:
    if reader.account in system.readers.get(MACHINES, ()):
        return True
    return declared_role(system, reader) == MACHINES and _find(known, system.name, reader) is None


def member_of(members: Sequence[Member], system: str, reader: Reader) -> Member | None:
    """Whose account this is."""
    return _find(_by_account(members), system, reader)


def _of_reader(
    known: Mapping[tuple[str, str], Member], system: SystemMap, reader: Reader, roles: frozenset[str], today: date
) -> Iterator[Finding]:
    def found(wrong: Wrong, member: Member | None = None, since: date | None = None) -> Finding:
        return Finding(system.name, reader.account, wrong, reader.ways, member.id if member else None, since)

    if reader.kind is ReaderKind.ANYONE:
        yield found(Wrong.ANYONE)
        return
    member = _find(known, system.name, reader)
    if member is None:
        yield found(Wrong.GUEST if reader.kind is ReaderKind.GUEST else Wrong.NOBODY)
        return
    if today < member.starts_on:
        yield found(Wrong.NOT_BEGUN, member, member.starts_on)
    if member.ends_on is not None and today > member.ends_on:
        yield found(Wrong.ENDED, member, member.ends_on)
    if not member.is_bound_on(today):
        yield found(Wrong.UNSIGNED, member, member.signed_on)
    if member.role not in roles or (system.readers and declared_roles(system, reader) != (member.role,)):
        yield found(Wrong.OUTSIDE, member)


def _by_account(members: Sequence[Member]) -> Mapping[tuple[str, str], Member]:
    """A newer entry of the list takes an account over from an older one."""
    return {
        (system, _folded(account)): member
        for member in sorted(members, key=lambda one: one.starts_on)
        for system, account in member.accounts
    }


def _find(known: Mapping[tuple[str, str], Member], system: str, reader: Reader) -> Member | None:
    for name in (reader.account, *reader.names):
        for place in (system, EVERYWHERE):
            if member := known.get((place, _folded(name))):
                return member
    return None


def _folded(account: str) -> str:
    """An e-mail address as addresses are compared; any other account without regard to case."""
    return normalise("email", account) if "@" in account else account.casefold()


@dataclass(frozen=True, slots=True)
class SystemAccess:
    """Who can read one system, as a check sees it: how many accounts, what is wrong, and what nobody could see."""

    system: str
    readers: int = 0
    findings: tuple[Finding, ...] = ()
    why: str | None = None  # nobody could look
    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WallSeen:
    """The wall of one system, as a check sees it: tables without it, ways past it, and when it was last tried for
    real. ``why``: nobody could look."""

    system: str
    is_built: bool = False
    open: tuple[str, ...] = ()
    leaks: int = 0
    tried_at: datetime | None = None
    held: bool = False
    why: str | None = None
