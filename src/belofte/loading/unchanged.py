"""A folder that did not change is not read again: one process opens the same folder for every command and every watch.

What counts is the bytes of every file that loading looks at, and their names; never a date or a size.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from hashlib import sha256
from operator import itemgetter
from os import DirEntry, scandir
from pathlib import Path
from threading import Lock

from belofte.loading.folder import PolicyFolder, load_policy_folder

_FOLDERS = ("policy", "systems", "connectors", "texts")
_AT_MOST = 16
_read: OrderedDict[str, PolicyFolder] = OrderedDict()
_lock = Lock()


def policy_folder(path: Path) -> PolicyFolder:
    """:func:`belofte.loading.folder.load_policy_folder`, from memory where a folder with exactly these files was read
    before in this process. Raises what that raises; a folder with a problem is read anew every time."""
    content = content_of(path)
    with _lock:
        known = _read.get(content)
    if known is not None:
        return replace(known, path=path)
    folder = load_policy_folder(path)
    if content_of(path) == content:  # nobody wrote in it meanwhile
        with _lock:
            _read[content] = folder
            while len(_read) > _AT_MOST:
                _read.popitem(last=False)
    return folder


def content_of(path: Path) -> str:
    """One hash over the names and bytes of everything that loading looks at. A file that cannot be read counts by its
    error, so that loading tells it."""
    digest = sha256()
    for name, file in sorted(_looked_at(path), key=itemgetter(0)):
        try:
            data = Path(file).read_bytes() if file.is_file() else b"no file"
        except OSError as error:
            data = type(error).__name__.encode()
        for part in (name.encode(errors="surrogateescape"), data):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _looked_at(path: Path) -> Iterator[tuple[str, DirEntry[str]]]:
    """Each file's name as seen from the folder, and the file. It runs at every command, where globs would be felt."""
    for entry in _entries(path):
        if fnmatch(entry.name, "*.y*ml"):
            yield entry.name, entry
    for folder in _FOLDERS:
        yield from ((f"{folder}/{entry.name}", entry) for entry in _entries(path / folder))


def _entries(folder: Path) -> Sequence[DirEntry[str]]:
    try:
        with scandir(folder) as entries:
            return list(entries)
    except OSError:
        return ()
