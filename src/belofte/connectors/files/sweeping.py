"""Files by their age, and the lines of a log by the time that stands in them.

A whole file is one record. Of a log one record is what one file holds of one day: lines have no name, and a log is
written anew once for all days that end. What was overwritten in place, because a program keeps the file open, holds
nothing any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, tzinfo

from belofte.connectors.by_age import Old
from belofte.connectors.files.acting import OTHER_NAME
from belofte.connectors.files.layout import Format, Layout, Place
from belofte.connectors.files.logs import blocks, unpacked
from belofte.connectors.files.paths import Reached, covers, reach
from belofte.connectors.files.seeking import day_in
from belofte.connectors.files.storage import CannotWork, Change, Storage, lines_of
from belofte.domain.located import Key
from belofte.domain.plan import Failure
from belofte.domain.retention import Due

Days = Mapping[str, date | None]
_BLOCK = 1 << 20
"""Bytes of a file that are in memory at one time."""


class OldFiles:
    """The files of one collection."""

    def __init__(self, layout: Layout, storage: Storage, name: str, zone: tzinfo) -> None:
        self._place: Place = layout.places[name]
        self._storage, self._zone = storage, zone

    def all(self, due: Due) -> Iterator[Old]:
        """Every file, or the days of every log. Raises :class:`CannotWork` for a path that cannot be looked at."""
        del due  # a folder is listed whole, and a log is read whole
        for at in self._files():
            yield from self._olds(at.path)

    def told(self) -> Iterator[tuple[Old, str]]:
        """Every whole file, with the hash of its bytes. Lines come and go: of a log nothing is told."""
        for at in self._files() if self._place.format is Format.WHOLE else ():
            hashed = hashlib.sha256()
            with self._storage.opened(at.path) as raw:
                while block := raw.read(_BLOCK):
                    hashed.update(block)
            yield from ((old, hashed.hexdigest()) for old in self._olds(at.path))

    def some(self, keys: Sequence[Key]) -> Iterator[Old]:
        """Those that are there."""
        wanted = set(keys)
        for path in dict.fromkeys(str(key[0]) for key in keys):
            if self._is_ours(path) and self._storage.about(path) is not None:
                yield from (old for old in self._olds(path) if old.key in wanted)

    def erase(self, keys: Sequence[Key]) -> Mapping[Key, Failure]:
        """Remove the files, or write the logs anew without these days."""
        failed: dict[Key, Failure] = {}
        for path in dict.fromkeys(str(key[0]) for key in keys):
            own = [key for key in keys if key[0] == path]
            try:
                if self._place.format is Format.WHOLE:
                    self._remove(path)
                else:
                    self._storage.rewritten(path, self._without(own), held_open=self._place.held_open)
            except CannotWork as cannot:
                problem = Failure(cannot.transient, self._place.collection.name, cannot.remedy)
                failed |= dict.fromkeys(own, problem)
        return failed

    def _remove(self, path: str) -> None:
        about = self._storage.about(path)
        if about is not None and about.names > 1:
            raise CannotWork("a file has another name", OTHER_NAME)
        self._storage.removed(path, next((at.folders for at in self._files() if at.path == path), ()))

    def _without(self, keys: Sequence[Key]) -> Change:
        days = {str(key[1]) for key in keys}

        def change(line: bytes) -> bytes | None:
            return None if _named(self._days(line)) in days else line

        def where(block: bytes) -> Iterable[tuple[int, int]]:
            at = 0
            for line in lines_of(block):
                if line.strip():
                    yield at, at + len(line)
                at += len(line)

        return Change(change, lambda block: list(where(block)))

    def _olds(self, path: str) -> Iterator[Old]:
        if self._place.format is Format.WHOLE:
            about = self._storage.about(path)
            day = about.modified.astimezone(self._zone).date() if about and about.modified else None
            clock = self._place.collection.clock
            yield Old((path,), {event: day if column == "modified" else None for event, column in clock.items()})
            return
        seen: dict[str, Days] = {}
        with self._storage.opened(path) as raw:
            for block in blocks(unpacked(path, raw)):
                for line in lines_of(block):
                    if line.strip():
                        days = self._days(line)
                        seen.setdefault(_named(days), days)
        yield from (Old((path, name), days) for name, days in seen.items())

    def _days(self, line: bytes) -> Days:
        clock = self._place.collection.clock
        return {event: day_in(self._place, column, line, None, self._zone) for event, column in clock.items()}

    def _files(self) -> Iterator[Reached]:
        seen: set[str] = set()
        for pattern in self._place.patterns:
            for at in reach(self._storage, pattern):
                if at.odd:
                    raise CannotWork(f"a path {at.odd}", "make it readable, or take it out of the map")
                if at.path not in seen:
                    seen.add(at.path)
                    yield at

    def _is_ours(self, path: str) -> bool:
        return any(covers(pattern, path) for pattern in self._place.patterns)


def _named(days: Days) -> str:
    """The days of a line as part of a key; a line without any is of no day."""
    return " ".join(day.isoformat() if day else "-" for day in days.values())
