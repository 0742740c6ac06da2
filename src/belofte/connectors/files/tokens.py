"""Values in the lines of a log, as whole tokens: ``jan@x.example`` is not in ``wijan@x.example``, ``192.0.2.1`` not in
``192.0.2.10``. Each token is looked up, so that a thousand people cost what one costs."""

from __future__ import annotations

import ipaddress
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from belofte.domain.identity import Identifier
from belofte.domain.kinds import KINDS, Form, Strength, normalise

_EMAIL = re.compile(
    rb"(?<![\w.+%\x80-\xff-])(?:[\w.+'\x80-\xff-]|%[0-9A-Fa-f]{2})+(?:@|%40)"
    rb"[A-Za-z0-9\x80-\xff-]+(?:\.[A-Za-z0-9\x80-\xff-]+)+"
)
_IP = re.compile(
    rb"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)"
    rb"|(?<![\w:.])(?=[0-9A-Fa-f]*:[0-9A-Fa-f]*:)[0-9A-Fa-f:]*[0-9A-Fa-f:](?![\w:.])"
)
_VALUE = rb"([^\s\"'&;,<>()\[\]]+)"
_REMEMBERED = 50_000
"""Tokens whose compared form is kept, so that the same address a million times is worked out once."""


class UnusableContext(Exception):
    """The message is what a column does; ``hint`` is what would be right."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a value, and whether it says by itself whose the line is."""

    people: frozenset[int]
    strong: bool


def looked_for(kind: str, context: str | None) -> re.Pattern[bytes]:
    """How values of a kind stand in a line: by their own form, or as the map's ``customer={}`` says. A number without
    such words around it may be anything, bytes sent for one. Raises :class:`UnusableContext`."""
    form = KINDS[kind].form if kind in KINDS else None
    if context is not None:
        before, hole, after = context.partition("{}")
        if not hole or not before + after:
            raise UnusableContext(f'says "{context}" where a value stands between other words', '"customer={}"')
        value = _VALUE if not after else rb"([^\s]+?)"
        return re.compile(re.escape(before.encode()) + value + re.escape(after.encode()))
    if form is Form.EMAIL:
        return _EMAIL
    if form is Form.IP:
        return _IP
    raise UnusableContext(
        f"does not say how a {kind or 'column'} stands in a line", f'{kind or "column"}: "number={{}}"'
    )


class Tokens:
    """The values looked for in one collection's lines. ``columns``: column → kind and pattern."""

    def __init__(
        self, columns: Mapping[str, tuple[str, str, re.Pattern[bytes]]], people: Sequence[Sequence[Identifier]]
    ) -> None:
        """``columns`` are column → (kind, scope, pattern)."""
        self._columns = columns
        self._wanted: dict[str, dict[str, Held]] = {}
        self._remembered: dict[tuple[str, bytes], Held | None] = {}
        for column, (kind, scope, _) in columns.items():
            held: dict[str, set[int]] = defaultdict(set)
            for person, identifiers in enumerate(people):
                for one in identifiers:
                    if one.fits(kind, scope):
                        held[_plain(kind, one.value)].add(person)
            strong = kind in KINDS and KINDS[kind].strength is Strength.STRONG
            if held:
                self._wanted[column] = {value: Held(frozenset(who), strong) for value, who in held.items()}

    def __bool__(self) -> bool:
        return bool(self._wanted)

    def within(self, data: bytes) -> Iterator[tuple[str, Held]]:
        """The columns, and who holds their values, of everything looked for that stands in these bytes."""
        for column, wanted in self._wanted.items():
            kind, _, pattern = self._columns[column]
            looked_at = _with_addresses(data) if pattern is _EMAIL else data
            for token in set(pattern.findall(looked_at)):
                if (held := self._held(column, kind, token, wanted)) is not None:
                    yield column, held

    def lines(self, block: bytes) -> list[tuple[int, int]]:
        """Where the lines stand that hold anything looked for; told by the tokens, without a look at each line."""
        found: dict[int, int] = {}
        for column in dict.fromkeys(column for column, _ in self.within(block)):
            kind, _, pattern = self._columns[column]
            for token in pattern.finditer(block):
                written = token[1] if pattern.groups else token[0]
                if self._held(column, kind, written, self._wanted[column]) is not None:
                    start = block.rfind(b"\n", 0, token.start()) + 1
                    found[start] = block.find(b"\n", token.end() - 1) + 1 or len(block)
        return sorted(found.items())

    def _held(self, column: str, kind: str, token: bytes, wanted: Mapping[str, Held]) -> Held | None:
        if self._columns[column][2] is _IP and b":" not in token:
            return wanted.get(token.decode("ascii"))  # written in one way only
        place = (column, token)
        if place not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[place] = wanted.get(compared(kind, token))
        return self._remembered[place]


def _with_addresses(data: bytes) -> bytes:
    """The lines that can hold an address: in most logs few do."""
    if b"@" not in data and b"%40" not in data:
        return b""
    return b"\n".join(line for line in data.split(b"\n") if b"@" in line or b"%40" in line)


def compared(kind: str, token: bytes) -> str:
    """A token of a line in the form in which values of its kind are compared."""
    text = token.decode("utf-8", "replace")
    if KINDS[kind].form is Form.EMAIL:
        if "%" in text:
            text = re.split(r"[\s=&?/<>\"',;:()]", unquote(text))[-1]
        text = text.strip("'.-")
    return compared_text(kind, text)


def compared_text(kind: str, text: str) -> str:
    """A value as it stands in a file or its path in the form in which values of its kind are compared."""
    return _plain(kind, normalise(kind, text))


def is_value(pattern: re.Pattern[bytes], token: bytes) -> bool:
    """Whether a token that looks like a value is one: a time (``10:00:00``) looks like an address."""
    if pattern is not _IP:
        return True
    try:
        ipaddress.ip_address(token.decode("ascii"))
    except ValueError:
        return False
    return True


def emails_in(line: bytes) -> frozenset[str]:
    """Every address in a line, compared."""
    if b"@" not in line and b"%40" not in line:
        return frozenset()
    return frozenset(compared("email", token) for token in _EMAIL.findall(line))


def _plain(kind: str, value: str) -> str:
    """An IPv4 address that is written as an IPv6 one is the IPv4 address."""
    if kind not in KINDS or KINDS[kind].form is not Form.IP or not value.startswith("::ffff:"):
        return value
    try:
        mapped = ipaddress.IPv6Address(value).ipv4_mapped
    except ValueError:
        return value
    return str(mapped) if mapped else value
