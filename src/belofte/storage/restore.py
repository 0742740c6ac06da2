"""Puts a copy of the state back. What is newer than the copy and still there is kept: ledger, evidence, keys.

Afterwards, in this order:
 1. the store is brought up to date and takes over the evidence that the files have and the copy had not;
 2. what the store that was there knows to be over loses its key; cases whose key is gone were closed after the copy was
    made: their rows go (the register row was in the lost part), and a hold whose key is gone is released;
 3. keys that nothing in the copy is under are destroyed;
 4. whoever was erased since the copy is known so again, from the ledger; rows of the register that are lost show;
 5. the numbers that subjects may have got since are given to nobody: programs keep them;
 6. a leaf says that the store was put back, and to which size of the log;
 7. what was erased since then in other systems stands in the ledger, for whoever puts those back.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from belofte.domain.checkpoint import VerifyKey, open_note, split_notes
from belofte.procedures.proving.verify import verify
from belofte.storage.backup import DATABASES, FOLDERS, KEYS, STATE, Backup, read_backup
from belofte.storage.key_files import make_folder, signing_key
from belofte.storage.places import Places
from belofte.storage.since_copy import (
    destroy_keys_of_nothing,
    end_holds_without_key,
    follow_set_aside,
    note_sealed_months,
    remember_erased_since,
    remember_stopped_since,
)
from belofte.storage.store import SqlStore, open_store
from belofte.store_port import LeafDraft, StoreError

NUMBERS_SINCE = 1_000_000
"""More people than get a number between a copy and its putting back; a number costs a program four bytes."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: the day of the copy, how many newer leaves were taken over, how many cases were closed since.
    ``erased_since``: entries of the ledger that the copy did not know of; ``stopped_since``: restrictions, objections
    and withdrawn consents it did not know of; ``rows_missing``: rows of the register that
    the evidence tells of and nobody has any more; ``keys_destroyed``: keys that nothing in the copy is under."""

    made_at: datetime
    adopted: int
    closed_since: int
    set_aside: Path | None
    erased_since: int = 0
    rows_missing: int = 0
    keys_destroyed: int = 0
    stopped_since: int = 0


def restore(places: Places, state: Path, keys: Path | None, now: datetime) -> Restored:
    """Put the copy in ``state`` back; ``keys`` is a copy of the keys, needed only where the keys folder is gone.
    Nothing may run on this data meanwhile. Raises :class:`StoreError`, with nothing changed, when a copy is damaged."""
    backup = read_backup(state, STATE)
    kept_keys = _keys_of(places, keys)
    make_folder(places.data)
    set_aside = _set_aside(places, now) if backup.has_store else None
    _copy_back(places, backup, kept_keys)
    store = open_store(places, now.date(), adopt_evidence)
    try:
        with store.reading() as tx:
            known = tx.evidence.head().size
        over = follow_set_aside(store, set_aside, known - store.adopted)
        closed = store.remove_keyless()
        end_holds_without_key(store, now.date())
        store.remove_lost_packages()
        keys_destroyed = over + (destroy_keys_of_nothing(store) if backup.has_store else 0)
        erased = remember_erased_since(store, backup.made_at, now)
        stopped = remember_stopped_since(store, backup.made_at, now)
        missing = note_sealed_months(store, known - store.adopted)
        with store.transaction() as tx:
            tx.states.leave_out(NUMBERS_SINCE)
            tx.evidence.append([LeafDraft("restored", {"on": now.date().isoformat(), "was": known})])
        return Restored(backup.made_at, store.adopted, closed, set_aside, erased, missing, keys_destroyed, stopped)
    finally:
        store.close()


def adopt_evidence(store: SqlStore) -> int:
    """Take over the leaves that the evidence files have and the store has not. The files must be whole, signed with our
    key, and begin with the store's own log. Returns how many. Raises :class:`StoreError`."""
    folder, key = store.places.evidence, store.keys.signing.public
    if not (folder / "checkpoints").exists():
        return 0
    with store.reading() as tx:
        head = tx.evidence.head()
    notes = [(open_note(note, key).size, note) for note in _sound(folder, key)]
    newer = [(size, note.decode()) for size, note in notes if size > head.size]
    if not newer:
        return 0
    if head.size and not any(size == head.size and open_note(note, key).root == head.root for size, note in notes):
        raise StoreError(
            "The evidence files do not begin with the evidence of this copy: they belong to another store.",
            "Put back the copy and the evidence folder of the same installation.",
        )
    with (folder / "leaves.jsonl").open("rb") as leaves:
        lines = [line.removesuffix(b"\n") for line in islice(leaves, head.size, newer[-1][0])]
    with store.transaction() as tx:
        tx.evidence.adopt(lines, newer)
    return len(lines)


def _sound(folder: Path, key: VerifyKey) -> list[bytes]:
    report = verify(folder, key)
    if not report.whole:
        raise StoreError(
            f"The evidence files are ahead of the store and not whole: {report.faults[0].sentence}",
            "Run `belofte verify` on them and put back a copy that is whole.",
        )
    return split_notes((folder / "checkpoints").read_bytes(), key.origin)


def _keys_of(places: Places, keys: Path | None) -> Backup | None:
    if places.keys.exists():
        signing_key(places.keys / "evidence.key")
        return None
    if keys is None:
        raise StoreError(
            "The keys folder is gone, and a copy of the state holds no keys; nothing was restored.",
            "Name a copy of the keys with --keys DIR. Without one no open case can be read any more.",
        )
    return read_backup(keys, KEYS)


def _set_aside(places: Places, now: datetime) -> Path | None:
    store = places.data / "store.sqlite"
    aside = places.data / f"store.sqlite.replaced-{now:%Y%m%dT%H%M%S}"
    for end in ("-wal", "-shm"):
        if Path(f"{store}{end}").exists():
            Path(f"{store}{end}").replace(f"{aside}{end}")
    return store.replace(aside) if store.exists() else None


def _copy_back(places: Places, backup: Backup, keys: Backup | None) -> None:
    """Files that are still there are newer than the copy and stay."""
    for name in DATABASES:
        if name in backup.files and not (places.data / name).exists():
            shutil.copy2(backup.folder / name, places.data / name)
    for name in FOLDERS:
        make_folder(places.data / name)
        for file in sorted((backup.folder / name).glob("*")):
            there = places.data / name / file.name
            if not there.exists() or there.stat().st_size < file.stat().st_size:
                shutil.copy2(file, there)
    if keys is not None:
        make_folder(places.keys)
        for name in keys.files:
            shutil.copy2(keys.folder / name, places.keys / name)
