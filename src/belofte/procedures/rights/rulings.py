"""What named persons decided of the corrections of a case: kept in its vault, with their reasons."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from belofte.domain.rights.corrections import Ruling
from belofte.store_port import Transaction

RULINGS = "rulings"
"""Vault column."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One ruling: of the correction with this number (from 1), by whom, why, on which day (ISO 8601)."""

    number: int
    ruling: Ruling
    by: str
    reasons: str
    on: str


def rulings_of(tx: Transaction, case: str) -> tuple[Decided, ...]:
    """The newest ruling of each correction of a case."""
    data = tx.vault.newest(RULINGS, [case]).get(case)
    rows: list[dict[str, Any]] = json.loads(data) if data else []
    return tuple(Decided(row["number"], Ruling(row["ruling"]), row["by"], row["reasons"], row["on"]) for row in rows)


def keep_rulings(tx: Transaction, case: str, rulings: Iterable[Decided]) -> None:
    """Keep these rulings in place of those before."""
    rows = [asdict(one) for one in sorted(rulings, key=lambda one: one.number)]
    tx.vault.put(case, RULINGS, json.dumps(rows, ensure_ascii=False).encode())
