"""Copies of files and lines, one request after the other, without more in memory than a bounded number of lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from belofte.connectors.dividing import Share
from belofte.connectors.files.acting import Looked
from belofte.connectors.files.layout import Format, Layout, Place
from belofte.connectors.files.storage import Storage
from belofte.connectors.files.telling import file_record, line_record
from belofte.domain.plan import Decision
from belofte.ports import Record

TOGETHER = 50_000
"""Lines of many people that are gathered in one pass; beyond that, each person's files are read for that person."""


class Exporting:
    """Copies under one map."""

    def __init__(self, layout: Layout, storage: Storage, looked: Looked) -> None:
        self._layout, self._storage, self._looked = layout, storage, looked
        self._logs = [place for place in layout.places.values() if place.format is Format.LINES]

    def records(self, shares: Sequence[Share]) -> Iterator[Record]:
        """The records under the export lines of those that fit."""
        going = {number: share for number, share in enumerate(shares) if share.going}
        lines = sum(one.count for share in going.values() for one in share.of(Decision.EXPORT) if not one.key)
        gathered: dict[int, list[Record]] | None = None
        if lines <= TOGETHER:
            gathered = defaultdict(list)
            for person, record in self._lines(going, self._paths(going)):
                gathered[person].append(record)
        for number, share in going.items():
            for one in share.of(Decision.EXPORT):
                if one.key:
                    yield file_record(self._storage, self._looked.files[number][one.key], share.order.request)
            if gathered is not None:
                yield from gathered.pop(number, ())
            else:
                alone = {number: share}
                yield from (record for _, record in self._lines(alone, self._paths(alone)))

    def _paths(self, going: dict[int, Share]) -> dict[str, set[str]]:
        """Collection → the logs in which these people have lines."""
        found: dict[str, set[str]] = defaultdict(set)
        for collection, tallies in self._looked.lines.items():
            for (person, sure, candidate), tally in tallies.items():
                if person in going and sure and not candidate and _exports(going[person], collection):
                    found[collection] |= set(tally.files)
        return found

    def _lines(self, going: dict[int, Share], paths: dict[str, set[str]]) -> Iterator[tuple[int, Record]]:
        for place in self._logs:
            yield from self._lines_of(place, going, paths.get(place.collection.name, set()))

    def _lines_of(self, place: Place, going: dict[int, Share], paths: set[str]) -> Iterator[tuple[int, Record]]:
        numbers: dict[tuple[int, str], int] = defaultdict(int)
        for at in self._looked.seeking.logs(place) if paths else ():
            for line, whose in self._looked.seeking.lines(place, at) if at.path in paths else ():
                for one in whose:
                    share = going.get(one.person)
                    if share and one.sure and not one.candidate and _exports(share, place.collection.name):
                        numbers[one.person, at.path] += 1
                        number = numbers[one.person, at.path]
                        yield one.person, line_record(place, share.order.request, at.path, number, line, one.column)


def _exports(share: Share, collection: str) -> bool:
    return any(one.collection == collection and not one.key for one in share.of(Decision.EXPORT))
