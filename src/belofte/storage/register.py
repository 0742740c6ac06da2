"""The register of handled requests, and its monthly leaf in the evidence log.

A month enters the log as one leaf over its sorted rows: later nobody can add, change or drop a row unseen, and no leaf
tells when in the month something happened.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select

from belofte.domain.canonical import canonical_json
from belofte.domain.register import RegisterRow
from belofte.storage import tables
from belofte.storage.evidence_log import EvidenceLog
from belofte.storage.history import Events
from belofte.storage.scope import Scope
from belofte.store_port import LeafDraft

TABLE, MONTHS = tables.register, tables.register_months
HANDLED, REGISTER = "case.closed", "register"
NAMES = tuple(field.name for field in fields(RegisterRow))


class Register:
    """The register, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def add(self, rows: Sequence[RegisterRow]) -> None:
        if rows:
            self._connection.execute(insert(TABLE), [asdict(row) for row in rows])

    def count_handled(self, rows: Sequence[RegisterRow]) -> None:
        """Note how many cases were closed. The month is all that is kept of when."""
        for month, count in sorted(Counter(row.month_out for row in rows).items()):
            first = datetime.fromisoformat(f"{month}-01T00:00:00+00:00")
            Events(self._scope).add(HANDLED, REGISTER, first, {"cases": count})

    def handled(self) -> int:
        return sum(int(str(e.data["cases"])) for e in Events(self._scope).about(REGISTER) if e.kind == HANDLED)

    def sealed_months(self) -> set[str]:
        """Months that have their leaf: no row can be added to them."""
        return set(self._connection.execute(select(MONTHS.c.month)).scalars())

    def changed_months(self) -> list[str]:
        sealed = self._connection.execute(select(MONTHS.c.month, MONTHS.c.leaf).order_by(MONTHS.c.month)).all()
        return [month for month, leaf in sealed if not self._is_as_sealed(month, leaf)]

    def _is_as_sealed(self, month: str, leaf: int) -> bool:
        """What counts is the leaf in the log, not what the store says of it."""
        line: dict[str, Any] = json.loads(EvidenceLog(self._scope).leaf(leaf))
        rows = self.rows(month)
        found = (line["kind"], line.get("month"), line.get("digest"), line.get("rows"))
        return found == ("register", month, register_digest(rows), len(rows))

    def rows(self, month: str | None = None) -> list[RegisterRow]:
        wanted = select(TABLE) if month is None else select(TABLE).where(TABLE.c.month_out == month)
        return [
            _row(row) for row in self._connection.execute(wanted.order_by(TABLE.c.month_out, TABLE.c.id)).mappings()
        ]

    def forget_before(self, month: str) -> int:
        """Rows of earlier months that have their leaf go, and are no longer counted; the leaf stays, and names nobody.
        Returns how many."""
        old = select(MONTHS.c.month).where(MONTHS.c.month < month)
        rows = [row for name in self._connection.execute(old).scalars().all() for row in self.rows(name)]
        self._connection.execute(delete(TABLE).where(TABLE.c.month_out.in_(old)))
        self._connection.execute(delete(MONTHS).where(MONTHS.c.month < month))
        for name, count in sorted(Counter(row.month_out for row in rows).items()):
            first = datetime.fromisoformat(f"{name}-01T00:00:00+00:00")
            Events(self._scope).add(HANDLED, REGISTER, first, {"cases": -count})
        return len(rows)

    def seal_months(self, before: str) -> list[int]:
        """One leaf for each month before ``before`` that has rows and no leaf yet."""
        sealed = select(MONTHS.c.month)
        months = self._connection.execute(
            select(TABLE.c.month_out).where(TABLE.c.month_out < before, TABLE.c.month_out.not_in(sealed)).distinct()
        )
        return [self._seal(month) for month in sorted(months.scalars())]

    def _seal(self, month: str) -> int:
        rows = self.rows(month)
        draft = LeafDraft("register", {"digest": register_digest(rows), "month": month, "rows": len(rows)})
        leaf = EvidenceLog(self._scope).append([draft])[0]
        self._connection.execute(insert(MONTHS), {"month": month, "leaf": leaf})
        return leaf


def register_digest(rows: Sequence[RegisterRow]) -> str:
    """SHA-256 over the canonical lines of the rows, sorted by id: what a month's leaf holds."""
    lines = [canonical_json(row) for row in sorted(rows, key=lambda row: row.id)]
    return sha256("\n".join(lines).encode()).hexdigest()


def _row(row: RowMapping) -> RegisterRow:
    values: dict[str, Any] = {name: row[name] for name in NAMES}
    promise = values["promise_kept"]
    values["promise_kept"] = None if promise is None else bool(promise)
    values["law_kept"] = bool(values["law_kept"])
    return RegisterRow(**values)
