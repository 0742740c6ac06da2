"""Consents, by the number of the subject: given, and withdrawn. A record is never changed, only ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from belofte.domain.consent import ConsentRecord
from belofte.storage import tables
from belofte.storage.scope import Scope

CONSENTS = tables.consents
NAMES = tuple(field.name for field in fields(ConsentRecord))


class Consents:
    """Consents, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def add(self, subject: int, record: ConsentRecord) -> None:
        row = {name: getattr(record, name) for name in NAMES}
        self._connection.execute(insert(CONSENTS), {**row, "uses": ",".join(record.uses), "subject": subject})

    def of(self, subject: int) -> list[ConsentRecord]:
        rows = self._connection.execute(
            select(CONSENTS).where(CONSENTS.c.subject == subject).order_by(CONSENTS.c.number)
        )
        return [_record(row) for row in rows.mappings()]

    def of_many(self, subjects: Sequence[int]) -> Iterator[tuple[int, ConsentRecord]]:
        """Every yes of these subjects, each with whose it is, oldest first; at most as many as fit one statement."""
        wanted = select(CONSENTS).where(CONSENTS.c.subject.in_(subjects)).order_by(CONSENTS.c.number)
        for row in self._connection.execute(wanted).mappings():
            yield row["subject"], _record(row)

    def withdraw(self, subject: int, purposes: Iterable[str], at: datetime, by: str) -> int:
        """End what is not ended yet."""
        open_ = (
            CONSENTS.c.subject == subject,
            CONSENTS.c.purpose.in_(list(purposes)),
            CONSENTS.c.withdrawn_at.is_(None),
        )
        return self._connection.execute(
            update(CONSENTS).where(*open_).values(withdrawn_at=at, withdrawn_by=by)
        ).rowcount


def _record(row: RowMapping) -> ConsentRecord:
    values: dict[str, Any] = {name: row[name] for name in NAMES}
    values["uses"] = tuple(values["uses"].split(","))
    return ConsentRecord(**values)
