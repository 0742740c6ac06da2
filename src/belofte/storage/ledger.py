"""The ledger: what must stay forgotten or corrected in each system until the last backup that still has it is gone.

Its own SQLite file and its own key; its ids appear nowhere else. Sealed, durably, before the first act. It serves to
finish after a crash, to replay after a restore and to refuse a re-import; when the last backup has gone the entry goes,
and after that nobody can. ``suppressed`` works on keyed hashes, so the question needs no decryption.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Literal, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import (
    Column,
    Date,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    delete,
    func,
    select,
    update,
)

from belofte.domain.identity import Identifier
from belofte.domain.lossless import read_lossless, write_lossless
from belofte.domain.system_map import Verb
from belofte.storage.key_files import make_folder, read_or_make
from belofte.storage.opening import blind_log, open_engine, reading, sqlite_url, writing
from belofte.storage.ready import Ready, adding, among
from belofte.storage.statements import pieces
from belofte.store_port import LedgerEntry, StoreError

NONCE = 12
PAGE = 500
"""Entries decrypted at a time when everything of a system is replayed."""

_metadata = MetaData()
_entries = Table(
    "entries",
    _metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("system", Text, nullable=False, index=True),
    Column("verb", Text, nullable=False),
    Column("sealed_on", Date, nullable=False),
    Column("expires_on", Date, nullable=False, index=True),
    Column("finished", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
_hashes = Table(
    "hashes",
    _metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("entry", Text, primary_key=True, index=True),
)
_THERE = Ready(select(_entries.c.id).where(among(_entries.c.id, "entries")))
_PUT, _PUT_HASH = adding(_entries), adding(_hashes)
_FINISH = Ready(update(_entries).where(among(_entries.c.id, "entries")).values(finished=1))


class SuppressionLedger:
    """The ledger in ``file``, under the key in ``key_file``."""

    def __init__(self, file: Path, key_file: Path) -> None:
        make_folder(file.parent)
        root = read_or_make(key_file)
        self._key, self._index = AESGCM(_derive(root, b"entries")), _derive(root, b"index")
        self._file, self._lock = file, Lock()
        self._engines: dict[str, Engine] = {}
        if not file.is_file():
            self._opened("FULL")  # a copy of the state has a ledger from the first day

    @property
    def _engine(self) -> Engine:
        """Opened with the first question, for most commands have none."""
        return self._opened("FULL")

    @property
    def _unsynced(self) -> Engine:
        """What is written by it may wait for the next write that is synced."""
        return self._opened("NORMAL")

    def _opened(self, synchronous: Literal["FULL", "NORMAL"]) -> Engine:
        with self._lock:
            engine = self._engines.get(synchronous)
            if engine is None:
                engine = self._engines[synchronous] = open_engine(sqlite_url(self._file), synchronous)
                with writing(engine) as connection:
                    _metadata.create_all(connection)
        return engine

    def seal(self, entries: Sequence[LedgerEntry]) -> None:
        """Durable when this returns. An entry that is there already is left as it is: sealing twice is safe."""
        if not entries:
            return
        with writing(self._engine) as connection:
            there = {row["id"] for row in _THERE.rows(connection, {"entries": [entry.id for entry in entries]})}
            fresh = [entry for entry in entries if entry.id not in there]
            if not fresh:
                return
            _PUT.change_each(connection, [self._row(entry) for entry in fresh])
            hashes = [
                {"hash": hash_, "entry": entry.id}
                for entry in fresh
                if entry.verb is Verb.ERASE
                for hash_ in {self._hash(one) for one in entry.identifiers}
            ]
            _PUT_HASH.change_each(connection, hashes)

    def finish(self, entries: Sequence[str]) -> None:
        """What was sealed was also read back. Written without waiting for the disk: lost, it is looked at once more."""
        if not entries:
            return
        with writing(self._unsynced) as connection:
            _FINISH.change(connection, {"entries": entries})

    def find_unfinished(self) -> list[LedgerEntry]:
        with reading(self._engine) as connection:
            rows = connection.execute(select(_entries).where(_entries.c.finished == 0).order_by(_entries.c.number))
            return [self._entry(row) for row in rows]

    def begin_again(self, entries: Sequence[str], today: date, expires: date) -> None:
        """Before what came back is done again: backups made meanwhile hold it too, so the memory lasts until those have
        gone. Durable when this returns."""
        with writing(self._engine) as connection:
            for piece in pieces(list(entries)):
                its = _entries.c.id.in_(piece)
                connection.execute(update(_entries).where(its).values(sealed_on=today, finished=0))
                later = update(_entries).where(its, _entries.c.expires_on < expires)
                connection.execute(later.values(expires_on=expires))

    def count(self, system: str, since: date) -> int:
        """How many entries :meth:`replay` would give."""
        wanted = select(func.count()).where(_entries.c.system == system, _entries.c.sealed_on >= since)
        with reading(self._engine) as connection:
            return connection.execute(wanted).scalar_one()

    def erased(self, system: str) -> list[str]:
        """The ids of the erasures of a system that were read back, in their order."""
        wanted = select(_entries.c.id).where(
            _entries.c.system == system, _entries.c.verb == Verb.ERASE.value, _entries.c.finished == 1
        )
        with reading(self._engine) as connection:
            return list(connection.execute(wanted.order_by(_entries.c.number)).scalars())

    def get(self, entries: Sequence[str]) -> Iterator[LedgerEntry]:
        """These entries, as far as they are there, a page at a time."""
        for piece in pieces(entries):
            with reading(self._engine) as connection:
                wanted = select(_entries).where(_entries.c.id.in_(piece)).order_by(_entries.c.number)
                rows = connection.execute(wanted).all()
            for row in rows:
                yield self._entry(row)

    def systems(self) -> list[str]:
        """The systems that anything is remembered of."""
        with reading(self._engine) as connection:
            return sorted(connection.execute(select(_entries.c.system).distinct()).scalars())

    def last_day(self) -> date | None:
        """The day on which the last of what is remembered now is let go; None: nothing is remembered."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.max(_entries.c.expires_on))).scalar_one_or_none()

    def replay(self, system: str, since: date) -> Iterator[LedgerEntry]:
        """What was done in this system on or after the day a restored backup was made, oldest first."""
        return self._pages(select(_entries).where(_entries.c.system == system, _entries.c.sealed_on >= since))

    def put(self, system: str) -> Iterator[LedgerEntry]:
        """What was corrected, restricted and lifted in this system, oldest first."""
        return self._pages(select(_entries).where(_entries.c.system == system, _entries.c.verb != Verb.ERASE.value))

    def _pages(self, wanted: Select[Any]) -> Iterator[LedgerEntry]:
        last = 0
        while True:
            with reading(self._engine) as connection:
                rows = connection.execute(
                    wanted.where(_entries.c.number > last).order_by(_entries.c.number).limit(PAGE)
                ).all()
            if not rows:
                return
            for row in rows:
                yield self._entry(row)
            last = rows[-1].number

    def suppressed(self, identifiers: Iterable[Identifier]) -> set[Identifier]:
        """Those of them that were erased somewhere and are still remembered: refuse their re-import."""
        by_hash = {self._hash(one): one for one in identifiers}
        found: set[Identifier] = set()
        with reading(self._engine) as connection:
            for piece in pieces(list(by_hash)):
                erased = select(_hashes.c.hash).join(_entries, _entries.c.id == _hashes.c.entry)
                erased = erased.where(_hashes.c.hash.in_(piece), _entries.c.verb == Verb.ERASE.value)
                found |= {by_hash[hash_] for hash_ in connection.execute(erased.distinct()).scalars()}
        return found

    def release(self, identifiers: Iterable[Identifier]) -> int:
        """The person came back by an act of their own: these are no longer refused. What was erased before stays
        erased in a replay. Returns for how many of them that changed something."""
        hashes = {self._hash(one) for one in identifiers}
        with writing(self._engine) as connection:
            return sum(
                connection.execute(delete(_hashes).where(_hashes.c.hash.in_(piece))).rowcount
                for piece in pieces(list(hashes))
            )

    def purge_expired(self, today: date) -> int:
        """Forget what has expired, finished or not, and its bytes in the write-ahead log. Returns how many."""
        over = select(_entries.c.id).where(_entries.c.expires_on <= today)
        with reading(self._engine) as connection:  # each round asks, and nearly none finds any
            if connection.execute(over.limit(1)).first() is None:
                return 0
        with writing(self._engine) as connection:
            connection.execute(delete(_hashes).where(_hashes.c.entry.in_(over)))
            gone = connection.execute(delete(_entries).where(_entries.c.expires_on <= today)).rowcount
        if gone:
            blind_log(self._engine)
        return gone

    def close(self) -> None:
        with self._lock:
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()

    def _hash(self, identifier: Identifier) -> bytes:
        named = f"{identifier.kind}\0{identifier.scope}\0{identifier.value}"
        return hmac.digest(self._index, named.encode(), "sha256")

    def _row(self, entry: LedgerEntry) -> dict[str, object]:
        body = {
            "identifiers": [(one.kind, one.scope, one.value) for one in entry.identifiers],
            "keys": dict(entry.keys),
            "values": {collection: dict(values) for collection, values in entry.values.items()},
            "kept": dict(entry.kept),
            "at": entry.at,
            "before": {name: {c: list(values) for c, values in its.items()} for name, its in entry.before.items()},
            "right": entry.right,
            "purposes": list(entry.purposes),
            "cause": entry.cause,
            "ground": entry.ground,
            "by_hand": entry.by_hand,
        }
        nonce = secrets.token_bytes(NONCE)
        data = nonce + self._key.encrypt(nonce, write_lossless(body), _associated(entry.id, entry.system, entry.verb))
        return {
            "id": entry.id,
            "system": entry.system,
            "verb": entry.verb.value,
            "sealed_on": entry.sealed_on,
            "expires_on": entry.expires_on,
            "finished": 0,
            "data": data,
        }

    def _entry(self, row: Row[Any]) -> LedgerEntry:
        try:
            plain = self._key.decrypt(row.data[:NONCE], row.data[NONCE:], _associated(row.id, row.system, row.verb))
        except InvalidTag:
            raise StoreError(
                "An entry of the ledger does not open with the ledger's key: it was changed, or the key is another.",
                "Put ledger.sqlite and keys/ledger.key back from backups that belong together.",
            ) from None
        body = cast("Mapping[str, Any]", read_lossless(plain))
        return LedgerEntry(
            id=row.id,
            system=row.system,
            verb=Verb(row.verb),
            sealed_on=row.sealed_on,
            expires_on=row.expires_on,
            identifiers=tuple(Identifier(*one) for one in body["identifiers"]),
            keys=_keys(body["keys"]),
            values=body["values"],
            kept=_keys(body.get("kept", {})),
            at=cast("datetime | None", body.get("at")),
            before=body.get("before", {}),
            right=body.get("right", ""),
            purposes=tuple(body.get("purposes", ())),
            cause=body.get("cause", ""),
            ground=body.get("ground"),
            by_hand=bool(body.get("by_hand", False)),
        )


def _keys(listed: Mapping[str, Sequence[Sequence[object]]]) -> dict[str, list[tuple[object, ...]]]:
    return {collection: [tuple(key) for key in keys] for collection, keys in listed.items()}


def _derive(root: bytes, use: bytes) -> bytes:
    """One key file, a key of its own for each use."""
    return HKDF(SHA256(), 32, salt=None, info=b"belofte ledger " + use).derive(root)


def _associated(entry: str, system: str, verb: str) -> bytes:
    return f"{entry}\0{system}\0{verb}".encode()
