"""A server's disk in the sandbox: a folder in which the paths of a map lie, with logs and scans of the same people."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from belofte.domain.system_map import Collection, SystemMap
from belofte.sandbox.local.part import Placed, Wanted, files_with
from belofte.sandbox.local.switch import away
from belofte.sandbox.seeds import files

_HALF = ".half"


class Folder:
    """The disk of one system; filled the first time."""

    def __init__(self, wanted: Wanted) -> None:
        self._system, self.root = wanted.system, wanted.folder
        if not self.root.exists() and not away(self.root).exists():
            self._fill(wanted)

    def placed(self) -> Placed:
        places = {name: self._below(collection) for name, collection in self._system.collections.items()}
        ignored = tuple(str(self.root) + path for path in self._system.ignore)
        return Placed(replace(self._system, collections=places, ignore=ignored))

    def holds(self, text: str) -> list[str]:
        root = away(self.root) if away(self.root).exists() else self.root
        packed = (file for file in root.rglob("*.gz") if text.encode() in gzip.decompress(file.read_bytes()))
        return sorted({*files_with(root, text), *(str(file.relative_to(root)) for file in packed)})

    def stop(self) -> None:
        """A folder needs no end."""

    def _below(self, collection: Collection) -> Collection:
        paths = tuple(str(self.root) + path for path in collection.at.get("paths", ()))
        return replace(collection, at={**collection.at, "paths": paths})

    def _fill(self, wanted: Wanted) -> None:
        """Whole or not at all; who comes second leaves it to the first."""
        now = datetime.fromtimestamp(wanted.clock(), UTC)
        half = self.root.with_name(f"{self.root.name}.{os.getpid()}{_HALF}")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        for path, content in _contents(files.seeded(self._system, wanted.people(), now)):
            target = half / path.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        for start in _starts(self._system):
            (half / start.lstrip("/")).mkdir(parents=True, exist_ok=True)
        try:
            half.rename(self.root)
        except OSError:
            shutil.rmtree(half)


def _contents(seeded: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """A file that is packed by its name is packed."""
    for path, content in seeded.items():
        yield path, gzip.compress(content, mtime=0) if path.endswith(".gz") else content


def _starts(system: SystemMap) -> Iterator[str]:
    """The folders that a map begins at: they are there, though they be empty."""
    for collection in system.collections.values():
        for pattern in collection.at.get("paths", ()):
            yield pattern.split("{")[0].split("*")[0].rpartition("/")[0]
