"""Copies the evidence log to files: ``leaves.jsonl``, ``hashes``, ``checkpoints``. They are what ``verify`` reads.

The store is first, the files follow its commits, in this order: leaves, hashes, checkpoints. Each row knows the offset
at which it ends, so a file that a crash left short or torn is cut back to a whole line and completed from the store,
however long it is. Nothing that is whole is ever rewritten: a changed line stays changed, and ``verify`` names it.
Files that are *ahead* of the store mean that a backup of the store was put back: :func:`adopt` takes their leaves over.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from belofte.storage import tables
from belofte.storage.evidence_log import HASH_LINE
from belofte.storage.key_files import make_folder
from belofte.storage.scope import Appended, Ends
from belofte.store_port import StoreError

LEAVES_FILE, HASHES_FILE, CHECKPOINTS_FILE, KEY_FILE = "leaves.jsonl", "hashes", "checkpoints", "public.key"
PAGE = 5_000
LEAVES, CHECKPOINTS = tables.leaves, tables.checkpoints


class FilesAhead(StoreError):
    """The files hold evidence that the store does not know."""

    exit_status = 1


class EvidenceFiles:
    """The evidence folder of one installation."""

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self._folder = folder

    def write_key(self, key: str) -> None:
        """Put the public key beside the files, for convenience: who verifies pins a copy kept elsewhere."""
        file = self._folder / KEY_FILE
        if not file.exists():
            file.write_text(key + "\n")

    def write(self, appended: Sequence[Appended]) -> bool:
        """Write what was just appended, if the files end where it begins. False, and nothing written, when they do not:
        another process has not copied its part yet, or a crash left a torn end; :meth:`follow` then looks."""
        with self._lock():
            if self.ends() != appended[0].before:
                return False
            parts = zip(*((one.leaves, one.hashes, one.checkpoint) for one in appended), strict=True)
            for name, data in zip((LEAVES_FILE, HASHES_FILE, CHECKPOINTS_FILE), parts, strict=True):
                with (self._folder / name).open("ab", buffering=0) as out:
                    out.write(b"".join(data))
            return True

    def follow(self, connection: Connection) -> int:
        """Complete the files from the store; returns how many leaves were copied. Safe to repeat and to interrupt.
        Raises :class:`FilesAhead`."""
        with self._lock():
            ends = self.ends()
            head = connection.execute(select(tables.head)).one()
            if (ends.leaves, ends.hashes, ends.checkpoints) == (
                head.leaves_end,
                head.size * HASH_LINE,
                head.checkpoints_end,
            ):
                return 0
            if ends.leaves > head.leaves_end or ends.hashes > head.size * HASH_LINE:
                raise _ahead()
            copied = self._follow_leaves(connection, ends)
            self._follow_hashes(connection, ends)
            self._follow_checkpoints(connection, ends)
            return copied

    def ends(self) -> Ends:
        """The sizes of the three files in bytes; 0 where there is none."""
        return Ends(*(self._size(name) for name in (LEAVES_FILE, HASHES_FILE, CHECKPOINTS_FILE)))

    def sync(self) -> None:
        """Bring the files to the disk (before a backup, and when a checkpoint is published)."""
        for name in (LEAVES_FILE, HASHES_FILE, CHECKPOINTS_FILE):
            if (self._folder / name).exists():
                with (self._folder / name).open("rb") as file:
                    os.fsync(file.fileno())

    def _follow_leaves(self, connection: Connection, ends: Ends) -> int:
        number, whole = _last_whole(connection, LEAVES, LEAVES.c.number, ends.leaves)
        rows = _pages(connection, LEAVES.c.number, LEAVES.c.line, number)
        return self._append(LEAVES_FILE, whole, (f"{line}\n".encode() for line in rows))

    def _follow_hashes(self, connection: Connection, ends: Ends) -> None:
        number = ends.hashes // HASH_LINE
        rows = _pages(connection, LEAVES.c.number, LEAVES.c.hash, number)
        self._append(HASHES_FILE, number * HASH_LINE, (f"{hash_.hex()}\n".encode() for hash_ in rows))

    def _follow_checkpoints(self, connection: Connection, ends: Ends) -> None:
        size, whole = _last_whole(connection, CHECKPOINTS, CHECKPOINTS.c.size, ends.checkpoints)
        rows = _pages(connection, CHECKPOINTS.c.size, CHECKPOINTS.c.note, size)
        self._append(CHECKPOINTS_FILE, whole, (f"{note}\n".encode() for note in rows))

    def _append(self, name: str, whole: int, parts: Iterable[bytes]) -> int:
        handle = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT, 0o644)
        with os.fdopen(handle, "wb") as out:
            out.truncate(whole)
            out.seek(whole)
            count = 0
            for part in parts:
                out.write(part)
                count += 1
        return count

    def _size(self, name: str) -> int:
        file = self._folder / name
        return file.stat().st_size if file.exists() else 0

    @contextmanager
    def _lock(self) -> Generator[None, None, None]:
        """One process at a time copies."""
        handle = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _last_whole(connection: Connection, table: Table, number: Column[int], size: int) -> tuple[int, int]:
    """(number, end) of the last row that fits whole into a file of this size."""
    row = connection.execute(
        select(number, table.c.ends_at).where(table.c.ends_at <= size).order_by(table.c.ends_at.desc()).limit(1)
    ).one_or_none()
    return (0, 0) if row is None else (row[0], row[1])


def _pages(connection: Connection, number: Column[int], wanted: Column[Any], after: int) -> Generator[Any, None, None]:
    while True:
        rows = connection.execute(select(number, wanted).where(number > after).order_by(number).limit(PAGE)).all()
        for row in rows:
            yield row[1]
        if len(rows) < PAGE:
            return
        after = rows[-1][0]


def _ahead() -> FilesAhead:
    return FilesAhead(
        "The evidence files hold more than the store: a backup of the store was put back.",
        "Run `belofte restore`, which takes the newer evidence over before anything else is written.",
    )
