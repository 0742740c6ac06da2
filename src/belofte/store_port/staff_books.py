"""The list of our own people, and what they looked at through Belofte."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from belofte.domain.access_log import Seen
from belofte.domain.staff import Member


class MemberBook(Protocol):
    def put(self, member: Member, at: datetime) -> None:
        """Keep a member; one of the same id is replaced."""
        ...

    def all(self) -> list[Member]:
        """By name."""
        ...

    def by_name(self, name: str) -> Member | None: ...
    def remove(self, member: str) -> None:
        """Take somebody off the list for good: their term is over."""
        ...


class AccessBook(Protocol):
    """The log of looks. Nothing in it is ever changed; what is about a case loses the case when that closes, and all
    of a person goes with their state."""

    def add(self, seen: Sequence[Seen]) -> None: ...
    def of_case(self, case: str) -> list[Seen]: ...
    def of_subjects(self, subjects: Sequence[int]) -> list[Seen]:
        """Oldest first."""
        ...

    def newest(self, limit: int) -> list[Seen]: ...
