"""Holds, the lists sweeps showed, and their receipts with a leaf each in the evidence log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update

from belofte.domain.evidence import receipt_json, sweep_leaf
from belofte.domain.hold import Hold
from belofte.domain.plan import Decision, Receipt
from belofte.domain.policy import Text
from belofte.domain.sweeping import PutOff, Standing, SweepList, Swept, Why
from belofte.storage import tables
from belofte.storage.evidence_log import EvidenceLog
from belofte.storage.receipts import read_receipt
from belofte.storage.scope import Scope
from belofte.store_port import LeafDraft, Unknown

HOLDS, SWEEPS, RECEIPTS = tables.holds, tables.sweeps, tables.sweep_receipts
NAMES = tuple(field.name for field in fields(Hold))
LOOKED = "looked-"
"""How the id of the newest look at a system begins; it is kept once a system."""
WORDED = ("term", "one_by_one", "by_hand", "problem")
"""What of a line is said in words, in each language."""
_WAITS = (SWEEPS.c.why.is_not(None), SWEEPS.c.approved_by.is_(None))


class Holds:
    """Holds, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def add(self, hold: Hold) -> None:
        self._connection.execute(insert(HOLDS), asdict(hold))

    def save(self, hold: Hold) -> None:
        self._connection.execute(update(HOLDS).where(HOLDS.c.id == hold.id).values(**asdict(hold)))

    def get(self, hold: str) -> Hold:
        row = self._connection.execute(select(HOLDS).where(HOLDS.c.id == hold)).mappings().one_or_none()
        if row is None:
            raise Unknown("There is no such hold.", "List them with `belofte hold list`.")
        return _hold(row)

    def all(self, only_open: bool = True) -> list[Hold]:
        wanted = select(HOLDS).order_by(HOLDS.c.review_on, HOLDS.c.number)
        if only_open:
            wanted = wanted.where(HOLDS.c.released_on.is_(None))
        return [_hold(row) for row in self._connection.execute(wanted).mappings()]


class Sweeps:
    """The lists of sweeps and their receipts, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def put(self, shown: SweepList) -> None:
        self._connection.execute(delete(SWEEPS).where(SWEEPS.c.id == shown.id))
        self._connection.execute(
            insert(SWEEPS),
            {
                "id": shown.id,
                "system": shown.system,
                "made_at": shown.made_at,
                "policy_version": shown.policy_version,
                "lines": json.dumps([_line_row(line) for line in shown.lines], ensure_ascii=False),
                "why": shown.why.value if shown.why else None,
                "approved_by": shown.approved_by,
                "approved_at": shown.approved_at,
                "ended_at": shown.ended_at,
                **_put_off_row(shown.put_off),
                "problem": json.dumps(dict(shown.problem.by_language), ensure_ascii=False) if shown.problem else None,
            },
        )

    def get(self, shown: str) -> SweepList:
        row = self._connection.execute(select(SWEEPS).where(SWEEPS.c.id == shown)).mappings().one_or_none()
        if row is None:
            raise Unknown("There is no such list (any more).", "Make a new one with `belofte sweep --dry-run`.")
        return _list(row)

    def of_system(self, system: str) -> list[SweepList]:
        wanted = (
            select(SWEEPS)
            .where(SWEEPS.c.system == system, SWEEPS.c.id != f"{LOOKED}{system}")
            .order_by(SWEEPS.c.number.desc())
        )
        return [_list(row) for row in self._connection.execute(wanted).mappings()]

    def waiting(self) -> list[SweepList]:
        wanted = select(SWEEPS).where(*_WAITS).order_by(SWEEPS.c.number)
        return [_list(row) for row in self._connection.execute(wanted).mappings()]

    def looked(self) -> list[SweepList]:
        wanted = select(SWEEPS).where(SWEEPS.c.id.startswith(LOOKED, autoescape=True)).order_by(SWEEPS.c.system)
        return [_list(row) for row in self._connection.execute(wanted).mappings()]

    def put_looked(self, shown: SweepList) -> None:
        # ``ended_at`` keeps it out of what waits and of what was approved
        self.put(replace(shown, id=f"{LOOKED}{shown.system}", why=None, approved_by=None, ended_at=shown.made_at))

    def forget_waiting(self, system: str) -> None:
        self._connection.execute(delete(SWEEPS).where(*_WAITS, SWEEPS.c.system == system))

    def add_receipt(self, sweep: str, receipt: Receipt, on: date) -> int:
        body = receipt_json(receipt)
        leaf = EvidenceLog(self._scope).append([LeafDraft("sweep", sweep_leaf(receipt, body, on))])[0]
        row = {"id": receipt.id, "sweep": sweep, "leaf": leaf, "body": body}
        self._connection.execute(insert(RECEIPTS), row)
        return leaf

    def receipts(self, sweep: str) -> Sequence[Receipt]:
        rows = self._connection.execute(
            select(RECEIPTS.c.body).where(RECEIPTS.c.sweep == sweep).order_by(RECEIPTS.c.number)
        )
        return [read_receipt(body) for body in rows.scalars()]


def _hold(row: RowMapping) -> Hold:
    return Hold(**{name: row[name] for name in NAMES})


def _line_row(line: Swept) -> dict[str, object]:
    return {
        **asdict(line),
        "next_on": line.next_on.isoformat() if line.next_on else None,
        **{name: dict(told.by_language) if (told := getattr(line, name)) else None for name in WORDED},
    }


def _list(row: RowMapping) -> SweepList:
    return SweepList(
        id=row["id"],
        system=row["system"],
        made_at=row["made_at"],
        policy_version=row["policy_version"],
        lines=tuple(_line(line) for line in json.loads(row["lines"])),
        why=Why(row["why"]) if row["why"] else None,
        approved_by=row["approved_by"],
        approved_at=row["approved_at"],
        ended_at=row["ended_at"],
        put_off=_put_off(row),
        problem=_text(json.loads(row["problem"])) if row["problem"] else None,
    )


def _put_off_row(one: PutOff | None) -> dict[str, object]:
    return {
        "refused_by": one.by if one else None,
        "refused_at": one.at if one else None,
        "refused_why": one.why if one else None,
        "refused_until": one.until if one else None,
    }


def _put_off(row: RowMapping) -> PutOff | None:
    if row["refused_by"] is None:
        return None
    return PutOff(row["refused_by"], row["refused_at"], row["refused_why"], row["refused_until"])


def _line(line: dict[str, Any]) -> Swept:
    line["decision"] = Decision(line["decision"])
    line["counts"] = {Standing(name): count for name, count in line["counts"].items()}
    line["next_on"] = date.fromisoformat(line["next_on"]) if line["next_on"] else None
    line["without_index"] = tuple(line["without_index"])
    for name in WORDED:
        line[name] = _text(line.get(name))
    return Swept(**line)


def _text(told: dict[str, Any] | None) -> Text | None:
    """Words as they were kept; rows of before 2026-11-23 have some a level deeper."""
    return Text(told.get("by_language", told)) if told else None
