"""Holds, and what sweeps showed and did. Nothing here tells of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from belofte.domain.hold import Hold
from belofte.domain.plan import Receipt
from belofte.domain.sweeping import SweepList


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

    def forget_waiting(self, system: str) -> None:
        """Lists of a system that nobody approved: a newer one takes their place."""
        ...

    def add_receipt(self, sweep: str, receipt: Receipt, on: date) -> int:
        """The receipt of one batch, and its leaf in the evidence log; returns the leaf's number. Needs no case: there
        is nothing of a person in it."""
        ...

    def receipts(self, sweep: str) -> Sequence[Receipt]: ...
