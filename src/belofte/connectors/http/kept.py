"""What a connector keeps between two runs: its renewed sign-in and its counts, in a folder of the system's own.

Files are readable by their owner only, are written whole and (counts apart) synced before they hold, and are guarded by
a lock between processes: two of them with the same refresh token would lock each other out.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


class Kept:
    """One folder. Every read and write happens inside :meth:`locked`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = threading.RLock()
        self._paths: dict[str, Path] = {}  # a vendor that counts calls has them read and written at every call

    @contextmanager
    def locked(self, name: str) -> Generator[None]:
        """Alone with the file of this name, among threads and processes."""
        with self._thread:
            lock = self._lock(self._path(f"{name}.lock"))
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
            finally:
                os.close(lock)

    def _path(self, name: str) -> Path:
        return self._paths.get(name) or self._paths.setdefault(name, self._folder / name)

    def _lock(self, path: Path) -> int:
        try:
            return os.open(path, os.O_CREAT | os.O_RDWR, _FILE_MODE)
        except FileNotFoundError:
            self._folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            return os.open(path, os.O_CREAT | os.O_RDWR, _FILE_MODE)

    def read(self, name: str) -> dict[str, Any]:
        """What was kept; nothing where there is no file, or one that was cut off."""
        try:
            found: object = json.loads(_content(self._path(f"{name}.json")))
        except (FileNotFoundError, ValueError):
            return {}
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}

    def write(self, name: str, values: Mapping[str, object]) -> None:
        """Keep it: after this returns it survives a crash of the machine."""
        self._put(name, values, os.fsync)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def note(self, name: str, values: Mapping[str, object]) -> None:
        """Keep it for other processes and a restart; a machine that fails may lose the last of it (counts)."""
        self._put(name, values, _as_it_is)

    def _put(self, name: str, values: Mapping[str, object], settle: Callable[[int], None]) -> None:
        path, beside = self._path(f"{name}.json"), self._path(f"{name}.new")
        handle = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, _FILE_MODE)
        try:
            os.write(handle, json.dumps(values).encode())
            settle(handle)
        finally:
            os.close(handle)
        beside.replace(path)


def _content(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, os.fstat(handle).st_size)
    finally:
        os.close(handle)


def _as_it_is(_handle: int) -> None:
    """Left to the operating system."""
