"""Whose messages are these? Many people in one pass over the folders; what the server finds is looked at again.

A message is somebody's when their address stands in one of the headers that the map lists under ``found_by``. Where
another outside person is addressed too it is *shared*. Where a value is only mentioned in the words of a message, the
message is a candidate: shown to the office, never acted on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from belofte.connectors.imap.criteria import commands, criterion
from belofte.connectors.imap.heads import Head, addresses_in_text
from belofte.connectors.imap.layout import ADDRESSED, Layout, Place, missing
from belofte.connectors.imap.session import PAGE, Chosen, Session
from belofte.connectors.imap.words import words_of
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.located import Key
from belofte.domain.standing import stands_in
from belofte.ports import SystemUnreachable

ARROW = " → "
READ_FOR_WORDS = 2_000_000
"""Bytes of a message that are read to see who is mentioned."""

People = Sequence[Sequence[Identifier]]
"""The identifiers of each person; a person is a position in it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One message found for one person. ``sure``: nobody else outside is addressed. ``candidate``: only mentioned."""

    person: int
    place: Place
    folder: str
    validity: int
    head: Head
    via: str
    sure: bool = True
    candidate: bool = False

    @property
    def key(self) -> Key:
        """The record key: where it lies, under which numbering, its number."""
        return (self.folder, self.validity, self.head.uid)


@dataclass(slots=True)
class Sought:
    """The values looked for in one collection: by column, who holds each."""

    holders: dict[str, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    kinds: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def addressed(self) -> Iterator[str]:
        """The criteria for headers with addresses."""
        return (criterion(column, v) for column, values in self.holders.items() if column in ADDRESSED for v in values)

    @property
    def written(self) -> Iterator[str]:
        """The criteria for words."""
        return (
            criterion(column, v) for column, values in self.holders.items() if column not in ADDRESSED for v in values
        )


class Seeking:
    """Searches one mailbox for many people."""

    def __init__(self, layout: Layout, session: Session, people: People) -> None:
        self._layout, self._session, self._people = layout, session, people
        self._own = [frozenset(i.value for i in one if i.kind == "email") for one in people]
        self._sought = {name: self._sought_in(place) for name, place in layout.places.items()}

    def hits(self) -> Iterator[Hit]:
        """Every message of everybody, folder by folder."""
        for folder in looked_at(self._layout, self._session):
            place = self._layout.place_of(folder)
            if place is not None and (sought := self._sought[place.collection.name]).holders:
                chosen = self._session.look_into(folder)
                if chosen.exists:
                    yield from self._in(chosen, place, sought)

    def _in(self, chosen: Chosen, place: Place, sought: Sought) -> Iterator[Hit]:
        seen: set[tuple[int, int]] = set()
        for head in self._heads(chosen, sought):
            for hit in self._addressed(chosen, place, sought, head):
                seen.add((hit.person, head.uid))
                yield hit
        uids: set[int] = set()
        for command in commands(sought.written):
            uids |= set(self._session.search(chosen, command))
        for head in self._session.heads(sorted(uids)):
            for hit in self._mentioned(chosen, place, sought, head):
                if (hit.person, head.uid) not in seen:
                    yield hit

    def _heads(self, chosen: Chosen, sought: Sought) -> Iterable[Head]:
        """The heads of what the server finds; of everything where that takes fewer calls."""
        asked = list(commands(sought.addressed))
        if not asked:
            return ()
        if -(-chosen.exists // PAGE) < len(asked):
            return self._session.all_heads(chosen)
        uids: set[int] = set()
        for command in asked:
            uids |= set(self._session.search(chosen, command))
        return self._session.heads(sorted(uids))

    def _addressed(self, chosen: Chosen, place: Place, sought: Sought, head: Head) -> Iterator[Hit]:
        led: dict[int, str] = {}
        for column, holders in sought.holders.items():
            for address in head.addresses.get(column, ()):
                for person in holders.get(address, ()):
                    led.setdefault(person, sought.kinds[column])
        outside = {address for address in head.everybody if not self._layout.is_ours(address)}
        for person, kind in led.items():
            via = f"{kind}{ARROW}{place.collection.name}"
            others = [one for one in led if one != person and not self._own[one] & self._own[person]]
            sure = not others and not outside - self._own[person]
            yield Hit(person, place, chosen.folder, chosen.validity, head, via, sure)

    def _mentioned(self, chosen: Chosen, place: Place, sought: Sought, head: Head) -> Iterator[Hit]:
        texts = self._texts(sought, head)
        via = f"mentioned{ARROW}{place.collection.name}"
        found: dict[int, None] = {}
        for column, holders in sought.holders.items():
            for value, persons in holders.items() if column in texts else ():
                if texts[column] is None or _stands_in(sought.kinds[column], value, texts[column] or ""):
                    found |= dict.fromkeys(persons)
        for person in found:
            yield Hit(person, place, chosen.folder, chosen.validity, head, via, candidate=True)

    def _texts(self, sought: Sought, head: Head) -> Mapping[str, str | None]:
        """The words of a message by column; None where it is too long to be read."""
        texts: dict[str, str | None] = {}
        if "subject" in sought.holders:
            texts["subject"] = head.shown["subject"]
        if "body" in sought.holders:
            whole = head.size <= READ_FOR_WORDS
            raw = self._session.raw(head.uid) if whole else None
            texts["body"] = words_of(raw) if raw is not None else None if not whole else ""
        return texts

    def _sought_in(self, place: Place) -> Sought:
        sought, collection = Sought(), place.collection
        if not collection.controller:
            return sought
        for by in collection.found_by:
            scope = self._layout.system.scope_of(collection.name, by.column, by.kind)
            for person, identifiers in enumerate(self._people):
                for identifier in identifiers:
                    if identifier.fits(by.kind, scope) and identifier.value.isprintable():
                        sought.holders[by.column][identifier.value].add(person)
                        sought.kinds[by.column] = by.kind
        return sought


def looked_at(layout: Layout, session: Session) -> list[str]:
    """The folders the map names. Raises :class:`SystemUnreachable` where one is not there, or where there are folders
    that nobody decided about: what lies there would be reported as not found."""
    there, system = session.folders(), layout.system.name
    for place in layout.places.values():
        if gone := missing(place.named, there):
            raise SystemUnreachable(
                f"{len(gone)} of the folders that the map of {system} names are not in the mailbox.",
                f"Look at at: {{folders: …}} of {place.collection.name} in systems/{system}.yaml.",
                transient=False,
            )
    if loose := undeclared(layout, there):
        raise SystemUnreachable(
            f"The mailbox of {system} has {len(loose)} folders that its map does not name.",
            f'Write them in systems/{system}.yaml: under at: {{folders: …}} ("*" for all), or under ignore.',
            transient=False,
        )
    return [folder for folder in there if not layout.is_ignored(folder)]


def undeclared(layout: Layout, there: Iterable[str]) -> list[str]:
    """The folders that stand in no list of the map."""
    return [folder for folder in there if layout.place_of(folder) is None and not layout.is_ignored(folder)]


def _stands_in(kind: str, value: str, text: str) -> bool:
    if kind == "email":
        return value in addresses_in_text(text)
    return stands_in(value, normalise(kind, text))
