"""Packages of many people in one segment file, each under its own case's key, written and read as a stream.

A package is a run of segments of at most 1 MiB, each AES-256-GCM: a random prefix a package, the segment's number and
whether it is the last are the nonce, so segments cannot be swapped, dropped or cut off unseen. One fsync a file, before
the commit that says where the packages lie. A package that ended is overwritten; a file without packages is removed.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from belofte.storage.key_files import make_folder, sync_folder
from belofte.storage.scope import new_id
from belofte.store_port import StoredPackage, StoreError

SEGMENT = 1024 * 1024
TAG = 16
PREFIX = 7
COLUMN = "package"
DAY = 24 * 60 * 60


class PackageStream:
    """One package while it is written."""

    def __init__(self, out: BinaryIO, key: AESGCM, case: str) -> None:
        self._out, self._key, self._associated = out, key, f"{case}\0{COLUMN}".encode()
        self._prefix = secrets.token_bytes(PREFIX)
        self._buffer, self._segments, self.size = bytearray(), 0, 0
        out.write(self._prefix)

    def write(self, data: bytes) -> None:
        """Take bytes; whole segments leave at once. The last one is held back: only the end knows that it is last."""
        self.size += len(data)
        if len(self._buffer) + len(data) <= SEGMENT:
            self._buffer += data
            return
        view = memoryview(data)
        while len(self._buffer) + len(view) > SEGMENT:
            room = SEGMENT - len(self._buffer)
            self._buffer += view[:room]
            view = view[room:]
            self._leave(last=False)
        self._buffer += view

    def end(self) -> None:
        self._leave(last=True)

    def _leave(self, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._segments, last=last)
        self._out.write(self._key.encrypt(nonce, bytes(self._buffer), self._associated))
        self._buffer.clear()
        self._segments += 1


class Batch:
    """Many packages in one segment file; ``done`` holds them when the file is durable."""

    def __init__(self, file: Path, out: BinaryIO, key_of: Callable[[str], AESGCM]) -> None:
        self._file, self._out, self._key_of = file, out, key_of
        self._written: list[StoredPackage] = []
        self.done: list[StoredPackage] = []

    @contextmanager
    def package(self, case: str, made_at: datetime) -> Generator[PackageStream, None, None]:
        """Write one package. If this fails, its bytes are taken back and the batch goes on."""
        start = self._out.tell()
        try:
            stream = PackageStream(self._out, self._key_of(case), case)
            yield stream
            stream.end()
        except BaseException:
            self._out.seek(start)
            self._out.truncate()
            raise
        length = self._out.tell() - start
        self._written.append(StoredPackage(new_id("p"), case, self._file.name, start, length, stream.size, made_at))

    def finish(self) -> None:
        self._out.flush()
        os.fdatasync(self._out.fileno())
        self.done.extend(self._written)


class PackageFiles:
    """The segment files of one installation, in ``folder``. ``forget`` takes a package's row away and says whether its
    file is of no use to any other package."""

    def __init__(self, folder: Path, key_of: Callable[[str], AESGCM], forget: Callable[[StoredPackage], bool]) -> None:
        make_folder(folder)
        self._folder, self._key_of, self._forget = folder, key_of, forget

    @contextmanager
    def batch(self) -> Generator[Batch, None, None]:
        """Write packages; their rows go in with ``tx.vault.add_packages(batch.done)`` afterwards."""
        file = self._folder / f"{new_id('f')}.seg"
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "r+b", buffering=256 * 1024) as out:
            batch = Batch(file, out, self._key_of)
            try:
                yield batch
                batch.finish()
                sync_folder(self._folder)
            except BaseException:
                file.unlink()
                raise

    def read(self, package: StoredPackage) -> Iterator[bytes]:
        """The package in pieces, each authenticated before it is handed out. Raises :class:`StoreError`."""
        key, associated = self._key_of(package.case), f"{package.case}\0{COLUMN}".encode()
        with self._open(package) as file:
            file.seek(package.offset)
            prefix, left, number = file.read(PREFIX), package.length - PREFIX, 0
            while left > 0:
                sealed = file.read(min(left, SEGMENT + TAG))
                left -= len(sealed)
                try:
                    yield key.decrypt(_nonce(prefix, number, last=left == 0), sealed, associated)
                except InvalidTag:
                    raise _damaged() from None
                if not sealed:
                    raise _damaged()
                number += 1

    def destroy(self, package: StoredPackage) -> None:
        """Overwrite the package's bytes, durably, then its row goes, then a file of no more use. Safe to repeat."""
        self.overwrite([package])
        if self._forget(package):
            self.remove_file(package.file)

    def overwrite(self, packages: Sequence[StoredPackage]) -> None:
        """Overwrite the bytes of packages; those whose file is gone have none left."""
        for package in packages:
            file = self._folder / package.file
            if not file.exists():
                continue
            with file.open("r+b") as out:
                out.seek(package.offset)
                left = package.length
                while left > 0:
                    left -= out.write(bytes(min(left, SEGMENT)))
                out.flush()
                os.fdatasync(out.fileno())

    def remove_file(self, name: str) -> None:
        """Remove a segment file none of whose packages is left."""
        (self._folder / name).unlink(missing_ok=True)

    def older_names(self) -> set[str]:
        """The segment files nobody has written to for a day."""
        ago = time.time() - DAY
        return {file.name for file in self._folder.glob("*.seg") if file.stat().st_mtime < ago}

    def _open(self, package: StoredPackage) -> BinaryIO:
        try:
            return (self._folder / package.file).open("rb")
        except FileNotFoundError:
            raise StoreError(
                "The file of this package is not there.", "Make the package again: approve the request's plan anew."
            ) from None


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\1" if last else b"\0")


def _damaged() -> StoreError:
    return StoreError("The package is damaged: a part does not open with its case's key.", "Make the package again.")
