"""The books of what may be done with whose data: states of subjects, and consents. They outlive the cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from belofte.domain.consent import ConsentRecord
from belofte.domain.identity import Identifier
from belofte.domain.subject_state import Bits, Cause, StateChange, SubjectState


class StateBook(Protocol):
    """One integer a subject, found by keyed hashes of identifiers; nothing here tells of a person in the open."""

    def bits(self, names: Iterable[str] = ()) -> Bits:
        """Every named bit; those of ``names`` that are new get one, for good."""
        ...

    def of(self, identifiers: Iterable[Identifier]) -> list[SubjectState]:
        """The subjects that have any of these identifiers: two where an address is shared."""
        ...

    def change(
        self, identifiers: Sequence[Identifier], cause: Cause, at: datetime, on: int = 0, off: int = 0
    ) -> SubjectState:
        """Set and clear bits for the one person all these identifiers belong to; nobody known becomes somebody, and
        what stood apart becomes one. What changes nothing is not noted."""
        ...

    def detach(self, identifiers: Iterable[Identifier]) -> None:
        """These lead to nobody any more; whoever had them keeps the state and what else leads to it."""
        ...

    def history(self, subject: int) -> list[StateChange]:
        """Oldest first."""
        ...

    def of_case(self, case: str) -> list[StateChange]: ...
    def forget(self, subject: int, on: date) -> None:
        """Nothing leads to this subject any more from this day; its consents stay as proof that names nobody."""
        ...

    def forget_idle(self, before: datetime, on: date) -> int:
        """Subjects whose state says nothing and has not changed since ``before``, and of whom no consent, change, use
        or look is left: what leads to them goes from this day. Returns how many; so many at a time."""
        ...


class ConsentBook(Protocol):
    """Who said yes to what, in which words, when and how; kept after withdrawal too."""

    def add(self, subject: int, record: ConsentRecord) -> None: ...
    def of(self, subject: int) -> list[ConsentRecord]:
        """Oldest first."""
        ...

    def withdraw(self, subject: int, purposes: Iterable[str], at: datetime, by: str) -> int:
        """End what is not ended yet; returns how many."""
        ...
