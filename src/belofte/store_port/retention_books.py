"""Holds, and what sweeps showed and did. Nothing here tells of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from belofte.domain.hold import Hold
from belofte.domain.located import Key
from belofte.domain.plan import Receipt
from belofte.domain.record_decision import RecordPlace
from belofte.domain.sweeping import SweepList
from belofte.domain.term_decision import TermDecision
from belofte.domain.unaltered import Sealed, Seen, Unaltered


class HoldBook(Protocol):
    def add(self, hold: Hold) -> None: ...
    def save(self, hold: Hold) -> None: ...
    def get(self, hold: str) -> Hold:
        """Raises :class:`belofte.store_port.Unknown`."""
        ...

    def all(self, only_open: bool = True) -> list[Hold]:
        """By the day of review."""
        ...


class SweepBook(Protocol):
    def put(self, shown: SweepList) -> None:
        """Keep a list; one of the same id is replaced."""
        ...

    def get(self, shown: str) -> SweepList:
        """Raises :class:`belofte.store_port.Unknown`."""
        ...

    def of_system(self, system: str) -> list[SweepList]:
        """Approved and waiting lists, newest first."""
        ...

    def waiting(self) -> list[SweepList]:
        """Lists that wait for a named person, oldest first."""
        ...

    def put_looked(self, shown: SweepList) -> None:
        """Keep how a system stood after the newest look; an older one goes."""
        ...

    def looked(self) -> list[SweepList]:
        """The newest look at each system."""
        ...

    def forget_waiting(self, system: str) -> None:
        """Lists of a system that nobody approved: a newer one takes their place."""
        ...

    def add_receipt(self, sweep: str, receipt: Receipt, on: date) -> int:
        """The receipt of one batch, and its leaf in the evidence log; returns the leaf's number. Needs no case: there
        is nothing of a person in it."""
        ...

    def receipts(self, sweep: str) -> Sequence[Receipt]: ...


class SealBook(Protocol):
    """Seals of records a statute wants kept, so that a change is seen (and a record that went too early)."""

    def look(self, system: str, collection: str, records: Sequence[Seen], on: date) -> int:
        """Seal what is seen for the first time, compare the rest; returns how many are not what was sealed."""
        ...

    def forget(self, system: str, collection: str, keys: Sequence[Key]) -> None:
        """Records that went by their own term, or by a decision."""
        ...

    def lacks_last_days(self, system: str) -> bool:
        """Whether there are seals of a system from before the last day was noted."""
        ...

    def missed(self, system: str, collection: str, on: date, claimed: Sequence[Key] = ()) -> None:
        """Every record was looked at on this day: what was not seen has gone. Past its last day it is forgotten, unless
        it is ``claimed``; any other is gone before its time."""
        ...

    def settle(self, system: str, collection: str) -> int:
        """What differs is right as it is: it is sealed anew when it is seen next. Returns how many."""
        ...

    def all(self) -> list[Unaltered]:
        """What was sealed, by collection."""
        ...

    def of(self, system: str, collection: str, key: Key) -> Sealed | None:
        """The seal of one record; None where it has none."""
        ...


class TermDecisionBook(Protocol):
    """What named persons decided of records whose term has no first day."""

    def put(self, place: RecordPlace, decision: TermDecision) -> None: ...
    def count(self, system: str, collection: str) -> int: ...
    def of(self, system: str, collection: str, keys: Sequence[Key]) -> Mapping[Key, TermDecision]: ...
    def forget(self, system: str, collection: str, keys: Sequence[Key]) -> None: ...
