"""This machine's own disk. Links are never followed: they may lead to what the map does not name."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TypeVar

from belofte.connectors.files import rewriting
from belofte.connectors.files.logs import is_packed
from belofte.connectors.files.storage import About, CannotWork, Change, Entry, May

T = TypeVar("T")
_RIGHTS = "give the account the right to read (and to change) these files and their folder"


class LocalFiles:
    """The :class:`belofte.connectors.files.storage.Storage` of this machine."""

    is_local = True

    def __init__(self, patience: float = rewriting.PATIENCE) -> None:
        """``patience``: seconds to wait until nobody has a log open that is written anew."""
        self._patience = patience

    def is_there(self, folder: str) -> bool:
        return Path(folder).is_dir()

    def listed(self, folder: str) -> Sequence[Entry] | None:
        """What lies in a folder, without what a rewriting put there; None where it may not be read."""
        try:
            with os.scandir(folder) as found:
                entries = [_entry(one) for one in found if ".belofte-" not in one.name]
        except OSError:
            return None
        return sorted(entries, key=lambda one: one.name)

    def about(self, path: str) -> About | None:
        try:
            told = Path(path).lstat()
        except FileNotFoundError:
            return None
        except OSError as refused:
            raise _cannot("looked at", refused) from None
        return About(told.st_size, datetime.fromtimestamp(told.st_mtime, UTC), told.st_nlink)

    def may(self, path: str) -> May | None:
        """As the operating system answers for the account that runs this; a link is not followed."""
        try:
            told, above = Path(path).lstat(), Path(path).parent.stat()
        except OSError:
            return None
        me, within = os.geteuid(), os.X_OK if stat.S_ISDIR(told.st_mode) else 0
        is_ours = me in (0, told.st_uid)
        return May(
            read=os.access(path, os.R_OK | within, effective_ids=True),
            write=os.access(path, os.W_OK | within, effective_ids=True),
            own=is_ours,
            pinned=bool(above.st_mode & stat.S_ISVTX) and not is_ours and above.st_uid != me,
            is_root=me == 0,
        )

    def opened(self, path: str) -> IO[bytes]:
        return _tried("read", lambda: os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb"))

    def removed(self, path: str, folders: Sequence[str]) -> None:
        """The file goes; a folder whose name holds a person's number goes with its last file."""
        _tried("removed", lambda: Path(path).unlink(missing_ok=True))
        for folder in sorted(folders, key=len, reverse=True):
            if self.is_there(folder) and not any(Path(folder).iterdir()):
                _tried("removed", Path(folder).rmdir)

    def rewritten(self, path: str, change: Change, *, held_open: bool) -> None:
        """See :mod:`belofte.connectors.files.rewriting`."""
        if held_open and not is_packed(path):
            _tried("rewritten", lambda: rewriting.overwrite(Path(path), change))
        else:
            _tried("rewritten", lambda: rewriting.renew(Path(path), change, self._patience))

    def mended(self, path: str, change: Change) -> None:
        """Finish what was broken off."""
        _tried("rewritten", lambda: rewriting.mend(Path(path), change))

    def unfinished(self, path: str) -> bool:
        return bool(rewriting.leftovers(Path(path)))


def _entry(one: os.DirEntry[str]) -> Entry:
    is_link = one.is_symlink()
    is_plain = stat.S_ISREG(one.stat(follow_symlinks=False).st_mode)
    return Entry(one.name, one.is_dir(follow_symlinks=False), is_plain, is_link)


def _tried(what: str, act: Callable[[], T]) -> T:
    try:
        return act()
    except OSError as refused:
        raise _cannot(what, refused) from None


def _cannot(what: str, refused: OSError) -> CannotWork:
    reason = os.strerror(refused.errno) if refused.errno else type(refused).__name__
    return CannotWork(f"a file cannot be {what} ({reason})", _RIGHTS)
