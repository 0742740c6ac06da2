"""Uses, by the number of the subject; and the orders and contracts that are closed, by keyed hash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select

from belofte.domain.basis import CLOSES, CONSENT
from belofte.domain.consent import ConsentRecord
from belofte.domain.contact import Because, Contact, ContactMade
from belofte.domain.use import CONTACT, MARKETING, SHIPMENT, UNTOLD, YES, ShipmentCount, UseCount, UseRow, UseTally
from belofte.may.sources import BASIS_KEYED
from belofte.storage import tables
from belofte.storage.consents import Consents
from belofte.storage.ready import adding
from belofte.storage.scope import Scope
from belofte.storage.statements import pieces, put_rows

USES, FILES, CLOSED, GONE = tables.uses, tables.use_files, tables.closed_bases, tables.gone_subjects
ADDING = adding(USES)
NAMES = tuple(field.name for field in fields(UseRow))
DONE = USES.c.answer.in_((YES, UNTOLD))
"""What was done: said yes to, or never asked."""
LISTED = 5_000
"""Rows read in one go."""


class Uses:
    """Uses, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def add(self, rows: Sequence[UseRow]) -> None:
        if not rows:
            return
        gone = self._gone({row.subject for row in rows})
        records = self._records({row.subject for row in rows if row.rests_on == CONSENT})
        told: list[dict[str, object]] = []
        for row in rows:
            values: dict[str, object] = {name: getattr(row, name) for name in NAMES}
            values["used_on"] = row.used_at.date()
            if row.subject in gone:
                values["basis"] = ""
            elif row.rests_on == CONSENT:
                values["basis"] = _covering(records.get((row.subject, row.purpose), ()), row.used_at) or row.basis
            told.append(values)
        ADDING.change_each(self._connection, told)

    def of(self, subject: int, limit: int = 1000) -> list[UseRow]:
        wanted = select(USES).where(USES.c.subject == subject).order_by(USES.c.number.desc()).limit(limit)
        return [_row(row) for row in self._connection.execute(wanted).mappings()]

    def newest(self, limit: int = 100, before: int | None = None) -> list[tuple[int, UseRow]]:
        wanted = select(USES).order_by(USES.c.number.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(USES.c.number < before)
        return [(row["number"], _row(row)) for row in self._connection.execute(wanted).mappings()]

    def contacts(self) -> Iterator[tuple[ContactMade, Sequence[ConsentRecord]]]:
        consents = Consents(self._scope)
        wanted = select(USES).where(USES.c.act == CONTACT, DONE).order_by(USES.c.subject, USES.c.number)
        rows = self._connection.execution_options(yield_per=LISTED).execute(wanted).mappings()
        for subject, made in groupby(rows, key=lambda row: row["subject"]):
            known = consents.of(subject)
            yield from ((_contact(row), known) for row in made)

    def shipments(self) -> list[ShipmentCount]:
        shape = (USES.c.carrier, USES.c.kinds, USES.c.rests_on)
        wanted = select(*shape, func.count()).where(USES.c.act == SHIPMENT, DONE).group_by(*shape)
        return [
            ShipmentCount(carrier, frozenset(kinds.split(",")) - {""}, rests_on, count)
            for carrier, kinds, rests_on, count in self._connection.execute(wanted)
        ]

    def counts(self) -> list[UseCount]:
        wanted = select(USES.c.purpose, USES.c.rests_on, func.count()).where(DONE)
        rows = self._connection.execute(wanted.group_by(USES.c.purpose, USES.c.rests_on)).all()
        return [UseCount(purpose, rests_on, count) for purpose, rests_on, count in rows]

    def tally(self, since: date) -> list[UseTally]:
        shape = (USES.c.act, USES.c.purpose, USES.c.role, USES.c.answer, USES.c.rests_on)
        wanted = select(*shape, func.count()).where(USES.c.used_on >= since).group_by(*shape)
        ordered = wanted.order_by(USES.c.purpose, USES.c.act, USES.c.role, USES.c.answer, USES.c.rests_on)
        return [UseTally(*row) for row in self._connection.execute(ordered)]

    def after_closing(self) -> int:
        """Rows are held against closings one closed reference at a time: their hashes cannot be made in SQL."""
        first = self._connection.scalar(select(func.min(CLOSED.c.closed_at)))
        if first is None:
            return 0
        closed = {row.hash: row.closed_at for row in self._connection.execute(select(CLOSED))}
        told = (USES.c.rests_on.in_(CLOSES), USES.c.used_at > first, USES.c.basis != "", DONE)
        wanted = select(USES.c.rests_on, USES.c.basis, USES.c.used_at).where(*told)
        rows = self._connection.execution_options(yield_per=LISTED).execute(wanted)
        ends = ((closed.get(self._hash(kind, reference)), at) for kind, reference, at in rows)
        return sum(end is not None and at > end for end, at in ends)

    def close(self, kind: str, reference: str, at: datetime) -> None:
        hash_ = self._hash(kind, reference)
        if self._connection.scalar(select(CLOSED.c.hash).where(CLOSED.c.hash == hash_)) is None:
            row = {"hash": hash_, "closed_at": at, "closed_on": at.date(), "version": 0}
            self._connection.execute(insert(CLOSED), row)
            self._scope.states.closed.add(hash_)

    def closed_at(self, kind: str, reference: str) -> datetime | None:
        return self._connection.scalar(select(CLOSED.c.closed_at).where(CLOSED.c.hash == self._hash(kind, reference)))

    def taken(self, file: str) -> int:
        return self._connection.scalar(select(FILES.c.taken).where(FILES.c.name == file)) or 0

    def take(self, file: str, upto: int, rows: Sequence[UseRow]) -> None:
        self.add(rows)
        put_rows(self._connection, FILES, [{"name": file, "taken": upto}])

    def drop_file(self, file: str) -> None:
        self._connection.execute(delete(FILES).where(FILES.c.name == file))

    def _hash(self, kind: str, reference: str) -> bytes:
        return self._scope.keyed_hash(f"{BASIS_KEYED}\0{kind}", reference)

    def _gone(self, subjects: set[int]) -> set[int]:
        """Those that were forgotten since: what their uses rested on is not written down any more."""
        known = pieces(sorted(subjects))
        rows = (self._connection.scalars(select(GONE.c.subject).where(GONE.c.subject.in_(piece))) for piece in known)
        return {subject for found in rows for subject in found}

    def _records(self, subjects: set[int]) -> dict[tuple[int, str], list[ConsentRecord]]:
        """Every yes of these people, by purpose: a use on consent carries the id of the record that covered it then,
        and no id where there was none."""
        found: dict[tuple[int, str], list[ConsentRecord]] = {}
        for piece in pieces(sorted(subjects)):
            for subject, record in Consents(self._scope).of_many(piece):
                found.setdefault((subject, record.purpose), []).append(record)
        return found


def _covering(records: Sequence[ConsentRecord], at: datetime) -> str | None:
    """The newest yes that stood at a moment."""
    stood = (r.id for r in reversed(records) if r.given_at <= at and (r.withdrawn_at is None or r.withdrawn_at > at))
    return next(stood, None)


def _row(row: RowMapping) -> UseRow:
    values: dict[str, Any] = {name: row[name] for name in NAMES}
    return UseRow(**values)


def _contact(row: RowMapping) -> ContactMade:
    kinds = row["kinds"].split(",")
    contact = Contact(row["channel"], Because(row["because"]), row["purpose"], MARKETING in kinds)
    return ContactMade(row["subject"], row["used_at"], contact, row["rests_on"], row["answer"])
