"""What can be said of files: how many, how old, how many are past their term, which nobody declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, tzinfo

from belofte.connectors.files.layout import MODIFIED, TIME, Format, Layout, Place
from belofte.connectors.files.logs import blocks, unpacked
from belofte.connectors.files.paths import Reached, covers, reach
from belofte.connectors.files.seeking import day_in
from belofte.connectors.files.storage import CannotWork, Storage, lines_of
from belofte.domain.observing import (
    Encrypted,
    Oldest,
    PastTerm,
    Question,
    Rows,
    Undeclared,
    WithoutStart,
    question_of,
)
from belofte.domain.promise import Observation, Reach

Value = str | int | bool | None


class NotThere(Exception):
    """A question that files have no answer to. The message is why."""


class NotSeen(Exception):
    """A question that could not be looked at. The message is why."""


class Observing:
    """Answers questions about one place for files. A record is a file, or in a log a line."""

    def __init__(self, layout: Layout, storage: Storage, zone: tzinfo, seen_at: datetime) -> None:
        self._layout, self._storage, self._zone, self._seen_at = layout, storage, zone, seen_at
        self._days: dict[tuple[str, str], tuple[int, dict[date, int]]] = {}

    def answers(self, names: Iterable[str]) -> Iterator[Observation]:
        """One answer a name, in order; each log is read once for all of them."""
        for name in names:
            system = self._layout.system.name
            try:
                question = question_of(name)
                if question is None:
                    raise NotThere("files do not know this")
                yield Observation(system, name, self._value(question), Reach.SEEN, self._seen_at)
            except NotThere as absent:
                yield Observation(system, name, None, Reach.ABSENT, self._seen_at, str(absent))
            except NotSeen as unseen:
                yield Observation(system, name, None, Reach.UNREACHABLE, self._seen_at, str(unseen))
            except CannotWork as cannot:
                yield Observation(system, name, None, Reach.UNREACHABLE, self._seen_at, cannot.why)

    def _value(self, question: Question) -> Value:
        match question:
            case Rows(collection):
                place = self._place(collection)
                return sum(1 if place.format is Format.WHOLE else self._counted(at) for at in self._files(place))
            case PastTerm(collection, event, day):
                _, days = self._by_day(collection, event)
                return sum(count for on, count in days.items() if on <= day)
            case WithoutStart(collection, event):
                return self._by_day(collection, event)[0]
            case Oldest(collection, event, after):
                _, days = self._by_day(collection, event)
                oldest = min((day for day in days if after is None or day > after), default=None)
                return oldest.isoformat() if oldest else None
            case Undeclared():
                return sum(1 for _ in self._undeclared())
            case Encrypted():
                if self._storage.is_local:
                    return True
                raise NotThere("how this place is reached is not told here")
            case _:
                raise NotThere("files have no settings of their own")

    def _by_day(self, collection: str, event: str) -> tuple[int, dict[date, int]]:
        """How many records have no day, and how many have which."""
        if (collection, event) not in self._days:
            place = self._place(collection)
            column = place.collection.clock.get(event)
            if column not in (MODIFIED, TIME):
                raise NotSeen(f"{collection} has no column for the event {event}")
            without, days = 0, dict[date, int]()
            for day, count in self._dated(place, column):
                if day is None:
                    without += count
                else:
                    days[day] = days.get(day, 0) + count
            self._days[collection, event] = without, days
        return self._days[collection, event]

    def _dated(self, place: Place, column: str) -> Iterator[tuple[date | None, int]]:
        for at in self._files(place):
            about = self._storage.about(at.path)
            modified = about.modified if about else None
            if place.format is Format.WHOLE or column == MODIFIED:
                day = modified.astimezone(self._zone).date() if modified else None
                yield day, 1 if place.format is Format.WHOLE else self._counted(at)
                continue
            for block in self._blocks(at):
                yield from (
                    (day_in(place, column, line, modified, self._zone), 1) for line in lines_of(block) if line.strip()
                )

    def _counted(self, at: Reached) -> int:
        """Lines that hold anything; one that was overwritten holds nothing."""
        return sum(1 for block in self._blocks(at) for line in block.split(b"\n") if line.strip())

    def _blocks(self, at: Reached) -> Iterator[bytes]:
        with self._storage.opened(at.path) as raw:
            yield from blocks(unpacked(at.path, raw))

    def _files(self, place: Place) -> Iterator[Reached]:
        seen: set[str] = set()
        for pattern in place.patterns:
            for at in reach(self._storage, pattern):
                if at.odd:
                    raise NotSeen(f"a path under {pattern.text} {at.odd}")
                if at.path not in seen:
                    seen.add(at.path)
                    yield at

    def _undeclared(self) -> Iterator[str]:
        """The files beside those of the map, in the same folders, that no pattern and no ``ignore`` names."""
        patterns = [pattern for place in self._layout.places.values() for pattern in place.patterns]
        known = [*patterns, *self._layout.ignored]
        for folder in sorted({pattern.start for pattern in patterns}):
            entries = self._storage.listed(folder)
            if entries is None:
                raise NotSeen("a folder of the map may not be read")
            for entry in entries:
                path = f"{folder.rstrip('/')}/{entry.name}"
                if entry.is_plain and not any(covers(pattern, path) for pattern in known):
                    yield path

    def _place(self, name: str) -> Place:
        if name not in self._layout.places:
            raise NotSeen(f"{name} is not in the map")
        return self._layout.places[name]
