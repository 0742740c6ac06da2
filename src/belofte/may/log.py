"""The log of uses on the disk: a file a process, appended in groups; every answer is durable before it is handed out.

Whoever comes while a write is under way waits for it, and then all who waited share the next one: one ``fdatasync`` for
many uses. A file is locked while its process lives; whoever takes the rows into the store removes it after that
(:mod:`belofte.storage.use_files`). A write that failed lets nobody through, and the next one begins a new file,
because what stands behind half a record cannot be read.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
from pathlib import Path

from belofte.domain.errors import CouldNotLook

SUFFIX = ".uses"
LARGEST = 64 * 1024 * 1024
"""Bytes after which a new file is begun, so that what was taken into the store can go from the disk."""


class NotLogged(CouldNotLook):
    """The row could not be written, so nothing may be handed out."""

    def __init__(self) -> None:
        super().__init__(
            "The use could not be logged, so the answer is no.", "see that the data folder can be written and has room"
        )


class UseLog:
    """Appends records. Threads may share it. To be closed when the process needs it no more."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.Condition()
        self._waiting: list[bytes] = []
        self._asked = self._ended = self._failed_from = self._failed_to = 0
        self._writing = False
        self._file: int | None = None
        self._size = 0

    def write(self, record: bytes) -> None:
        """Durable when this returns. Raises :class:`NotLogged` where it could not be made so."""
        with self._turn:
            self._waiting.append(record)
            self._asked += 1
            mine = self._asked
            while self._ended < mine:
                if self._writing:
                    self._turn.wait()
                else:
                    self._write_waiting()
            if self._failed_from < mine <= self._failed_to:
                raise NotLogged

    def close(self) -> None:
        """Let go of the file; what is in it stays until it has been taken into the store."""
        with self._turn:
            self._let_go()

    def _write_waiting(self) -> None:
        """Write what waits now, while others may queue up behind it."""
        records, upto = self._waiting, self._asked
        self._waiting, self._writing = [], True
        self._turn.release()
        written = False
        try:
            self._append(b"".join(records))
            written = True
        except OSError:
            written = False  # everybody whose record was in it is told below
        finally:
            self._turn.acquire()
            self._writing = False
            if not written:
                self._failed_from, self._failed_to = self._ended, upto
                self._let_go()
            self._ended = upto
            self._turn.notify_all()

    def _append(self, data: bytes) -> None:
        if self._file is None or self._size > LARGEST:
            self._let_go()
            self._file = self._begin()
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        os.fdatasync(self._file)
        self._size += len(data)

    def _begin(self) -> int:
        """A new file, locked before it has its name, so that nobody takes it for one whose process is gone."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{os.getpid()}-{secrets.token_hex(8)}"
        draft = self._folder / f".{name}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        draft.rename(self._folder / f"{name}{SUFFIX}")
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        self._size = 0
        return handle

    def _let_go(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def is_in_use(file: Path) -> bool:
    """Whether the process that writes this file still lives."""
    with file.open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
