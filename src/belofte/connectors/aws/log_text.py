"""Whose is a line of a log? Addresses, IP addresses and words are read out of the text, brought to the form in which
their kind is compared, and looked up. A line with somebody else's address is about both.

And the other way round: what CloudWatch is asked for. Its filter knows capitals from small letters, so each value is
asked for in the spellings that occur; a pattern has room for 1,024 characters
(docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from belofte.connectors.aws.places import By
from belofte.connectors.aws.seeking import Sought, compared
from belofte.domain.identity import KEY, Identifier
from belofte.domain.kinds import KINDS, Form

ROOM = 1024
_UNASKABLE = re.compile(r'["\\\r\n]')
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_IP = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}\b")
_WORD = re.compile(r"""[^\s"'`=,;:()\[\]{}<>|&?]+""")
_PART = re.compile(r"[^\W_]+")
_OUTSIDE_WORDS = "'`{|}="  # what an address may hold by its grammar, and a log puts around it


@dataclass(frozen=True, slots=True)
class Read:
    """What a line says of the people asked about: who, by which ways; and whether it is about others too."""

    whose: dict[int, list[Sought]]
    holds: tuple[Identifier, ...]
    addresses: frozenset[str]


def read(text: str, ways: Sequence[Sought], ours: Iterable[str], calling_code: str) -> Read:
    """Who is in a line. Addresses at our own domains are nobody's."""
    whose: dict[int, list[Sought]] = {}
    holds: dict[Identifier, None] = {}
    for way in ways:
        for token in _tokens(way.by, text):
            for person in way.whose(token, calling_code):
                whose.setdefault(person, []).append(way)
                if way.by.strong and way.by.kind != KEY:
                    holds[Identifier(way.by.kind, way.by.scope, compared(way.by, token, calling_code))] = None
    own = tuple(f"@{domain.casefold()}" for domain in ours)
    found = (compared(_ADDRESS, token) for token in _emails(text)) if whose else iter(())
    return Read(whose, tuple(holds), frozenset(address for address in found if not address.endswith(own)))


_ADDRESS = By("email", "", strong=True)


def _tokens(by: By, text: str) -> Iterator[str]:
    form = KINDS[by.kind].form if by.kind in KINDS else Form.AS_WRITTEN
    if form is Form.EMAIL:
        yield from _emails(text)
    elif form is Form.IP:
        yield from _IP.findall(text)
    else:
        yield from dict.fromkeys(word.strip(".") for word in _WORD.findall(text))


def _emails(text: str) -> Iterator[str]:
    """Addresses, also where a log writes a name and a sign before them (``to='jan@…'``)."""
    for match in dict.fromkeys(_EMAIL.findall(text)):
        local, _, domain = match.rpartition("@")
        yield f"{re.split(f'[{re.escape(_OUTSIDE_WORDS)}]', local)[-1]}@{domain}"


def patterns(ways: Sequence[Sought]) -> list[str] | None:
    """The patterns that together let through every line with one of the values; None where that cannot be asked, and
    every line must be read."""
    values = dict.fromkeys(value for way in ways for value in sorted(way.holders))
    if any(_UNASKABLE.search(value) or len(value) > ROOM // 4 for value in values):
        return None
    asked: list[str] = []
    for value in values:
        term = " ".join(f'?"{spelling}"' for spelling in dict.fromkeys(_spellings(value)))
        if asked and len(asked[-1]) + len(term) < ROOM:
            asked[-1] = f"{asked[-1]} {term}"
        else:
            asked.append(term)
    return asked


def _spellings(value: str) -> Iterator[str]:
    """As it is compared, in capitals, and with a capital at the start of each part of what stands before the @."""
    yield value
    local, at, domain = value.partition("@")
    if at or value.upper() != value.lower():
        yield value.upper()
        yield f"{_PART.sub(lambda part: part[0].capitalize(), local)}{at}{domain}"
