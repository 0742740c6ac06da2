"""What the account may do with the files of a map, asked of the operating system, held against what the map allows.

Only this machine's own disk answers (access(2)); of a place elsewhere nothing is told before it is tried. Files are
counted and never named: their paths hold numbers of people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from shlex import quote

from belofte.connectors.files.layout import Format, Layout, Place
from belofte.connectors.files.logs import is_packed
from belofte.connectors.files.paths import PathPattern, reach
from belofte.connectors.files.storage import May, Storage
from belofte.domain.system_map import Verb

MOST = 5_000
"""Files of one path that are asked about: enough to see who was given what."""
_LATER = "later "
_READING = (Verb.FIND, Verb.EXPORT, Verb.READ_BACK, Verb.OBSERVE)
_AS_ROOT = " (this program runs as root)"


@dataclass(frozen=True, slots=True)
class Rights:
    """What was found: sentences. ``told`` is False where nobody can be asked."""

    told: bool
    lacking: Mapping[Verb, tuple[str, ...]] = field(default_factory=dict[Verb, tuple[str, ...]])
    too_wide: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    """Of which place not every file was asked about."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A file or folder and what may be done with it. ``in_place``: a program writes in these files where they stand;
    others go, or come anew, which their folder must allow."""

    may: May
    is_folder: bool
    in_place: bool


@dataclass(frozen=True, slots=True)
class _Act:
    """One thing that is done to files or folders, and whether it may be."""

    words: str
    to_folders: bool
    may: Callable[[_Asked], bool]


_READ = (_Act("read", False, lambda one: one.may.read), _Act("look into", True, lambda one: one.may.read))
_WRITE = _Act("write in", False, lambda one: one.may.write)
_MAKE = _Act("make and remove files in", True, lambda one: one.may.write)
_ERASE = (
    _Act(_WRITE.words, False, lambda one: one.may.write or not one.in_place),
    _Act(_MAKE.words, True, lambda one: one.may.write or one.in_place),
    _Act("remove (their folder keeps them for their owner)", False, lambda one: one.in_place or not one.may.pinned),
)
_RENEW = _Act("give its new copy the same owner as", False, lambda one: one.in_place or one.may.own)


def rights_of(layout: Layout, storage: Storage) -> Rights:
    """Ask for every folder and file of the map. Raises ``CannotWork``."""
    if not storage.is_local:
        return Rights(told=False)
    allow, reading, erasing, wide, unseen = layout.system.allow, list[str](), list[str](), list[str](), list[str]()
    for place in layout.places.values():
        asked, more = _asked(place, storage)
        unseen += [f"the first {MOST} files of {place.collection.name}, and not the others"] if more else []
        reading += _short(place, asked, _READ)
        if layout.system.does(Verb.ERASE, place.collection.name):
            erasing += _short(place, asked, (*_ERASE, _RENEW) if place.format is Format.LINES else _ERASE)
        else:
            wide += _beyond(place, asked)
    lacking = {verb: tuple(reading) for verb in _READING if verb in allow}
    lacking |= {Verb.ERASE: (*reading, *erasing)} if Verb.ERASE in allow else {}
    return Rights(told=True, lacking=lacking, too_wide=tuple(wide), unseen=tuple(unseen))


def grants(layout: Layout, account: str) -> tuple[str, ...]:
    """The commands that give ``account`` what the map takes, and no more (setfacl(1)); files that come later have the
    rights that stand on their folder."""
    letters: dict[str, str] = {}
    for place in layout.places.values():
        for pattern in place.patterns:
            for where, given in _given(pattern, *_letters(layout, place, pattern)):
                both = letters.get(where, "") + given
                letters[where] = "".join(letter for letter in "rwx" if letter in both)
    first = {where: "-d -m" if where.startswith(_LATER) else "-m" for where in letters}
    who = quote(account)
    return tuple(f"setfacl {first[at]} u:{who}:{given} {at.removeprefix(_LATER)}" for at, given in letters.items())


def _asked(place: Place, storage: Storage) -> tuple[list[_Asked], bool]:
    """What was asked about, and whether there was more."""
    asked, more = list[_Asked](), False
    for pattern in place.patterns:
        folders, in_place = {pattern.start}, _in_place(place, pattern.text)
        found = reach(storage, pattern)
        for at in islice(found, MOST):
            folders.add(at.path if at.odd else at.path.rpartition("/")[0])
            if not at.odd and (may := storage.may(at.path)) is not None:
                asked.append(_Asked(may, is_folder=False, in_place=_in_place(place, at.path)))
        more = more or next(found, None) is not None
        for folder in sorted(folders):
            if storage.is_there(folder) and (may := storage.may(folder)) is not None:
                asked.append(_Asked(may, is_folder=True, in_place=in_place))
    return asked, more


def _in_place(place: Place, path: str) -> bool:
    return place.format is Format.LINES and place.held_open and not is_packed(path)


def _short(place: Place, asked: Sequence[_Asked], acts: Sequence[_Act]) -> Iterator[str]:
    for act in acts:
        all_of = [one for one in asked if one.is_folder is act.to_folders]
        if away := sum(not act.may(one) for one in all_of):
            yield f"{act.words} {away} of {len(all_of)} {_what(act)} of {place.collection.name}"


def _beyond(place: Place, asked: Sequence[_Asked]) -> Iterator[str]:
    for act in (_WRITE, _MAKE):
        all_of = [one for one in asked if one.is_folder is act.to_folders]
        if count := sum(act.may(one) for one in all_of):
            root = _AS_ROOT if any(one.may.is_root for one in all_of) else ""
            where = f"{count} of {len(all_of)} {_what(act)} of {place.collection.name}"
            yield f"{act.words} {where}, where the map only looks{root}"


def _what(act: _Act) -> str:
    return "folders" if act.to_folders else "files"


def _letters(layout: Layout, place: Place, pattern: PathPattern) -> tuple[str, str]:
    """What is given on folders, and on files."""
    if not layout.system.does(Verb.ERASE, place.collection.name):
        return "rx", "r"
    in_place = _in_place(place, pattern.text)
    return ("rx", "rw") if in_place else ("rwx", "r")


def _given(pattern: PathPattern, on_folder: str, on_file: str) -> Iterator[tuple[str, str]]:
    """What is given where; what holds for files that come later is marked."""
    names = [_as_shell(one.fixed) for one in pattern.segments]
    start = quote(pattern.start.rstrip("/"))
    folders = ["/".join((start, *names[:depth])) for depth in range(len(names))]
    yield from ((folder, on_folder) for folder in folders)
    yield f"{_LATER}{folders[-1]}", on_file
    yield "/".join((start, *names)), on_file


def _as_shell(name: str) -> str:
    """A name of a path pattern as a shell reads it."""
    parts = re.split(r"(\{[^}]*\}|\*\*|\*|\?)", name)
    return "".join("*" if part[0] == "{" else part if part[0] in "*?" else quote(part) for part in parts if part)
