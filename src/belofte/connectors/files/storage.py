"""What a place for files must offer, and what it says of each. Local disk and other file systems stand behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Protocol


@dataclass(frozen=True, slots=True)
class Change:
    """``line``: what becomes of a line, its end included: the line itself, another, or None where it goes. ``touches``:
    whether anything in these bytes may become something else; most of a log does not, and is copied as it is."""

    line: Callable[[bytes], bytes | None]
    touches: Callable[[bytes], bool]

    def lines(self, block: bytes) -> Iterator[tuple[bytes, bytes | None]]:
        """Each line of a block that is touched, and what becomes of it."""
        for one in lines_of(block):
            yield one, self.line(one)

    def of_block(self, block: bytes) -> bytes:
        """What becomes of a block."""
        return b"".join(new for _, new in self.lines(block) if new is not None) if self.touches(block) else block


AS_IT_IS = Change(lambda line: line, lambda _: False)
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
