"""The register of breaches (Art. 33(5) GDPR): it stays when the cases are gone."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from belofte.domain.breach import Breach, BreachEvent


class BreachBook(Protocol):
    def add(self, breach: Breach) -> None: ...
    def save(self, breach: Breach) -> None: ...
    def get(self, breach: str) -> Breach:
        """Raises :class:`belofte.store_port.Unknown`."""
        ...

    def all(self, only_open: bool = False) -> list[Breach]:
        """By the moment of awareness, newest first."""
        ...

    def seal(self, breach: Breach, event: BreachEvent, on: date) -> int:
        """One leaf over the row as it is now; returns its number."""
        ...

    def is_as_sealed(self, breach: Breach) -> bool:
        """Whether the row is what its newest leaf was made of."""
        ...

    def forget_cases(self) -> int:
        """Cut the link to cases that are gone; returns how many."""
        ...
