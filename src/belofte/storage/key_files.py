"""The key folder: keys that never enter the store or its backups. A file a key, readable by its owner only.

``evidence.key`` signs the log, ``index.key`` keys the index of open cases, ``ledger.key`` encrypts the ledger,
``accounts.key`` what the office's people sign in with, and ``week-….key`` wraps the case keys
that lie beside it in ``cases.sqlite``.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from belofte.domain.checkpoint import NotAKey, SigningKey
from belofte.store_port import StoreError


def read_or_make(file: Path, size: int = 32) -> bytes:
    """The secret in ``file``; made of random bytes the first time. Raises :class:`StoreError` when it is damaged."""
    if not file.exists():
        write_new(file, secrets.token_bytes(size))
    data = file.read_bytes()
    if len(data) != size:
        raise StoreError(f"The key file {file.name} is damaged.", "Put it back from the backup of the keys.")
    return data


def signing_key(file: Path) -> SigningKey:
    """The key of the evidence log; the log gets a random name the first time."""
    if not file.exists():
        key = SigningKey(f"belofte-{secrets.token_hex(4)}", secrets.token_bytes(32))
        write_new(file, key.secret_text().encode() + b"\n")
    try:
        return SigningKey.parse(file.read_text())
    except NotAKey as error:
        raise StoreError(
            f"The key file {file.name} is damaged. {error}", "Put it back from the backup of the keys."
        ) from None


def write_new(file: Path, data: bytes) -> None:
    """Write a file that must not be there yet; whole and durable, or not at all."""
    make_folder(file.parent)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)  # refuses when another process was first; both then read the same file
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(file.parent)


def destroy(file: Path) -> None:
    """Overwrite and remove a key file."""
    size = file.stat().st_size
    with file.open("r+b") as out:
        out.write(b"\0" * size)
        out.flush()
        os.fsync(out.fileno())
    file.unlink()
    sync_folder(file.parent)


def make_folder(folder: Path) -> None:
    """Make a folder only its owner can enter."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def sync_folder(folder: Path) -> None:
    """Make a new or removed name durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
