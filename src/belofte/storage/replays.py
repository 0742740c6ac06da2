"""Lists of what is done once more after a backup came back, and their receipts with a leaf each in the evidence log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import RowMapping, delete, insert, select

from belofte.domain.evidence import receipt_json, replay_leaf
from belofte.domain.plan import Receipt
from belofte.domain.policy import Text
from belofte.domain.replaying import Fate, Replay, ReplayLine
from belofte.domain.system_map import Verb
from belofte.storage import tables
from belofte.storage.evidence_log import EvidenceLog
from belofte.storage.receipts import read_receipt
from belofte.storage.scope import Scope
from belofte.store_port import LeafDraft, Unknown

REPLAYS, RECEIPTS = tables.replays, tables.sweep_receipts
_WAITS = (REPLAYS.c.approved_by.is_(None), REPLAYS.c.ended_at.is_(None))


class Replays:
    """The lists, inside one transaction. Their receipts stand beside those of sweeps: both name nobody."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def put(self, replay: Replay) -> None:
        self._connection.execute(delete(REPLAYS).where(REPLAYS.c.id == replay.id))
        problem = json.dumps(dict(replay.problem.by_language)) if replay.problem else None
        self._connection.execute(
            insert(REPLAYS),
            {
                "id": replay.id,
                "system": replay.system,
                "since": replay.since,
                "made_at": replay.made_at,
                "policy_version": replay.policy_version,
                "entries": replay.entries,
                "lines": json.dumps([[line.verb, line.collection, line.fates] for line in replay.lines]),
                "noticed": replay.noticed,
                "problem": problem,
                "approved_by": replay.approved_by,
                "approved_at": replay.approved_at,
                "ended_at": replay.ended_at,
            },
        )

    def get(self, replay: str) -> Replay:
        row = self._connection.execute(select(REPLAYS).where(REPLAYS.c.id == replay)).mappings().one_or_none()
        if row is None:
            raise Unknown("There is no such list (any more).", "Make a new one with `belofte restore-replay SYSTEM`.")
        return _replay(row)

    def all(self, limit: int = 200) -> list[Replay]:
        wanted = select(REPLAYS).order_by(REPLAYS.c.number.desc()).limit(limit)
        return [_replay(row) for row in self._connection.execute(wanted).mappings()]

    def waiting(self) -> list[Replay]:
        wanted = select(REPLAYS).where(*_WAITS).order_by(REPLAYS.c.number)
        return [_replay(row) for row in self._connection.execute(wanted).mappings()]

    def approved(self) -> list[Replay]:
        wanted = select(REPLAYS).where(REPLAYS.c.approved_by.is_not(None), REPLAYS.c.ended_at.is_(None))
        return [_replay(row) for row in self._connection.execute(wanted.order_by(REPLAYS.c.number)).mappings()]

    def forget_waiting(self, system: str) -> None:
        self._connection.execute(delete(REPLAYS).where(*_WAITS, REPLAYS.c.system == system))

    def add_receipt(self, replay: str, receipt: Receipt, on: date) -> int:
        body = receipt_json(receipt)
        leaf = EvidenceLog(self._scope).append([LeafDraft("replay", replay_leaf(receipt, body, on))])[0]
        self._connection.execute(insert(RECEIPTS), {"id": receipt.id, "sweep": replay, "leaf": leaf, "body": body})
        return leaf

    def receipts(self, replay: str) -> Sequence[Receipt]:
        wanted = select(RECEIPTS.c.body).where(RECEIPTS.c.sweep == replay).order_by(RECEIPTS.c.number)
        return [read_receipt(body) for body in self._connection.execute(wanted).scalars()]


def _replay(row: RowMapping) -> Replay:
    return Replay(
        id=row["id"],
        system=row["system"],
        since=row["since"],
        made_at=row["made_at"],
        policy_version=row["policy_version"],
        entries=row["entries"],
        lines=tuple(
            ReplayLine(Verb(verb), collection, {Fate(fate): count for fate, count in fates.items()})
            for verb, collection, fates in json.loads(row["lines"])
        ),
        noticed=row["noticed"],
        problem=Text(json.loads(row["problem"])) if row["problem"] else None,
        approved_by=row["approved_by"],
        approved_at=row["approved_at"],
        ended_at=row["ended_at"],
    )
