"""The book of notices to recipients (Art. 19): it dies with its case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from belofte.domain.recipients import Notice


class RecipientBook(Protocol):
    def add(self, notices: Sequence[Notice]) -> None: ...

    def get(self, notice: str) -> Notice:
        """Raises :class:`Unknown` when there is none (any more)."""
        ...

    def save(self, notice: Notice) -> None: ...

    def of_request(self, request: str) -> list[Notice]:
        """In the order they were made."""
        ...

    def unanswered(self, limit: int = 1000) -> list[Notice]:
        """Those of all open cases that nobody answered yet, oldest first."""
        ...
