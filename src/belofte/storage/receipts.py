"""Receipts: kept with their case, committed to in the evidence log, in one transaction."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import select

from belofte.domain.evidence import commitment, receipt_json, receipt_leaf
from belofte.domain.plan import Decision, Failure, Outcome, Receipt, ReceiptLine
from belofte.domain.system_map import Verb
from belofte.domain.untold import is_told
from belofte.storage import tables
from belofte.storage.evidence_log import EvidenceLog
from belofte.storage.ready import adding
from belofte.storage.scope import Scope
from belofte.storage.steps import Steps
from belofte.storage.vault import Vault
from belofte.store_port import LeafDraft, Secret, StepState, Unknown

TABLE = tables.receipts
PUT = adding(TABLE)
SALT = "salt"


class Receipts:
    """Receipts, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def add(self, receipts: Sequence[tuple[str, Receipt]], on: date) -> list[int]:
        """(case, receipt) pairs: the row, a salt in the vault and a leaf each; their steps become ``receipted``.
        A receipt without a step is of an act outside any plan: a proof that was looked at and destroyed. Raises
        ``ValueError`` for a line of what nobody may know of: a receipt that cannot be opened would tell of it."""
        if not receipts:
            return []
        if not all(is_told(line.decision, line.ground) for _, receipt in receipts for line in receipt.lines):
            raise ValueError("a receipt has no line of what nobody may know of")
        salts = [secrets.token_bytes(32) for _ in receipts]
        entries = Vault(self._scope).put_many(
            [Secret(case, SALT, salt) for (case, _), salt in zip(receipts, salts, strict=True)]
        )
        bodies = [receipt_json(receipt) for _, receipt in receipts]
        drafts = [
            LeafDraft("receipt", receipt_leaf(receipt, commitment(salt, body), on))
            for (_, receipt), salt, body in zip(receipts, salts, bodies, strict=True)
        ]
        leaves = EvidenceLog(self._scope).append(drafts)
        rows = [
            {
                "id": receipt.id,
                "request": case,
                "step": receipt.step,
                "outcome": receipt.outcome.value,
                "until": receipt.until,
                "leaf": leaf,
                "salt": entry,
                "body": body,
            }
            for (case, receipt), leaf, entry, body in zip(receipts, leaves, entries, bodies, strict=True)
        ]
        PUT.change_each(self._connection, rows)
        Steps(self._scope).mark([receipt.step for _, receipt in receipts if receipt.step], StepState.RECEIPTED)
        return leaves

    def of_request(self, request: str) -> list[Receipt]:
        rows = self._connection.execute(select(TABLE.c.body).where(TABLE.c.request == request).order_by(TABLE.c.number))
        return [read_receipt(body) for body in rows.scalars()]

    def pending(self, now: date) -> list[tuple[str, Receipt]]:
        """(case, receipt) that waited for a day that has come: physical erasure, the end of a duty to keep."""
        waiting = (Outcome.PENDING.value, Outcome.RETAINED.value)
        rows = self._connection.execute(
            select(TABLE.c.request, TABLE.c.body)
            .where(TABLE.c.outcome.in_(waiting), TABLE.c.until <= now)
            .order_by(TABLE.c.number)
        )
        return [(request, read_receipt(body)) for request, body in rows]

    def leaves(self, request: str) -> dict[str, int]:
        """Receipt → number of its leaf in the evidence log, in the order in which they were written."""
        rows = self._connection.execute(
            select(TABLE.c.id, TABLE.c.leaf).where(TABLE.c.request == request).order_by(TABLE.c.number)
        )
        return {row.id: row.leaf for row in rows}

    def salt(self, receipt: str) -> bytes:
        """What opens the commitment of this receipt's leaf; gone with the case."""
        entry = self._connection.execute(select(TABLE.c.salt).where(TABLE.c.id == receipt)).scalar()
        if entry is None:
            raise Unknown("There is no such receipt (any more).", "Its case may have been closed.")
        return Vault(self._scope).get(entry)


def read_receipt(body: str) -> Receipt:
    """The receipt a canonical line holds (the reverse of :func:`belofte.domain.evidence.receipt_json`)."""
    whole = cast("dict[str, Any]", json.loads(body))
    problem = whole["problem"]
    return Receipt(
        id=whole["id"],
        step=whole["step"],
        system=whole["system"],
        verb=Verb(whole["verb"]),
        outcome=Outcome(whole["outcome"]),
        until=_day(whole["until"]),
        ground=whole.get("ground"),
        lines=tuple(_line(line) for line in whole["lines"]),
        looked=tuple(whole["looked"]),
        attempts=whole["attempts"],
        problem=Failure(**problem) if problem else None,
        extra=whole.get("extra", {}),
    )


def _line(line: dict[str, Any]) -> ReceiptLine:
    line["decision"], line["until"] = Decision(line["decision"]), _day(line.get("until"))
    return ReceiptLine(**line)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
