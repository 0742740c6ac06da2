"""What the account may do in each folder (RFC 4314), held against what the map allows.

A server with ACL tells the account's own rights, a letter each. One without says only whether a folder that is chosen
for changing can be changed, and choosing it so takes marks off its messages (RFC 3501, 2.3.2): a look does not do that,
and :attr:`Rights.told` is False. Folders are counted and never named: people name folders after people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from belofte.connectors.imap.layout import Layout
from belofte.connectors.imap.seeking import looked_at
from belofte.connectors.imap.session import Session
from belofte.domain.system_map import Verb
from belofte.wire.imap import quoted

WORDS: Mapping[str, str] = {
    "l": "see that the folder is there",
    "r": "read messages",
    "s": "keep which messages were read",
    "w": "mark messages",
    "i": "put messages in",
    "p": "send mail to the folder",
    "k": "make folders in it",
    "x": "remove the folder",
    "t": "mark messages as deleted",
    "e": "expunge messages",
    "a": "give rights to others",
}
"""The rights of RFC 4314, section 2.1, in order."""
_OLDER: Mapping[str, str] = {"c": "k", "d": "te"}  # of RFC 2086; a newer server tells them beside the others
_READ, _TAKE_OUT, _PUT_IN = frozenset("lr"), frozenset("lrte"), frozenset("lri")
_MARKS = frozenset("sw")  # a message that is moved keeps its marks with these; it is moved without them too
_MOVING = frozenset({Verb.RESTRICT, Verb.LIFT})
_READING = frozenset({Verb.FIND, Verb.EXPORT, Verb.READ_BACK, Verb.OBSERVE})
_ALONE = "folders that the map leaves alone"


@dataclass(frozen=True, slots=True)
class Rights:
    """What was found. ``lacking`` and ``too_wide`` are sentences; ``statements`` give what the map needs, where
    ``told``."""

    told: bool
    lacking: Mapping[Verb, tuple[str, ...]] = field(default_factory=dict[Verb, tuple[str, ...]])
    too_wide: tuple[str, ...] = ()
    statements: tuple[tuple[str, str], ...] = ()

    def grants(self, account: str) -> tuple[str, ...]:
        """The commands (RFC 4314, section 3.1) by which somebody who may give rights gives these and no others."""
        return tuple(f"SETACL {folder} {quoted(account)} {letters}" for folder, letters in self.statements)


@dataclass(frozen=True, slots=True)
class _Folder:
    """One folder: whose it is in the map ("" for nobody's), what is needed there by verb, and what the account has."""

    name: str
    collection: str
    needed: Mapping[Verb, frozenset[str]]
    has: frozenset[str]

    @property
    def of_all(self) -> frozenset[str]:
        return frozenset[str]().union(*self.needed.values())

    @property
    def more(self) -> frozenset[str]:
        """What it has beyond what is needed; marks are let pass where messages are put in."""
        return self.has - self.of_all - (_MARKS if "i" in self.of_all else frozenset())


def rights_of(layout: Layout, session: Session) -> Rights:
    """Ask for every folder. Raises :class:`belofte.ports.SystemUnreachable` where folders are not those of the map."""
    there = looked_at(layout, session)
    if "ACL" not in session.can:
        return Rights(told=False)
    alone = [name for name in session.folders() if layout.place_of(name) is None]
    folders = [_folder(layout, session, name) for name in (*there, *alone)]
    allowed = layout.system.allow
    lacking = {verb: tuple(_lacking(folders, verb)) for verb in (*_READING, *_MOVING, Verb.ERASE) if verb in allowed}
    told = tuple((session.wire(one.name), _in_order(one.of_all)) for one in folders if one.collection)
    return Rights(told=True, lacking=lacking, too_wide=tuple(_too_wide(folders)), statements=told)


def _folder(layout: Layout, session: Session, name: str) -> _Folder:
    place = layout.place_of(name)
    if place is None:
        return _Folder(name, "", {}, _has(session, name) - _READ)
    is_apart, moves = place.is_apart(name), _MOVING & layout.system.allow if place.apart else frozenset[Verb]()
    needed = dict.fromkeys(_READING & layout.system.allow, _READ)
    needed |= dict.fromkeys({Verb.ERASE} & layout.system.allow, _TAKE_OUT)
    for verb in moves:
        from_here = is_apart == (verb is Verb.LIFT)
        makes = frozenset("k") if verb is Verb.RESTRICT and name == place.apart else frozenset[str]()
        needed[verb] = (_TAKE_OUT if from_here else _PUT_IN) | makes
    return _Folder(name, place.collection.name, needed, _has(session, name))


def _has(session: Session, name: str) -> frozenset[str]:
    letters = session.rights(name)
    if not any(one.startswith("RIGHTS=") for one in session.can):
        letters = letters.union(*(_OLDER.get(letter, "") for letter in letters))
    return letters & WORDS.keys()


def _lacking(folders: Collection[_Folder], verb: Verb) -> Iterator[str]:
    away: dict[tuple[str, str], int] = defaultdict(int)
    for one in folders:
        for letter in one.needed.get(verb, frozenset()) - one.has:
            away[letter, one.collection] += 1
    yield from _told(away, folders)


def _too_wide(folders: Collection[_Folder]) -> Iterator[str]:
    more: dict[tuple[str, str], int] = defaultdict(int)
    for one in folders:
        for letter in one.more:
            more[letter, one.collection] += 1
    yield from _told(more, folders)


def _told(counted: Mapping[tuple[str, str], int], folders: Collection[_Folder]) -> Iterator[str]:
    """``e (expunge messages) in 2 of 3 folders of messages``."""
    for letter, collection in sorted(counted, key=lambda one: (one[1], list(WORDS).index(one[0]))):
        whole = sum(one.collection == collection for one in folders)
        where = f"folders of {collection}" if collection else _ALONE
        yield f"{letter} ({WORDS[letter]}) in {counted[letter, collection]} of {whole} {where}"


def _in_order(letters: frozenset[str]) -> str:
    return "".join(letter for letter in WORDS if letter in letters)
