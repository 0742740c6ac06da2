"""The book of uses: what was done with whose data, on which ground; and which orders are closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from belofte.domain.consent import ConsentRecord
from belofte.domain.contact import ContactMade
from belofte.domain.use import ShipmentCount, UseCount, UseRow, UseTally


class UseBook(Protocol):
    """Rows by the number of a subject; none names anybody."""

    def add(self, rows: Sequence[UseRow]) -> None:
        """Rows that are durable elsewhere already, or told afterwards. A consent they rest on gets its record's id."""
        ...

    def of(self, subject: int, limit: int = 1000) -> list[UseRow]:
        """What was done with the data of one subject, newest first."""
        ...

    def newest(self, limit: int = 100, before: int | None = None) -> list[tuple[int, UseRow]]:
        """The newest rows with their numbers; ``before``: older than this number."""
        ...

    def contacts(self) -> Iterator[tuple[ContactMade, Sequence[ConsentRecord]]]:
        """Every contact that was made, with every consent of its person."""
        ...

    def shipments(self) -> list[ShipmentCount]:
        """What carriers got, on which kind of ground, and how often."""
        ...

    def counts(self) -> list[UseCount]:
        """How often was done what, by purpose and kind of ground."""
        ...

    def tally(self, since: date) -> list[UseTally]:
        """What was asked since a day, counted: by purpose, then by what was asked and answered."""
        ...

    def after_closing(self) -> int:
        """Uses of an order or contract that was closed before."""
        ...

    def close(self, kind: str, reference: str, at: datetime) -> None:
        """This order or contract carries nothing new from ``at`` on. Safe to repeat: the first moment stays."""
        ...

    def closed_at(self, kind: str, reference: str) -> datetime | None:
        """Since when this order or contract is closed; None: it is not, as far as anybody told."""
        ...

    def taken(self, file: str) -> int:
        """How many bytes of a log file are in the book already."""
        ...

    def take(self, file: str, upto: int, rows: Sequence[UseRow]) -> None:
        """Rows of a log file up to a place in it, in the commit that remembers the place."""
        ...

    def drop_file(self, file: str) -> None:
        """The file is gone; nothing need be remembered of it."""
        ...
