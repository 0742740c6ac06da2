"""The register of disclosures to authorities. An open entry lies in the vault, under a key of its own, told or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from belofte.domain.disclosure import Disclosure, DisclosureEvent


class DisclosureBook(Protocol):
    def add(self, disclosure: Disclosure) -> None:
        """A new entry; its case key must be open (``Store.open_cases``)."""
        ...

    def save(self, disclosure: Disclosure) -> None:
        """Write the entry back. One that is over leaves the vault and stands in the open."""
        ...

    def get(self, disclosure: str) -> Disclosure:
        """Raises :class:`belofte.store_port.Unknown`."""
        ...

    def all(self, only_open: bool = False) -> Sequence[Disclosure]:
        """Newest first; secret ones too: who asks leaves out what may not be shown."""
        ...

    def seal(self, disclosure: Disclosure, event: DisclosureEvent, on: date) -> Disclosure:
        """One leaf over the entry as it is now; the entry with the leaf's number, saved. Never for a secret one."""
        ...

    def is_as_sealed(self, disclosure: Disclosure) -> bool:
        """Whether the entry is what its newest leaf was made of."""
        ...
