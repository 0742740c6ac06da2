"""The office's queue: open requests by the day their work must be done, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from belofte.domain.request import Request, RequestState, Waiting


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests: all that is set must hold. ``worked_before``: their work had to be done before this day;
    ``answered_before``: their answer was due before it. ``after``: only what comes after the request of this id, whose
    ``work_by`` was this day; it need not be there any more."""

    states: tuple[RequestState, ...]
    right: str | None = None
    waiting: Waiting | None = None
    owner: str | None = None
    worked_before: date | None = None
    answered_before: date | None = None
    after: tuple[date | None, str] | None = None


class QueueBook(Protocol):
    def page(self, wanted: Wanted, limit: int, offset: int = 0) -> list[Request]:
        """By ``work_by``, then oldest first; what has no such day comes last."""
        ...

    def count(self, wanted: Wanted) -> int: ...
    def references(self, requests: Sequence[str]) -> dict[str, str]:
        """Request -> the reference people see, for many at once."""
        ...

    def owners(self) -> list[str]:
        """Everybody who has an open request in hand, by name."""
        ...
