"""Path patterns: ``/srv/scans/{customer-number}/*.pdf``. A part in braces is a value of that kind, and tells whose the
file is. ``*`` stands for anything in one name, ``**`` for any depth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from belofte.connectors.files.storage import Entry, Storage
from belofte.domain.kinds import KINDS

Wanted = Callable[[str, str], bool]
"""Is this value of this kind looked for?"""
_PART = re.compile(r"\{([^{}/]+)\}|(\*\*|\*|\?)|([^{}*?]+)")


class UnusablePattern(Exception):
    """The message is what a path does; ``hint`` is what would be right."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Segment:
    """One name of a path: a fixed name, or what names must look like; ``deep``: any number of folders."""

    fixed: str
    shape: re.Pattern[str] | None = None
    kinds: tuple[str, ...] = ()
    deep: bool = False


@dataclass(frozen=True, slots=True)
class PathPattern:
    """``start`` is the folder before the first segment that is not fixed."""

    text: str
    start: str
    segments: tuple[Segment, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of data its names hold."""
        return tuple(kind for segment in self.segments for kind in segment.kinds)


@dataclass(frozen=True, slots=True)
class Reached:
    """A file under a pattern, and the values in its path, as written, by kind. ``folders`` are those of its parents
    whose names hold a value. ``odd``: why it could not be looked at, "" where it could."""

    path: str
    values: Mapping[str, str]
    folders: tuple[str, ...] = ()
    odd: str = ""


def path_pattern(text: str) -> PathPattern:
    """A path as a map writes it. Raises :class:`UnusablePattern`."""
    if not text.startswith("/") or "/../" in f"{text}/" or "//" in text:
        raise UnusablePattern(f"has a path that does not begin at the root: {text}", "paths: [/srv/scans/*.pdf]")
    names = text.strip("/").split("/")
    segments = [_segment(name, text) for name in names]
    known = next((n for n, one in enumerate(segments) if one.shape or one.deep), len(segments) - 1)
    start = "/" + "/".join(one.fixed for one in segments[:known])
    return PathPattern(text, start, tuple(segments[known:]))


def reach(storage: Storage, pattern: PathPattern, wanted: Wanted | None = None) -> Iterator[Reached]:
    """Every file under the pattern; with ``wanted`` only below names whose value is looked for. What cannot be looked
    at is told as odd, and never left out."""
    if storage.is_there(pattern.start):
        yield from _below(storage, pattern.start, pattern.segments, {}, (), wanted)
    else:
        yield Reached(pattern.start, {}, odd="is not there")


def covers(pattern: PathPattern, path: str) -> bool:
    """Whether a path is one of the pattern's."""
    if path != pattern.start and not path.startswith(pattern.start.rstrip("/") + "/"):
        return False
    names = path.removeprefix(pattern.start).strip("/").split("/")
    return _covers(pattern.segments, names)


def _covers(segments: tuple[Segment, ...], names: list[str]) -> bool:
    if not segments:
        return not names
    if segments[0].deep:
        return any(_covers(segments[1:], names[n:]) for n in range(len(names) + 1))
    return bool(names) and _fits(segments[0], names[0]) is not None and _covers(segments[1:], names[1:])


def _below(
    storage: Storage,
    folder: str,
    segments: tuple[Segment, ...],
    values: Mapping[str, str],
    folders: tuple[str, ...],
    wanted: Wanted | None,
) -> Iterator[Reached]:
    first, rest = segments[0], segments[1:]
    entries = storage.listed(folder)
    if entries is None:
        yield Reached(folder, values, folders, "may not be read")
        return
    if first.deep:
        yield from _below(storage, folder, rest, values, folders, wanted)
        rest = segments
    for entry in entries:
        found = {} if first.deep else _fits(first, entry.name)
        if found is None or (wanted and not all(wanted(kind, value) for kind, value in found.items())):
            continue
        path = f"{folder.rstrip('/')}/{entry.name}"
        if rest and entry.is_folder:
            inner = (*folders, path) if found else folders
            yield from _below(storage, path, rest, {**values, **found}, inner, wanted)
        elif _is_file(rest, entry):
            yield Reached(path, {**values, **found}, folders, "" if entry.is_plain else "is a link or no file")


def _is_file(rest: tuple[Segment, ...], entry: Entry) -> bool:
    """A file where a file should be; a link where a folder should be is told too."""
    return (not rest and not entry.is_folder) or (bool(rest) and entry.is_link and not rest[0].deep)


def _fits(segment: Segment, name: str) -> dict[str, str] | None:
    if segment.shape is None:
        return {} if segment.fixed == name else None
    found = segment.shape.fullmatch(name)
    return None if found is None else dict(zip(segment.kinds, found.groups(), strict=True))


def _segment(name: str, text: str) -> Segment:
    if name == "**":
        return Segment(name, deep=True)
    kinds: list[str] = []
    shape = ""
    at = 0
    for part in _PART.finditer(name):
        if part.start() != at:
            break
        at = part.end()
        kind, wild, fixed = part.groups()
        if kind:
            if kind not in KINDS:
                raise UnusablePattern(f'has a path with "{kind}", which is no kind of data', "{customer-number}")
            kinds.append(kind)
            shape += "([^/]+?)"
        else:
            shape += "[^/]" if wild == "?" else "[^/]*" if wild else re.escape(fixed)
    if at != len(name):
        raise UnusablePattern(f"has a path that cannot be read: {text}", "paths: [/srv/scans/{customer-number}/*.pdf]")
    is_fixed = shape == re.escape(name)
    return Segment(name, None if is_fixed else re.compile(shape, re.DOTALL), tuple(kinds))
