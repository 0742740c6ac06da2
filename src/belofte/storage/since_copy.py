"""What happened between a copy and its putting back, as far as what is newer than the copy still tells it.

The ledger knows who was erased, restricted or objected: nobody may use their data again. The evidence knows how many
rows each month of the register had: rows that were lost show as missing. Keys that belong to nothing in the copy belong
to what was closed, or came in since: they open nothing, and go.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import insert, select

from belofte.domain.rights import names
from belofte.domain.subject_state import ERASED, LEFT, RESTRICTED, Cause, all_consents
from belofte.domain.system_map import Verb
from belofte.procedures.acting.erased import FORGET
from belofte.procedures.rights.standing import POLICY, consents, objections
from belofte.storage import tables
from belofte.storage.store import SqlStore
from belofte.store_port import DueDate, LedgerEntry, Transaction

RESTORED = "restored"
"""Why a state changed: the copy did not know yet what the ledger knows."""


def remember_erased_since(store: SqlStore, made_at: datetime, now: datetime) -> int:
    """Whoever was erased since the copy was made is so again in the states; returns how many entries tell of it. Who
    came back by an act of their own is not in the ledger's list of the refused, and stays as they are."""
    entries = [
        entry
        for system in store.ledger.systems()
        for entry in store.ledger.replay(system, made_at.date())
        if entry.verb is Verb.ERASE and entry.identifiers and store.ledger.suppressed(entry.identifiers)
    ]
    with store.transaction() as tx:
        consents = all_consents(tx.states.bits())
        for entry in entries:
            refused = sorted(store.ledger.suppressed(entry.identifiers))
            state = tx.states.change(refused, Cause(RESTORED, POLICY), now, ERASED, consents)
            ends = datetime.combine(entry.expires_on, time(), UTC)
            tx.dates.put([DueDate(FORGET, str(state.subject), ends)])
    return len(entries)


def remember_stopped_since(store: SqlStore, made_at: datetime, now: datetime) -> int:
    """Whoever was restricted, objected or took a consent back since the copy was made is known so again; returns how
    many cases tell of it. What was lifted since is not. A stop that no system had anything for is not in the ledger."""
    noted: dict[tuple[str, Verb], LedgerEntry] = {}
    for system in store.ledger.systems():
        for entry in store.ledger.put(system):
            if entry.cause and entry.identifiers and entry.at is not None and entry.at >= made_at:
                noted[entry.cause, entry.verb] = entry
    marked = [entry for (_, verb), entry in noted.items() if verb is Verb.RESTRICT]
    standing = [entry for entry in marked if (entry.cause, Verb.LIFT) not in noted]
    with store.transaction() as tx:
        for entry in standing:
            on, off = _stopped(tx, entry)
            tx.states.change(sorted(entry.identifiers), Cause(RESTORED, POLICY), now, on, off)
    return len(standing)


def _stopped(tx: Transaction, entry: LedgerEntry) -> tuple[int, int]:
    """The bits that the right behind a mark sets, and those it clears."""
    match entry.right:
        case names.OBJECTION:
            return objections(tx, entry.purposes), 0
        case names.WITHDRAWAL:
            return 0, consents(tx, entry.purposes)
        case names.LEAVING:
            return LEFT, 0
        case _:
            return RESTRICTED, 0


def note_sealed_months(store: SqlStore, after: int) -> int:
    """Months of the register that the evidence has beyond leaf ``after``: noted, so that rows that are lost show as
    missing. Returns how many rows the evidence tells of and the store has not."""
    leaves, months = tables.leaves, tables.register_months
    missing = 0
    with store.transaction() as tx:
        lines = tx.scope.connection.execute(select(leaves.c.line).where(leaves.c.number > after)).scalars().all()
        known = tx.register.sealed_months()
        for leaf in _registers(lines):
            if leaf["month"] not in known:
                tx.scope.connection.execute(insert(months), {"month": leaf["month"], "leaf": leaf["n"]})
                missing += max(int(leaf["rows"]) - len(tx.register.rows(leaf["month"])), 0)
    return missing


def destroy_keys_of_nothing(store: SqlStore) -> int:
    """Keys that nothing in the store is under; returns how many were destroyed."""
    with store.reading() as tx:
        used = set(tx.scope.connection.execute(select(tables.vault_entries.c.request).distinct()).scalars())
        used |= set(tx.scope.connection.execute(select(tables.requests.c.id)).scalars())
    idle = [case for case in store.keys.cases.all() if case not in used]
    if idle:
        store.keys.cases.destroy(idle)
    return len(idle)


def _registers(lines: Iterable[str]) -> Iterable[dict[str, Any]]:
    for line in lines:
        leaf: dict[str, Any] = json.loads(line)
        if leaf["kind"] == "register":
            yield leaf
