"""Files somewhere else, through fsspec (s3://, sftp://, az://): an extra, imported when a map names such a place.

A log there is written anew under another name, which then takes its place. Nobody appends to an object in a store;
where somebody does (SFTP), a file that has changed meanwhile is left as it was and tried again.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from typing import IO, Any, cast

from belofte.connectors.files.logs import blocks, packed, unpacked
from belofte.connectors.files.storage import About, CannotWork, Change, Entry
from belofte.ports import SystemUnreachable

_NEW = ".belofte-new"
_AGAIN = "Nothing to decide: it is tried again."


class RemoteFiles:
    """The :class:`belofte.connectors.files.storage.Storage` behind one URL of fsspec. Paths count from that URL."""

    is_local = False

    def __init__(self, url: str, options: Mapping[str, str]) -> None:
        """``options`` are the file system's own, secrets resolved. Raises :class:`SystemUnreachable`."""
        try:
            made: Any = import_module("fsspec.core").url_to_fs(url, **options)
        except ImportError:
            raise SystemUnreachable(
                "What reads this kind of place is not installed.",
                "pip install 'belofte[files]', and the package of the place (s3fs for s3://).",
                transient=False,
            ) from None
        except (OSError, ValueError, TypeError) as error:
            raise SystemUnreachable(
                f"The place of the files cannot be opened ({type(error).__name__}).", "Check storage and options."
            ) from None
        self._files: Any = made[0]
        self._root = str(made[1]).rstrip("/")

    def is_there(self, folder: str) -> bool:
        with _told("looked at"):
            return folder == "/" or bool(self._files.isdir(self._at(folder)))

    def listed(self, folder: str) -> Sequence[Entry] | None:
        """What lies in a folder, as the place tells it now; None where it may not be read."""
        self._files.invalidate_cache()
        try:
            told = cast("list[dict[str, Any]]", self._files.ls(self._at(folder), detail=True))
        except PermissionError:
            return None
        except OSError as refused:
            raise _cannot("listed", refused) from None
        here = self._at(folder).rstrip("/")
        named = [(str(one["name"]).rstrip("/"), one) for one in told]
        entries = [_entry(name.rpartition("/")[2], one) for name, one in named if name.lstrip("/") != here.lstrip("/")]
        return sorted((one for one in entries if _NEW not in one.name), key=lambda one: one.name)

    def about(self, path: str) -> About | None:
        try:
            self._files.invalidate_cache()
            told = cast("dict[str, Any]", self._files.info(self._at(path)))
        except FileNotFoundError:
            return None
        except OSError as refused:
            raise _cannot("looked at", refused) from None
        return About(int(told.get("size") or 0), _modified(told))

    def may(self, path: str) -> None:
        """A place elsewhere tells nothing before it is tried."""
        del path

    def opened(self, path: str) -> IO[bytes]:
        with _told("read"):
            return cast("IO[bytes]", self._files.open(self._at(path), "rb"))

    def removed(self, path: str, folders: Sequence[str]) -> None:
        """The file goes, and those folders that are empty then; an object store has none."""
        with _told("removed"):
            if self._files.exists(self._at(path)):
                self._files.rm_file(self._at(path))
            self._files.invalidate_cache()
            for folder in sorted(folders, key=len, reverse=True):
                if self._files.isdir(self._at(folder)) and not self._files.ls(self._at(folder)):
                    self._files.rmdir(self._at(folder))

    def rewritten(self, path: str, change: Change, *, held_open: bool) -> None:
        """Written anew under another name, then moved; ``held_open`` makes no difference here."""
        del held_open
        before, new = self.about(path), path + _NEW
        with _told("rewritten"):
            with self.opened(path) as raw, self._files.open(self._at(new), "wb") as target:
                stream = packed(path, target)
                for block in blocks(unpacked(path, raw)):
                    stream.write(change.of_block(block))
                if stream is not target:
                    stream.close()
            if self.about(path) != before:
                self._files.rm_file(self._at(new))
                raise CannotWork("a log was written to while it was rewritten", _AGAIN, transient=True)
            self._files.mv(self._at(new), self._at(path))

    def mended(self, path: str, change: Change) -> None:
        """A new file that never took its place goes."""
        del change
        with _told("rewritten"):
            if self.unfinished(path):
                self._files.rm_file(self._at(path + _NEW))

    def unfinished(self, path: str) -> bool:
        with _told("looked at"):
            return bool(self._files.exists(self._at(path + _NEW)))

    def _at(self, path: str) -> str:
        return f"{self._root}{path}"


@contextmanager
def _told(what: str) -> Generator[None]:
    try:
        yield
    except OSError as refused:
        raise _cannot(what, refused) from None


def _cannot(what: str, refused: OSError) -> CannotWork:
    return CannotWork(
        f"a file cannot be {what} ({type(refused).__name__})",
        "look at storage, options and the rights there",
        transient=not isinstance(refused, PermissionError | FileNotFoundError),
    )


def _entry(name: str, told: Mapping[str, Any]) -> Entry:
    is_link = bool(told.get("islink")) or told.get("type") == "link"
    is_folder = told.get("type") == "directory"
    return Entry(name, is_folder and not is_link, told.get("type") == "file" and not is_link, is_link)


def _modified(told: Mapping[str, Any]) -> datetime | None:
    """Every file system has its own word for it."""
    value = next((told[word] for word in ("LastModified", "mtime", "last_modified", "created") if word in told), None)
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return None
