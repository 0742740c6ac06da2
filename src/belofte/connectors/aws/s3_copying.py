"""Copies of objects: every version with its labels. Never more than one part of one object is in memory.

An object that is larger than a part comes as several files, ``film.mp4.part-1-of-3`` and on, each with a record of its
own: put one behind the other they are the object. Together with its older versions it is what the bucket holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from belofte.connectors.aws.access import Aws
from belofte.connectors.aws.listing import Stored, Version, place_of
from belofte.connectors.aws.s3_labels import Labels
from belofte.connectors.aws.service import Copied

PART = 16 * 2**20  # bytes
_GONE = frozenset({"NoSuchKey", "NoSuchVersion"})


class Copying:
    """Copies from one bucket."""

    def __init__(self, aws: Aws, bucket: str, labels: Labels) -> None:
        self._aws, self._bucket, self._labels = aws, bucket, labels

    def copies(self, stored: Stored) -> Iterator[Copied]:
        """One record with the original and the older versions; what does not fit into it follows in others."""
        fields = self._fields(stored)
        files: dict[str, bytes] = {}
        size = 0
        for name, version in _named(stored):
            for part, content in self._parts(stored, name, version):
                if files and size + len(content) > PART:
                    yield Copied(fields, files)
                    files, size = {}, 0
                files[part] = content
                size += len(content)
        yield Copied(fields, files)

    def _fields(self, stored: Stored) -> dict[str, object]:
        bodies = stored.bodies
        labels = self._labels.of(stored, bodies[0]) if bodies else dict[str, str]()
        return {
            "key": stored.key,
            "versions": len(bodies),
            "size": sum(version.size for version in bodies),
            "last_modified": stored.modified.isoformat(),
            **labels,
        }

    def _parts(self, stored: Stored, name: str, version: Version) -> Iterator[tuple[str, bytes]]:
        at = place_of(self._bucket, stored.key, version)
        count = max(1, -(-version.size // PART))
        for number in range(count):
            last = min(version.size, (number + 1) * PART) - 1
            window = {"Range": f"bytes={number * PART}-{last}"} if count > 1 else {}
            answer = self._aws.maybe("s3", "get_object", _GONE, **at, **window)
            if answer is None:
                return
            content = self._aws.read(answer["Body"], "s3")
            yield (name if count == 1 else f"{name}.part-{number + 1}-of-{count}"), content


def _named(stored: Stored) -> Iterator[tuple[str, Version]]:
    """The versions with content under names that tell them apart: older ones are numbered from the oldest."""
    path = PurePosixPath(stored.key)
    bodies = stored.bodies
    for number, version in enumerate(bodies):
        older = f".version-{len(bodies) - number}" if number else ""
        yield f"{path.stem}{older}{path.suffix}", version
