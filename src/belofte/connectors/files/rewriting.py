"""A log on this machine's disk is rewritten while programs append to it; no line of theirs is lost.

Two ways, since programs write logs in two ways (``held_open`` in the map):

*held open* (nginx, most daemons: the file stays open). A new file under the old name would not be seen by the program.
So the file stays the file: what must go is overwritten where it stands, with as many bytes as it had. The file never
becomes shorter, so nothing that is appended can be hit, and after a crash every line is the old one or the new one. A
line that goes becomes a line of spaces; a value that is replaced is filled up with ``-``.

*opened for each line*. The file is written anew beside the old one, which is given a second name before the new one
takes its place (rename is atomic: whoever opens the path has the one or the other, whole). What is appended to the old
one until nobody has it open any more is carried over; then it goes. Its second name tells how far it was read, so that
a rewriting that was broken off is finished by the next; a line may then stand there twice, and none is missing.

Compressed files are written anew; nobody appends to those.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from belofte.connectors.files.closing import nobody_writes
from belofte.connectors.files.logs import BLOCK, blocks, is_packed, packed, unpacked
from belofte.connectors.files.storage import CannotWork, Change

PATIENCE = 10.0
"""Seconds to wait until nobody has a file open."""
_STEP = 0.02
_NEW, _OLD = "new", "old-"


def overwrite(path: Path, change: Change) -> None:
    """Change lines where they stand, each as long as it was."""
    is_at_rest = _is_at_rest(path)
    with path.open("r+b", buffering=0) as file:
        fd, at = file.fileno(), 0
        before = os.fstat(fd)
        for block in blocks(file):
            for start, end in change.where(block):
                line = block[start:end]
                new = change.line(line)
                if new != line and (line.endswith(b"\n") or is_at_rest):
                    _put(fd, at + start, line, fitted(line, new))
            at += len(block)
        os.fdatasync(fd)
        if os.fstat(fd).st_size == before.st_size:
            os.utime(fd, ns=(before.st_atime_ns, before.st_mtime_ns))


def renew(path: Path, change: Change, patience: float = PATIENCE) -> None:
    """Write the file anew and let it take the old one's place, whole. Waits ``patience`` seconds until it is closed."""
    mend(path, change)
    new = _beside(path, _NEW)
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if not nobody_writes(fd, patience):
            raise _held()
        read = _written_anew(fd, path, new, change)
        old = _beside(path, f"{_OLD}{read}")
        os.link(path, old, follow_symlinks=False)
        if not os.path.samestat(old.stat(), os.fstat(fd)):
            old.unlink()
            raise _moved()
        new.replace(path)
        _settle(path.parent)
    finally:
        os.close(fd)
        new.unlink(missing_ok=True)
    mend(path, change)


def mend(path: Path, change: Change) -> None:
    """Carry over what was appended to the old file, and let it go; remove a new one that was never finished."""
    for left in leftovers(path):
        if left.name.endswith(f".belofte-{_NEW}") or (path.exists() and left.samefile(path)):
            left.unlink()  # broken off before the new file took the old one's place
        else:
            _carry_over(left, path, change).unlink()
            _settle(path.parent)


def leftovers(path: Path) -> list[Path]:
    """What a rewriting of this file left that was broken off."""
    start = _beside(path, "").name
    with suppress(OSError):
        return sorted(one for one in path.parent.iterdir() if one.name.startswith(start))
    return []


def fitted(line: bytes, new: bytes | None) -> bytes:
    """What stands in a line's place with exactly its length. Raises :class:`CannotWork` where it cannot have it."""
    if new is None:
        end = b"\n" if line.endswith(b"\n") else b""
        return b" " * (len(line) - len(end)) + end
    if len(new) != len(line):
        raise CannotWork("a value to put is longer than what it replaces", "let the map put a shorter one there")
    return new


def _beside(path: Path, what: str) -> Path:
    return path.with_name(f".{path.name}.belofte-{what}")


def _put(fd: int, at: int, line: bytes, new: bytes) -> None:
    """Only where the line still stands: a log that was cut off by its rotation has nothing there any more."""
    if os.pread(fd, len(line), at) == line:
        os.pwrite(fd, new, at)


def _is_at_rest(path: Path) -> bool:
    """Whether a last line without an end is as long as it will be."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return nobody_writes(fd, 0)
    finally:
        os.close(fd)


def _written_anew(fd: int, path: Path, new: Path, change: Change) -> int:
    """Copies into ``new`` with the old one's owner, rights and times; how many bytes of the old one that covers."""
    read, size = 0, os.fstat(fd).st_size
    with os.fdopen(os.dup(fd), "rb") as raw, new.open("xb") as target:
        os.fchmod(target.fileno(), 0o600)
        with _writing(path, target) as stream:
            for block in blocks(unpacked(path.name, raw)):
                if block.endswith(b"\n") or is_packed(path.name):
                    read += len(block)
                    stream.write(change.of_block(block))
        target.flush()
        _as_it_was(fd, path, new, target)
        os.fsync(target.fileno())
    if is_packed(path.name):
        if os.fstat(fd).st_size != size:
            raise _moved()
        return size
    return read


def _as_it_was(fd: int, path: Path, new: Path, target: IO[bytes]) -> None:
    """Owner, rights, times and labels (SELinux) of the old file."""
    about = os.fstat(fd)
    if (about.st_uid, about.st_gid) != (os.geteuid(), os.getegid()):
        try:
            os.fchown(target.fileno(), about.st_uid, about.st_gid)
        except PermissionError:
            raise CannotWork(
                "a log belongs to another account, and its new copy cannot be given to it",
                "let the account that owns the logs run this, or say held_open: true",
            ) from None
    shutil.copystat(path, new, follow_symlinks=False)


@contextmanager
def _writing(path: Path, target: IO[bytes]) -> Generator[IO[bytes]]:
    stream = packed(path.name, target)
    try:
        yield stream
    finally:
        if stream is not target:
            stream.close()


def _carry_over(old: Path, path: Path, change: Change) -> Path:
    """Append what ``old`` has beyond what its name says, until nobody writes in it; its name says how far."""
    at, fd = int(old.name.rpartition("-")[2]), os.open(old, os.O_RDONLY | os.O_CLOEXEC)
    until = time.monotonic() + PATIENCE
    try:
        with path.open("ab", buffering=0) as target:
            is_last = False
            while not is_last:
                is_last = nobody_writes(fd, _STEP)
                if not is_last and time.monotonic() > until:
                    raise _held()
                piece = os.pread(fd, BLOCK, at)
                is_last = is_last and len(piece) < BLOCK
                piece = piece if is_last else piece[: piece.rfind(b"\n") + 1]
                if piece:
                    _append(target.fileno(), change.of_block(piece))
                    at += len(piece)
                    old = old.rename(_beside(path, f"{_OLD}{at}"))
            os.fsync(target.fileno())
    finally:
        os.close(fd)
    return old


def _append(fd: int, piece: bytes) -> None:
    while piece:
        piece = piece[os.write(fd, piece) :]


def _settle(folder: Path) -> None:
    """The folder's names are on the disk."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _held() -> CannotWork:
    return CannotWork(
        "a program keeps a log open that the map says is opened for each line",
        "say held_open: true for these files",
    )


def _moved() -> CannotWork:
    why = "a log was rotated or written to while it was rewritten"
    return CannotWork(why, "nothing to decide: it is tried again", transient=True)
