"""Whose files and whose lines are these? Many people in one pass: each file is read once, each folder listed once.

A file is somebody's by the value in its path. A line is somebody's by a strong value that stands in it; where somebody
else's address stands there too it is *shared*; an IP address alone makes a candidate, since others had it before and
after. What could not be looked at stops the search with its pattern and the number: it is never "nothing found".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from belofte.connectors.files.layout import MODIFIED, TIME, Format, Layout, Place
from belofte.connectors.files.logs import blocks, unpacked
from belofte.connectors.files.paths import PathPattern, Reached, Wanted, reach
from belofte.connectors.files.storage import CannotWork, Storage
from belofte.connectors.files.tokens import Tokens, compared_text, emails_in, is_value
from belofte.domain.identity import Identifier
from belofte.domain.kinds import KINDS, Strength
from belofte.ports import SystemUnreachable

ARROW = " → "

People = Sequence[Sequence[Identifier]]
"""The identifiers of each person; a person is a position in it."""


@dataclass(frozen=True, slots=True)
class FileHit:
    """One file of one person."""

    person: int
    place: Place
    at: Reached
    via: str
    modified: datetime | None
    size: int
    names: int
    sure: bool = True
    candidate: bool = False


@dataclass(frozen=True, slots=True)
class Whose:
    """What one line is to one person."""

    person: int
    column: str
    sure: bool = True
    candidate: bool = False


@dataclass(slots=True)
class Tally:
    """What the lines of one collection come to for one person, sure or shared."""

    count: int = 0
    left: int = 0
    columns: set[str] = field(default_factory=set[str])
    files: Counter[str] = field(default_factory=Counter[str])
    events: dict[str, date | None] = field(default_factory=dict[str, "date | None"])


class Seeking:
    """Searches one place for many people."""

    def __init__(self, layout: Layout, storage: Storage, people: People) -> None:
        self._layout, self._storage, self._people = layout, storage, people
        self._emails = [frozenset(i.value for i in one if i.kind == "email") for one in people]
        self._same = [frozenset(one) for one in people]
        self._tokens = {name: self._tokens_of(p) for name, p in layout.places.items() if p.format is Format.LINES}

    def whole(self) -> Iterator[FileHit]:
        """Every file of everybody."""
        for place in self._layout.places.values():
            if place.format is Format.WHOLE and place.collection.controller:
                holders = self._holders(place)
                for at in self._reached(place, lambda kind, raw, h=holders: bool(h.get((kind, _as(kind, raw))))):
                    yield from self._of_file(place, at, holders)

    def logs(self, place: Place) -> Iterator[Reached]:
        """The logs of a collection; none where nothing is looked for in it. Raises :class:`SystemUnreachable`."""
        if self._tokens[place.collection.name] and place.collection.controller:
            yield from self._reached(place, None)

    def lines(self, place: Place, at: Reached) -> Iterator[tuple[bytes, list[Whose]]]:
        """The lines of a log that are about anybody asked."""
        try:
            with self._storage.opened(at.path) as raw:
                for block in blocks(unpacked(at.path, raw)):
                    for start, end in self.where(place, block):
                        line = block[start:end]
                        if whose := self.whose(place, line):
                            yield line, whose
        except CannotWork as cannot:
            raise self._stopped(place, 1, cannot.why, cannot.remedy, transient=cannot.transient) from None

    def where(self, place: Place, block: bytes) -> list[tuple[int, int]]:
        """The lines of a block in which anything stands that is looked for."""
        return self._tokens[place.collection.name].lines(block)

    def whose(self, place: Place, line: bytes) -> list[Whose]:
        """Whom a line is about."""
        led: dict[int, str] = {}
        weak: dict[int, str] = {}
        for column, held in self._tokens[place.collection.name].within(line):
            for person in held.people:
                (led if held.strong else weak).setdefault(person, column)
        if not led and not weak:
            return []
        outside = {one for one in emails_in(line) if not self._layout.is_ours(one)}
        found = [Whose(p, column, self._is_alone(p, led, outside)) for p, column in led.items()]
        return found + [Whose(p, column, candidate=True) for p, column in weak.items() if p not in led]

    def tallies(self, zone: tzinfo) -> dict[str, dict[tuple[int, bool, bool], Tally]]:
        """Collection → (person, sure, candidate) → what its lines come to."""
        found: dict[str, dict[tuple[int, bool, bool], Tally]] = {}
        for place in self._layout.places.values():
            if place.format is Format.LINES:
                own: dict[tuple[int, bool, bool], Tally] = defaultdict(Tally)
                for at in self.logs(place):
                    self._tally(place, at, own, zone)
                found[place.collection.name] = own
        return found

    def _tally(self, place: Place, at: Reached, own: dict[tuple[int, bool, bool], Tally], zone: tzinfo) -> None:
        about = self._storage.about(at.path)
        modified = about.modified if about else None
        for line, whose in self.lines(place, at):
            days = {
                event: day_in(place, column, line, modified, zone) for event, column in place.collection.clock.items()
            }
            for one in whose:
                tally = own[one.person, one.sure, one.candidate]
                tally.count += 1
                tally.left += cleared(place, line) != line
                tally.columns.add(one.column)
                tally.files[at.path] += 1
                for event, day in days.items():
                    known = tally.events.get(event, date.min)
                    tally.events[event] = None if known is None or day is None else max(known, day)

    def _is_alone(self, person: int, led: Iterable[int], outside: set[str]) -> bool:
        others = [one for one in led if one != person and not self._same[one] & self._same[person]]
        return not others and not outside - self._emails[person]

    def _holders(self, place: Place) -> dict[tuple[str, str], set[int]]:
        """Kind and compared value of a path → who holds it."""
        held: dict[tuple[str, str], set[int]] = defaultdict(set)
        for kind in {kind for pattern in place.patterns for kind in pattern.kinds}:
            column = next(iter(place.collection.kinds.get(kind, ())), kind)
            scope = self._layout.system.scope_of(place.collection.name, column, kind)
            for person, identifiers in enumerate(self._people):
                for one in identifiers:
                    if one.fits(kind, scope):
                        held[kind, one.value].add(person)
        return held

    def _of_file(self, place: Place, at: Reached, holders: Mapping[tuple[str, str], set[int]]) -> Iterator[FileHit]:
        persons = [holders.get((kind, _as(kind, raw)), set[int]()) for kind, raw in at.values.items()]
        everybody = set[int]().union(*persons)
        about = self._storage.about(at.path)
        if about is None:
            return
        for person in sorted(everybody):
            kinds = [kind for kind, held in zip(at.values, persons, strict=True) if person in held]
            strong = any(KINDS[kind].strength is Strength.STRONG for kind in kinds)
            others = [one for one in everybody if one != person and not self._same[one] & self._same[person]]
            yield FileHit(
                person, place, at, f"{kinds[0]}{ARROW}{place.collection.name}",
                about.modified, about.size, about.names, sure=not others, candidate=not strong,
            )  # fmt: skip

    def _reached(self, place: Place, wanted: Wanted | None) -> Iterator[Reached]:
        """Every file of a collection once. Raises :class:`SystemUnreachable` for what cannot be looked at."""
        seen: dict[str, Reached] = {}
        odd: dict[str, tuple[str, str]] = {}
        for pattern in place.patterns:
            for at in self._walked(place, pattern, wanted):
                if at.odd:
                    odd[at.path] = (at.odd, pattern.text)
                elif place.format is Format.LINES and self._storage.unfinished(at.path):
                    odd[at.path] = (
                        "was being rewritten when that was broken off (erase again to finish it)",
                        pattern.text,
                    )
                else:
                    seen.setdefault(at.path, at)
        if odd:
            why, where = next(iter(odd.values()))
            raise self._stopped(
                place, len(odd), f"{why}, under {where}", "give the right to read it, or name it otherwise"
            )
        yield from seen.values()

    def _walked(self, place: Place, pattern: PathPattern, wanted: Wanted | None) -> Iterator[Reached]:
        try:
            yield from reach(self._storage, pattern, wanted)
        except CannotWork as cannot:
            raise self._stopped(place, 1, cannot.why, cannot.remedy, transient=cannot.transient) from None

    def _stopped(
        self, place: Place, count: int, why: str, remedy: str, *, transient: bool = False
    ) -> SystemUnreachable:
        what = (
            f"{count} of the files of {self._layout.system.name}.{place.collection.name} could not be looked at: {why}."
        )
        return SystemUnreachable(what, f"For these files: {remedy}.", transient=transient)

    def _tokens_of(self, place: Place) -> Tokens:
        collection, patterns = place.collection, place.tokens or {}
        columns = {
            by.column: (by.kind, self._layout.system.scope_of(collection.name, by.column, by.kind), patterns[by.column])
            for by in collection.found_by
        }
        return Tokens(columns, self._people)


def cleared(place: Place, line: bytes) -> bytes | None:
    """What the map makes of a line that is erased; None where it goes."""
    if not place.clears:
        return None
    for column, value in place.clears.items():
        pattern = (place.tokens or {})[column]
        line = pattern.sub(lambda found, value=value: _in_place(found, value, fills=place.held_open), line)
    return line


def _in_place(found: re.Match[bytes], value: bytes, *, fills: bool) -> bytes:
    """The match with another value in it; of the same length where the file stays the file."""
    if not is_value(found.re, found[0]):
        return found[0]
    start, end = found.span(1) if found.re.groups else found.span()
    if fills:
        value = value[: end - start].ljust(end - start, b"-")
    whole, before = found[0], found.start()
    return whole[: start - before] + value + whole[end - before :]


def day_in(place: Place, column: str, line: bytes, modified: datetime | None, zone: tzinfo) -> date | None:
    """The policy's day of a line."""
    moment = place.stamp.moment(line) if column == TIME and place.stamp else modified if column == MODIFIED else None
    return moment.astimezone(zone).date() if moment else None


def _as(kind: str, raw: str) -> str:
    return compared_text(kind, raw)
