"""Reads that should not have been there, as a system's own access log tells them: by somebody of ours after their last
day, and of what a person left behind after they left (Art. 5(1)(f), 32(4) GDPR).

A log is only a witness: what is told of it is a role, a day and a count. Names, and the words that stood in the log,
stay where they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from belofte.domain.staff import MACHINES, Member, Reader, ReaderKind, declared_role, member_of
from belofte.domain.standing import by_themselves
from belofte.domain.system_map import SystemMap

NO_LOG = "has no access log"
"""Why nobody could look at who read in a system that keeps no account of it, or none that anybody named."""
UNKNOWN_ROLE = "unknown"
"""The role of an account that is nobody's on the list, and that no map declares."""
SHORTEST = 5
"""Signs a value must have to be looked for in a log by itself: a shorter one stands in half of its lines."""


class Late(StrEnum):
    """Why a read should not have been there."""

    ENDED = "after-the-last-day"  # the reader no longer worked here
    LEFT = "after-they-left"  # the person whose data it is had left, or had it restricted


@dataclass(frozen=True, slots=True)
class Sought:
    """Whose records are looked for in a log: a case, since when nobody should read them, and by what they are known:
    ``words`` are values and keys as they may stand in a line."""

    case: str
    since: datetime
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class LoggedRead:
    """One line of a log: who read, when, and the cases whose words stand in it. ``is_machine``: the log itself says
    that a program did."""

    account: str
    at: datetime
    touched: frozenset[str] = frozenset()
    is_machine: bool = False
    names: tuple[str, ...] = ()  # what else the account is known by


@dataclass(frozen=True, slots=True)
class LateRead:
    """So many reads on one day by one role, which should not have been there."""

    system: str
    wrong: Late
    role: str
    on: date
    count: int


@dataclass(frozen=True, slots=True)
class LogSeen:
    """The access log of one system as a check sees it. ``why``: nobody could look; ``coarse``: it tells who came, not
    what they read, so that nothing can be said of those who left."""

    system: str
    reads: tuple[LateRead, ...] = ()
    why: str | None = None
    coarse: str | None = None


@dataclass(frozen=True, slots=True)
class Readership:
    """Whom a read is held against. ``excepted``: roles that a named ground lets go on reading what was kept."""

    members: Sequence[Member]
    excepted: frozenset[str] = frozenset()


def late_reads(
    system: SystemMap,
    reads: Iterable[LoggedRead],
    readership: Readership,
    sought: Mapping[str, Sought],
    day_of: Callable[[datetime], date],
) -> tuple[LateRead, ...]:
    """What of a log should not have been there, a line a day, role and reason. A read of what somebody left behind by
    who no longer works here counts once, as the latter: it is the graver one."""
    counts: Counter[tuple[Late, str, date]] = Counter()
    for read in reads:
        kind = ReaderKind.MACHINE if read.is_machine else ReaderKind.PERSON
        reader = Reader(read.account, (), (read.account,), kind, names=read.names)
        declared, member = declared_role(system, reader), member_of(readership.members, system.name, reader)
        if declared == MACHINES or (read.is_machine and member is None):
            continue
        role, on = (member.role if member else declared) or UNKNOWN_ROLE, day_of(read.at)
        if member is not None and member.ends_on is not None and on > member.ends_on:
            counts[Late.ENDED, role, on] += 1
        elif role not in readership.excepted and any(sought[case].since < read.at for case in read.touched):
            counts[Late.LEFT, role, on] += 1
    return tuple(
        LateRead(system.name, wrong, role, on, count) for (wrong, role, on), count in sorted(counts.items(), key=_order)
    )


def _order(one: tuple[tuple[Late, str, date], int]) -> tuple[date, str, str]:
    (wrong, role, on), _ = one
    return on, wrong.value, role


class Words:
    """Looks for the words of many cases in a text, in one pass. A word counts only where it stands by itself."""

    def __init__(self, sought: Iterable[Sought]) -> None:
        self._cases: dict[str, set[str]] = {}
        for one in sought:
            for word in one.words:
                if len(word) >= SHORTEST:
                    self._cases.setdefault(word.casefold(), set()).add(one.case)
        self._pattern = by_themselves(self._cases)

    def within(self, text: str) -> frozenset[str]:
        """The cases whose words stand in this text."""
        if self._pattern is None:
            return frozenset()
        found = self._pattern.findall(text.casefold())
        return frozenset(case for word in found for case in self._cases[word])
