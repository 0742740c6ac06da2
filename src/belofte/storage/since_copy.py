"""What happened between a copy and its putting back, as far as what is newer than the copy still tells it.

The ledger knows who was erased, restricted or objected: nobody may use their data again. The evidence knows how many
rows each month of the register had: rows that were lost show as missing. Keys that belong to nothing in the copy belong
to what was closed, or came in since: they open nothing, and go.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from belofte.domain.disclosure import Disclosure, decode_disclosure
from belofte.domain.hold import release
from belofte.domain.rights import names
from belofte.domain.subject_state import ERASED, LEFT, RESTRICTED, Cause, all_consents
from belofte.domain.system_map import Verb
from belofte.procedures.acting.erased import FORGET
from belofte.procedures.disclosing.kept import STAYS
from belofte.procedures.rights.standing import POLICY, consents, objections
from belofte.storage import tables
from belofte.storage.opening import open_engine, reading, sqlite_url
from belofte.storage.store import SqlStore
from belofte.store_port import DueDate, LedgerEntry, StoreError, Transaction

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


def follow_set_aside(store: SqlStore, aside: Path | None, head: int) -> int:
    """What the store that was there knows to be over is over in the copy too: keys it had nothing under any more are
    destroyed, and an order that was ended or lifted is so again, with what was kept for it gone. ``head``: the size of
    the log in the copy. Returns how many keys. One that cannot be read, that came from a copy itself, or that had not
    come as far as the copy (a disk that was rolled back, a new installation) tells nothing: what it lacks may be newer.
    """
    with store.reading() as tx:
        come_to = _come_to(tx.scope.connection, head)
    known = _known_to(aside, head, come_to) if aside is not None else None
    if known is None:
        return 0
    used, over = known
    idle = [case for case in store.keys.cases.all() if case not in used]
    store.keys.cases.destroy(idle)
    _end_disclosures(store, [decode_disclosure(body) for body in over])
    return len(idle)


def _end_disclosures(store: SqlStore, over: Sequence[Disclosure]) -> None:
    """Those that the copy still has open, as they ended."""
    with store.transaction() as tx:
        still_open = {one.id for one in tx.disclosures.all(only_open=True)}
        ended = [one for one in over if one.id in still_open]
        packages = [package for one in ended for package in tx.vault.packages(one.id)]
        for one in ended:
            tx.disclosures.save(one)
            tx.vault.keep_only(one.id, STAYS)
    for package in packages:
        store.packages.destroy(package)


def end_holds_without_key(store: SqlStore, on: date) -> int:
    """A hold whose key is gone was released since the copy: it holds nothing, and says so. Returns how many."""
    with store.transaction() as tx:
        holds = tx.holds.all()
        orders = [one for one in tx.disclosures.all(only_open=True) if one.hold]
        known = store.keys.cases.known([*(hold.id for hold in holds), *(one.hold for one in orders)])
        ended = [hold for hold in holds if hold.id not in known]
        for hold in ended:
            tx.holds.save(release(hold, RESTORED, on))
        loose = [one for one in orders if one.hold not in known]
        for one in loose:
            tx.disclosures.save(replace(one, hold="", review_on=None))
    return len({hold.id for hold in ended} | {one.hold for one in loose})


def _come_to(connection: Connection, head: int) -> tuple[int, str | None]:
    """How far a store has come: the highest number an event ever had, and the leaf at ``head``."""
    events = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'events'")).scalar_one_or_none()
    leaf = select(tables.leaves.c.line).where(tables.leaves.c.number == head)
    return int(events or 0), connection.execute(leaf).scalar_one_or_none()


def _known_to(aside: Path, head: int, come_to: tuple[int, str | None]) -> tuple[set[str], list[str]] | None:
    """The cases that store had something under, and its disclosures that were over."""
    leaves, disclosures = tables.leaves, tables.disclosures
    engine = open_engine(sqlite_url(aside))
    try:
        with reading(engine) as connection:
            events, leaf = _come_to(connection, head)
            if events < come_to[0] or leaf != come_to[1]:
                return None
            lines = connection.execute(select(leaves.c.line).where(leaves.c.number > head)).scalars()
            if any(json.loads(line)["kind"] == RESTORED for line in lines):
                return None
            used = set(connection.execute(select(tables.vault_entries.c.request).distinct()).scalars())
            used |= set(connection.execute(select(tables.requests.c.id)).scalars())
            over = select(disclosures.c.body).where(disclosures.c.body.is_not(None))
            return used, [str(body) for body in connection.execute(over).scalars()]
    except (SQLAlchemyError, StoreError):
        return None  # damaged: that may be why a copy is put back
    finally:
        engine.dispose()


def _registers(lines: Iterable[str]) -> Iterable[dict[str, Any]]:
    for line in lines:
        leaf: dict[str, Any] = json.loads(line)
        if leaf["kind"] == "register":
            yield leaf
