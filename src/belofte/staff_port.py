"""What a system may offer about our own people: who can read there, and a wall around what somebody left behind.

A connector that lacks one of these is named wherever it is asked: nobody could look there, which is never "fine".
All may raise :class:`belofte.ports.SystemUnreachable`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from belofte.domain.late_reads import LoggedRead, Sought
from belofte.domain.staff import Listed, Reader
from belofte.domain.staff_wall import Brick, Standing, Statement, Tried, Wall


@runtime_checkable
class AccessReader(Protocol):
    """A system that tells who can read personal data in it: effective permissions, not what somebody meant."""

    def readers(self) -> Sequence[Reader]:
        """Every account that can read, each with every way by which it can."""
        ...


@runtime_checkable
class Untold(Protocol):
    """A system that tells of some of those who can read, and cannot tell of others."""

    def untold(self) -> Sequence[str]:
        """What it does not tell, each as a sentence."""
        ...


@runtime_checkable
class AccessLog(Protocol):
    """What tells who read in a system, and when: its own log."""

    def reads(self, since: datetime, sought: Sequence[Sought]) -> Iterator[LoggedRead]:
        """Every read that the log still has since then, each with whom of ``sought`` it touched. Raises
        :class:`belofte.ports.SystemUnreachable` where there is no log, or it cannot be read to its end."""
        ...

    def coarse(self) -> str | None:
        """Why it cannot be seen what was read, only who came; None: it can."""
        ...


@runtime_checkable
class OwnPeople(Protocol):
    """A system that holds the list of the company's own people."""

    def own_people(self) -> Sequence[Listed]:
        """Everybody on it, those who left too as far as it keeps them."""
        ...


class StaffWall(Protocol):
    """The wall in one system."""

    def wall(self, bricks: Sequence[Brick], meant: frozenset[str]) -> Wall:
        """What would be carried out; nothing is. ``meant`` are accounts of applications that are meant nevertheless."""
        ...

    def build(self, bricks: Sequence[Brick], meant: frozenset[str]) -> Wall:
        """Carry it out, in one transaction where the database has that, unless something leaks; marks stay. Safe to
        repeat."""
        ...

    def tried(self, bricks: Sequence[Brick]) -> Sequence[Tried]:
        """Read as each role for real, and leave nothing behind."""
        ...

    def standing(self, bricks: Sequence[Brick]) -> Standing:
        """Whether it stands now. Needs no more rights than the connector has."""
        ...

    def take_down(self) -> Sequence[Statement]:
        """Take every statement back, the last one first; the marks stay, so that building again hides the same rows."""
        ...

    def forget_marks(self) -> int:
        """Take the marks away too, after the wall; returns how many there were."""
        ...


@runtime_checkable
class WalledOff(Protocol):
    """A system in which marked rows can be hidden from the roles that staff read with."""

    @property
    def walls(self) -> StaffWall: ...
