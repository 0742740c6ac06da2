"""What is done once more after a backup of a system came back. Nothing here tells of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from belofte.domain.plan import Receipt
from belofte.domain.replaying import Replay


class ReplayBook(Protocol):
    def put(self, replay: Replay) -> None:
        """Keep a list; one of the same id is replaced."""
        ...

    def get(self, replay: str) -> Replay:
        """Raises :class:`belofte.store_port.Unknown`."""
        ...

    def all(self, limit: int = 200) -> list[Replay]:
        """Newest first."""
        ...

    def waiting(self) -> list[Replay]:
        """Lists that wait for a named person, oldest first."""
        ...

    def approved(self) -> list[Replay]:
        """Lists somebody let through that have not ended, oldest first."""
        ...

    def forget_waiting(self, system: str) -> None:
        """Lists of a system that nobody let through: a newer one takes their place."""
        ...

    def add_receipt(self, replay: str, receipt: Receipt, on: date) -> int:
        """The receipt of one batch, and its leaf in the evidence log; returns the leaf's number."""
        ...

    def receipts(self, replay: str) -> Sequence[Receipt]: ...
