"""What a place for files must offer, and what it says of each. Local disk and other file systems stand behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Protocol

Spans = Sequence[tuple[int, int]]
"""Where lines stand in a block, their ends included, in order."""


@dataclass(frozen=True, slots=True)
class Change:
    """``line``: what becomes of a line, its end included: the line itself, another, or None where it goes. ``where``:
    the lines of a block that may become something else; the rest, nearly all of a log, is copied as it is."""

    line: Callable[[bytes], bytes | None]
    where: Callable[[bytes], Spans]

    def of_block(self, block: bytes) -> bytes:
        """What becomes of a block."""
        parts: list[bytes] = []
        at = 0
        for start, end in self.where(block):
            parts += [block[at:start], self.line(block[start:end]) or b""]
            at = end
        return b"".join((*parts, block[at:])) if parts else block


AS_IT_IS = Change(lambda line: line, lambda _: ())
"""Nothing becomes anything else."""


def lines_of(block: bytes) -> list[bytes]:
    """The lines of a block, each with its end."""
    if b"\r" not in block:
        return block.splitlines(keepends=True)
    parts = block.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder. ``is_plain``: a file and no link, socket or the like."""

    name: str
    is_folder: bool
    is_plain: bool
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """One file. ``names`` is how many names it has on the disk."""

    size: int
    modified: datetime | None
    names: int = 1


@dataclass(frozen=True, slots=True)
class May:
    """What this account may do with one file or folder. ``write`` in a folder: make and remove files. ``own``: it is
    the owner, or may give things to their owner. ``pinned``: its folder lets only the owner remove it."""

    read: bool
    write: bool
    own: bool
    pinned: bool
    is_root: bool = False


class CannotWork(Exception):
    """A file could not be read or changed. ``why`` and ``remedy`` name no path: paths may hold a person's number."""

    def __init__(self, why: str, remedy: str, *, transient: bool = False) -> None:
        super().__init__(why)
        self.why, self.remedy, self.transient = why, remedy, transient


class Storage(Protocol):
    """A file system. Paths begin with ``/``. What fails raises :class:`CannotWork`."""

    @property
    def is_local(self) -> bool:
        """Whether nothing leaves this machine."""
        ...

    def is_there(self, folder: str) -> bool: ...

    def listed(self, folder: str) -> Sequence[Entry] | None:
        """What lies in a folder, by name; None where it may not be read."""
        ...

    def about(self, path: str) -> About | None:
        """None where the file is not there."""
        ...

    def may(self, path: str) -> May | None:
        """What the account may do with a file or folder; None where it is not there, or nobody can be asked."""
        ...

    def opened(self, path: str) -> IO[bytes]: ...

    def removed(self, path: str, folders: Sequence[str]) -> None:
        """The file goes, and those of ``folders`` that are empty then."""
        ...

    def rewritten(self, path: str, change: Change, *, held_open: bool) -> None:
        """Every line as ``change`` wants it; lines that others append meanwhile are kept and changed too."""
        ...

    def mended(self, path: str, change: Change) -> None:
        """Finish what a rewriting left that was broken off."""
        ...

    def unfinished(self, path: str) -> bool:
        """Whether a rewriting of this file was broken off."""
        ...
