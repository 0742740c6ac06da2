"""What a system may offer about our own people: who can read there, and a wall around what somebody left behind.

A connector that lacks one of these is named wherever it is asked: nobody could look there, which is never "fine".
All may raise :class:`belofte.ports.SystemUnreachable`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from belofte.domain.staff import Reader
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
